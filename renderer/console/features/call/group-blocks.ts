import type { ScriptView } from '../../../../core/script/view.ts';

type Block = ScriptView['successBlockedBy'][number];

/** Question ids by reason, in the order main gives them. */
export const groupBlocks = (blocks: readonly Block[]): { reason: string; questionIds: string[] }[] => {
  const groups = new Map<string, string[]>();
  for (const { reason, questionId } of blocks) {
    groups.set(reason, [...(groups.get(reason) ?? []), ...(questionId === null ? [] : [questionId])]);
  }
  return [...groups].map(([reason, questionIds]) => ({ reason, questionIds }));
};
