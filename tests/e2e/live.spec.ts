import { dialNext, sessionOf, step, stepUntil } from './agent.ts';
import type { Desk } from './desk.ts';
import { expect, test } from './desk.ts';
import { press } from './keyboard-agent.ts';
import { importPolicies, testPolicies } from './policies.ts';

const [drawn] = testPolicies(1);
if (drawn === undefined) throw new Error('one policy is needed');
const policy = { ...drawn, birthDate: '1985-03-07' };

/** A person's patience: the steps wait for what is on screen, never for a time. */
const patient = { timeout: 60_000 };

const startCall = async (desk: Desk): Promise<void> => {
  await desk.call('practice.start', { drill: 'T0', withSample: false });
  await importPolicies(desk, [policy]);
  await desk.page.reload();
  await desk.page.locator('[data-screen="worklist"]').waitFor();
  await dialNext(desk);
  await desk.page.locator('[data-screen="call"]').waitFor();
};

const closeCall = async (desk: Desk, disposition: string): Promise<string> => {
  const { attemptId } = await desk.call('session.close', { disposition, appointmentAt: null, reason: '' });
  return attemptId;
};

test('the pace: red until the text can have been read; what was too fast is told, kept and shown in the record', async ({
  launch,
}) => {
  const desk = await launch({ args: ['--practice-tempo=20'] });
  const { page } = desk;
  await startCall(desk);
  await expect(page.locator('[data-question-id="Q01"]')).toBeVisible();
  await expect(page.locator('[data-pace-zone="over"]')).toBeVisible();
  await press(page, 'Enter');
  await expect(page.locator('[data-pace-violations="1"]')).toContainText(/过快 1 题 Q01 约 \d+/);

  // The next one is answered when the meter says that it can have been read: no new violation.
  await expect(page.locator('[data-question-id="Q02"]')).toBeVisible();
  await expect(page.locator('[data-pace-zone]:not([data-pace-zone="over"])')).toBeVisible(patient);
  await press(page, '1');
  await expect(page.locator('[data-question-id="Q03"]')).toBeVisible();
  const { pace } = (await sessionOf(desk)).watch;
  expect(pace.violations.map(({ questionId }) => questionId)).toEqual(['Q01']);
  expect(pace.rules).toEqual({ limit: 180, band: { from: 100, to: 120 } });
  await expect(page.locator(`[data-pace-average="${pace.average ?? ''}"]`)).toBeVisible();

  await step(desk, policy, { Q03: 'no' });
  await expect(page.locator('[data-step="opening"][data-step-status="broken"]')).toBeVisible();
  await expect(page.locator('[data-step="questions"][data-step-status="not_reached"]')).toBeVisible();
  const attemptId = await closeCall(desk, 'D12');
  const { record } = await desk.call('record.get', { attemptId });
  expect(record.checks?.qualityFlags).toEqual(['pace']);
  const fast = record.answers.find(({ questionId }) => questionId === 'Q01');
  const read = record.answers.find(({ questionId }) => questionId === 'Q02');
  expect(fast?.pace?.charsPerMinute).toBeGreaterThanOrEqual(180);
  expect(read?.pace?.charsPerMinute).toBeLessThan(180);
  expect(read?.pace?.characters).toBeGreaterThan(10);
  await press(page, 'Control+3');
  await page.getByRole('row').nth(1).click();
  await expect(page.locator('[data-quality-flag="pace"]')).toBeVisible();
  await expect(page.locator('tr[data-step="opening"]')).toContainText('语速过快');
});

test('a keyword in the notes suggests its issue: one key opens it, another says that there is none', async ({
  launch,
}) => {
  const desk = await launch({ args: ['--practice-tempo=20'] });
  const { page } = desk;
  await startCall(desk);
  await stepUntil(desk, policy, (card) => card.kind === 'question' && card.questionId === 'Q11');
  await press(page, 'F2');
  await page.keyboard.type('客户说是代签的，我说肯定没有人投诉');
  await expect(page.locator('[data-keyword="投诉"]')).toBeVisible(patient);
  await expect(page.locator('[data-own-words="肯定"]')).toBeVisible();
  expect((await sessionOf(desk)).script.issues).toEqual([]);
  await press(page, 'Control+I');
  await expect(page.locator('[data-keyword="代签"]')).toBeVisible();
  expect((await sessionOf(desk)).script.issues).toEqual([]);
  await press(page, 'Control+G');
  await expect(page.locator('.keyword-panel')).toHaveCount(0);
  expect((await sessionOf(desk)).script.issues.map(({ code, grade }) => `${code}/${grade}`)).toEqual([
    'I04/U',
  ]);
  // The hands stayed in the notes the whole time.
  await page.keyboard.type('。');
  await expect(page.getByRole('textbox', { name: '备注' })).toHaveValue(
    '客户说是代签的，我说肯定没有人投诉。',
  );

  await stepUntil(desk, policy, (card) => card.kind === 'ending');
  const attemptId = await closeCall(desk, 'D02');
  const { record } = await desk.call('record.get', { attemptId });
  expect(record.checks?.keywords.map(({ word, outcome }) => [word, outcome])).toEqual([
    ['投诉', 'dismissed'],
    ['代签', 'opened'],
  ]);
  expect(record.checks?.qualityFlags).toContain('agent_words');
  expect(record.issues.map(({ code }) => code)).toEqual(['I04']);
});

test('a full number is refused in three fields, told with field and remedy, and what was typed stays', async ({
  launch,
}) => {
  const desk = await launch({ args: ['--practice-tempo=20'] });
  const { page } = desk;
  await startCall(desk);
  const number = '１１０１０５ 19491231 002X';
  const refused = (field: string) =>
    page.getByText(new RegExp(`${field}.*像是完整的证件号或银行账号`)).first();

  await stepUntil(desk, policy, (card) => card.kind === 'verify');
  const reply = page.getByRole('textbox', { name: '客户答复' });
  await reply.focus();
  await page.keyboard.insertText(number);
  await press(page, 'Enter');
  await expect(refused('客户答复')).toBeVisible();
  await expect(reply).toHaveValue(number);
  await reply.fill('');

  await stepUntil(desk, policy, (card) => card.kind === 'question' && card.questionId === 'Q18');
  const words = page.getByRole('textbox', { name: /客户原话/ });
  await words.fill('卡号六二二二零二零二零零一一二二三三');
  await press(page, 'Escape', '1');
  await expect(refused('客户原话')).toBeVisible();
  await expect(words).toHaveValue('卡号六二二二零二零二零零一一二二三三');

  await press(page, 'F2');
  const notes = page.getByRole('textbox', { name: '备注' });
  await page.keyboard.type('已解释。账号 6222-0202-0011-2233');
  await expect(page.getByText(/像是完整的证件号或银行账号/).last()).toBeVisible(patient);
  await expect(notes).toHaveValue('已解释。账号 6222-0202-0011-2233');
  expect((await sessionOf(desk)).notes).not.toContain('6222');
  // Without the number the rest is kept.
  for (let count = 0; count < '账号 6222-0202-0011-2233'.length; count += 1) await press(page, 'Backspace');
  await expect.poll(async () => (await sessionOf(desk)).notes, patient).toBe('已解释。');
});

test('a birth date as it is spoken passes; one that can be two days is asked for again and costs no try', async ({
  launch,
}) => {
  const desk = await launch({ args: ['--practice-tempo=20'] });
  const { page } = desk;
  await startCall(desk);
  await expect(page.getByText('其余核身后显示')).toBeVisible();
  const locked = await stepUntil(desk, policy, (card) => card.kind === 'verify');
  expect(locked.script.progress.sections.map(({ id }) => id)).toEqual(['OPEN', 'VERIFY', 'behind_gate']);
  expect(await page.locator('.section-bar').count()).toBe(3);
  const reply = page.getByRole('textbox', { name: '客户答复' });
  await reply.fill('07/03/1985');
  await press(page, 'Enter');
  await expect(page.getByText('可以有几种读法').first()).toBeVisible();
  await expect(page.getByText('还可核对 2 次')).toBeVisible();
  await reply.fill('3月7号，八五年');
  await press(page, 'Enter');
  await expect(page.locator('[data-question-id="V2"]')).toBeVisible();
  await page.getByRole('textbox', { name: '客户答复' }).fill(`零零零叉`);
  expect((await sessionOf(desk)).script.identity.passed).toBe(1);
  await page
    .getByRole('textbox', { name: '客户答复' })
    .fill([...policy.idLast4].join(' ').replace('X', '叉'));
  await press(page, 'Enter');
  await expect(page.locator('[data-identity="passed"]')).toBeVisible();
  expect((await sessionOf(desk)).script.progress.sections.length).toBeGreaterThan(5);
});

test('objections have words to reflect back; the record compares the policy with the customer, and keeps the summary', async ({
  launch,
}) => {
  const desk = await launch({ args: ['--practice-tempo=20'] });
  const { page } = desk;
  await startCall(desk);
  await stepUntil(desk, policy, (card) => card.kind === 'question' && card.questionId === 'Q11');
  await press(page, 'F11');
  await expect(page.getByText('我理解您的意思是……，对吗？')).toBeVisible();
  await press(page, '3');
  await expect(page.getByText('我理解您的意思是……，对吗？')).toBeVisible();
  await stepUntil(desk, policy, (card) => card.kind === 'ending', { Q20: 'unclear', Q24: 'no' });
  await expect(page.locator('[data-step="questions"][data-step-status="broken"]')).toBeVisible();
  const attemptId = await closeCall(desk, 'D02');
  const { record } = await desk.call('record.get', { attemptId });
  expect(record.checks?.objections.map(({ objectionId, cause }) => [objectionId, cause])).toEqual([
    ['O3', '公司信任'],
  ]);
  const fields = new Map(
    record.checks?.fields.map(({ field, policy: known, result }) => [field, [known, result]]),
  );
  expect(fields.get('产品')).toEqual([policy.product, 'match']);
  expect(fields.get('保险期间')).toEqual(['终身', 'unclear']);
  expect(fields.get('保费')).toEqual(['12,000', 'mismatch']);
  expect(fields.get('出生日期')).toEqual([null, 'match']);
  expect(record.checks?.summary?.confirmed).toBe(true);
  expect(record.checks?.summary?.text).toContain(policy.product);
  await press(page, 'Control+3');
  await page.getByRole('row').nth(1).click();
  await expect(page.locator('tr[data-field-result="mismatch"]')).toContainText('保费');
  await expect(page.getByText('总结（客户已确认）')).toBeVisible();
});
