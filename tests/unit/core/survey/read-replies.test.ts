import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { reportTargetsSchema } from '../../../../core/report/targets.ts';
import { matchReplies, type AskedSms } from '../../../../core/survey/match-replies.ts';
import { readSmsReplies } from '../../../../core/survey/read-replies.ts';
import { readTable } from '../../../../main/import/read-table.ts';
import { parseRules } from '../../../../main/rules/read-rules.ts';
import { cst } from '../../../fixtures/store/rules.ts';

const rules = parseRules(
  reportTargetsSchema,
  readFileSync('resources/reports/targets.yaml', 'utf8'),
).satisfaction;
const now = cst('2026-03-20 20:00');
const read = (...lines: string[]) =>
  readSmsReplies(readTable(Buffer.from(lines.join('\n'))), rules, { now, timeZone: 'Asia/Shanghai' });

describe('a file of the SMS gateway (domain.md row 59)', () => {
  it.each(['5 4 3', '543', '5,4,3', '５ ４ ３', '5、4、3', '5分 4分 3分', '态度5 专业4 效果3'])(
    'reads the scores of "%s"',
    (text) => {
      expect(read('保单号,回复时间,回复内容', `P1,2026-03-20 19:30,"${text}"`)).toEqual({
        ok: true,
        replies: [
          {
            line: 2,
            policyNo: 'P1',
            at: cst('2026-03-20 19:30'),
            scores: { attitude: 5, skill: 4, outcome: 3 },
          },
        ],
        faults: [],
      });
    },
  );

  it.each([
    ['2026/3/20 9:05:59', '2026-03-20 09:05'],
    ['20260320090500', '2026-03-20 09:05'],
    ['2026年3月20日 9时05分', '2026-03-20 09:05'],
  ])('reads the time %s', (text, at) => {
    expect(read('Policy No.,Replied at,Reply', `P1,${text},545`)).toMatchObject({
      replies: [{ at: cst(at) }],
    });
  });

  it('a day without a time is read as of its end, today as of now', () => {
    expect(read('保单号,回复时间,回复', 'P1,2026-03-19,545', 'P1,2026-03-20,545')).toMatchObject({
      replies: [{ at: cst('2026-03-20 00:00') - 1 }, { at: now }],
    });
  });

  it('reads three columns, leaves all others alone, and takes empty lines for nothing', () => {
    const found = read(
      '手机号,保单号,时间,服务态度,专业程度,解决效果',
      '19900010001,P1,2026-03-20 10:00,5,4,1',
      ',,,,,',
    );
    expect(found).toMatchObject({ ok: true, faults: [] });
    expect(JSON.stringify(found)).not.toContain('19900010001');
    expect(found).toMatchObject({ replies: [{ scores: { attitude: 5, skill: 4, outcome: 1 } }] });
  });

  it.each([
    [['回复时间,回复内容', '2026-03-20,545'], 'policyNo'],
    [['保单号,回复内容', 'P1,545'], 'at'],
    [['保单号,回复时间,服务态度,专业程度', 'P1,2026-03-20,5,4'], 'scores'],
  ])('a file without a column is refused with its name: %s', (lines, missing) => {
    expect(read(...lines)).toEqual({ ok: false, missing });
  });

  it.each([
    [',2026-03-20 10:00,545', 'A', 'policy_missing'],
    ['P1,昨天,545', 'B', 'time_unreadable'],
    ['P1,2026-02-30 10:00,545', 'B', 'time_unreadable'],
    ['P1,2026-03-20 25:00,545', 'B', 'time_unreadable'],
    ['P1,2026-03-21 00:00,545', 'B', 'time_in_future'],
    ['P1,2026-03-20 10:00,谢谢', 'C', 'scores_unreadable'],
    ['P1,2026-03-20 10:00,5 4', 'C', 'scores_unreadable'],
    ['P1,2026-03-20 10:00,5 4 5 4', 'C', 'scores_unreadable'],
    ['P1,2026-03-20 10:00,546', 'C', 'score_off_scale'],
    ['P1,2026-03-20 10:00,0 4 5', 'C', 'score_off_scale'],
    ['P1,2026-03-20 10:00,-5 4 5', 'C', 'scores_unreadable'],
  ])('a line that cannot be read is told with its place, the others are taken: %s', (line, column, code) => {
    expect(read('保单号,回复时间,回复内容', line, 'P2,2026-03-20 10:00,555')).toMatchObject({
      replies: [{ policyNo: 'P2', line: 3 }],
      faults: [{ line: 2, column, code }],
    });
  });
});

describe('scores in three columns', () => {
  it.each([
    ['5,4 5,', 'D', 'scores_unreadable'],
    ['5,,5', 'D', 'scores_unreadable'],
    ['5,4,满意', 'E', 'scores_unreadable'],
    ['5,4,6', 'E', 'score_off_scale'],
    ['545,,', 'C', 'score_off_scale'],
  ])('each column has one: %s', (scores, column, code) => {
    expect(read('保单号,回复时间,服务态度,专业程度,解决效果', `P1,2026-03-20 10:00,${scores}`)).toMatchObject(
      {
        replies: [],
        faults: [{ line: 2, column, code }],
      },
    );
  });
});

describe('which SMS a reply answers', () => {
  const minute = 60_000;
  const five = { attitude: 5, skill: 5, outcome: 5 };
  const four = { attitude: 4, skill: 4, outcome: 4 };
  const asked = (followUpId: string, askedAt: number, reply: AskedSms['reply'] = null): AskedSms => ({
    ...{ policyNo: 'P1', followUpId, taskId: 't1', askedAt, attemptId: 'a1', reply },
  });
  const reply = (line: number, at: number, scores = five, policyNo = 'P1') => ({
    line,
    policyNo,
    at,
    scores,
  });
  const policies = new Set(['P1', 'P2']);

  it('the last one sent before it; two SMS have a reply each', () => {
    const { fresh, faults } = matchReplies(
      [reply(3, 25 * minute, four), reply(2, 15 * minute)],
      [asked('second', 20 * minute), asked('first', 10 * minute)],
      policies,
    );
    expect(fresh.map(({ asked: sms, scores }) => [sms.followUpId, scores])).toEqual([
      ['first', five],
      ['second', four],
    ]);
    expect(faults).toEqual([]);
  });

  it('a reply within the minute in which the SMS was asked for is one: gateways tell minutes', () => {
    const { fresh } = matchReplies([reply(2, 10 * minute)], [asked('first', 10 * minute + 30_000)], policies);
    expect(fresh).toHaveLength(1);
    expect(
      matchReplies([reply(2, 9 * minute)], [asked('first', 10 * minute)], policies).faults[0]?.code,
    ).toBe('not_asked');
  });

  it('the first reply counts: the same again is known, another one is told', () => {
    const found = matchReplies(
      [reply(4, 30 * minute, four), reply(2, 15 * minute), reply(3, 20 * minute)],
      [asked('first', 10 * minute)],
      policies,
    );
    expect(found.fresh).toMatchObject([{ at: 15 * minute, scores: five }]);
    expect(found.known).toBe(1);
    expect(found.faults).toEqual([{ line: 4, column: '', code: 'already_replied' }]);
    const again = matchReplies(
      [reply(2, 15 * minute)],
      [asked('first', 10 * minute, { at: 15 * minute, scores: four })],
      policies,
    );
    expect([again.fresh.length, again.faults[0]?.code]).toEqual([0, 'already_replied']);
  });

  it('a reply before any SMS, on a policy without one, or on no policy of this desk is told', () => {
    const { fresh, faults } = matchReplies(
      [reply(2, 5 * minute), reply(3, 15 * minute, five, 'P2'), reply(4, 15 * minute, five, 'P3')],
      [asked('first', 10 * minute)],
      policies,
    );
    expect(fresh).toEqual([]);
    expect(faults.map(({ line, code }) => [line, code])).toEqual([
      [2, 'not_asked'],
      [3, 'not_asked'],
      [4, 'unknown_policy'],
    ]);
  });
});
