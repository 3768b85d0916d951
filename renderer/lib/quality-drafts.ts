import { create } from 'zustand';
import type { QualityMarks } from '../../core/quality/review.ts';

/** What a person has entered about a callback and not saved; `open` = the form is unfolded. */
export type QualityDraft = QualityMarks & { open: boolean };

const empty: QualityDraft = { answers: {}, comments: {}, fatal: {}, remark: '', open: false };

/** Drafts by person and record: they outlive looking at another record, and nobody sees those of another person. */
const useDrafts = create<{ drafts: Readonly<Record<string, QualityDraft>> }>(() => ({ drafts: {} }));

const keyOf = (person: string, attemptId: string): string => `${person} ${attemptId}`;

export const useQualityDraft = (person: string, attemptId: string): QualityDraft =>
  useDrafts(({ drafts }) => drafts[keyOf(person, attemptId)] ?? empty);

export const changeQualityDraft = (
  person: string,
  attemptId: string,
  change: (draft: QualityDraft) => Partial<QualityDraft>,
): void =>
  useDrafts.setState(({ drafts }) => {
    const key = keyOf(person, attemptId);
    const before = drafts[key] ?? empty;
    return { drafts: { ...drafts, [key]: { ...before, ...change(before) } } };
  });

export const dropQualityDraft = (person: string, attemptId: string): void =>
  useDrafts.setState(({ drafts }) => {
    const { [keyOf(person, attemptId)]: gone, ...rest } = drafts;
    return gone === undefined ? { drafts } : { drafts: rest };
  });

/** Whether something was entered that is not saved. */
export const isDrafted = ({ answers, comments, fatal, remark }: QualityDraft): boolean =>
  remark !== '' || [answers, comments, fatal].some((group) => Object.keys(group).length > 0);
