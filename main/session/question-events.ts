import { promiseDueAt } from '../../core/callback/promise-rules.ts';
import type { ChannelInput } from '../../core/ipc/contract.ts';
import type { NewId } from '../../core/ports.ts';
import type { Plan } from '../../core/script/plan.ts';
import type { ScriptState } from '../../core/script/state.ts';
import { AppError } from '../ipc/app-error.ts';
import type { NewEvent } from './session-service.ts';

type Asked = ChannelInput<'question.record'>;

/** What the console sends, with the knowledge entry looked up. */
export type QuestionInput = Omit<Asked, 'answer'> & {
  answer: { words: string; entry: { id: string; title: string } | null } | null;
};

const dueAtOf = (plan: Plan, due: NonNullable<Asked['promise']>['due'], now: number): number => {
  if ('at' in due) return due.at;
  const choice = plan.pack.promises?.due.find(({ code }) => code === due.choice);
  if (choice === undefined) throw new AppError('not_found', 'due');
  return promiseDueAt(choice, now, plan.pack.attempts.timeZone);
};

/** The events of the script that one form of the console stands for. Throws AppError for what cannot be. */
export const questionEvents = (
  plan: Plan,
  state: ScriptState,
  input: QuestionInput,
  context: { now: number; newId: NewId },
): NewEvent[] => {
  const { answer, promise } = input;
  if (answer !== null && promise !== null) throw new AppError('bad_input');
  const n = input.n ?? state.questions.length + 1;
  const asked: NewEvent[] = input.n === null ? [{ type: 'question_asked', text: input.text }] : [];
  if (answer !== null) return [...asked, { type: 'question_answered', n, ...answer }];
  if (promise === null) return asked;
  const { due, ...rest } = promise;
  const known = state.questions.find((question) => question.n === n)?.promise?.id;
  return [
    ...asked,
    {
      type: 'question_promised',
      n,
      promiseId: known ?? context.newId(),
      dueAt: dueAtOf(plan, due, context.now),
      ...rest,
    },
  ];
};
