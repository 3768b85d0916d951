import { z } from 'zod';
import { coverageDimensions, coverageMeasures, monthBases } from '../../report/coverage.ts';
import { funnelStages } from '../../report/funnel.ts';
import { surveySources } from '../../report/rows.ts';
import { replyFaults } from '../../survey/read-replies.ts';
import { channel } from '../envelope.ts';

const count = z.number().int().nonnegative();
const share = z.number().nullable();
const seconds = z.number().int().nonnegative();
const month = z.string().regex(/^\d{4}-\d{2}$/);

/** Days that a report may look back. */
export const reportSpans = [7, 30, 90, 365] as const;
export type ReportSpan = (typeof reportSpans)[number];
/** A list on screen has no more rows than this, the most urgent ones; its file has all of them. */
export const reportListLimit = 500;

const coverageQuery = z.object({
  by: z.enum(coverageDimensions),
  basis: z.enum(monthBases),
  /** Only the misses of one line of the figures; null = all. */
  /** One line of the report; a month that is none simply has no misses. */
  of: z.object({ month: z.string().max(20), key: z.string().max(200) }).nullable(),
});
const spanQuery = z.object({ days: z.literal(reportSpans) });

const measured = z.object({ tried: count, completed: count, inTime: count, successful: count });
const coverageGroup = measured.extend({
  month,
  key: z.string(),
  due: count,
  shares: z.object({ tried: share, completed: share, inTime: share, successful: share }),
  below: z.array(z.enum(coverageMeasures)),
  misses: count,
});
export type CoverageGroupRow = z.infer<typeof coverageGroup>;
const miss = z.object({
  taskId: z.string(),
  policyNo: z.string(),
  holderName: z.string(),
  month,
  key: z.string(),
  clock: z.enum(['ended', 'ending', 'open']),
  tried: z.boolean(),
  lastDisposition: z.string().nullable(),
  daysLeft: z.number().int(),
});
export type MissRow = z.infer<typeof miss>;

const funnelRow = z.object({
  stage: z.enum(funnelStages),
  reached: count,
  share,
  stopped: count,
  medianS: seconds.nullable(),
});
export type FunnelStageRow = z.infer<typeof funnelRow>;
const funnelStop = z.object({ stage: z.enum(funnelStages), disposition: z.string().nullable(), count });
export type FunnelStopRow = z.infer<typeof funnelStop>;

const lateAgent = z.object({
  agent: z.string(),
  records: count,
  late: count,
  open: count,
  share,
  below: z.boolean(),
  medianS: seconds.nullable(),
});
export type LateAgentRow = z.infer<typeof lateAgent>;
const lateRecord = z.object({
  attemptId: z.string(),
  taskId: z.string(),
  policyNo: z.string(),
  holderName: z.string(),
  agent: z.string(),
  callEndedAt: z.number().int(),
  wrapS: seconds,
  state: z.enum(['late', 'open', 'open_late']),
  disposition: z.string().nullable(),
});
export type LateRecordRow = z.infer<typeof lateRecord>;

const score = z.number().nullable();
const scores = z.object({ attitude: score, skill: score, outcome: score });
const satisfactionAgent = z.object({
  agent: z.string(),
  replies: count,
  scores,
  percent: share,
  below: z.boolean(),
  low: count,
  sms: count,
});
export type SatisfactionAgentRow = z.infer<typeof satisfactionAgent>;
const lowScore = z.object({
  id: z.string(),
  source: z.enum(surveySources),
  attemptId: z.string().nullable(),
  ratedAttemptId: z.string().nullable(),
  ratedAt: z.number().int().nullable(),
  policyNo: z.string(),
  holderName: z.string(),
  agent: z.string(),
  at: z.number().int(),
  scores,
});
export type LowScoreRow = z.infer<typeof lowScore>;

const reportQuery = z.discriminatedUnion('report', [
  coverageQuery.extend({ report: z.literal('coverage') }),
  spanQuery.extend({ report: z.literal('funnel') }),
  spanQuery.extend({ report: z.literal('late') }),
  spanQuery.extend({ report: z.literal('satisfaction') }),
]);
export type ReportQuery = z.infer<typeof reportQuery>;
export type ReportName = ReportQuery['report'];

/** Reports for team leads (domain.md rows 5, 6, 20, 49, 59), on live callbacks only. */
export const reportChannels = {
  'report.coverage': channel(
    ['console'],
    coverageQuery,
    z.object({
      groups: z.array(coverageGroup),
      total: measured.extend({ due: count }),
      misses: z.array(miss),
      missCount: count,
      targets: z.object({
        tried: z.number(),
        completed: z.number(),
        inTime: z.number(),
        successful: z.number(),
      }),
      endingDays: count,
      months: count,
    }),
  ),
  'report.funnel': channel(
    ['console'],
    spanQuery,
    z.object({ due: count, notBegun: count, rows: z.array(funnelRow), stops: z.array(funnelStop) }),
  ),
  'report.late': channel(
    ['console'],
    spanQuery,
    z.object({
      agents: z.array(lateAgent),
      list: z.array(lateRecord),
      listCount: count,
      records: count,
      late: count,
      limitMinutes: z.number(),
      target: z.number(),
    }),
  ),
  'report.satisfaction': channel(
    ['console'],
    spanQuery,
    z.object({
      agents: z.array(satisfactionAgent),
      low: z.array(lowScore),
      lowCount: count,
      replies: count,
      best: count,
      lowAtMost: count,
      target: z.number(),
    }),
  ),
  /**
   * Asks for the file of the SMS gateway and takes its replies to the survey; null when the person cancels. Error
   * `sms_no_…_column` where one is missing.
   */
  'report.importSms': channel(
    ['console'],
    z.object({}),
    z
      .object({
        fileName: z.string(),
        fresh: count,
        known: count,
        /** Issues that low scores have opened. */
        issues: count,
        faults: z.array(z.object({ line: z.number().int(), column: z.string(), code: z.enum(replyFaults) })),
        faultCount: count,
      })
      .nullable(),
  ),
  /** One table of a report as CSV; asks where to save, `path` is null when the person cancels. */
  'report.export': channel(
    ['console'],
    z.object({ query: reportQuery, part: z.enum(['figures', 'list']) }),
    z.object({ path: z.string().nullable(), count, masked: z.boolean() }),
  ),
} as const;
