import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { Envelope } from '../../core/ipc/envelope.ts';
import { createPagedList, rowAt } from './paged-list.ts';
import type { ListAnswer, ListSnapshot, RowOf } from './paged-list.ts';

export type PagedRows<A extends ListAnswer> = ListSnapshot<A> & {
  rowAt: (index: number) => RowOf<A> | null;
  show: (first: number, last: number) => void;
};

/**
 * A long list in windows of 100 rows. `load` names the list (memoise it over filter and search): a new one
 * starts empty. A new `version` fetches again while the old rows stay on screen.
 */
export const usePagedList = <A extends ListAnswer>(
  load: (offset: number, limit: number) => Promise<Envelope<A>>,
  version: number | string,
): PagedRows<A> => {
  const list = useMemo(() => createPagedList<A>(load), [load]);
  useEffect(() => list.refresh(String(version)), [list, version]);
  const snapshot = useSyncExternalStore(list.subscribe, list.snapshot);
  return useMemo(
    () => ({ ...snapshot, rowAt: (index: number) => rowAt(snapshot, index), show: list.show }),
    [snapshot, list],
  );
};
