import { describe, expect, it } from 'vitest';
import { isNewerVersion, loadPhonePolicy } from '../../../../core/phone-policy/load-policy.ts';
import { dispositions, shippedPolicy, shippedText } from './shipped-policy.ts';

const lineOf = (text: string, needle: string): number =>
  text.slice(0, text.indexOf(needle)).split('\n').length;

/** Problems of the shipped file after one replacement. */
const broken = (from: string, to: string) => {
  expect(shippedText).toContain(from);
  const text = shippedText.replace(from, to);
  const loaded = loadPhonePolicy(text, dispositions);
  return { problems: loaded.ok ? [] : loaded.problems, line: lineOf(text, to) };
};

describe('the shipped policy', () => {
  it('loads, answers nothing by itself and trusts nobody', () => {
    expect(shippedPolicy.autoAnswer).toMatchObject({ enabled: false, trusted: [] });
  });

  it('names the five states of the issue: 示闲 示忙 小休 话后整理 下线, and only the first rings', () => {
    const states = Object.values(shippedPolicy.agentStates);
    expect(states.map((state) => state.name['zh-CN'])).toEqual(['示闲', '示忙', '小休', '话后整理', '下线']);
    expect(states.map((state) => state.rings)).toEqual([true, false, false, false, false]);
    expect(shippedPolicy.agentStates.busy.reasons.map((reason) => reason.name['zh-CN'])).toEqual([
      '处理问题件',
      '会议',
      '培训',
      '系统故障',
    ]);
  });

  it('lets no callback agent dial freely (domain.md 3.3: only the number on the policy)', () => {
    expect(shippedPolicy.freeDialling.roles).not.toContain('agent');
    expect(shippedPolicy.roles.map(({ id }) => id)).toEqual([
      'agent',
      'senior',
      'lead',
      'qc',
      'complaint',
      'admin',
    ]);
  });
});

describe('a faulty policy is refused as a whole, with the line', () => {
  it.each([
    ['unknown disposition', '[486, 600], suggest: D31', '[486, 600], suggest: D39', /no disposition D39/],
    [
      'a try that the pack does not count',
      'suggest: D20, countsTry: false }\n  - { statuses',
      'suggest: D20, countsTry: true }\n  - { statuses',
      /D20 counts no try/,
    ],
    [
      'no try where the pack counts one',
      'suggest: D32, countsTry: true',
      'suggest: D32, countsTry: false',
      /D32 counts a try/,
    ],
    ['a code that is none', 'suggest: D32', 'suggest: X32', /disposition code/],
    [
      'neither code nor reason',
      '[21], suggest: D36, countsTry: true',
      '[21], suggest: null, countsTry: false',
      /reason/,
    ],
    ['an unknown ending', 'endings: [busy]', 'endings: [engaged]', /Invalid option/],
    ['an ending nobody speaks of', 'endings: [busy]', 'endings: [no_answer]', /end "busy"/],
    ['ready that does not ring', 'rings: true\n    work: true', 'rings: false\n    work: true', /reachable/],
    ['a reason twice', 'id: meeting', 'id: issues', /stands twice/],
    ['a reason of the program', 'id: meeting', 'id: restart', /used by the program/],
    ['a field nobody knows', 'extensions: 2', 'extension: 2', /./],
    ['automatic answer for nobody', 'enabled: false', 'enabled: true', /trusted caller/],
    ['a delay above its limit', 'maxDelaySeconds: 10', 'maxDelaySeconds: 1', /less than delaySeconds/],
    ['a role that is none', 'roles: [senior,', 'roles: [chief,', /no role "chief"/],
    ['bands upside down', 'fair: 3.6', 'fair: 4.4', /fall from good to poor/],
    ['a version that is none', 'version: 1.0.0', 'version: "one"', /three numbers/],
    ['broken YAML', 'extensions: 2', 'extensions: [2', /./],
  ])('%s', (_, from, to, reason) => {
    const { problems } = broken(from, to);
    expect(problems.some((problem) => reason.test(problem.reason))).toBe(true);
    expect(problems.every((problem) => problem.line >= 1)).toBe(true);
  });

  it.each([
    ['[486, 600], suggest: D31', '[486, 600], suggest: D39'],
    ['id: meeting', 'id: issues'],
    ['maxDelaySeconds: 10', 'maxDelaySeconds: 1'],
    ['extensions: 2', 'extensions: many'],
  ])('names the very line of %s', (from, to) => {
    const text = shippedText.replace(from, to);
    const loaded = loadPhonePolicy(text, dispositions);
    expect(loaded.ok).toBe(false);
    const lines = loaded.ok ? [] : loaded.problems.map(({ line }) => line);
    // `issues` stands once before, as the first reason.
    const at = text.split('\n').findLastIndex((line) => line.includes(to)) + 1;
    expect(lines).toContain(at);
  });

  it('is not fooled by size or by aliases that grow', () => {
    expect(loadPhonePolicy('a'.repeat(200_001), dispositions).ok).toBe(false);
    expect(loadPhonePolicy('', dispositions).ok).toBe(false);
    expect(loadPhonePolicy('a: &a [1]\nb: [*a, *a]\n', dispositions)).toEqual({
      ok: false,
      problems: [{ line: 2, path: '', reason: 'aliases (*name) are not used here' }],
    });
  });
});

describe('versions', () => {
  it.each([
    ['1.0.1', '1.0.0', true],
    ['1.10.0', '1.9.9', true],
    ['2.0.0', '1.9.9', true],
    ['1.0.0', '1.0.0', false],
    ['1.0.0', '1.0.1', false],
    ['1.2.0', '2.1.0', false],
  ])('%s is newer than %s: %s', (one, other, expected) => expect(isNewerVersion(one, other)).toBe(expected));
});
