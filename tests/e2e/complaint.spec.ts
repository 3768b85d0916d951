import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { sessionOf, waitForPhase } from './agent.ts';
import { expect, test, type Desk } from './desk.ts';
import { answerByKeyboard, press } from './keyboard-agent.ts';
import { becomeReady } from './seat.ts';

const folder = join('artifacts', 'screens');

/** On the line with the customer of a practice callback, identity passed. */
const onTheLine = async (desk: Desk): Promise<void> => {
  const { page } = desk;
  await page.getByRole('button', { name: /现在练习/ }).click();
  await expect(page.locator('[data-screen="worklist"]')).toBeVisible({ timeout: 20_000 });
  await desk.call('app.setAgent', { name: '李敏', number: '1024' });
  await becomeReady(desk);
  await page.getByRole('button', { name: /已阅，拨打/ }).click();
  await waitForPhase(desk, 'talking');
  await answerByKeyboard(desk, { until: (card) => card.kind === 'question' && card.questionId === 'Q10' });
};

/** Flags a complaint and opens its form beside the question. */
const flagComplaint = async (desk: Desk): Promise<void> => {
  const { page } = desk;
  await page.getByRole('button', { name: /^投诉/ }).click();
  await page.getByRole('button', { name: /^填写投诉单/ }).click();
  await expect(page.getByLabel('经过（客户原话）')).toBeVisible();
};

const violationsOf = async (page: Page): Promise<string[]> => {
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .withTags(['wcag2a', 'wcag2aa', 'wcag22aa'])
    .analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
};

test('a complaint in the call: form beside the question, steps, two clocks, feedback, and its end on the board', async ({
  launch,
}) => {
  const desk = await launch({ args: ['--practice-tempo=30'] });
  const { page } = desk;
  await onTheLine(desk);
  await expect(page.getByRole('button', { name: /^填写投诉单/ })).toHaveCount(0);
  await flagComplaint(desk);

  // Nothing that is a secret gets in, what was typed stays.
  const happened = page.getByLabel('经过（客户原话）');
  await happened.fill('证件号 110105194912310021，说好固定收益');
  await page.getByRole('button', { name: /^保存投诉单/ }).click();
  await expect(page.getByRole('main').getByText(/像是完整的证件号/)).toBeVisible();
  await expect(happened).toHaveValue(/110105194912310021/);
  await happened.fill('销售时说好每年固定收益，现在说没有');
  await page.getByLabel('具体是谁（姓名或工号）').fill('钱经理');
  await page.getByRole('button', { name: /^保存投诉单/ }).click();
  // A step that needs a promise says so.
  await page.getByText('承诺反馈的时间和方式', { exact: true }).click();
  await expect(page.getByRole('main').getByText(/不能为空/)).toBeVisible();
  for (const step of ['保持冷静，不争辩', '表示理解并致歉', '详细记录经过与诉求', '已上报投诉处理专员'])
    await page.getByText(step, { exact: true }).click();
  await expect(page.getByRole('checkbox', { name: '已上报投诉处理专员' })).toBeChecked();

  await page.getByRole('button', { name: /^回到题目/ }).click();
  await expect(page.locator('[data-question-id="Q10"]')).toBeVisible();
  expect((await sessionOf(desk)).script.issues.map(({ code }) => code)).toContain('I17');
  await answerByKeyboard(desk);
  await press(page, '1', 'Control+Enter');
  await expect(page.locator('[data-screen="worklist"]')).toBeVisible();

  await press(page, 'Control+7');
  await page.getByText('投诉', { exact: true }).first().click();
  const row = page.getByRole('row').nth(1);
  await expect(row).toContainText(/还剩 23 小时|还剩 1 天/);
  await expect(row).toContainText(/还剩 1[45] 天/);
  await expect(row).toContainText('投诉处理专员');
  await expect(page.getByRole('checkbox', { name: '保持冷静，不争辩' })).toBeChecked();

  // The issue is settled after the complaint, the complaint is closed after the customer was told.
  const [open] = (await desk.call('complaint.board', { scope: 'open', search: '' })).rows;
  const issueId = open?.issueId ?? '';
  await desk.call('issue.act', {
    issueId,
    action: { type: 'take', handler: { number: '2001', name: '林工' } },
  });
  expect(
    await desk.ask('issue.act', { issueId, action: { type: 'settle', cause: '误导', action: '更正' } }),
  ).toMatchObject({ ok: false, error: { code: 'complaint_open' } });
  await page.getByText('办结', { exact: true }).first().click();
  await page.getByLabel('处理结果').fill('已致歉并说明红利不保证');
  await page.getByRole('button', { name: /^办结投诉/ }).click();
  await expect(page.getByRole('main').getByText(/还没有反馈客户/)).toBeVisible();
  await page.getByText('反馈客户', { exact: true }).click();
  await page.getByLabel('反馈内容').fill('已电话致歉并说明红利不保证');
  await page.getByRole('button', { name: /^保存反馈/ }).click();
  await expect(row).toContainText('按时');
  await page.getByText('办结', { exact: true }).first().click();
  await expect(page.getByLabel('处理结果')).toHaveValue('已致歉并说明红利不保证');
  await page.getByRole('button', { name: /客户意见/ }).click();
  await page.getByRole('option', { name: '接受', exact: true }).click();
  await page.getByRole('button', { name: /^办结投诉/ }).click();
  await expect(page.getByText('没有未结的投诉。')).toBeVisible();
  expect(
    await desk.ask('issue.act', { issueId, action: { type: 'settle', cause: '误导', action: '更正' } }),
  ).toMatchObject({ ok: true });
});

test('a correction in the call goes to 保全 and is seen before the next call; the number is never shown by itself', async ({
  launch,
}) => {
  const desk = await launch({ args: ['--practice-tempo=30'] });
  const { page } = desk;
  await onTheLine(desk);
  await page.getByRole('button', { name: /^信息更正/ }).click();
  await expect(page.getByText(/我们会通知保全部门为您修改/)).toBeVisible();
  await page.getByRole('button', { name: /^提交申请/ }).click();
  await expect(page.getByRole('main').getByText(/不能为空/)).toBeVisible();
  await page.getByLabel('新的内容').fill('13812345678');
  await page.getByRole('button', { name: /^提交申请/ }).click();
  await expect(page.getByText('138****5678')).toBeVisible();
  const { taskId } = await sessionOf(desk);
  await page.getByRole('button', { name: /^回到题目/ }).click();
  await answerByKeyboard(desk);
  await press(page, '1', 'Control+Enter');
  await expect(page.locator('[data-screen="worklist"]')).toBeVisible();

  await press(page, 'Control+7');
  await page.getByText('信息更正', { exact: true }).first().click();
  await expect(page.getByRole('row').nth(1)).toContainText('待送保全');
  await expect(page.locator('body')).not.toContainText('13812345678');
  await page.getByRole('button', { name: /^显示新内容/ }).click();
  await expect(page.getByText('新内容：13812345678（查看已记入审计）')).toBeVisible();
  await page.getByRole('button', { name: /^已送保全/ }).click();
  await expect(page.getByRole('row').nth(1)).toContainText('已送保全');

  // Whoever opens the customer's card sees that it is being changed, not to what.
  const [row] = (await desk.call('correction.board', { scope: 'open', search: '' })).rows;
  expect(row).toMatchObject({ taskId, status: 'sent' });
  await page.keyboard.press('Control+1');
  await page.locator('label', { hasText: '全部' }).click();
  await page.getByPlaceholder(/^搜索姓名、手机号或保单号/).fill(row?.policyNo ?? '-');
  await page.getByRole('row', { name: new RegExp(row?.holderName ?? '-') }).click();
  await expect(page.locator('.card-side')).toContainText('联系电话');
  await expect(page.locator('.card-side')).toContainText('已送保全');
  await expect(page.locator('.card-side')).not.toContainText('138****5678');
});

test('looks: form in the call, board of complaints and of corrections, both languages, no accessibility violation', async ({
  launch,
}) => {
  const desk = await launch({ args: ['--practice-tempo=30'] });
  const { page } = desk;
  await mkdir(folder, { recursive: true });
  await page.setViewportSize({ width: 1366, height: 768 });
  await onTheLine(desk);
  await flagComplaint(desk);
  const shoot = async (name: string, locale: string): Promise<void> => {
    // Nothing reaches out of the window: what is long scrolls in its own place.
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBe(768);
    await page.screenshot({ path: join(folder, `${name}-${locale}-1366.png`) });
    expect(await violationsOf(page)).toEqual([]);
  };
  for (const locale of ['zh-CN', 'en'] as const) {
    await desk.call('app.setLocale', { locale });
    const en = locale === 'en';
    await expect(
      page.getByLabel(en ? "What happened (the customer's words)" : '经过（客户原话）'),
    ).toBeVisible();
    await expect(page.getByText(en ? 'Stay calm, do not argue' : '保持冷静，不争辩')).toBeVisible();
    await expect(page.locator('.issues')).toContainText(en ? 'complaint' : '投诉');
    // The whole form is in sight beside a customer who is on the line.
    const fits = () =>
      page.locator('.case-in-call').evaluate((form) => form.scrollHeight - form.clientHeight);
    expect(await fits(), locale).toBeLessThanOrEqual(0);
    await shoot('complaint-in-call', locale);
    await page.getByRole('button', { name: en ? /^Correction/ : /^信息更正/ }).click();
    await expect(page.getByLabel(en ? 'New content' : '新的内容')).toBeVisible();
    await shoot('correction-in-call', locale);
    await page.getByRole('button', { name: en ? /^Complaint form/ : /^填写投诉单/ }).click();
  }
  const { taskId } = await sessionOf(desk);
  await desk.call('correction.request', {
    taskId,
    issueId: null,
    request: { field: 'address', newValue: '杭州市西湖区文三路一号', source: 'callback', note: '' },
  });
  for (const locale of ['zh-CN', 'en'] as const) {
    await desk.call('app.setLocale', { locale });
    const en = locale === 'en';
    await press(page, 'Control+7');
    await page
      .getByText(en ? 'Complaints' : '投诉', { exact: true })
      .first()
      .click();
    await expect(page.getByRole('row').nth(1)).toContainText(en ? /left/ : /还剩/);
    await shoot('complaints', locale);
    await page
      .getByText(en ? 'Corrections' : '信息更正', { exact: true })
      .first()
      .click();
    await expect(page.getByRole('row').nth(1)).toContainText(en ? 'to be sent' : '待送保全');
    await shoot('corrections', locale);
    await page
      .getByText(en ? 'Issues' : '问题件', { exact: true })
      .last()
      .click();
  }
});
