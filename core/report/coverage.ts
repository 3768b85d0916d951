import { daysLeft } from '../callback/deadline.ts';
import { localDate } from '../callback/zone-time.ts';
import { groupBy, isBelow, shareOf } from './figures.ts';
import type { ReportTask } from './rows.ts';
import type { ReportTargets } from './targets.ts';

export const coverageDimensions = ['channel', 'branch'] as const;
export type CoverageDimension = (typeof coverageDimensions)[number];
/** Which month a callback belongs to: of the import, or of the day on which the policy takes effect. */
export const monthBases = ['import', 'effective'] as const;
export type MonthBasis = (typeof monthBases)[number];

export const coverageMeasures = ['tried', 'completed', 'inTime', 'successful'] as const;
export type CoverageMeasure = (typeof coverageMeasures)[number];

type Counts = { due: number } & Record<CoverageMeasure, number>;
export type CoverageGroup = Counts & {
  /** `YYYY-MM` in the rules' zone. */
  month: string;
  /** Channel or branch; empty where the policy does not say. */
  key: string;
  /** Percent of those due. */
  shares: Record<CoverageMeasure, number | null>;
  below: CoverageMeasure[];
  misses: number;
};

/** State of the clock of a miss: 犹豫期 over, within its last days, or further away. */
export type MissClock = 'ended' | 'ending' | 'open';
export type CoverageMiss = {
  taskId: string;
  policyNo: string;
  holderName: string;
  month: string;
  key: string;
  clock: MissClock;
  tried: boolean;
  lastDisposition: string | null;
  /** Calendar days: 0 on the last day, negative once it is over. */
  daysLeft: number;
};

export type Coverage = { groups: CoverageGroup[]; total: Counts; misses: CoverageMiss[] };

type Judged = {
  task: ReportTask;
  month: string;
  key: string;
  passed: Record<CoverageMeasure, boolean>;
  miss: CoverageMiss | null;
};

const count = (all: readonly Judged[]): Counts => ({
  due: all.length,
  tried: all.filter(({ passed }) => passed.tried).length,
  completed: all.filter(({ passed }) => passed.completed).length,
  inTime: all.filter(({ passed }) => passed.inTime).length,
  successful: all.filter(({ passed }) => passed.successful).length,
});

const clockOrder: Record<MissClock, number> = { ended: 0, ending: 1, open: 2 };

/**
 * Coverage of the callbacks that are owed (domain.md row 6, 3.7) and the list of misses. A miss is a callback that is
 * not finished and was never tried, or whose 犹豫期 has ended or ends soon. Successful: finished without a finding, or
 * with every finding settled.
 */
export const coverageOf = (
  tasks: readonly ReportTask[],
  options: {
    by: CoverageDimension;
    basis: MonthBasis;
    now: number;
    timeZone: string;
    targets: Pick<ReportTargets, 'excluded' | 'coverage'>;
  },
): Coverage => {
  const { by, basis, now, timeZone } = options;
  const { excluded, coverage: rules } = options.targets;

  const judge = (task: ReportTask): Judged => {
    const key = task[by] ?? '';
    const month = (basis === 'effective' ? task.effectiveDate : localDate(task.createdAt, timeZone)).slice(
      0,
      7,
    );
    const otherwise = task.lastDisposition !== null && rules.completed.includes(task.lastDisposition);
    const completed = task.completedAt !== null || otherwise;
    const tried = completed || task.dispositions.some((code) => !rules.noTry.includes(code));
    // A letter or visit has no call that ended: it was finished when the task changed last, at the latest.
    const inTime = completed && (task.completedAt ?? task.updatedAt) <= task.deadlineAt;
    const successful = completed && (task.state === 'succeeded' || task.state === 'closed');
    const left = daysLeft(localDate(task.deadlineAt, timeZone), now, timeZone);
    const clock: MissClock = left < 0 ? 'ended' : left <= rules.endingDays ? 'ending' : 'open';
    const missed = !completed && (!tried || clock !== 'open');
    const { taskId, policyNo, holderName, lastDisposition } = task;
    return {
      task,
      month,
      key,
      passed: { tried, completed, inTime, successful },
      miss: missed
        ? { taskId, policyNo, holderName, month, key, clock, tried, lastDisposition, daysLeft: left }
        : null,
    };
  };

  const judged = tasks
    .filter(
      ({ kind, lastDisposition }) =>
        rules.kinds.includes(kind) && (lastDisposition === null || !excluded.includes(lastDisposition)),
    )
    .map(judge);
  const groups = [...groupBy(judged, ({ month, key }) => `${month}\n${key}`).values()].map(
    (members): CoverageGroup => {
      const counts = count(members);
      const shares = {
        tried: shareOf(counts.tried, counts.due),
        completed: shareOf(counts.completed, counts.due),
        inTime: shareOf(counts.inTime, counts.due),
        successful: shareOf(counts.successful, counts.due),
      };
      return {
        month: members[0]?.month ?? '',
        key: members[0]?.key ?? '',
        ...counts,
        shares,
        below: coverageMeasures.filter((measure) => isBelow(shares[measure], rules.targets[measure])),
        misses: members.filter(({ miss }) => miss !== null).length,
      };
    },
  );
  return {
    groups: groups.sort((a, b) =>
      a.month === b.month ? (a.key < b.key ? -1 : 1) : a.month < b.month ? 1 : -1,
    ),
    total: count(judged),
    misses: judged
      .flatMap(({ miss }) => (miss === null ? [] : [miss]))
      .sort(
        (a, b) =>
          clockOrder[a.clock] - clockOrder[b.clock] ||
          Number(a.tried) - Number(b.tried) ||
          a.daysLeft - b.daysLeft ||
          (a.policyNo < b.policyNo ? -1 : 1),
      ),
  };
};
