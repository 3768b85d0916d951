import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import Database from 'better-sqlite3';
import type { Desk } from './desk.ts';
import { expect, test } from './desk.ts';
import { answerByKeyboard, press } from './keyboard-agent.ts';
import { closeByKey, dialByKey, practise, rowsOf } from './scripts/callbacks.ts';

/** Quality check of a callback by somebody else than who made it (domain.md 3.6, rows 12, 25, 38, 45, 57, 63, 103). */
const lead = { number: '9001', name: '周岚', role: 'lead', pin: '271828' };
const agent = { number: '0012', name: '林晓', role: 'agent', pin: '314159' };
const limit = { timeout: 30_000 };
const folder = join('artifacts', 'screens');

const looksRight = async (desk: Desk, name: string): Promise<void> => {
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
    await page.screenshot({ path: join(folder, `${name}-${locale}.png`) });
    const { violations } = await new AxeBuilder({ page })
      .setLegacyMode(true)
      .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
      .analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual(
      [],
    );
    const across = await page.evaluate(() =>
      [document.documentElement, ...document.querySelectorAll('.record')].some(
        (one) => one.scrollWidth > one.clientWidth + 1,
      ),
    );
    expect(across, `${name} ${locale}`).toBe(false);
  }
};

const rows = (profile: string, sql: string): Record<string, unknown>[] => {
  const db = new Database(join(profile, 'callback-desk.db'), { readonly: true });
  try {
    return db.prepare<[], Record<string, unknown>>(sql).all();
  } finally {
    db.close();
  }
};

test('a callback is scored by another person: keys, pre-score, draft, fatal item, what to improve, one issue', async ({
  launch,
}) => {
  test.setTimeout(300_000);
  const desk = await practise(launch, 'T0', rowsOf([{}, {}]));
  const { page } = desk;
  await dialByKey(desk);
  await answerByKeyboard(desk, { values: { Q19: 'unclear' } });
  await closeByKey(desk, 'D02');
  await dialByKey(desk);
  await answerByKeyboard(desk, { until: (card) => card.kind === 'question' && card.questionId === 'Q03' });
  await closeByKey(desk, 'D12');
  const page1 = await desk.call('records.page', { search: '', offset: 0, limit: 10 });
  const [short, whole] = page1.rows.map(({ attemptId }) => attemptId);
  if (short === undefined || whole === undefined) throw new Error('there are no two records');

  // Who sat here when the call was made does not score it, whoever that was.
  await press(page, 'Control+3');
  await page.getByRole('row').nth(2).click();
  const panel = page.getByRole('region', { name: '质检' });
  await expect(panel).toContainText('须由另一位有质检权限的人员评分', limit);
  await expect(panel.getByRole('button')).toHaveCount(0);
  const marks = { answers: {}, comments: {}, fatal: {}, remark: '' };
  expect(await desk.ask('quality.score', { attemptId: whole, formVersion: '1.0.0', marks })).toMatchObject({
    ok: false,
    error: { code: 'quality_own_call' },
  });

  // A lead signs in; the form opens by keyboard, with what the record says beside each item.
  await desk.call('people.add', lead);
  await desk.call('people.add', agent);
  await press(page, 'Control+3');
  await page.getByRole('row').nth(2).click();
  const opens = panel.getByRole('button', { name: '开始质检' });
  await expect(opens).toBeVisible(limit);
  await opens.press('Enter');
  const item = (id: string) => panel.locator(`[data-quality-item="${id}"]`);
  await expect(item('C3').locator('[data-pre]')).toHaveAttribute('data-pre', 'met');
  await expect(item('C3')).toContainText('已有 2 项身份信息符合');
  for (const id of ['C1a', 'C1b', 'C1c', 'C2', 'C4', 'C8', 'P5'])
    await expect(item(id).locator('[data-pre]'), id).toHaveAttribute('data-pre', 'met');
  // A test presses keys faster than anybody reads aloud, and the rules say so.
  await expect(item('C6').locator('[data-pre]')).toHaveAttribute('data-pre', 'not_met');
  await expect(item('C7').locator('[data-pre]')).toHaveAttribute('data-certainty', 'proven');
  for (const id of ['C1d', 'C5', 'E1', 'E2'])
    await expect(item(id).locator('[data-pre]'), id).toHaveAttribute('data-pre', 'listen');
  // A pre-score is no answer: nothing is chosen, nothing counts.
  await expect(panel.locator('input[type="radio"]:checked')).toHaveCount(0);
  await expect(panel.getByTestId('quality-sum')).toContainText('已评 0/22 项');
  await panel.scrollIntoViewIfNeeded();
  await looksRight(desk, 'quality-form');

  // Digits answer and go on; Enter takes the pre-score of an item that has one, and of no other.
  await item('C1a').getByRole('radio').first().focus();
  await press(page, '1', 'Enter', '1');
  await expect(item('C1d').getByRole('radio').first()).toBeFocused();
  await press(page, 'Enter');
  await expect(item('C1d').getByRole('radio').first()).toBeFocused();
  await press(page, '2', '1', 'Enter');
  await expect(item('C3').getByRole('radio', { name: '符合', exact: false }).first()).toBeChecked();
  await expect(panel.getByTestId('quality-sum')).toContainText('已评 6/22 项');
  await expect(panel.getByTestId('quality-sum')).toContainText('合规性 48.5');

  // Looking at another record loses nothing.
  await page.getByRole('row').nth(1).click();
  await expect(panel.getByRole('button', { name: '开始质检' })).toBeVisible(limit);
  await page.getByRole('row').nth(2).click();
  await expect(panel.getByTestId('quality-sum')).toContainText('已评 6/22 项', limit);

  // What is missing is told, and the focus goes there.
  await panel.getByRole('button', { name: '保存评分' }).press('Enter');
  await expect(panel).toContainText('还有 16 项没有评', limit);
  await expect(item('C4').getByRole('radio').first()).toBeFocused();
  // C4 to C8, P1 to P6, E1 to E5.
  await press(page, ...'1113141441211212'.split(''));
  await expect(panel.getByTestId('quality-sum')).not.toContainText('已评');

  // A full identity number goes nowhere; the item is named and the words stay.
  const comment = item('E5').getByRole('textbox');
  await item('E5').getByRole('button').press('Enter');
  await page.keyboard.type('客户证件 110101199003078515');
  await panel.getByRole('button', { name: '保存评分' }).press('Enter');
  await panel.getByRole('button', { name: '确认保存' }).press('Enter');
  await expect(item('E5').locator('.field-error')).toBeVisible(limit);
  await expect(comment).toHaveValue('客户证件 110101199003078515');
  await expect(comment).toBeFocused();
  await comment.fill('结束时没有等客户先挂断');

  // A fatal item needs its reason, and is asked about before it is kept for good.
  const fatal = panel.locator('[data-quality-fatal="Z5"]');
  await fatal.getByRole('checkbox').focus();
  await press(page, 'Space');
  await panel.getByRole('button', { name: '保存评分' }).press('Enter');
  await expect(fatal.locator('.field-error')).toBeVisible(limit);
  await fatal.getByRole('textbox').fill('03:10 说“您就说知道”');
  await expect(panel.getByTestId('quality-sum')).toContainText('合计 0（一票否决）');
  await panel.getByRole('button', { name: '保存评分' }).press('Enter');
  await expect(panel).toContainText('已打开一票否决 1 项：Z5 教唆或引导客户回答');
  await expect(panel).toContainText('会开立问题件');
  await expect(panel.getByRole('button', { name: '确认保存' })).toBeFocused();
  await looksRight(desk, 'quality-question');
  await panel.getByRole('button', { name: '返回修改' }).press('Enter');
  await expect(panel.getByRole('button', { name: '保存评分' })).toBeFocused();
  await press(page, 'Enter');
  await panel.getByRole('button', { name: '确认保存' }).press('Enter');

  // The result, with what to improve.
  const result = panel.locator('[data-quality-review]').first();
  await expect(result).toContainText('0 分', limit);
  await expect(result).toContainText('不合格');
  await expect(result).toBeFocused();
  await expect(result).toContainText('周岚（9001）');
  await expect(result.locator('[data-improve="Z5"]')).toContainText('03:10 说“您就说知道”');
  await expect(result.locator('[data-improve="C7"]')).toContainText('100–120 字');
  await panel.scrollIntoViewIfNeeded();
  await looksRight(desk, 'quality-result');
  await press(page, 'Control+7');
  await expect(page.getByRole('row').filter({ hasText: '回访质量不合格重访' })).toHaveCount(1, limit);
  await press(page, 'Control+3');
  await page.getByRole('row').nth(2).click();

  // A second scoring stands beside the first and opens no second issue.
  await panel.getByRole('button', { name: '再次质检' }).press('Enter');
  await item('C1a').getByRole('radio').first().focus();
  await press(page, ...'3'.repeat(22).split(''));
  await panel.getByRole('button', { name: '保存评分' }).press('Enter');
  await panel.getByRole('button', { name: '确认保存' }).press('Enter');
  await expect(panel.getByRole('button', { name: /以前的评分（1 次）/ })).toBeVisible(limit);
  const kept = await desk.call('quality.get', { attemptId: whole });
  expect(kept.reviews.map(({ review }) => review.total)).toEqual([0, 0]);
  expect(kept.reviews[1]?.review.fatal).toEqual([{ id: 'Z5', reason: '03:10 说“您就说知道”' }]);
  expect(new Set(kept.reviews.map(({ issueId }) => issueId)).size).toBe(1);

  // An agent may not score, and does not see how others did.
  await desk.call('people.signOut', {});
  await expect(page.getByRole('heading', { name: '登录回访台' })).toBeVisible(limit);
  await desk.call('people.signIn', { number: agent.number, pin: agent.pin });
  await desk.call('people.changePin', { pin: agent.pin, newPin: '161803' });
  await expect(page.locator('.frame')).toBeVisible(limit);
  expect(await desk.ask('quality.score', { attemptId: whole, formVersion: '1.0.0', marks })).toMatchObject({
    ok: false,
    error: { code: 'role_not_allowed' },
  });
  expect((await desk.call('quality.get', { attemptId: whole })).reviews).toEqual([]);
  await desk.close();
  expect(rows(desk.profile, "SELECT code, note FROM issue WHERE code = 'I23'")).toHaveLength(1);
  expect(rows(desk.profile, "SELECT ref FROM audit WHERE action = 'quality.scored'")).toEqual([
    { ref: whole },
    { ref: whole },
  ]);
  expect(rows(desk.profile, 'SELECT count(*) AS n FROM quality_form')).toEqual([{ n: 1 }]);
});
