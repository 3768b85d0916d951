import type { Envelope, IpcError } from '../../core/ipc/envelope.ts';

/** What a page request answers with; more fields (counts) may stand beside the rows. */
export type ListAnswer = { total: number; rows: readonly unknown[] };
export type RowOf<A extends ListAnswer> = A['rows'][number];

export type ListSnapshot<A extends ListAnswer> = {
  total: number;
  /** Page number -> rows, and the version of the list they belong to. */
  pages: ReadonlyMap<number, { rows: readonly RowOf<A>[]; version: string }>;
  /** Newest whole answer, for what comes beside the rows (counts). */
  answer: A | null;
  error: IpcError | null;
  /** True until the first page has come. */
  loading: boolean;
};

/** Rows asked for at once; one screen shows 15 to 30. */
export const pageSize = 100;
/** Pages kept around the visible one; farther ones are dropped so that memory stays flat. */
const keepAround = 6;

/** Page numbers that hold the rows `first` to `last` (row indexes, inclusive). */
export const pagesFor = (first: number, last: number): number[] => {
  const from = Math.floor(Math.max(0, first) / pageSize);
  const to = Math.floor(Math.max(0, last) / pageSize);
  return Array.from({ length: to - from + 1 }, (_, step) => from + step);
};

export const rowAt = <A extends ListAnswer>(list: ListSnapshot<A>, index: number): RowOf<A> | null =>
  list.pages.get(Math.floor(index / pageSize))?.rows[index % pageSize] ?? null;

export type PagedList<A extends ListAnswer> = {
  snapshot: () => ListSnapshot<A>;
  subscribe: (listener: () => void) => () => void;
  /** Tells which rows are visible (indexes, inclusive); missing pages are fetched. */
  show: (first: number, last: number) => void;
  /** Marks every page as old: visible ones are fetched again while the old rows stay on screen. */
  refresh: (version: string) => void;
};

/** A window on a long list of main: the console holds some pages of it, never the list itself. */
export const createPagedList = <A extends ListAnswer>(
  load: (offset: number, limit: number) => Promise<Envelope<A>>,
): PagedList<A> => {
  let state: ListSnapshot<A> = { total: 0, pages: new Map(), answer: null, error: null, loading: true };
  let version = '';
  let visible = { first: 0, last: 0 };
  const listeners = new Set<() => void>();
  const inFlight = new Set<string>();

  const set = (next: ListSnapshot<A>) => {
    state = next;
    for (const listener of listeners) listener();
  };

  const receive = (page: number, asked: string, result: Envelope<A>) => {
    // An answer for an older version must not overwrite a newer one.
    if (asked !== version) return;
    if (!result.ok) {
      set({ ...state, error: result.error, loading: false });
      return;
    }
    const pages = new Map([...state.pages].filter(([number]) => Math.abs(number - page) <= keepAround));
    pages.set(page, { rows: result.value.rows, version: asked });
    set({ total: result.value.total, pages, answer: result.value, error: null, loading: false });
  };

  const fetchMissing = () => {
    for (const page of pagesFor(visible.first, visible.last)) {
      const asked = version;
      const ticket = `${asked}\n${page}`;
      if (state.pages.get(page)?.version === asked || inFlight.has(ticket)) continue;
      inFlight.add(ticket);
      void load(page * pageSize, pageSize).then((result) => {
        inFlight.delete(ticket);
        receive(page, asked, result);
      });
    }
  };

  return {
    snapshot: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    show: (first, last) => {
      visible = { first, last };
      fetchMissing();
    },
    refresh: (next) => {
      version = next;
      fetchMissing();
    },
  };
};
