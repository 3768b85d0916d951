import { agentKey, groupBy, isBelow } from './figures.ts';
import { scoreNames, type ScoreName, type SurveyReply } from './rows.ts';
import type { ReportTargets } from './targets.ts';

export type Scores = Record<ScoreName, number | null>;

export type SatisfactionAgent = {
  /** Who made the callback that was rated; empty where it is not on this desk. */
  agent: string;
  replies: number;
  /** Means, one decimal. */
  scores: Scores;
  /** Mean of all scores as percent of the best. */
  percent: number | null;
  below: boolean;
  low: number;
  /** Of the replies, those by SMS. */
  sms: number;
};

/** A survey with at least one low score, and the call it is about. */
export type LowScore = {
  id: string;
  source: SurveyReply['source'];
  /** The call in which the survey was asked; null for a reply by SMS. */
  attemptId: string | null;
  ratedAttemptId: string | null;
  ratedAt: number | null;
  policyNo: string;
  holderName: string;
  agent: string;
  at: number;
  scores: Scores;
};

export type Satisfaction = { agents: SatisfactionAgent[]; low: LowScore[]; replies: number };

type Rules = ReportTargets['satisfaction'];
type Scored = { reply: SurveyReply; agent: string; scores: Scores; low: boolean };

const scoresOf = (reply: SurveyReply, rules: Rules): Scores => {
  const score = (name: ScoreName): number | null => {
    const value = Number(reply.answers[rules[name]] ?? NaN);
    return Number.isInteger(value) && value >= 1 && value <= rules.best ? value : null;
  };
  return { attitude: score('attitude'), skill: score('skill'), outcome: score('outcome') };
};

const given = (scores: Scores): number[] => scoreNames.flatMap((name) => scores[name] ?? []);
const meanOf = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
const oneDecimal = (value: number | null): number | null =>
  value === null ? null : Math.round(value * 10) / 10;

/**
 * Scores of the surveys, by telephone and by SMS, by the agent whose callback was rated, not by the one who asked (domain.md rows 5, 59).
 * A survey in which nothing was rated is no reply.
 */
export const satisfactionOf = (replies: readonly SurveyReply[], rules: Rules): Satisfaction => {
  const scored = replies
    .map((reply): Scored => {
      const scores = scoresOf(reply, rules);
      return {
        reply,
        agent: reply.rated === null ? '' : agentKey(reply.rated),
        scores,
        low: given(scores).some((score) => score <= rules.low),
      };
    })
    .filter(({ scores }) => given(scores).length > 0);
  const agents = [...groupBy(scored, ({ agent }) => agent)].map(([agent, all]): SatisfactionAgent => {
    const mean = (name: ScoreName) => oneDecimal(meanOf(all.flatMap(({ scores }) => scores[name] ?? [])));
    const whole = meanOf(all.flatMap(({ scores }) => given(scores)));
    // Rounded down like every share, so that a target is never reached by rounding.
    const percent = whole === null ? null : Math.floor((whole / rules.best) * 1000 + 1e-6) / 10;
    return {
      agent,
      replies: all.length,
      scores: { attitude: mean('attitude'), skill: mean('skill'), outcome: mean('outcome') },
      percent,
      below: isBelow(percent, rules.target),
      low: all.filter(({ low }) => low).length,
      sms: all.filter(({ reply }) => reply.source === 'sms').length,
    };
  });
  return {
    agents: agents.sort((a, b) => b.low - a.low || b.replies - a.replies || (a.agent < b.agent ? -1 : 1)),
    low: scored
      .filter(({ low }) => low)
      .map(({ reply, agent, scores }): LowScore => ({
        id: reply.id,
        source: reply.source,
        attemptId: reply.attemptId,
        ratedAttemptId: reply.rated?.attemptId ?? null,
        ratedAt: reply.rated?.startedAt ?? null,
        policyNo: reply.policyNo,
        holderName: reply.holderName,
        agent,
        at: reply.at,
        scores,
      }))
      .sort((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1)),
    replies: scored.length,
  };
};
