import type { Request } from '../../../lib/use-request.ts';
import { useRequest } from '../../../lib/use-request.ts';

export type ShownTask = {
  next: Request<'worklist.next'>;
  card: Request<'task.card'>;
  nextId: string | null;
  shownId: string | null;
  isNext: boolean;
};

/**
 * The task beside the list: the chosen one, or the one main would call next when none is chosen. While a
 * search is on, `orNext` is false: what is dialled must be something the search found.
 */
export const useShownTask = (chosen: string | null, version: string, orNext: boolean): ShownTask => {
  const next = useRequest('worklist.next', {}, version);
  const nextId = next.value?.task?.id ?? null;
  const shownId = chosen ?? (orNext ? nextId : null);
  const card = useRequest('task.card', shownId === null ? null : { taskId: shownId }, version);
  return { next, card, nextId, shownId, isNext: shownId !== null && shownId === nextId };
};
