import { groupBy, medianOf, shareOf } from './figures.ts';
import type { ReportAttempt, ReportTask } from './rows.ts';
import type { ReportTargets } from './targets.ts';

/** 准备与核对 → 身份验证 → 保单内容确认 → 异常记录与上报 → 归档与分析 (domain.md row 20). */
export const funnelStages = ['prepare', 'identity', 'content', 'report', 'archive'] as const;
export type FunnelStage = (typeof funnelStages)[number];

export type FunnelRow = {
  stage: FunnelStage;
  /** Callbacks that came to this stage, and how many percent of all that are. */
  reached: number;
  share: number | null;
  /** Callbacks that went no further; at the last stage none. */
  stopped: number;
  /** Median seconds of the calls that went through the stage. */
  medianS: number | null;
};

/** Where callbacks stand still, by the disposition they stand still with. */
export type FunnelStop = { stage: FunnelStage; disposition: string | null; count: number };
export type Funnel = { due: number; notBegun: number; rows: FunnelRow[]; stops: FunnelStop[] };

/** Moments at which a call came to each stage, and the end of the last; null from where it stopped. */
export const stageMoments = (attempt: ReportAttempt): (number | null)[] => {
  const { startedAt, answeredAt, verifiedAt, lastAnswerAt, callEndedAt, closedAt } = attempt;
  const passed = attempt.identityPassed && answeredAt !== null;
  const done = passed && attempt.completed;
  return [
    startedAt,
    answeredAt,
    passed ? verifiedAt : null,
    done ? lastAnswerAt : null,
    done ? callEndedAt : null,
    done ? closedAt : null,
  ];
};

/** Index of the last stage of a call. A completed call has come to the report stage; its callback decides the rest. */
const stageOfAttempt = (attempt: ReportAttempt): number => {
  if (attempt.answeredAt === null) return 0;
  if (!attempt.identityPassed) return 1;
  return attempt.completed ? 3 : 2;
};

/**
 * How far each callback has come. It stands at the last stage that any of its calls came to; one that is completed
 * stands at 异常记录与上报 until every finding is settled and is archived then. A callback that was finished by letter or
 * visit went through no call: it is archived without times.
 */
export const funnelOf = (
  tasks: readonly ReportTask[],
  attempts: readonly ReportAttempt[],
  targets: Pick<ReportTargets, 'excluded' | 'funnel' | 'coverage'>,
): Funnel => {
  const due = tasks.filter(
    ({ kind, lastDisposition }) =>
      targets.funnel.kinds.includes(kind) &&
      (lastDisposition === null || !targets.excluded.includes(lastDisposition)),
  );
  const calls = groupBy(attempts, ({ taskId }) => taskId);
  const placed = due.flatMap((task) => {
    const own = calls.get(task.taskId) ?? [];
    const settled = task.state === 'succeeded' || task.state === 'closed';
    const otherwise =
      settled && task.lastDisposition !== null && targets.coverage.completed.includes(task.lastDisposition);
    const furthest = own.reduce((best, one) => Math.max(best, stageOfAttempt(one)), -1);
    if (furthest < 0 && !otherwise) return [];
    const at = otherwise || (settled && furthest === 3) ? 4 : furthest;
    return [{ task, at, own }];
  });
  const spans = placed.flatMap(({ own }) =>
    own.map((attempt) => {
      const moments = stageMoments(attempt);
      return funnelStages.map((_, index) => {
        const [from, to] = [moments[index] ?? null, moments[index + 1] ?? null];
        // A clock that was set back gives no time.
        return from === null || to === null || to < from ? null : (to - from) / 1000;
      });
    }),
  );
  const stops = new Map<string, FunnelStop>();
  for (const { task, at } of placed) {
    const stage = funnelStages[at];
    if (stage === undefined || stage === 'archive') continue;
    const key = `${stage} ${task.lastDisposition ?? ''}`;
    const before = stops.get(key) ?? { stage, disposition: task.lastDisposition, count: 0 };
    stops.set(key, { ...before, count: before.count + 1 });
  }
  return {
    due: due.length,
    notBegun: due.length - placed.length,
    rows: funnelStages.map((stage, index) => {
      const reached = placed.filter(({ at }) => at >= index).length;
      const medianS = medianOf(spans.flatMap((times) => times[index] ?? []));
      return {
        stage,
        reached,
        share: shareOf(reached, due.length),
        stopped: stage === 'archive' ? 0 : placed.filter(({ at }) => at === index).length,
        medianS: medianS === null ? null : Math.round(medianS),
      };
    }),
    stops: [...stops.values()].sort(
      (a, b) =>
        funnelStages.indexOf(a.stage) - funnelStages.indexOf(b.stage) ||
        b.count - a.count ||
        ((a.disposition ?? '') < (b.disposition ?? '') ? -1 : 1),
    ),
  };
};
