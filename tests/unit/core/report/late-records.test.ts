import { describe, expect, it } from 'vitest';
import { lateRecordsOf } from '../../../../core/report/late-records.ts';
import type { ReportAttempt } from '../../../../core/report/rows.ts';
import { makeReportAttempt, unanswered } from '../../../fixtures/reports/rows.ts';

const rules = { limitMinutes: 10, target: 99 };
const endedAt = makeReportAttempt().callEndedAt ?? 0;
const closedAfter = (seconds: number, change: Partial<ReportAttempt> = {}): ReportAttempt =>
  makeReportAttempt({ attemptId: `after-${seconds}`, closedAt: endedAt + seconds * 1000, ...change });
const open = makeReportAttempt({ attemptId: 'open', closedAt: null, disposition: null, completed: false });

describe('late records (domain.md row 49)', () => {
  it.each([
    [0, false],
    [600, false],
    [600.001, true],
    [3600, true],
    [-5, false],
  ])('closed %s s after the end of the call: late %s', (seconds, late) => {
    const report = lateRecordsOf([closedAfter(seconds)], endedAt, rules);
    expect(report).toMatchObject({ records: 1, late: late ? 1 : 0 });
    expect(report.list).toHaveLength(late ? 1 : 0);
  });

  it.each([
    [30, 'open'],
    [601, 'open_late'],
  ])('a record that is open for %s s is listed as %s and counts with no closed one', (seconds, state) => {
    const report = lateRecordsOf([open], endedAt + seconds * 1000, rules);
    expect(report.list).toMatchObject([{ state, wrapS: seconds, agent: '周敏 0001' }]);
    expect(report.agents).toMatchObject([{ records: 0, late: 0, open: 1, share: null, below: false }]);
  });

  it('counts by agent, the latest first, with calls nobody answered', () => {
    const other = { agentName: '李强', agentNumber: '0002' };
    const report = lateRecordsOf(
      [
        closedAfter(30),
        closedAfter(50, unanswered),
        closedAfter(700, other),
        closedAfter(20, other),
        makeReportAttempt({ attemptId: 'never dialled', callEndedAt: null }),
      ],
      endedAt,
      rules,
    );
    expect(report.agents).toEqual([
      { agent: '李强 0002', records: 2, late: 1, open: 0, share: 50, below: true, medianS: 360 },
      { agent: '周敏 0001', records: 2, late: 0, open: 0, share: 100, below: false, medianS: 40 },
    ]);
    expect(report.list.map(({ attemptId }) => attemptId)).toEqual(['after-700']);
  });
});
