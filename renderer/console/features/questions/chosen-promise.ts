import type { PromiseChoices } from '../../../../core/ipc/features/call.ts';
import type { QuestionDraft } from '../../../lib/question-store.ts';
import { fromDateAndTime, readDate, readTime } from '../../../lib/trade-time.ts';

export type ChosenPromise = {
  /** Code of the quick choice; null for a time of its own. */
  due: string | null;
  /** UTC ms; null while a time of its own cannot be read. */
  at: number | null;
  way: string;
  owner: string;
};

/**
 * What the form stands for now. Until the agent chooses, it is what is usual: the latest moment of the rule, the
 * first way, the first to see to it.
 */
export const chosenPromise = (draft: QuestionDraft, choices: PromiseChoices, now: number): ChosenPromise => {
  const way = draft.way ?? choices.ways[0]?.code ?? '';
  const owner = draft.owner ?? choices.owners[0]?.code ?? '';
  const usual = choices.due.find(({ at }) => at === choices.usualLatestAt) ?? choices.due[0];
  const found =
    draft.due === null ? undefined : (choices.due.find(({ code }) => code === draft.due) ?? usual);
  if (found !== undefined) return { due: found.code, at: found.at, way, owner };
  const at = fromDateAndTime(readDate(draft.date, now) ?? '', readTime(draft.time) ?? '');
  return { due: null, at, way, owner };
};
