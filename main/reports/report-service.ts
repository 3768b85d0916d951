import { maskName } from '../../core/callback/masking.ts';
import { endOfDay, localDate } from '../../core/callback/zone-time.ts';
import type { ReportQuery, ReportSpan } from '../../core/ipc/features/reports.ts';
import type { Clock, Store } from '../../core/ports.ts';
import { coverageOf, type Coverage } from '../../core/report/coverage.ts';
import { funnelOf, type Funnel } from '../../core/report/funnel.ts';
import { lateRecordsOf, type LateRecords } from '../../core/report/late-records.ts';
import { scoreNames, type ReportAttempt, type SurveyReply } from '../../core/report/rows.ts';
import { satisfactionOf, type Satisfaction } from '../../core/report/satisfaction.ts';
import type { ReportTargets } from '../../core/report/targets.ts';
import { maskPolicyNo } from '../../core/record/record-form.ts';

type CoverageQuery = Omit<Extract<ReportQuery, { report: 'coverage' }>, 'report'>;
/** Hides who the customer is from a reader who may not see it. */
export const unnamed = <T extends { holderName: string; policyNo: string }>(
  rows: readonly T[],
  hidden: boolean,
): T[] =>
  hidden
    ? rows.map((row) => ({
        ...row,
        holderName: maskName(row.holderName),
        policyNo: maskPolicyNo(row.policyNo),
      }))
    : [...rows];

/** First moment of the month that is so many months before the present one. */
const monthsBack = (now: number, months: number, timeZone: string): number => {
  const [year = 0, month = 1] = localDate(now, timeZone).split('-').map(Number);
  const last = new Date(Date.UTC(year, month - months, 0)).toISOString().slice(0, 10);
  return endOfDay(last, timeZone) + 1;
};

export type ReportService = {
  targets: ReportTargets;
  coverage(query: CoverageQuery): Promise<Coverage>;
  funnel(days: ReportSpan): Promise<Funnel>;
  late(days: ReportSpan): Promise<LateRecords>;
  satisfaction(days: ReportSpan): Promise<Satisfaction>;
};

/** Reads the rows of the reports and counts them; whole lists with whole names. */
export const createReportService = (deps: {
  store: Pick<Store, 'reportTasks' | 'reportAttempts' | 'surveyReplies' | 'smsReplies'>;
  clock: Clock;
  targets: ReportTargets;
  timeZone: () => string;
  /** Who sits here: the one open record is his, where nobody has been set up. */
  agent: () => { name: string; number: string };
}): ReportService => {
  const { store, clock, targets } = deps;
  const from = (days: ReportSpan): number => clock.now() - days * 86_400_000;
  const named = (attempt: ReportAttempt): ReportAttempt => {
    const { name, number } = deps.agent();
    return attempt.closedAt !== null || attempt.agentName !== ''
      ? attempt
      : { ...attempt, agentName: name, agentNumber: number };
  };

  return {
    targets,
    coverage: async ({ by, basis, of }) => {
      const now = clock.now();
      const timeZone = deps.timeZone();
      const tasks = await store.reportTasks(monthsBack(now, targets.coverage.months, timeZone));
      const found = coverageOf(tasks, { by, basis, now, timeZone, targets });
      const misses = found.misses.filter(
        ({ month, key }) => of === null || (month === of.month && key === of.key),
      );
      return { ...found, misses };
    },
    funnel: async (days) =>
      funnelOf(await store.reportTasks(from(days)), await store.reportAttempts(from(days)), targets),
    late: async (days) => {
      const attempts = (await store.reportAttempts(from(days))).map(named);
      return lateRecordsOf(attempts, clock.now(), targets.records);
    },
    satisfaction: async (days) => {
      const { satisfaction } = targets;
      const byPhone = await store.surveyReplies(from(days), satisfaction.kind);
      const bySms = (await store.smsReplies(from(days))).map(({ scores, ...reply }): SurveyReply => ({
        ...reply,
        source: 'sms',
        answers: Object.fromEntries(scoreNames.map((name) => [satisfaction[name], String(scores[name])])),
      }));
      return satisfactionOf([...byPhone, ...bySms], satisfaction);
    },
  };
};
