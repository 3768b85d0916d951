import type { Coverage, CoverageDimension } from './coverage.ts';
import { coverageMeasures } from './coverage.ts';
import type { Funnel } from './funnel.ts';
import type { LateRecords } from './late-records.ts';
import type { ReportWords } from './report-words.ts';
import type { Satisfaction, Scores } from './satisfaction.ts';

/** One table of a report: headings, then rows of as many cells. */
export type ReportTable = { head: string[]; rows: string[][] };
export type ReportPart = 'figures' | 'list';

export type TableContext = {
  words: ReportWords;
  /** A disposition's code and name. */
  dispositionName: (code: string) => string;
  /** A moment as the trade reads it. */
  moment: (at: number) => string;
};

const text = (value: number | null): string => (value === null ? '' : String(value));
const disposition = (code: string | null, { dispositionName }: TableContext): string =>
  code === null ? '' : dispositionName(code);
const scoreCells = (scores: Scores): string[] => [scores.attitude, scores.skill, scores.outcome].map(text);
const scoreHead = ({ attitude, skill, outcome }: ReportWords): string[] => [attitude, skill, outcome];

export const coverageTable = (
  report: Coverage,
  by: CoverageDimension,
  part: ReportPart,
  context: TableContext,
): ReportTable => {
  const { words } = context;
  const key = (value: string): string => (value === '' ? words.unknown : value);
  if (part === 'figures')
    return {
      head: [
        words.month,
        words[by],
        words.due,
        ...coverageMeasures.flatMap((measure) => [
          words[measure],
          words.percentOf.replace('{name}', words[measure]),
        ]),
        words.misses,
      ],
      rows: report.groups.map((group) => [
        group.month,
        key(group.key),
        text(group.due),
        ...coverageMeasures.flatMap((measure) => [text(group[measure]), text(group.shares[measure])]),
        text(group.misses),
      ]),
    };
  return {
    head: [
      words.policyNo,
      words.holderName,
      words.month,
      words[by],
      words.reason,
      words.daysLeft,
      words.disposition,
    ],
    rows: report.misses.map((miss) => [
      miss.policyNo,
      miss.holderName,
      miss.month,
      key(miss.key),
      `${words.clock[miss.clock]} ${miss.tried ? words.unfinished : words.untried}`,
      text(miss.daysLeft),
      disposition(miss.lastDisposition, context),
    ]),
  };
};

export const funnelTable = (report: Funnel, part: ReportPart, context: TableContext): ReportTable => {
  const { words } = context;
  if (part === 'figures')
    return {
      head: [words.stage, words.reached, words.share, words.stopped, words.medianS],
      rows: report.rows.map((row) => [
        words.stages[row.stage],
        text(row.reached),
        text(row.share),
        text(row.stopped),
        text(row.medianS),
      ]),
    };
  return {
    head: [words.stage, words.disposition, words.count],
    rows: report.stops.map((stop) => [
      words.stages[stop.stage],
      disposition(stop.disposition, context),
      text(stop.count),
    ]),
  };
};

export const lateTable = (report: LateRecords, part: ReportPart, context: TableContext): ReportTable => {
  const { words, moment } = context;
  if (part === 'figures')
    return {
      head: [words.agent, words.records, words.late, words.open, words.onTime, words.medianS],
      rows: report.agents.map((row) => [
        row.agent === '' ? words.unknown : row.agent,
        text(row.records),
        text(row.late),
        text(row.open),
        text(row.share),
        text(row.medianS),
      ]),
    };
  return {
    head: [
      words.policyNo,
      words.holderName,
      words.agent,
      words.callEnded,
      words.wrapS,
      words.state,
      words.disposition,
      words.recordId,
    ],
    rows: report.list.map((row) => [
      row.policyNo,
      row.holderName,
      row.agent === '' ? words.unknown : row.agent,
      moment(row.callEndedAt),
      text(row.wrapS),
      words.states[row.state],
      disposition(row.disposition, context),
      row.attemptId,
    ]),
  };
};

export const satisfactionTable = (
  report: Satisfaction,
  part: ReportPart,
  context: TableContext,
): ReportTable => {
  const { words, moment } = context;
  const agent = (value: string): string => (value === '' ? words.unknown : value);
  if (part === 'figures')
    return {
      head: [words.agent, words.replies, words.bySms, ...scoreHead(words), words.percent, words.low],
      rows: report.agents.map((row) => [
        agent(row.agent),
        text(row.replies),
        text(row.sms),
        ...scoreCells(row.scores),
        text(row.percent),
        text(row.low),
      ]),
    };
  return {
    head: [
      words.policyNo,
      words.holderName,
      words.agent,
      words.at,
      words.source,
      ...scoreHead(words),
      words.ratedAt,
      words.recordId,
    ],
    rows: report.low.map((row) => [
      row.policyNo,
      row.holderName,
      agent(row.agent),
      moment(row.at),
      words.sources[row.source],
      ...scoreCells(row.scores),
      row.ratedAt === null ? '' : moment(row.ratedAt),
      row.ratedAttemptId ?? row.attemptId ?? '',
    ]),
  };
};
