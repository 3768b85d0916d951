import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Desk } from './desk.ts';
import { answerByKeyboard, press } from './keyboard-agent.ts';
import { closeByKey, dialByKey, importRows, practise, rowsOf } from './scripts/callbacks.ts';

const folder = join('artifacts', 'screens', 'practice');

const violations = async (desk: Desk): Promise<string[]> => {
  const found = await new AxeBuilder({ page: desk.page })
    .setLegacyMode(true)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
};

/** Both languages and themes: no accessibility violation, nothing beyond the edge of the window. */
const look = async (desk: Desk, name: string): Promise<void> => {
  const { page } = desk;
  await mkdir(folder, { recursive: true });
  for (const [locale, theme] of [
    ['en', 'dark'],
    ['zh-CN', 'light'],
  ] as const) {
    await desk.call('app.setLocale', { locale });
    await desk.call('app.setTheme', { theme });
    await expect(page.locator('html')).toHaveAttribute('lang', locale);
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    await page.screenshot({ path: join(folder, `${name}-${locale}-1366.png`) });
    expect(await violations(desk)).toEqual([]);
    const overflow = await page.evaluate(() => ({
      down: document.documentElement.scrollHeight > window.innerHeight,
      across: document.documentElement.scrollWidth > window.innerWidth,
      card: [...document.querySelectorAll('.call-card')].some(
        (one) => one.scrollHeight > one.clientHeight + 1,
      ),
    }));
    expect(overflow, `${name} ${locale}`).toEqual({ down: false, across: false, card: false });
  }
};

test('a new agent needs no manual: hints in the first practice call, its review at the end, then the next drill', async ({
  launch,
}) => {
  test.setTimeout(240_000);
  const desk = await launch({ args: ['--practice-tempo=40'] });
  const { page } = desk;
  await expect(page.getByRole('button', { name: /现在练习/ })).toBeFocused();
  await expect(page.getByText('完整走一遍回访')).toBeVisible();
  await look(desk, 'welcome');
  await page.getByRole('button', { name: /现在练习/ }).focus();
  await press(page, 'Enter');
  await expect(page.getByRole('button', { name: /已阅，拨打/ })).toBeFocused({ timeout: 30_000 });
  await dialByKey(desk);
  const hint = page.getByTestId('hint');
  await expect(hint).toContainText('念完按 Enter');
  await answerByKeyboard(desk, {
    until: (card) => card.kind === 'verify',
  });
  await expect(hint).toContainText('两项都符合才会显示保单');
  await look(desk, 'hint-verify');
  await answerByKeyboard(desk, {
    values: { Q19: 'unclear' },
    until: (card) => card.kind === 'abnormal',
  });
  await expect(hint).toContainText('再按 Enter 重问一次');
  await look(desk, 'hint-abnormal');
  // The longest text of a callback, with the hint below it: the answers are still in sight.
  await answerByKeyboard(desk, { until: (card) => card.kind === 'question' && card.questionId === 'Q90' });
  await look(desk, 'hint-summary');
  await answerByKeyboard(desk);
  await expect(hint).toContainText('随后会看到这通练习的复盘');
  await closeByKey(desk, 'D02');

  const review = page.getByTestId('review');
  await expect(review).toContainText('练习复盘 · T0 配合的客户');
  await expect(review.locator('[data-rule="unclear-noted"]')).toHaveAttribute('data-outcome', 'passed');
  // What a test presses at once nobody can have read aloud, and the rules say so.
  await expect(review.locator('[data-rule="too-fast"]')).toContainText(/Q\d\d .*每分钟 \d+ 字/);
  await expect(page.getByRole('button', { name: /已阅，拨打/ })).toBeFocused();
  await look(desk, 'review');

  // The second call explains itself no more.
  await dialByKey(desk);
  await expect(hint).toHaveCount(0);
  await expect(review).toHaveCount(0);
  await answerByKeyboard(desk, { until: (card) => card.kind === 'question' && card.questionId === 'Q03' });
  await closeByKey(desk, 'D12');
  await expect(review.locator('.badge').first()).toHaveText('未通过');

  // All drills, with the best result, are one key away; so is the next one.
  await press(page, 'Control+Shift+p');
  await expect(page.locator('[data-drill="T0"]')).toContainText('练过 2 次，通过 1 次');
  await expect(page.locator('[data-drill="T1"]')).toContainText('还没练过');
  await expect(page.locator('.practice-one [data-rule="whole-call"]')).toHaveAttribute(
    'data-outcome',
    'passed',
  );
  await look(desk, 'practice');
  await page.getByRole('button', { name: /^T6 / }).press('Enter');
  await expect(page.getByText('先听、致歉、不争辩')).toBeVisible();
  await page.getByRole('button', { name: /^开始这个练习/ }).press('Enter');
  await expect(page.locator('[data-screen="worklist"]')).toBeVisible();
  expect((await desk.call('app.state', {})).drill).toBe('T6');
});

test('hints are put away for good, and never stand in a real callback; the review never outlives practice', async ({
  launch,
}) => {
  const desk = await practise(launch, 'T0', rowsOf([{}, {}]));
  const { page } = desk;
  await dialByKey(desk);
  const hint = page.getByTestId('hint');
  await hint.getByRole('button', { name: '不再提示' }).press('Enter');
  await expect(hint).toHaveCount(0);
  await closeByKey(desk, 'D12');
  await expect(page.getByTestId('review')).toBeVisible();
  expect(await desk.call('drill.hints', {})).toEqual({ show: false });
  await desk.call('practice.stop', {});
  await expect(page.getByTestId('review')).toHaveCount(0);
  expect(await desk.call('drill.hints', {})).toEqual({ show: false });
  await desk.close();

  // Another profile, live from the start: there is nothing to hint at and nothing to review.
  const live = await launch();
  await importRows(live, rowsOf([{}]));
  expect(await live.call('drill.hints', {})).toEqual({ show: false });
  expect(await live.call('drill.review', { attemptId: null })).toEqual({ shown: null });
});
