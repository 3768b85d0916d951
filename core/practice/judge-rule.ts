import type { CallbackRecord } from '../callback/record.ts';
import { successBlocks } from '../script/endings.ts';
import type { Plan } from '../script/plan.ts';
import { isIdentified, positionOf } from '../script/position.ts';
import { latestAnswer } from '../script/questions.ts';
import { start } from '../script/stepper.ts';
import type { ScriptState } from '../script/state.ts';
import type { DrillTurn } from './drill-turns.ts';
import type { PassRule } from './pass-schema.ts';
import type { Moment } from './review-schema.ts';

export type Judgement = { outcome: 'passed' | 'failed' | 'person'; moments: readonly Moment[] };

type Call = {
  plan: Plan;
  record: CallbackRecord;
  answeredAt: number | null;
  turns: readonly DrillTurn[];
};
type Rule<C extends PassRule['check']> = Extract<PassRule, { check: C }>;

const momentOf = ({ event, card }: DrillTurn, pace: number | null = null): Moment => ({
  questionId: 'questionId' in card ? card.questionId : null,
  offsetMs: event.offsetMs,
  pace,
});

const passed = (moments: readonly Moment[] = []): Judgement => ({ outcome: 'passed', moments });
const failed = (moments: readonly Moment[] = []): Judgement => ({ outcome: 'failed', moments });

/** Passed without a bad place, failed with them; null when there was no occasion at all. */
const byPlaces = (occasions: readonly DrillTurn[], isBad: (turn: DrillTurn) => boolean): Judgement | null => {
  if (occasions.length === 0) return null;
  const bad = occasions.filter(isBad);
  return bad.length > 0
    ? failed(bad.map((turn) => momentOf(turn)))
    : passed(occasions.map((turn) => momentOf(turn)));
};

const finalState = ({ plan, turns }: Call): ScriptState => turns.at(-1)?.after ?? start(plan);

/** First answers to questions at which the customer said one of the lines, or nothing where silence counts. */
const answersAfter = (
  { turns }: Call,
  rule: { after: readonly string[]; silence: boolean },
): (DrillTurn & { card: { questionId: string } })[] =>
  turns.flatMap((turn) => {
    const { card, event } = turn;
    if (card.kind !== 'question' || card.asking !== 1 || event.type !== 'answer') return [];
    const meant = turn.said.some((line) => rule.after.includes(line)) || (rule.silence && turn.silent);
    return meant ? [{ ...turn, card }] : [];
  });

/** The answer was entered as the normal one, and nothing was noted that stands. */
const isNormal = ({ event, after }: DrillTurn): boolean =>
  event.type === 'answer' && latestAnswer(after, event.questionId)?.abnormal === false;

const pace = (rule: Rule<'pace'>, { turns }: Call): Judgement | null => {
  const read = turns.filter(
    ({ event, characters }) =>
      (event.type === 'answer' || event.type === 'verify') && characters >= rule.shortest,
  );
  const paceOf = ({ characters, tookMs }: DrillTurn): number =>
    Math.round((characters * 60_000) / Math.max(1, tookMs));
  if (read.length === 0) return null;
  const fast = read.filter((turn) => paceOf(turn) > rule.max);
  if (fast.length > 0) return failed(fast.map((turn) => momentOf(turn, paceOf(turn))));
  const fastest = read.reduce((most, turn) => (paceOf(turn) > paceOf(most) ? turn : most));
  return passed([momentOf(fastest, paceOf(fastest))]);
};

const nothingTold = ({ plan, turns }: Call): Judgement => {
  const told = turns.find(({ after }) => isIdentified(plan, after));
  return told === undefined
    ? passed(turns.slice(-1).map((turn) => momentOf(turn)))
    : failed([momentOf(told)]);
};

const issuesOpen = (rule: Rule<'issues'>, call: Call): Judgement => {
  const { issues } = finalState(call);
  const grades = new Map(call.record.issues.map(({ code, grade }) => [code, grade]));
  const missing = rule.codes.some(
    (code) =>
      !issues.some((issue) => issue.code === code && issue.outcome === 'open') ||
      (rule.grade !== undefined && grades.get(code) !== rule.grade),
  );
  const opened = call.turns.filter(({ after }, at) => {
    const before = call.turns[at - 1]?.after.issues.length ?? 0;
    return after.issues.slice(before).some(({ code }) => rule.codes.includes(code));
  });
  const where = opened.map((turn) => momentOf(turn));
  return missing ? failed(where) : passed(where);
};

const otherFactor = (call: Call): Judgement | null => {
  const replies = call.turns.filter(({ event }) => event.type === 'verify');
  const factorOf = ({ event }: DrillTurn): string => (event.type === 'verify' ? event.factorId : '');
  const outcomeOf = ({ event }: DrillTurn): string => (event.type === 'verify' ? event.outcome : '');
  const unknown = replies.filter((turn) => outcomeOf(turn) !== 'pass');
  if (replies.length === 0) return null;
  const remembered = replies.filter(
    (turn, at) =>
      outcomeOf(turn) === 'pass' &&
      replies
        .slice(0, at)
        .some((earlier) => factorOf(earlier) === factorOf(turn) && outcomeOf(earlier) !== 'pass'),
  );
  if (remembered.length > 0) return failed(remembered.map((turn) => momentOf(turn)));
  const through = call.turns.some(({ after }) => isIdentified(call.plan, after));
  if (unknown.length > 0 && through) return passed(unknown.map((turn) => momentOf(turn)));
  return failed((unknown.length > 0 ? unknown : replies).map((turn) => momentOf(turn)));
};

const settled = (call: Call): Judgement | null => {
  const state = finalState(call);
  if (positionOf(call.plan, state).kind === 'ended') return null;
  const open = successBlocks(call.plan, state).filter(
    ({ reason }) => reason === 'identity' || reason === 'unanswered',
  );
  return open.length === 0
    ? passed(call.turns.slice(-1).map((turn) => momentOf(turn)))
    : failed(open.map(({ questionId }) => ({ questionId, offsetMs: null, pace: null })));
};

const summedUp = ({ plan, turns }: Call): Judgement | null => {
  const summaries = turns.filter(
    ({ card, event }) =>
      card.kind === 'question' &&
      event.type === 'answer' &&
      plan.pack.questions[card.questionId]?.backToItem !== undefined,
  );
  const last = summaries.at(-1);
  if (last === undefined) return null;
  return isNormal(last) ? passed([momentOf(last)]) : failed([momentOf(last)]);
};

/** Judges one rule; null when the call gave no occasion for it. */
export const judge = (rule: PassRule, call: Call): Judgement | null => {
  if (rule.check === 'disposition') {
    const last = call.turns.slice(-1).map((turn) => momentOf(turn));
    return rule.codes.includes(call.record.disposition) ? passed(last) : failed(last);
  }
  // Nobody picked up: there is nothing else to look at.
  if (call.answeredAt === null) return null;
  switch (rule.check) {
    case 'person':
      return { outcome: 'person', moments: [] };
    case 'nothing_told':
      return nothingTold(call);
    case 'pace':
      return pace(rule, call);
    case 'asked_again': {
      const again = new Set(
        call.turns.flatMap(({ event }) => (event.type === 'ask_again' ? [event.questionId] : [])),
      );
      return byPlaces(
        answersAfter(call, rule),
        ({ card }) => !('questionId' in card) || !again.has(card.questionId),
      );
    }
    case 'not_normal':
      return byPlaces(answersAfter(call, rule), isNormal);
    case 'issues':
      return issuesOpen(rule, call);
    case 'other_factor':
      return otherFactor(call);
    case 'settled':
      return settled(call);
    case 'explained':
      return byPlaces(
        call.turns.filter(
          ({ card, event }) =>
            card.kind === 'abnormal' &&
            card.canAskAgain &&
            (event.type === 'go_on' || event.type === 'ask_again'),
        ),
        ({ event }) => event.type === 'go_on',
      );
    case 'summed_up':
      return summedUp(call);
  }
};
