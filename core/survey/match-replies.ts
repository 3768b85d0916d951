import type { Issue } from '../callback/record.ts';
import { groupBy } from '../report/figures.ts';
import type { SurveyReply } from '../report/rows.ts';
import type { ReplyFault, ReplyScores, SmsReply } from './read-replies.ts';

/** A survey SMS that was sent for a callback, and the reply to it that is known. */
export type AskedSms = {
  policyNo: string;
  followUpId: string;
  taskId: string;
  /** When it was asked for, UTC ms. It was sent later and ticked off later still, and may be answered before the tick. */
  askedAt: number;
  /** The call that is rated: the last completed one of the callback before the SMS; null where none was. */
  attemptId: string | null;
  reply: { at: number; scores: ReplyScores } | null;
};

export type MatchedReply = { asked: AskedSms; at: number; scores: ReplyScores };

export type Matched = {
  fresh: MatchedReply[];
  /** Lines that say what is known already, from this file or an earlier one. */
  known: number;
  faults: ReplyFault[];
};

/** Gateways tell minutes. */
const minuteOf = (at: number): number => Math.floor(at / 60_000) * 60_000;

const same = (a: ReplyScores, b: ReplyScores): boolean =>
  a.attitude === b.attitude && a.skill === b.skill && a.outcome === b.outcome;

/**
 * Each reply with the last SMS asked for on its policy before it. One reply to an SMS counts, the first: another one with
 * other scores is told and changes nothing. A reply to nothing that was asked, or on a policy nobody knows, is told.
 */
export const matchReplies = (
  replies: readonly SmsReply[],
  asked: readonly AskedSms[],
  policies: ReadonlySet<string>,
): Matched => {
  const result: Matched = { fresh: [], known: 0, faults: [] };
  const counted = new Map(
    asked.flatMap(({ followUpId, reply }) => (reply === null ? [] : [[followUpId, reply.scores]])),
  );
  const byPolicy = groupBy(asked, (sms) => sms.policyNo);
  for (const { line, policyNo, at, scores } of replies.toSorted((a, b) => a.at - b.at || a.line - b.line)) {
    const fault = (code: ReplyFault['code']): void => {
      result.faults.push({ line, column: '', code });
    };
    const sms = (byPolicy.get(policyNo) ?? [])
      .filter((one) => minuteOf(one.askedAt) <= at)
      .reduce<AskedSms | null>(
        (last, one) => (last === null || one.askedAt > last.askedAt ? one : last),
        null,
      );
    if (!policies.has(policyNo)) fault('unknown_policy');
    else if (sms === null) fault('not_asked');
    else {
      const before = counted.get(sms.followUpId);
      if (before === undefined) {
        counted.set(sms.followUpId, scores);
        result.fresh.push({ asked: sms, at, scores });
      } else if (same(before, scores)) result.known += 1;
      else fault('already_replied');
    }
  }
  return result;
};

/** A reply as the reports see it, with scores in place of answers. */
export type SmsSurveyReply = Omit<SurveyReply, 'answers' | 'source'> & { scores: ReplyScores };

/** What the store keeps of replies by SMS. Live work only: a practice customer gets no SMS. */
export type SmsReplyStore = {
  /** Of the policy numbers given: those that are known, and every survey SMS that was sent for them. */
  smsAsked(kind: string, policyNos: readonly string[]): Promise<{ policies: string[]; asked: AskedSms[] }>;
  /**
   * All of one file, with one audit row; `issue` is what a low score opens. Throws `task_changed` when one of the SMS
   * got a reply meanwhile: nothing of the file is kept then.
   */
  addSmsReplies(input: {
    replies: readonly {
      followUpId: string;
      attemptId: string | null;
      at: number;
      scores: ReplyScores;
      issue: Issue | null;
    }[];
    /** SHA-256 of the file; its name may hold personal data. */
    source: string;
    at: number;
    agentId: string;
  }): Promise<void>;
  /** Replies since `from`, each with the callback that it rates. */
  smsReplies(from: number): Promise<SmsSurveyReply[]>;
};
