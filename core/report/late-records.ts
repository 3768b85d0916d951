import { agentKey, groupBy, isBelow, medianOf, shareOf } from './figures.ts';
import type { ReportAttempt } from './rows.ts';
import type { ReportTargets } from './targets.ts';

export type LateAgent = {
  agent: string;
  /** Closed records whose call has an end. */
  records: number;
  late: number;
  open: number;
  /** Percent of the closed ones that were closed within the limit. */
  share: number | null;
  below: boolean;
  medianS: number | null;
};

/** `open` = its call is over and the record is not closed; `wrapS` runs on then. */
export type LateRecord = {
  attemptId: string;
  taskId: string;
  policyNo: string;
  holderName: string;
  agent: string;
  callEndedAt: number;
  wrapS: number;
  state: 'late' | 'open' | 'open_late';
  disposition: string | null;
};

export type LateRecords = { agents: LateAgent[]; list: LateRecord[]; records: number; late: number };

type Timed = { attempt: ReportAttempt; callEndedAt: number; wrapS: number; late: boolean };

/**
 * Time from the end of the call to the closed record against the limit (domain.md row 49). Calls that never came to be
 * have no end and count nowhere. Exactly at the limit is in time; a clock that was set back counts as no time.
 */
export const lateRecordsOf = (
  attempts: readonly ReportAttempt[],
  now: number,
  { limitMinutes, target }: ReportTargets['records'],
): LateRecords => {
  const limitS = limitMinutes * 60;
  const timed = attempts.flatMap((attempt): Timed[] => {
    const { callEndedAt, closedAt } = attempt;
    if (callEndedAt === null) return [];
    const wrapS = Math.max(0, ((closedAt ?? now) - callEndedAt) / 1000);
    return [{ attempt, callEndedAt, wrapS, late: wrapS > limitS }];
  });
  const closed = timed.filter(({ attempt }) => attempt.closedAt !== null);
  const agents = [...groupBy(timed, ({ attempt }) => agentKey(attempt))].map(([agent, all]): LateAgent => {
    const own = all.filter(({ attempt }) => attempt.closedAt !== null);
    const late = own.filter((one) => one.late).length;
    const share = shareOf(own.length - late, own.length);
    const median = medianOf(own.map(({ wrapS }) => wrapS));
    return {
      agent,
      records: own.length,
      late,
      open: all.length - own.length,
      share,
      below: isBelow(share, target),
      medianS: median === null ? null : Math.round(median),
    };
  });
  return {
    agents: agents.sort((a, b) => b.late - a.late || b.records - a.records || (a.agent < b.agent ? -1 : 1)),
    list: timed
      .filter(({ attempt, late }) => late || attempt.closedAt === null)
      .map(({ attempt, callEndedAt, wrapS, late }): LateRecord => ({
        attemptId: attempt.attemptId,
        taskId: attempt.taskId,
        policyNo: attempt.policyNo,
        holderName: attempt.holderName,
        agent: agentKey(attempt),
        callEndedAt,
        wrapS: Math.floor(wrapS),
        state: attempt.closedAt !== null ? 'late' : late ? 'open_late' : 'open',
        disposition: attempt.disposition,
      }))
      .sort(
        (a, b) =>
          Number(a.state === 'late') - Number(b.state === 'late') ||
          b.callEndedAt - a.callEndedAt ||
          (a.attemptId < b.attemptId ? -1 : 1),
      ),
    records: closed.length,
    late: closed.filter(({ late }) => late).length,
  };
};
