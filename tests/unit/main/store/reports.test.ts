import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { coverageOf } from '../../../../core/report/coverage.ts';
import { funnelOf } from '../../../../core/report/funnel.ts';
import { lateRecordsOf } from '../../../../core/report/late-records.ts';
import { satisfactionOf } from '../../../../core/report/satisfaction.ts';
import { createReports } from '../../../../main/store/repositories/reports.ts';
import { reportTargetsSchema } from '../../../../core/report/targets.ts';
import { parseRules } from '../../../../main/rules/read-rules.ts';
import { seeded, seededDeadline, seedReports } from '../../../fixtures/reports/seed.ts';
import { makeAttempt } from '../../../fixtures/store/attempts.ts';
import { openHere, tempDir } from '../../../fixtures/store/open.ts';
import { cst } from '../../../fixtures/store/rules.ts';

const now = cst('2026-03-20 20:00');
const targets = parseRules(reportTargetsSchema, readFileSync('resources/reports/targets.yaml', 'utf8'));
const minute = 60_000;

describe('rows of the reports from a real file', () => {
  let place: ReturnType<typeof tempDir>;
  let here: ReturnType<typeof openHere>;
  beforeEach(() => {
    place = tempDir();
    here = openHere(join(place.dir, 'desk.sqlite'), () => now);
    seedReports(here.store, now);
  });
  afterEach(() => {
    here.db.close();
    place.remove();
  });

  it('callbacks come with their calls and their end, practice never', () => {
    const tasks = here.store.reportTasks(0);
    expect(tasks.map(({ policyNo, kind }) => `${policyNo} ${kind}`).sort()).toEqual(
      [
        ...Object.values(seeded)
          .filter((policyNo) => policyNo !== seeded.practised)
          .map((policyNo) => `${policyNo} new`),
        `${seeded.done} survey`,
      ].sort(),
    );
    expect(tasks.find(({ policyNo, kind }) => policyNo === seeded.done && kind === 'new')).toMatchObject({
      ...{
        state: 'succeeded',
        lastDisposition: 'D01',
        dispositions: ['D01'],
        channel: '个险',
        branch: '杭州',
      },
      // The end of the call, not the later moment at which the record was closed.
      completedAt: now - 9 * 3_600_000 + 4 * minute,
      deadlineAt: seededDeadline(now, 8),
    });
    expect(tasks.find(({ policyNo }) => policyNo === seeded.over)).toMatchObject({
      ...{ dispositions: [], completedAt: null, lastDisposition: null },
    });
    expect(here.store.reportTasks(now)).toEqual([]);
  });

  it('coverage: five are due, three tried, two completed, one successful; three misses, the one that is over first', () => {
    const { total, misses } = coverageOf(here.store.reportTasks(0), {
      ...{ by: 'channel', basis: 'import', now, timeZone: 'Asia/Shanghai', targets },
    });
    expect(total).toEqual({ due: 5, tried: 3, completed: 2, inTime: 2, successful: 1 });
    expect(misses.map(({ policyNo, clock, tried, daysLeft }) => [policyNo, clock, tried, daysLeft])).toEqual([
      [seeded.over, 'ended', false, -1],
      [seeded.ending, 'ending', true, 2],
      [seeded.fresh, 'open', false, 10],
    ]);
  });

  it('the five steps: moments of each call from the answers, the identity check and the call itself', () => {
    const attempts = here.store.reportAttempts(0);
    const startedAt = now - 9 * 3_600_000;
    expect(attempts.find(({ attemptId }) => attemptId === 'call-done')).toEqual({
      ...{ attemptId: 'call-done', policyNo: seeded.done, holderName: '测试客户' },
      taskId: expect.any(String) as string,
      ...{ agentName: '周敏', agentNumber: '0001', startedAt, answeredAt: startedAt + 5000 },
      ...{ verifiedAt: startedAt + minute, lastAnswerAt: startedAt + 3 * minute },
      ...{ callEndedAt: startedAt + 4 * minute, closedAt: startedAt + 5 * minute },
      ...{ identityPassed: true, completed: true, disposition: 'D01' },
    });
    const { due, notBegun, rows, stops } = funnelOf(here.store.reportTasks(0), attempts, targets);
    expect([due, notBegun, ...rows.map(({ reached }) => reached)]).toEqual([5, 2, 3, 2, 2, 2, 1]);
    expect(rows.map(({ medianS }) => medianS)).toEqual([5, 55, 120, 60, 630]);
    expect(stops).toEqual([
      { stage: 'prepare', disposition: 'D30', count: 1 },
      { stage: 'report', disposition: 'D02', count: 1 },
    ]);
  });

  it('late records: the one 20 minutes after its call, and one that is open, with the agent of each', () => {
    const task = here.store.reportTasks(0).find(({ policyNo }) => policyNo === seeded.fresh);
    const pin = { salt: 'c2FsdA==', hash: 'aGFzaA==', cost: 2, blockSize: 8, parallelization: 1 };
    here.store.addPerson({
      person: {
        ...{ id: 'p9', number: '0009', name: '陈晨', role: 'agent', active: true, mustChangePin: false },
        ...{ createdAt: now, pin },
      },
      audit: { at: now, agentId: 'p9', action: 'people.add', ref: 'p9', detail: '' },
    });
    const open = makeAttempt({
      ...{ id: 'open', taskId: task?.taskId ?? '', agentId: 'p9', startedAt: now - 12 * minute },
    });
    here.store.openAttempt(open);
    here.store.markCallEnded('open', now - 11 * minute);
    const { list, records, late } = lateRecordsOf(
      here.store.reportAttempts(now - 24 * 3_600_000),
      now,
      targets.records,
    );
    expect([records, late]).toEqual([5, 1]);
    expect(list.map(({ attemptId, agent, state, wrapS }) => [attemptId, agent, state, wrapS])).toEqual([
      ['open', '陈晨 0009', 'open_late', 660],
      ['call-issue', '李强 0002', 'late', 1200],
    ]);
  });

  it('a survey rates the agent of the callback before it, not the one who asked', () => {
    const { agents, low } = satisfactionOf(here.store.surveyReplies(0, 'survey'), targets.satisfaction);
    expect(agents).toMatchObject([
      { agent: '周敏 0001', scores: { attitude: 5, skill: 2, outcome: 4 }, percent: 73.3, low: 1 },
    ]);
    expect(low).toMatchObject([{ attemptId: 'call-survey', ratedAttemptId: 'call-done' }]);
  });

  it('every query goes by an index', () => {
    const queries: string[] = [];
    const prepare = here.db.prepare.bind(here.db);
    here.db.prepare = (text: string) => {
      queries.push(text);
      return prepare(text);
    };
    createReports(here.db);
    expect(queries).toHaveLength(3);
    const growing =
      /\bSCAN (task|other|policy|attempt|one|rated|answer|verification)\b(?! USING INDEX attempt_one_open)/;
    for (const text of queries) {
      const plan = prepare(`EXPLAIN QUERY PLAN ${text}`).all({ since: 0, kind: 'survey' }) as {
        detail: string;
      }[];
      expect(plan.map(({ detail }) => detail).filter((line) => growing.test(line))).toEqual([]);
    }
  });
});
