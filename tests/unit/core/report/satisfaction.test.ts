import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { satisfactionOf } from '../../../../core/report/satisfaction.ts';
import { reportTargetsSchema } from '../../../../core/report/targets.ts';
import { parseRules } from '../../../../main/rules/read-rules.ts';
import { makeReply } from '../../../fixtures/reports/rows.ts';

const text = readFileSync('resources/reports/targets.yaml', 'utf8');
const rules = parseRules(reportTargetsSchema, text).satisfaction;

describe('satisfaction (domain.md rows 5, 59)', () => {
  it('scores belong to the agent whose callback was rated, one by one', () => {
    const other = { attemptId: 'a2', agentName: '李强', agentNumber: '0002', startedAt: 1 };
    const report = satisfactionOf(
      [makeReply(['5', '4', '5']), makeReply(['5', '5', '2'], { attemptId: 's2', rated: other })],
      rules,
    );
    expect(report.agents).toEqual([
      {
        agent: '李强 0002',
        replies: 1,
        scores: { attitude: 5, skill: 5, outcome: 2 },
        percent: 80,
        below: true,
        low: 1,
        sms: 0,
      },
      {
        agent: '周敏 0001',
        replies: 1,
        scores: { attitude: 5, skill: 4, outcome: 5 },
        percent: 93.3,
        below: false,
        low: 0,
        sms: 0,
      },
    ]);
    expect(report.low).toMatchObject([{ attemptId: 's2', ratedAttemptId: 'a2', agent: '李强 0002' }]);
  });

  it.each([
    ['a survey broken off after one score counts with that one', ['4'], 1, 80, 0],
    ['nobody answered', [], 0, null, 0],
    ['unclear is no score', ['unclear', '5', '5'], 1, 100, 0],
    ['a number off the scale is no score', ['6', '0', '2.5'], 0, null, 0],
    ['three is not low', ['3', '3', '3'], 1, 60, 0],
    ['two is', ['3', '2', '3'], 1, 53.3, 1],
  ])('%s', (_, scores, replies, percent, low) => {
    const report = satisfactionOf([makeReply(scores)], rules);
    expect(report.replies).toBe(replies);
    expect(report.agents[0]?.percent ?? null).toBe(percent);
    expect(report.low).toHaveLength(low);
  });

  it('a survey whose callback is not on this desk is counted under no agent', () => {
    expect(satisfactionOf([makeReply(['5', '5', '5'], { rated: null })], rules).agents).toMatchObject([
      { agent: '', replies: 1 },
    ]);
  });

  it('the questions of the shipped targets are those of the shipped survey, in the order of row 59', () => {
    const pack = parse(readFileSync('resources/packs/hf-default-zh.yaml', 'utf8')) as {
      questions: Record<string, { name: { zh: string }; set: string }>;
    };
    expect([rules.attitude, rules.skill, rules.outcome].map((id) => pack.questions[id])).toMatchObject([
      { name: { zh: '服务态度' }, set: 'RATE' },
      { name: { zh: '专业程度' }, set: 'RATE' },
      { name: { zh: '解决效果' }, set: 'RATE' },
    ]);
  });

  it.each([
    ['target: 99', 'target: 101', 'records.target'],
    ['excluded: [D45, D46]', 'excluded: [cancelled]', 'excluded.0'],
    ['outcome: S03', 'outcome: S01', 'three questions'],
  ])('targets with a fault are refused with the place: %s → %s', (from, to, place) => {
    expect(text).toContain(from);
    expect(() => parseRules(reportTargetsSchema, text.replace(from, to))).toThrow(place);
  });
});
