import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { waitForPhase } from './agent.ts';
import { expect, test, type Desk } from './desk.ts';
import { answerByKeyboard, press } from './keyboard-agent.ts';
import { becomeReady } from './seat.ts';

const folder = join('artifacts', 'screens', 'knowledge');

const practise = async (desk: Desk): Promise<void> => {
  const { page } = desk;
  await page.getByRole('button', { name: /现在练习/ }).click();
  await expect(page.locator('[data-screen="worklist"]')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('button', { name: /已阅，拨打/ })).toBeVisible({ timeout: 30_000 });
};

const call = async (desk: Desk): Promise<void> => {
  await practise(desk);
  await becomeReady(desk);
  await desk.page.getByRole('button', { name: /已阅，拨打/ }).click();
  await waitForPhase(desk, 'talking');
};

const violations = async (page: Page): Promise<string[]> => {
  const found = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
};

/** Looks at the screen in both languages: no accessibility violation, nothing below the edge of the window. */
const look = async (desk: Desk, name: string): Promise<void> => {
  const { page } = desk;
  await mkdir(folder, { recursive: true });
  for (const locale of ['en', 'zh-CN'] as const) {
    await desk.call('app.setLocale', { locale });
    await expect(page.locator('html')).toHaveAttribute('lang', locale);
    await page.screenshot({ path: join(folder, `${name}-${locale}-1366.png`) });
    expect(await violations(page)).toEqual([]);
    const overflow = await page.evaluate(() => ({
      page: document.documentElement.scrollHeight > window.innerHeight,
      help: [...document.querySelectorAll('.help-text')].some(
        (one) => one.scrollHeight > one.clientHeight + 1,
      ),
      card: [...document.querySelectorAll('.call-card')].some(
        (one) => one.scrollHeight > one.clientHeight + 1,
      ),
    }));
    expect(overflow, `${name} ${locale}`).toEqual({ page: false, help: false, card: false });
  }
};

test('two characters find an entry, marked, with source and caution, by keyboard', async ({ launch }) => {
  const desk = await launch();
  const { page } = desk;
  await practise(desk);
  await press(page, 'Control+8');
  await expect(page.locator('[data-screen="knowledge"]')).toBeVisible();
  await expect(page.getByRole('row').nth(1)).toBeVisible();
  await press(page, 'Control+k');
  await page.keyboard.insertText('退保');
  await expect(page.locator('mark').first()).toHaveText('退保');
  const one = page.getByRole('region', { name: '知识内容' });
  await expect(one).toContainText('退保与现金价值');
  await expect(one).toContainText('出处');
  await expect(one).toContainText('措辞须经合规核对');
  await press(page, 'ArrowDown', 'ArrowDown');
  await expect(one).not.toContainText('退保与现金价值');
  await look(desk, 'screen');
  await press(page, 'Control+k', 'Control+a');
  await page.keyboard.insertText('量子力学');
  await expect(page.getByText('没有找到“量子力学”。')).toBeVisible();
});

test('before identity nothing tells the kind of product; at Q19 the exclusions are suggested', async ({
  launch,
}) => {
  test.setTimeout(180_000);
  const desk = await launch({ args: ['--practice-tempo=30'] });
  const { page } = desk;
  const everything = (await desk.call('knowledge.search', { query: '' })).found.length;
  await call(desk);

  await answerByKeyboard(desk, { until: (card) => card.kind === 'verify' });
  // The entries that stay name no kind of product; the others are told as a number only.
  const walled = await desk.call('knowledge.search', { query: '' });
  expect(walled.withheld).toBeGreaterThan(0);
  expect(walled.found.length + walled.withheld).toBe(everything);
  const early = await desk.call('knowledge.search', { query: '分红' });
  expect(JSON.stringify(early)).not.toMatch(/红利|K05|分红不确定性/);
  expect(early.withheld).toBeGreaterThan(0);
  expect(await desk.call('knowledge.entry', { id: 'K05' })).toEqual({ entry: null });
  expect(JSON.stringify(await desk.call('knowledge.suggest', {}))).not.toMatch(/K0\d/);
  await press(page, 'Control+8');
  await page.getByRole('searchbox').fill('分红');
  await expect(page.getByText(/核实身份后显示/)).toBeVisible();
  await expect(page.getByText('分红不确定性')).toHaveCount(0);
  await press(page, 'Control+2');

  await answerByKeyboard(desk, {
    until: (card) => card.kind === 'question' && card.questionId === 'Q19',
  });
  const suggested = await desk.call('knowledge.suggest', {});
  expect(suggested.questionId).toBe('Q19');
  expect(suggested.entries[0]?.id).toBe('K04');
  await expect(page.getByRole('button', { name: /^责任免除常见项/ })).toBeVisible();
  await look(desk, 'suggested');
  await press(page, 'F5');
  await expect(page.locator('.help-open')).toContainText('不凭记忆列举');
  // Beside the question, not over it.
  const [card, help] = await Promise.all([
    page.locator('#call-card').boundingBox(),
    page.locator('.help-open').boundingBox(),
  ]);
  expect((help?.x ?? 0) + (help?.width ?? 0)).toBeLessThanOrEqual(card?.x ?? 0);
  await press(page, 'Escape');
  await expect(page.locator('.help-open')).toHaveCount(0);
  await expect(page.locator('.answered')).toBeVisible();
  expect((await desk.call('knowledge.entry', { id: 'K05' })).entry?.title).toBe('分红不确定性');
});

test('an objection is chosen by key, its card stays, and its issue is in the store', async ({ launch }) => {
  test.setTimeout(180_000);
  const desk = await launch({ args: ['--practice-tempo=30'] });
  const { page } = desk;
  await call(desk);
  await answerByKeyboard(desk, {
    until: (card) => card.kind === 'question' && card.questionId === 'Q18',
  });
  await press(page, 'F11');
  await expect(page.getByText('客户怎么说？')).toBeVisible();
  await look(desk, 'objections');
  // The digit belongs to the playbook: the question on screen is not answered by it.
  await press(page, '1');
  const card = page.locator('.help-open');
  await expect(card).toContainText('我理解您对保费支出的担忧');
  await expect(card).toContainText('解决方案');
  await expect(page.locator('[data-question-id="Q18"]')).toBeFocused();
  // No real, approved case is shipped, so none is shown (domain.md section 6 C5).
  await expect(card).not.toContainText('他人经验');
  await expect(card).toContainText('已登记问题件');
  await look(desk, 'objection');

  await press(page, '1');
  await expect(page.locator('[data-question-id="Q18"]')).toHaveCount(0);
  await expect(card).toContainText('我理解您对保费支出的担忧');
  await press(page, 'Escape');
  await expect(card).toHaveCount(0);

  await press(page, 'F11', '4');
  await expect(card).toContainText('建议处置：');
  const { issues } = await desk.call('issue.board', { scope: 'open', search: '' }).then(({ rows }) => ({
    issues: rows.map(({ code, note, questionId }) => ({ code, note, questionId })),
  }));
  expect(issues).toEqual([{ code: 'I21', note: '价格敏感：保费太贵', questionId: null }]);
});
