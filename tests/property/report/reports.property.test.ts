import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { taskStates } from '../../../core/callback/task.ts';
import {
  coverageDimensions,
  coverageMeasures,
  coverageOf,
  monthBases,
} from '../../../core/report/coverage.ts';
import { funnelOf } from '../../../core/report/funnel.ts';
import { lateRecordsOf } from '../../../core/report/late-records.ts';
import { satisfactionOf } from '../../../core/report/satisfaction.ts';
import { reportTargetsSchema } from '../../../core/report/targets.ts';
import { parseRules } from '../../../main/rules/read-rules.ts';
import { makeReply, makeReportAttempt, makeReportTask } from '../../fixtures/reports/rows.ts';
import { cst } from '../../fixtures/store/rules.ts';

const targets = parseRules(reportTargetsSchema, readFileSync('resources/reports/targets.yaml', 'utf8'));
const now = cst('2026-03-10 12:00');
const timeZone = 'Asia/Shanghai';
const seed = { seed: 20_261_123, numRuns: 300 };

const moment = fc.integer({ min: now - 90 * 86_400_000, max: now });
const code = fc.constantFrom('D01', 'D02', 'D10', 'D16', 'D20', 'D30', 'D40', 'D44', 'D45', 'D46');
const task = fc
  .record({
    taskId: fc.constantFrom('t1', 't2', 't3', 't4', 't5'),
    kind: fc.constantFrom('new', 'pos', 'survey'),
    channel: fc.constantFrom('个险', '银保', null),
    branch: fc.constantFrom('杭州', '宁波', null),
    createdAt: moment,
    updatedAt: moment,
    deadlineAt: fc.integer({ min: now - 20 * 86_400_000, max: now + 20 * 86_400_000 }),
    state: fc.constantFrom(...taskStates),
    lastDisposition: fc.option(code),
    dispositions: fc.array(code, { maxLength: 4 }),
    completedAt: fc.option(moment),
  })
  .map((change) => makeReportTask(change as Parameters<typeof makeReportTask>[0]));
const later = fc.option(fc.integer({ min: -1000, max: 3_600_000 }));
const attempt = fc
  .record({
    attemptId: fc.uuid(),
    taskId: fc.constantFrom('t1', 't2', 't3', 't4', 't5', 't6'),
    agentNumber: fc.constantFrom('0001', '0002'),
    at: moment,
    answered: later,
    verified: later,
    answer: later,
    ended: later,
    closed: later,
    identityPassed: fc.boolean(),
    completed: fc.boolean(),
  })
  .map(({ at, answered, verified, answer, ended, closed, ...rest }) => {
    const moment = (after: number | null): number | null => (after === null ? null : at + after);
    return makeReportAttempt({
      ...rest,
      startedAt: at,
      answeredAt: moment(answered),
      verifiedAt: moment(verified),
      lastAnswerAt: moment(answer),
      callEndedAt: moment(ended),
      closedAt: moment(closed),
    });
  });

it('coverage: groups add up to the whole whatever they are grouped by, and every miss is one that is not completed', () => {
  fc.assert(
    fc.property(
      fc.array(task, { maxLength: 40 }),
      fc.constantFrom(...coverageDimensions),
      fc.constantFrom(...monthBases),
      (tasks, by, basis) => {
        const { groups, total, misses } = coverageOf(tasks, { by, basis, now, timeZone, targets });
        const sum = (pick: (group: (typeof groups)[number]) => number): number =>
          groups.reduce((all, group) => all + pick(group), 0);
        for (const measure of ['due', 'tried', 'completed', 'inTime', 'successful'] as const)
          expect(sum((group) => group[measure])).toBe(total[measure]);
        expect(sum((group) => group.misses)).toBe(misses.length);
        expect(misses.length).toBeLessThanOrEqual(total.due - total.completed);
        expect(total.tried).toBeLessThanOrEqual(total.due);
        expect(total.completed).toBeLessThanOrEqual(total.tried);
        expect(total.inTime).toBeLessThanOrEqual(total.completed);
        expect(total.successful).toBeLessThanOrEqual(total.completed);
        // Nobody who was never tried is left out of the list.
        expect(misses.filter(({ tried }) => !tried)).toHaveLength(total.due - total.tried);
        // 100 % is said only where nothing is missing.
        for (const group of groups)
          for (const measure of coverageMeasures)
            expect(group.shares[measure] === 100).toBe(group[measure] === group.due);
      },
    ),
    seed,
  );
});

it('funnel: it only narrows, and who reached a stage went on, stopped there or is through', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(task, { maxLength: 5, selector: ({ taskId }) => taskId }),
      fc.array(attempt, { maxLength: 20 }),
      (tasks, attempts) => {
        const { rows, due, notBegun, stops } = funnelOf(tasks, attempts, targets);
        expect(rows[0]?.reached).toBe(due - notBegun);
        for (const [index, row] of rows.entries()) {
          const next = rows[index + 1];
          if (next !== undefined) expect(row.reached).toBe(next.reached + row.stopped);
          expect(row.medianS ?? 0).toBeGreaterThanOrEqual(0);
          const listed = stops.filter(({ stage }) => stage === row.stage);
          expect(listed.reduce((sum, { count }) => sum + count, 0)).toBe(row.stopped);
        }
      },
    ),
    seed,
  );
});

it('late records: agents add up to the whole, and the list is the late and the open ones', () => {
  fc.assert(
    fc.property(fc.array(attempt, { maxLength: 30 }), (attempts) => {
      const { agents, list, records, late } = lateRecordsOf(attempts, now, targets.records);
      const sum = (pick: (agent: (typeof agents)[number]) => number): number =>
        agents.reduce((all, agent) => all + pick(agent), 0);
      expect(sum((agent) => agent.records)).toBe(records);
      expect(sum((agent) => agent.late)).toBe(late);
      expect(list).toHaveLength(late + sum((agent) => agent.open));
      for (const row of list) if (row.state !== 'open') expect(row.wrapS).toBeGreaterThanOrEqual(600);
    }),
    seed,
  );
});

it('satisfaction: means stay on the scale, and no reply is counted twice or lost', () => {
  const score = fc.constantFrom('1', '2', '3', '4', '5', 'unclear');
  fc.assert(
    fc.property(fc.array(fc.array(score, { maxLength: 3 }), { maxLength: 30 }), (all) => {
      const replies = all.map((scores, index) => makeReply(scores, { attemptId: `s${index}` }));
      const { agents, low, replies: counted } = satisfactionOf(replies, targets.satisfaction);
      const rated = all.filter((scores) => scores.some((one) => one !== 'unclear'));
      expect(counted).toBe(rated.length);
      expect(agents.reduce((sum, agent) => sum + agent.replies, 0)).toBe(rated.length);
      expect(low).toHaveLength(rated.filter((scores) => scores.includes('1') || scores.includes('2')).length);
      for (const agent of agents) {
        expect(agent.percent).toBeGreaterThanOrEqual(20);
        expect(agent.percent).toBeLessThanOrEqual(100);
      }
    }),
    seed,
  );
});
