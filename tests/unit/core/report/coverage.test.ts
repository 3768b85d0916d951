import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { coverageOf } from '../../../../core/report/coverage.ts';
import { shareOf } from '../../../../core/report/figures.ts';
import type { ReportTask } from '../../../../core/report/rows.ts';
import { reportTargetsSchema } from '../../../../core/report/targets.ts';
import { parseRules } from '../../../../main/rules/read-rules.ts';
import { cst } from '../../../fixtures/store/rules.ts';
import { makeReportTask } from '../../../fixtures/reports/rows.ts';

const targets = parseRules(reportTargetsSchema, readFileSync('resources/reports/targets.yaml', 'utf8'));
const now = cst('2026-03-10 12:00');
const coverage = (tasks: readonly ReportTask[], change: { by?: 'branch'; basis?: 'effective' } = {}) =>
  coverageOf(tasks, { by: 'channel', basis: 'import', ...change, now, timeZone: 'Asia/Shanghai', targets });

/** One task alone: what it counts as. */
const judged = (change: Partial<ReportTask>): { counts: number[]; miss: string } => {
  const { total, misses } = coverage([makeReportTask(change)]);
  const [miss] = misses;
  return {
    counts: [total.due, total.tried, total.completed, total.inTime, total.successful],
    miss: miss === undefined ? '' : `${miss.clock} ${miss.tried ? 'tried' : 'untried'} ${miss.daysLeft}`,
  };
};

const end = (day: string): number => cst(`${day} 23:59`) + 59_999;

describe('coverage (domain.md row 6, 3.7)', () => {
  it.each<[string, Partial<ReportTask>, number[], string]>([
    ['fresh, far from its end', { deadlineAt: end('2026-03-20') }, [1, 0, 0, 0, 0], 'open untried 10'],
    ['tried, far from its end', { dispositions: ['D30'] }, [1, 1, 0, 0, 0], ''],
    ['tried, 4 days left', { dispositions: ['D30'], deadlineAt: end('2026-03-14') }, [1, 1, 0, 0, 0], ''],
    [
      'tried, 3 days left',
      { dispositions: ['D30'], deadlineAt: end('2026-03-13') },
      [1, 1, 0, 0, 0],
      'ending tried 3',
    ],
    [
      'tried, on the last day',
      { dispositions: ['D30'], deadlineAt: end('2026-03-10') },
      [1, 1, 0, 0, 0],
      'ending tried 0',
    ],
    [
      'never tried, over since yesterday',
      { deadlineAt: end('2026-03-09') },
      [1, 0, 0, 0, 0],
      'ended untried -1',
    ],
    [
      'only a wrong number and a fault of the line',
      { dispositions: ['D16', 'D20'], lastDisposition: 'D20' },
      [1, 0, 0, 0, 0],
      'open untried 10',
    ],
    [
      'done without a finding',
      { dispositions: ['D30', 'D01'], lastDisposition: 'D01', state: 'succeeded', completedAt: now },
      [1, 1, 1, 1, 1],
      '',
    ],
    [
      'done, its finding open: completed, not successful',
      { dispositions: ['D02'], lastDisposition: 'D02', state: 'issue', completedAt: now },
      [1, 1, 1, 1, 0],
      '',
    ],
    [
      'done, its findings settled since',
      { dispositions: ['D02'], lastDisposition: 'D02', state: 'closed', completedAt: now },
      [1, 1, 1, 1, 1],
      '',
    ],
    [
      'done a day late',
      {
        dispositions: ['D01'],
        lastDisposition: 'D01',
        state: 'succeeded',
        completedAt: now,
        deadlineAt: end('2026-03-09'),
      },
      [1, 1, 1, 0, 1],
      '',
    ],
    [
      'a visit with its receipt, no call completed',
      { dispositions: ['D30'], lastDisposition: 'D43', state: 'succeeded', updatedAt: now },
      [1, 1, 1, 1, 1],
      '',
    ],
    [
      'an e-callback, never dialled',
      { lastDisposition: 'D40', state: 'succeeded', updatedAt: now },
      [1, 1, 1, 1, 1],
      '',
    ],
    [
      'all ways failed',
      { dispositions: ['D30'], lastDisposition: 'D44', state: 'failed', deadlineAt: end('2026-03-01') },
      [1, 1, 0, 0, 0],
      'ended tried -9',
    ],
    ['cancelled in cooling-off', { lastDisposition: 'D45', state: 'closed' }, [0, 0, 0, 0, 0], ''],
    ['out of scope', { lastDisposition: 'D46', state: 'closed' }, [0, 0, 0, 0, 0], ''],
    ['another kind of callback', { kind: 'pos' }, [0, 0, 0, 0, 0], ''],
  ])('%s', (_, change, counts, miss) => {
    expect(judged(change)).toEqual({ counts, miss });
  });

  it('groups by month of the import or of effect, in the zone of the trade, and by channel or branch', () => {
    const tasks = [
      // Half past midnight in China is still the day before in UTC.
      makeReportTask({ createdAt: cst('2026-03-01 00:30'), effectiveDate: '2026-02-20' }),
      makeReportTask({ createdAt: cst('2026-02-28 23:30'), channel: '银保', branch: null }),
    ];
    const lines = (groups: readonly { month: string; key: string }[]): string[] =>
      groups.map(({ month, key }) => `${month} ${key}`);
    expect(lines(coverage(tasks).groups)).toEqual(['2026-03 个险', '2026-02 银保']);
    expect(lines(coverage(tasks, { by: 'branch' }).groups)).toEqual(['2026-03 杭州', '2026-02 ']);
    expect(lines(coverage(tasks, { basis: 'effective' }).groups)).toEqual(['2026-03 银保', '2026-02 个险']);
  });

  it('names every measure that is below its target, the 100 % of coverage included', () => {
    const done: Partial<ReportTask> = { state: 'succeeded', dispositions: ['D01'], completedAt: now };
    const tasks = [
      ...Array.from({ length: 1999 }, () => makeReportTask(done)),
      makeReportTask({ deadlineAt: end('2026-03-20') }),
    ];
    const [group] = coverage(tasks).groups;
    expect(group).toMatchObject({ due: 2000, tried: 1999, misses: 1, below: ['tried'] });
    expect(group?.shares.tried).toBe(99.9);
  });

  it('lists what is over first, the untried before the tried, then by days left', () => {
    const { misses } = coverage([
      makeReportTask({ policyNo: 'open' }),
      makeReportTask({ policyNo: 'over', deadlineAt: end('2026-03-08'), dispositions: ['D30'] }),
      makeReportTask({ policyNo: 'over-untried', deadlineAt: end('2026-03-09') }),
      makeReportTask({ policyNo: 'ending', deadlineAt: end('2026-03-12'), dispositions: ['D30'] }),
      makeReportTask({ policyNo: 'ending-sooner', deadlineAt: end('2026-03-11'), dispositions: ['D30'] }),
    ]);
    expect(misses.map(({ policyNo }) => policyNo)).toEqual([
      'over-untried',
      'over',
      'ending-sooner',
      'ending',
      'open',
    ]);
  });

  it('a share is rounded down and has no value without a base', () => {
    expect([shareOf(1, 3), shareOf(2, 3), shareOf(3, 3), shareOf(0, 0)]).toEqual([33.3, 66.6, 100, null]);
  });
});
