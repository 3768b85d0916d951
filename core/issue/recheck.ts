import type { CallbackSubject } from '../callback/callback-kind.ts';
import type { AnswerRecord } from '../callback/record.ts';
import type { Question } from '../script/pack-schema.ts';

/**
 * The second callback of an issue (domain.md section 4, RECHECK): who may not make it, what it is about, and what its
 * answers make of the issue.
 */

/** Why somebody may not call a second time: `agent_ne: [first_agent, handler, seller]`. */
export const barReasons = ['first_agent', 'handler', 'seller'] as const;
export type BarReason = (typeof barReasons)[number];

/**
 * Keys of a person in the list of who is barred. A number names one person; a name counts for the seller only, whose
 * number the policy may not have. Empty texts name nobody.
 */
export const personKeys = (person: { number: string | null; name: string | null }): string[] => [
  ...(person.number === null || person.number.trim() === '' ? [] : [`number:${person.number.trim()}`]),
  ...(person.name === null || person.name.trim() === '' ? [] : [`name:${person.name.trim()}`]),
];

/** One key of somebody who may not make a second callback. */
export type Barred = { person: string; reason: BarReason };

/** Everybody who may not: who found the issues, who handled them, who sold the policy. */
export const barredFrom = (input: {
  finders: readonly (string | null)[];
  handlers: readonly (string | null)[];
  seller: { number: string | null; name: string | null };
}): Barred[] => {
  const as =
    (reason: BarReason) =>
    (person: string): Barred => ({ person, reason });
  const numbers = (all: readonly (string | null)[]): string[] =>
    all.flatMap((number) => personKeys({ number, name: null }));
  const all = [
    ...numbers(input.finders).map(as('first_agent')),
    ...numbers(input.handlers).map(as('handler')),
    ...personKeys(input.seller).map(as('seller')),
  ];
  return all.filter(({ person }, at) => all.findIndex((one) => one.person === person) === at);
};

/** Why this person may not call, null when he may. */
export const barredAs = (
  person: { number: string; name: string },
  barred: readonly Barred[],
): BarReason | null => {
  const own = personKeys(person);
  return barred.find((one) => own.includes(one.person))?.reason ?? null;
};

/** An issue that waits for its second callback. */
export type RecheckIssue = { issueId: string; code: string; questionId: string | null };

/** What R01 reads out may be so long (core/callback/callback-kind.ts). */
const problemLength = 200;

/**
 * What a second callback for these issues is about, the gravest first. `names` are the Chinese names of the types:
 * they are read out. `date` is the day it arises on, from which its last day is counted.
 */
export const recheckSubject = (
  issues: readonly RecheckIssue[],
  names: Readonly<Record<string, string>>,
  date: string,
): Extract<CallbackSubject, { kind: 'recheck' }> => {
  const said = [...new Set(issues.map(({ code }) => names[code] ?? code))].join('、');
  return {
    kind: 'recheck',
    date,
    problem: said.slice(0, problemLength),
    issue: issues[0]?.code ?? '',
    questions: [...new Set(issues.flatMap(({ questionId }) => questionId ?? []))],
  };
};

export type RecheckVerdict =
  /** The call did not get so far; the issue goes on waiting. */
  | { kind: 'open' }
  | { kind: 'accepted' }
  /** `because` are the questions whose answers send the issue back. */
  | { kind: 'reopened'; because: readonly string[] };

/**
 * What the answers make of one issue: accepted when every original question is normal now and none of R01–R03 sends
 * it back (`pass: all_original_now_normal`), else reopened. `completed` is the disposition's; `asked` are the
 * questions of the script in force. An original question that the script cannot ask any more decides nothing.
 */
export const recheckVerdict = (input: {
  completed: boolean;
  answers: readonly Pick<AnswerRecord, 'questionId' | 'value' | 'abnormal'>[];
  asked: readonly string[];
  questions: Readonly<Record<string, Pick<Question, 'reopens'>>>;
  original: string | null;
}): RecheckVerdict => {
  if (!input.completed) return { kind: 'open' };
  const last = (id: string) => input.answers.findLast(({ questionId }) => questionId === id);
  const handled = input.asked.filter((id) => input.questions[id]?.reopens !== undefined);
  const original = input.original !== null && input.asked.includes(input.original) ? [input.original] : [];
  const deciding = [...new Set([...handled, ...original])];
  if (deciding.some((id) => last(id) === undefined)) return { kind: 'open' };
  const because = deciding.filter((id) => {
    const answer = last(id);
    if (answer === undefined) return false;
    return answer.abnormal || input.questions[id]?.reopens?.includes(answer.value) === true;
  });
  return because.length === 0 ? { kind: 'accepted' } : { kind: 'reopened', because };
};

/**
 * Whether an issue that the second callback's script opens is the one it checks: that one stands open already and
 * goes back at the end of the call, so that no second one beside it is counted.
 */
export const isSameIssue = (
  opened: { code: string; questionId: string | null },
  checked: readonly RecheckIssue[],
  questions: Readonly<Record<string, Pick<Question, 'reopens'>>>,
): boolean =>
  checked.some(
    ({ code, questionId }) =>
      opened.code === code &&
      opened.questionId !== null &&
      (opened.questionId === questionId || questions[opened.questionId]?.reopens !== undefined),
  );
