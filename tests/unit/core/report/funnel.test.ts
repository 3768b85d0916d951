import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { funnelOf, funnelStages } from '../../../../core/report/funnel.ts';
import type { ReportAttempt, ReportTask } from '../../../../core/report/rows.ts';
import { reportTargetsSchema } from '../../../../core/report/targets.ts';
import { parseRules } from '../../../../main/rules/read-rules.ts';
import { makeReportAttempt, makeReportTask, unanswered } from '../../../fixtures/reports/rows.ts';

const targets = parseRules(reportTargetsSchema, readFileSync('resources/reports/targets.yaml', 'utf8'));

const stoppedAt = (task: Partial<ReportTask>, ...attempts: Partial<ReportAttempt>[]): string => {
  const { rows, stops, notBegun } = funnelOf(
    [makeReportTask(task)],
    attempts.map((change) => makeReportAttempt(change)),
    targets,
  );
  const reached = rows.filter((row) => row.reached === 1).length;
  if (notBegun === 1) return 'not begun';
  const [stop] = stops;
  return stop === undefined ? `through ${reached}` : `${stop.stage} ${stop.disposition ?? '-'} ${reached}`;
};

const noIdentity: Partial<ReportAttempt> = {
  identityPassed: false,
  completed: false,
  verifiedAt: null,
  lastAnswerAt: null,
};

describe('the five steps (domain.md row 20)', () => {
  it.each<[string, Partial<ReportTask>, Partial<ReportAttempt>[], string]>([
    ['never dialled', {}, [], 'not begun'],
    ['nobody answered', { lastDisposition: 'D30' }, [unanswered], 'prepare D30 1'],
    ['identity not passed', { lastDisposition: 'D17' }, [noIdentity], 'identity D17 2'],
    ['hung up midway', { lastDisposition: 'D11' }, [{ completed: false }], 'content D11 3'],
    ['findings open', { lastDisposition: 'D02', state: 'issue' }, [{}], 'report D02 4'],
    ['findings settled', { lastDisposition: 'D02', state: 'closed' }, [{}], 'through 5'],
    ['done', { lastDisposition: 'D01', state: 'succeeded' }, [{}], 'through 5'],
    [
      'the furthest of two calls counts',
      { lastDisposition: 'D30' },
      [{ completed: false }, unanswered],
      'content D30 3',
    ],
    ['finished by a visit', { lastDisposition: 'D43', state: 'succeeded' }, [unanswered], 'through 5'],
    ['finished by e-callback', { lastDisposition: 'D40', state: 'succeeded' }, [], 'through 5'],
    ['on the first call now', {}, [{ ...noIdentity, closedAt: null, disposition: null }], 'identity - 2'],
  ])('%s', (_, task, attempts, expected) => {
    expect(stoppedAt(task, ...attempts)).toBe(expected);
  });

  it('a survey and a policy that needs no callback are in no base', () => {
    const tasks = [
      makeReportTask({ kind: 'survey' }),
      makeReportTask({ lastDisposition: 'D46', state: 'closed' }),
    ];
    expect(funnelOf(tasks, [], targets)).toMatchObject({ due: 0, notBegun: 0 });
  });

  it('the time of a stage is the median of the calls that went through it', () => {
    const tasks = ['t1', 't2', 't3'].map((taskId) => makeReportTask({ taskId, state: 'succeeded' }));
    const slow = makeReportAttempt({ taskId: 't2' });
    const { rows } = funnelOf(
      tasks,
      [
        makeReportAttempt(),
        { ...slow, answeredAt: slow.startedAt + 15_000, verifiedAt: slow.startedAt + 115_000 },
        makeReportAttempt({ taskId: 't3', ...unanswered }),
      ],
      targets,
    );
    expect(rows.map(({ medianS }) => medianS)).toEqual([10, 80, 175, 15, 30]);
  });

  it('a clock that was set back gives no time instead of a negative one', () => {
    const attempt = makeReportAttempt();
    const { rows } = funnelOf(
      [makeReportTask({ state: 'succeeded' })],
      [{ ...attempt, verifiedAt: attempt.startedAt - 1000 }],
      targets,
    );
    expect(rows.map(({ medianS }) => medianS)).toEqual([5, null, 266, 15, 30]);
    expect(rows.map(({ stage }) => stage)).toEqual([...funnelStages]);
  });
});
