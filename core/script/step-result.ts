import type { AnswerRecord } from '../callback/record.ts';
import { findSensitiveNumbers } from '../privacy/sensitive-numbers.ts';
import type { ScriptEvent } from './events.ts';
import type { Opening } from './issues.ts';
import { notSelfTextId } from './pack-schema.ts';
import type { Plan } from './plan.ts';
import { latestAnswer } from './questions.ts';
import type { OpenedIssue, QuestionPhase, Refusal, ScriptState } from './state.ts';

/** `answer` is the row to store with the event; `opened` the issues it opened (design.md I6). */
export type StepResult =
  | { ok: true; state: ScriptState; answer: AnswerRecord | null; opened: OpenedIssue[] }
  | { ok: false; reason: Refusal };

export type EventOf<T extends ScriptEvent['type']> = Extract<ScriptEvent, { type: T }>;

export const refuse = (reason: Refusal): StepResult => ({ ok: false, reason });
export const accept = ({ state, opened }: Opening, answer: AnswerRecord | null = null): StepResult => ({
  ok: true,
  state,
  answer,
  opened,
});

export const without = <T>(record: Readonly<Record<string, T>>, keys: readonly string[]): Record<string, T> =>
  Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)));

export const withPhase = (state: ScriptState, questionId: string, phase: QuestionPhase): ScriptState => ({
  ...state,
  phases: { ...state.phases, [questionId]: phase },
});

/** Puts a question on screen again; the answers it had are kept. */
export const reopened = (state: ScriptState, questionId: string, lowestAsking: number): ScriptState => ({
  ...state,
  phases: without(state.phases, [questionId, notSelfTextId]),
  askings: {
    ...state.askings,
    [questionId]: Math.max(lowestAsking, (latestAnswer(state, questionId)?.asking ?? 0) + 1),
  },
});

/** Full identity and account numbers never get into an event; the policy number may. */
export const holdsSensitiveNumber = (plan: Plan, words: string): boolean =>
  findSensitiveNumbers(words, { allow: plan.harmlessNumbers }).length > 0;
