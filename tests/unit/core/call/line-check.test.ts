import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readAccountFile } from '../../../../core/call/account-file.ts';
import { accountProblems } from '../../../../core/call/account-form.ts';
import {
  checkSteps,
  checkVerdict,
  endedCheck,
  lineFindingCodes,
  lineFindings,
  plannedCheck,
  withRow,
  type CheckRow,
  type LineCheck,
} from '../../../../core/call/line-check.ts';
import { registrationSchema } from '../../../../core/call/types.ts';
import { en } from '../../../../renderer/locales/en/catalogue.ts';
import { zhCn } from '../../../../renderer/locales/zh-cn/catalogue.ts';

const all = (check: LineCheck, state: CheckRow['state']): LineCheck =>
  check.rows.reduce((before, row) => withRow(before, row, { state }), check);

describe('the verdict', () => {
  const two = all(plannedCheck(['wss://a/', 'wss://b/'], ['turn:c'], 0), 'passed');

  test('is open while it runs, and never given to a check that was stopped', () => {
    expect(checkVerdict(two)).toBeNull();
    expect(checkVerdict(endedCheck(two, 'stopped'))).toBeNull();
  });
  test('is good only when all passed; a step that does not apply counts as passed', () => {
    expect(checkVerdict(endedCheck(two, 'done'))).toBe('good');
    const plain = withRow(two, { step: 'tls', server: 'wss://a/' }, { state: 'skipped' });
    expect(checkVerdict(endedCheck(plain, 'done'))).toBe('good');
  });
  test('is usable when only the spare server is down', () => {
    const down = withRow(two, { step: 'tcp', server: 'wss://b/' }, { state: 'failed' });
    expect(checkVerdict(endedCheck(down, 'done'))).toBe('usable');
  });
  test('is usable when only a relay is down: calls may get through without', () => {
    const down = withRow(two, { step: 'relay', server: 'turn:c' }, { state: 'failed' });
    expect(checkVerdict(endedCheck(down, 'done'))).toBe('usable');
  });
  test.each(['register', 'microphone', 'call'] as const)(
    'is bad when %s failed or was not reached',
    (step) => {
      for (const state of ['failed', 'waiting'] as const)
        expect(checkVerdict(endedCheck(withRow(two, { step, server: null }, { state }), 'done'))).toBe('bad');
    },
  );
});

describe('docs/operating/connection-errors.md', () => {
  const page = readFileSync(
    resolve(import.meta.dirname, '../../../../docs/operating/connection-errors.md'),
    'utf8',
  );
  const rows = page.split('\n').filter((line) => line.startsWith('| `'));
  const rowOf = (code: string, text: string): string | undefined =>
    rows.find((row) => row.startsWith(`| \`${code}\``) && row.replaceAll('\\', '').includes(text));
  const who = { agent: 'agent', it: 'IT', pbx: 'PBX' };

  test.each(lineFindingCodes)('explains %s in both languages and says whom to ask', (code) => {
    const row = rowOf(code, en.lineFinding[code].what);
    expect(row).toContain(zhCn.lineFinding[code].what);
    expect(row).toMatch(new RegExp(`\\| ${who[lineFindings[code].helper]} +\\| \\S`));
  });
  test.each(registrationSchema.shape.reason.unwrap().options)('explains the status bar’s %s', (code) => {
    expect(rowOf(code, en.registration[code])).toContain(zhCn.registration[code]);
  });
  test.each(accountProblems)('lists %s of the form', (code) => {
    expect(rowOf(code, en.accountProblem[code])).toContain(zhCn.accountProblem[code]);
  });
  test('has a heading for every step with findings, and nothing that the program does not say', () => {
    for (const step of checkSteps.filter((one) => one !== 'address'))
      expect(page).toContain(`### ${en.lineCheck.steps[step]} · ${zhCn.lineCheck.steps[step]}`);
    expect(rows).toHaveLength(
      lineFindingCodes.length +
        registrationSchema.shape.reason.unwrap().options.length +
        accountProblems.length,
    );
  });
  test('shows an account file that the program takes', () => {
    const example = /```json\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
    expect(readAccountFile(example)).toMatchObject({ ok: true });
  });
});
