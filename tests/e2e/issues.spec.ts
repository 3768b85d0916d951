import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { waitForPhase } from './agent.ts';
import { expect, test, type Desk } from './desk.ts';
import { answerByKeyboard, press } from './keyboard-agent.ts';
import { becomeReady } from './seat.ts';

/** A practice callback in which the customer does not understand the exclusions (Q19). */
const callWithFinding = async (desk: Desk): Promise<void> => {
  const { page } = desk;
  await page.getByRole('button', { name: /现在练习/ }).click();
  await expect(page.locator('[data-screen="worklist"]')).toBeVisible({ timeout: 20_000 });
  await becomeReady(desk);
  await page.getByRole('button', { name: /已阅，拨打/ }).click();
  await waitForPhase(desk, 'talking');
  await answerByKeyboard(desk, { values: { Q19: 'unclear' } });
  await press(page, '1', 'Control+Enter');
  await expect(page.locator('[data-screen="worklist"]')).toBeVisible();
};

/** Moves the focus with Tab until it is on the button, and presses it. */
const tabTo = async (page: Page, name: RegExp): Promise<void> => {
  const button = page.getByRole('button', { name });
  for (let count = 0; count < 60; count += 1) {
    if (await button.evaluate((element) => element === document.activeElement)) break;
    await press(page, 'Tab');
  }
  await expect(button).toBeFocused();
  await press(page, 'Enter');
};

test('an abnormal answer is on the board with its clock, and goes from hand to hand to its end', async ({
  launch,
}) => {
  const desk = await launch({ args: ['--practice-tempo=30'] });
  const { page } = desk;
  await callWithFinding(desk);

  await press(page, 'Control+7');
  await expect(page.locator('[data-screen="issues"]')).toBeVisible();
  const row = page.getByRole('row').nth(1);
  await expect(row).toContainText('I08');
  await expect(row).toContainText(/首次处理：还剩/);
  await expect(page.getByText('还没有人接手')).toBeVisible();

  // By keyboard only: who handles it, then cause and action.
  const number = page.getByLabel('经办人工号');
  await number.focus();
  await press(page, 'Control+a');
  await page.keyboard.type('2001');
  await press(page, 'Tab', 'Control+a');
  await page.keyboard.type('林工');
  await tabTo(page, /^确定经办人/);
  await expect(row).toContainText('处理中');
  await expect(row).toContainText('林工');

  // What is missing is named, and what was typed stays.
  await page.getByLabel('原因', { exact: true }).focus();
  await page.keyboard.type('销售时没有讲免责条款');
  await tabTo(page, /^处理完毕/);
  await expect(page.getByText('不能为空。请填写后再保存。')).toBeVisible();
  await expect(page.getByLabel('原因', { exact: true })).toHaveValue('销售时没有讲免责条款');
  await page.getByLabel('措施', { exact: true }).fill('逐条重新讲解，客户已复述');
  await tabTo(page, /^处理完毕/);
  await expect(row).toContainText('待二次回访');

  // The handler may not call a second time; a failed second callback sends it back, one grade up.
  await page.getByLabel('回访人工号').fill('2001');
  await page.getByLabel('回访人姓名').fill('林工');
  await page.getByRole('button', { name: /^通过，办结/ }).click();
  await expect(page.getByText(/二次回访不能由首次回访人或经办人完成/)).toBeVisible();
  await page.getByLabel('回访人工号').fill('3001');
  await page.getByLabel('回访人姓名').fill('赵敏');
  await page.getByLabel('说明（未通过时必填）').fill('客户仍说不清');
  await page.getByRole('button', { name: /^未通过/ }).click();
  await expect(row).toContainText('处理中');
  await expect(row).toContainText('紧急');

  await page.getByLabel('原因', { exact: true }).fill('仍未讲清');
  await page.getByLabel('措施', { exact: true }).fill('资深顾问上门讲解');
  await page.getByRole('button', { name: /^处理完毕/ }).click();
  await page.getByLabel('回访人工号').fill('3001');
  await page.getByLabel('回访人姓名').fill('赵敏');
  await page.getByRole('button', { name: /^通过，办结/ }).click();
  await expect(page.getByText('没有未办结的问题件。')).toBeVisible();
  await page.getByText('已办结', { exact: true }).click();
  await expect(page.getByRole('row').nth(1)).toContainText('按时办结');
  const board = await desk.call('issue.board', { scope: 'closed', search: '' });
  expect(board.rows).toHaveLength(1);
  expect(board.counts).toEqual({ open: 0, overdue: 0, soon: 0, unowned: 0 });
  const task = await desk.call('task.card', { taskId: board.rows[0]?.taskId ?? '' });
  expect(task.row).toMatchObject({ state: 'closed', grade: null });
});

test('no full identity number gets into an issue, and an agent lowers no grade', async ({ launch }) => {
  const desk = await launch({ args: ['--practice-tempo=30'] });
  const { page } = desk;
  await callWithFinding(desk);
  await press(page, 'Control+7');
  await page.getByText('记一笔', { exact: true }).click();
  const note = page.getByLabel('内容', { exact: true });
  await note.fill('证件号 110105194912310021');
  await page.getByRole('button', { name: /^保存/ }).click();
  await expect(page.getByText(/像是完整的证件号/)).toBeVisible();
  await note.fill('证件尾号 0021');
  await page.getByRole('button', { name: /^保存/ }).click();
  await expect(page.getByText('记录：证件尾号 0021')).toBeVisible();
  const [row] = (await desk.call('issue.board', { scope: 'open', search: '' })).rows;
  const lowered = await desk.ask('issue.act', {
    issueId: row?.id ?? '',
    action: { type: 'grade', grade: 'N', reason: '误选' },
  });
  expect(lowered).toMatchObject({ ok: false, error: { code: 'grade_needs_lead', field: 'grade' } });
});

test('looks: both languages, both sizes, no accessibility violation', async ({ launch }) => {
  const desk = await launch({ args: ['--practice-tempo=30'] });
  const { page } = desk;
  await callWithFinding(desk);
  const folder = join('artifacts', 'screens');
  await mkdir(folder, { recursive: true });
  await press(page, 'Control+7');
  await expect(page.getByRole('row').nth(1)).toContainText('I08');
  for (const locale of ['zh-CN', 'en'] as const) {
    await desk.call('app.setLocale', { locale });
    await expect(page.getByRole('row').nth(1)).toContainText(locale === 'en' ? 'exclusions' : '责任免除');
    await expect(page.getByRole('button', { name: /^(确定经办人|Set the handler)/ })).toBeInViewport();
    for (const size of [
      { width: 1366, height: 768 },
      { width: 1920, height: 1080 },
    ]) {
      await page.setViewportSize(size);
      await page.screenshot({ path: join(folder, `issues-${locale}-${size.width}.png`) });
    }
    const { violations } = await new AxeBuilder({ page })
      .setLegacyMode(true)

      .withTags(['wcag2a', 'wcag2aa', 'wcag22aa'])
      .analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual(
      [],
    );
  }
});
