import { promiseDueFault } from '../callback/promise-rules.ts';
import type { CustomerQuestion } from './customer-question.ts';
import { openIssue, settleFlagged } from './issues.ts';
import type { AnswerOption } from './pack-schema.ts';
import type { Plan } from './plan.ts';
import { positionOf } from './position.ts';
import type { ScriptState } from './state.ts';
import { accept, holdsSensitiveNumber, refuse } from './step-result.ts';
import type { EventOf, StepResult } from './step-result.ts';

/** What the customer asks, its answer or the promise of one, and the tags of the notes. Any card may be on screen. */

const textOfIssue = (question: CustomerQuestion): string => `客户疑问：${question.text}`;

/** The question of the script at which the customer asked. */
const atQuestion = (plan: Plan, state: ScriptState): string | null => {
  const position = positionOf(plan, state);
  return position.kind === 'question' || position.kind === 'abnormal' ? position.step.questionId : null;
};

const logged = (
  state: ScriptState,
  question: Pick<CustomerQuestion, 'text' | 'questionId' | 'from' | 'at' | 'offsetMs' | 'status' | 'answer'>,
): ScriptState => ({
  ...state,
  questions: [...state.questions, { ...question, n: state.questions.length + 1, promise: null }],
});

const replaced = (state: ScriptState, question: CustomerQuestion): ScriptState => ({
  ...state,
  questions: state.questions.map((one) => (one.n === question.n ? question : one)),
});

export const onQuestionAsked = (
  plan: Plan,
  state: ScriptState,
  event: EventOf<'question_asked'>,
): StepResult => {
  const text = event.text.trim();
  if (text === '') return refuse('words_needed');
  if (holdsSensitiveNumber(plan, text)) return refuse('sensitive_number');
  const { at, offsetMs } = event;
  const asked = { text, questionId: atQuestion(plan, state), at, offsetMs };
  return accept({
    state: logged(state, { ...asked, from: 'agent', status: 'open', answer: null }),
    opened: [],
  });
};

const living = (state: ScriptState, n: number): CustomerQuestion | undefined =>
  state.questions.find((one) => one.n === n && one.status !== 'withdrawn');

export const onQuestionAnswered = (
  plan: Plan,
  state: ScriptState,
  event: EventOf<'question_answered'>,
): StepResult => {
  const question = living(state, event.n);
  if (question === undefined) return refuse('unknown_question');
  if (question.status === 'answered') return refuse('question_settled');
  const words = event.words.trim();
  if (words === '' && event.entry === null) return refuse('words_needed');
  if (holdsSensitiveNumber(plan, words)) return refuse('sensitive_number');
  const answered = replaced(state, {
    ...question,
    status: 'answered',
    answer: { words, entry: event.entry, at: event.at },
  });
  // The promise was kept within the call; that there was one stays in the record.
  const { flags } = plan.pack.flow;
  return accept({
    state: settleFlagged(answered, flags.customer_question, textOfIssue(question)),
    opened: [],
  });
};

export const onQuestionPromised = (
  plan: Plan,
  state: ScriptState,
  event: EventOf<'question_promised'>,
): StepResult => {
  const rules = plan.pack.promises;
  const question = living(state, event.n);
  if (question === undefined) return refuse('unknown_question');
  if (question.status === 'answered') return refuse('question_settled');
  const { promiseId: id, dueAt, way, owner, at } = event;
  if (
    rules === undefined ||
    !rules.ways.some((one) => one.code === way) ||
    !rules.owners.some((one) => one.code === owner)
  )
    return refuse('unknown_value');
  const what = event.what.trim();
  if (what === '') return refuse('words_needed');
  if (holdsSensitiveNumber(plan, what)) return refuse('sensitive_number');
  const fault = promiseDueFault(dueAt, at, rules);
  if (fault !== null) return refuse(fault);
  const promised = replaced(state, {
    ...question,
    status: 'promised',
    promise: { id, what, dueAt, way, owner, at },
  });
  const code = plan.pack.flow.flags.customer_question;
  // The answer that brought the question has opened the issue of an unanswered question already (Q34).
  const known = state.issues.some(
    (issue) => question.from === 'answer' && issue.code === code && issue.questionId === question.questionId,
  );
  if (known) return accept({ state: promised, opened: [] });
  return accept(openIssue(plan, promised, { code, questionId: null, note: textOfIssue(question) }, true));
};

/**
 * The log after an answer of the script (Q34 feeds it, domain.md row 36). A question that came with an earlier
 * answer to the same question and is still open was a slip, or is asked again in other words.
 */
export const withQuestionOfAnswer = (
  state: ScriptState,
  option: AnswerOption,
  given: { questionId: string; words: string; at: number; offsetMs: number | null },
): ScriptState => {
  const { questionId, words, at, offsetMs } = given;
  const before: ScriptState = {
    ...state,
    questions: state.questions.map((one) =>
      one.from === 'answer' && one.questionId === questionId && one.status === 'open'
        ? { ...one, status: 'withdrawn' }
        : one,
    ),
  };
  if (option.asks === undefined) return before;
  const asked = {
    text: words === '' ? option.label.zh : words,
    questionId,
    from: 'answer',
    at,
    offsetMs,
  } as const;
  const same = before.questions.some(
    (one) => one.questionId === questionId && one.text === asked.text && one.status !== 'withdrawn',
  );
  if (same) return before;
  return option.asks === 'open'
    ? logged(before, { ...asked, status: 'open', answer: null })
    : logged(before, { ...asked, status: 'answered', answer: { words, entry: null, at } });
};

export const onNoteTag = (plan: Plan, state: ScriptState, event: EventOf<'note_tag'>): StepResult => {
  if (plan.pack.noteTags?.some(({ code }) => code === event.tag) !== true) return refuse('unknown_value');
  const others = state.noteTags.filter((tag) => tag !== event.tag);
  return accept({ state: { ...state, noteTags: event.on ? [...others, event.tag] : others }, opened: [] });
};
