import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { stepUntil, waitForPhase } from './agent.ts';
import { expect, test, type Desk } from './desk.ts';
import { answerByKeyboard, press } from './keyboard-agent.ts';
import { testPolicies } from './policies.ts';
import { becomeReady } from './seat.ts';

const finder = { name: '李敏', number: '1024' };
const handler = { name: '林工', number: '2001' };
const third = { name: '赵敏', number: '3001' };

/** A practice callback in which the customer does not understand the exclusions (Q19), made by 李敏. */
const callWithFinding = async (desk: Desk): Promise<string> => {
  const { page } = desk;
  await page.getByRole('button', { name: /现在练习/ }).click();
  await expect(page.locator('[data-screen="worklist"]')).toBeVisible({ timeout: 20_000 });
  await desk.call('app.setAgent', finder);
  await becomeReady(desk);
  await page.getByRole('button', { name: /已阅，拨打/ }).click();
  await waitForPhase(desk, 'talking');
  await answerByKeyboard(desk, { values: { Q19: 'unclear' } });
  await press(page, '1', 'Control+Enter');
  await expect(page.locator('[data-screen="worklist"]')).toBeVisible();
  const [row] = (await desk.call('issue.board', { scope: 'open', search: 'I08' })).rows;
  expect(row).toMatchObject({ code: 'I08', status: 'open' });
  return row?.id ?? '';
};

/** Handled through the board: the issue then waits for its second callback. */
const handle = async (desk: Desk): Promise<void> => {
  const { page } = desk;
  await press(page, 'Control+7');
  await page.getByLabel('经办人工号').fill(handler.number);
  await page.getByLabel('经办人姓名').fill(handler.name);
  await page.getByRole('button', { name: /^确定经办人/ }).click();
  await page.getByLabel('原因', { exact: true }).fill('销售时没有讲免责条款');
  await page.getByLabel('措施', { exact: true }).fill('逐条重新讲解，客户已复述');
  await page.getByRole('button', { name: /^处理完毕/ }).click();
  await expect(page.getByText(/二次回访任务已进入工作列表/)).toBeVisible();
};

const recheckTask = async (desk: Desk, issueId: string): Promise<string> => {
  const { recheck } = await desk.call('issue.get', { issueId });
  if (recheck === null) throw new Error('no second callback has come up');
  return recheck.taskId;
};

test('an issue found, handled, called again by another person and closed by that call; the first agent and the handler are refused', async ({
  launch,
}) => {
  const desk = await launch({ args: ['--practice-tempo=30'] });
  const { page } = desk;
  const issueId = await callWithFinding(desk);
  expect((await desk.call('issue.get', { issueId })).recheck).toBeNull();
  await handle(desk);
  await expect(page.getByText(/首次回访是您做的/)).toBeVisible();
  const taskId = await recheckTask(desk, issueId);
  // The task of the first callback is another one, and stays.
  expect((await desk.call('issue.get', { issueId })).row.taskId).not.toBe(taskId);

  await page.getByRole('button', { name: /^看这个任务/ }).click();
  const card = page.locator('.card-side');
  await expect(card).toContainText('二次回访');
  await expect(card).toContainText(/首次回访是您做的，二次回访须由其他人来做。请交给另一位坐席/);
  await expect(page.locator('#dial')).toBeDisabled();
  expect(await desk.ask('call.start', { taskId })).toMatchObject({
    ok: false,
    error: { code: 'recheck_not_by_you', params: { reason: 'first_agent' } },
  });
  await desk.call('app.setAgent', handler);
  await expect(card).toContainText(/由您经办/);
  expect(await desk.ask('call.start', { taskId })).toMatchObject({
    ok: false,
    error: { code: 'recheck_not_by_you', params: { reason: 'handler' } },
  });
  expect((await desk.call('worklist.next', {})).task?.id).not.toBe(taskId);

  await desk.call('app.setAgent', third);
  await expect(page.locator('#dial')).toBeEnabled();
  await becomeReady(desk);
  await page.locator('#dial').click();
  await waitForPhase(desk, 'talking');
  const asked: string[] = [];
  await answerByKeyboard(desk, {
    onCard: (shown) => {
      if (shown.kind === 'question') asked.push(shown.questionId);
      return Promise.resolve();
    },
  });
  expect(asked).toEqual(expect.arrayContaining(['R01', 'R02', 'R03', 'Q19', 'Q30']));
  await press(page, '1', 'Control+Enter');
  await expect(page.locator('[data-screen="worklist"]')).toBeVisible();

  const after = await desk.call('issue.get', { issueId });
  expect(after.row).toMatchObject({ status: 'closed', late: [] });
  expect(after.recheck).toBeNull();
  expect(after.events.at(-1)?.did).toMatchObject({ type: 'recalled', passed: true, by: third });
  expect((await desk.call('task.card', { taskId })).row.state).toBe('succeeded');
  await press(page, 'Control+7');
  await page.getByText('已办结', { exact: true }).click();
  await expect(page.getByText(/原异常项均已正常，客户认可，自动办结/)).toBeVisible();
});

test('still unclear, and it was the seller who rang: reopened, graded up, a follow-up for the lead, a new call later', async ({
  launch,
}) => {
  const desk = await launch({ args: ['--practice-tempo=30'] });
  const { page } = desk;
  const issueId = await callWithFinding(desk);
  const before = (await desk.call('issue.get', { issueId })).row.grade;
  await handle(desk);
  const taskId = await recheckTask(desk, issueId);
  await desk.call('app.setAgent', third);
  await becomeReady(desk);
  await desk.call('call.start', { taskId });
  await waitForPhase(desk, 'talking');
  await answerByKeyboard(desk, { until: (card) => card.kind === 'question' && card.questionId === 'R01' });
  const [policy] = testPolicies(1);
  if (policy === undefined) throw new Error('no policy');
  // Behind the identity gate nothing of the policy is typed any more.
  await stepUntil(desk, policy, (card) => card.kind === 'ending', { R02: 'yes', Q19: 'unclear' });
  const { session } = await desk.call('call.snapshot', {});
  expect(session?.script.dispositions.map(({ code }) => code)).not.toContain('D01');
  await desk.call('session.close', { disposition: 'D02', reason: '', appointmentAt: null });

  const after = await desk.call('issue.get', { issueId });
  expect(after.row).toMatchObject({ status: 'handling', grade: before === 'N' ? 'I' : 'U' });
  expect(after.events.at(-1)?.did).toMatchObject({
    type: 'recalled',
    passed: false,
    note: expect.stringMatching(/联系人员.*免/) as unknown as string,
  });
  // No second issue beside the one that went back.
  const open = (await desk.call('issue.board', { scope: 'open', search: '' })).rows;
  expect(open.filter(({ code }) => code === 'I08')).toHaveLength(1);
  expect((await desk.call('task.card', { taskId })).row.state).toBe('closed');
  const { rows } = await desk.call('followUp.page', { list: 'open' });
  expect(rows).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        taskId,
        name: expect.objectContaining({ zh: expect.stringContaining('销售人员') }),
      }),
    ]),
  );

  await press(page, 'Control+7');
  await page.getByLabel('原因', { exact: true }).fill('仍未讲清');
  await page.getByLabel('措施', { exact: true }).fill('资深顾问重新解释');
  await page.getByRole('button', { name: /^资深顾问|资深顾问：/ }).click();
  await page.getByRole('button', { name: /^处理完毕/ }).click();
  await expect(page.getByText(/二次回访任务已进入工作列表/)).toBeVisible();
  expect(await recheckTask(desk, issueId)).not.toBe(taskId);
});

test('looks: the waiting second callback on the board and on the card, both languages, no accessibility violation', async ({
  launch,
}) => {
  const desk = await launch({ args: ['--practice-tempo=30'] });
  const { page } = desk;
  const issueId = await callWithFinding(desk);
  await handle(desk);
  const taskId = await recheckTask(desk, issueId);
  const folder = join('artifacts', 'screens');
  await mkdir(folder, { recursive: true });
  await page.setViewportSize({ width: 1366, height: 768 });
  for (const locale of ['zh-CN', 'en'] as const) {
    await desk.call('app.setLocale', { locale });
    const clean = async (name: string): Promise<void> => {
      await page.screenshot({ path: join(folder, `${name}-${locale}-1366.png`) });
      const { violations } = await new AxeBuilder({ page })
        .setLegacyMode(true)
        .withTags(['wcag2a', 'wcag2aa', 'wcag22aa'])
        .analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual(
        [],
      );
    };
    await press(page, 'Control+7');
    await expect(
      page.getByText(locale === 'en' ? /The second callback is in the work list/ : /二次回访任务已进入/),
    ).toBeVisible();
    await clean('recheck-board');
    await page.getByRole('button', { name: /^(看这个任务|Show the task)/ }).click();
    await expect(page.locator('.card-side')).toContainText(
      locale === 'en' ? /You made the first callback/ : /首次回访是您做的/,
    );
    await clean('recheck-card');
  }
  expect(taskId).not.toBe('');
});
