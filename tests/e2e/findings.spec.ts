import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { waitForPhase } from './agent.ts';
import { expect, test } from './desk.ts';
import { answerByKeyboard, press } from './keyboard-agent.ts';
import { becomeReady } from './seat.ts';

test('findings are counted by seller, product and type, and agree with the board', async ({ launch }) => {
  const desk = await launch({ args: ['--practice-tempo=30'] });
  const { page } = desk;
  await page.getByRole('button', { name: /现在练习/ }).click();
  await expect(page.locator('[data-screen="worklist"]')).toBeVisible({ timeout: 30_000 });
  await becomeReady(desk);
  await page.getByRole('button', { name: /已阅，拨打/ }).click();
  await waitForPhase(desk, 'talking');
  await answerByKeyboard(desk, { values: { Q19: 'unclear' } });
  await press(page, '1', 'Control+Enter');
  await expect(page.locator('[data-screen="worklist"]')).toBeVisible({ timeout: 30_000 });

  await press(page, 'Control+7');
  const { rows } = await desk.call('issue.board', { scope: 'open', search: '' });
  await page.getByText('统计', { exact: true }).click();
  await expect(page.getByText(`共 ${rows.length} 件问题件，涉及 1 份保单`)).toBeVisible({ timeout: 30_000 });
  await page.getByText('问题类型', { exact: true }).first().click();
  await expect(page.getByRole('row').filter({ hasText: 'I08' })).toContainText('责任免除', {
    timeout: 30_000,
  });
  const byType = await desk.call('finding.report', { by: 'type', days: 7 });
  expect(byType.rows.reduce((sum, row) => sum + row.total, 0)).toBe(rows.length);

  const folder = join('artifacts', 'screens');
  await mkdir(folder, { recursive: true });
  for (const locale of ['zh-CN', 'en'] as const) {
    await desk.call('app.setLocale', { locale });
    await expect(page.locator('html')).toHaveAttribute('lang', locale);
    await page.setViewportSize({ width: 1366, height: 768 });
    await page.screenshot({ path: join(folder, `findings-${locale}.png`) });
    const { violations } = await new AxeBuilder({ page })
      .setLegacyMode(true)
      .withTags(['wcag2a', 'wcag2aa', 'wcag22aa'])
      .analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
  }
});
