import { inLocale } from './pack-schema.ts';
import type { ScriptLocale } from './pack-schema.ts';
import type { Plan } from './plan.ts';
import type { NoteTagView, QuestionView } from './question-view.ts';
import type { ScriptState } from './state.ts';

const nameOf = (
  list: readonly { code: string; name: { zh: string; en: string } }[] | undefined,
  code: string,
  locale: ScriptLocale,
): { code: string; name: string } => {
  const found = list?.find((one) => one.code === code);
  return { code, name: found === undefined ? code : inLocale(found.name, locale) };
};

/**
 * The log of the customer's questions. `shown` are the questions of the script that may be named; before identity
 * has passed the title of a knowledge entry stays hidden, since it may tell the kind of product (design.md I4).
 */
export const questionViews = (
  plan: Plan,
  state: ScriptState,
  input: { locale: ScriptLocale; shown: ReadonlySet<string>; passed: boolean },
): QuestionView[] =>
  state.questions.flatMap(({ n, text, questionId, status, answer, promise }): QuestionView[] => {
    if (status === 'withdrawn') return [];
    const { promises } = plan.pack;
    return [
      {
        n,
        text,
        questionId: questionId !== null && input.shown.has(questionId) ? questionId : null,
        status,
        answer: answer && { words: answer.words, entry: input.passed ? answer.entry : null },
        promise: promise && {
          what: promise.what,
          dueAt: promise.dueAt,
          way: nameOf(promises?.ways, promise.way, input.locale),
          owner: nameOf(promises?.owners, promise.owner, input.locale),
        },
      },
    ];
  });

export const noteTagViews = (plan: Plan, state: ScriptState, locale: ScriptLocale): NoteTagView[] =>
  (plan.pack.noteTags ?? []).map(({ code, name }) => ({
    code,
    name: inLocale(name, locale),
    isOn: state.noteTags.includes(code),
  }));
