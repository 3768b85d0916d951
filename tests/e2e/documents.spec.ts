import { createHash } from 'node:crypto';
import { access, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { read, utils } from '@e965/xlsx';
import { parse } from 'csv-parse/sync';
import { openDatabase } from '../../main/store/open.ts';
import { pdfText } from '../support/pdf-text.ts';
import { waitForPhase } from './agent.ts';
import type { Desk } from './desk.ts';
import { expect, test } from './desk.ts';
import { answerByKeyboard, press } from './keyboard-agent.ts';
import { answerSaveDialog } from './policies.ts';
import { becomeReady } from './seat.ts';

const limit = { timeout: 60_000 };

/** A practice callback in which the customer does not understand the exclusions, with a note. */
const callback = async (desk: Desk): Promise<string> => {
  const { page } = desk;
  await page.getByRole('button', { name: /现在练习/ }).click();
  await expect(page.locator('[data-screen="worklist"]')).toBeVisible(limit);
  await becomeReady(desk);
  await page.getByRole('button', { name: /已阅，拨打/ }).click();
  await waitForPhase(desk, 'talking');
  await answerByKeyboard(desk, { values: { Q19: 'unclear' } });
  await press(page, 'F2');
  await page.keyboard.type('客户要求寄送条款');
  await press(page, 'Escape', '1', 'Control+Enter');
  await expect(page.locator('[data-screen="worklist"]')).toBeVisible(limit);
  const { rows } = await desk.call('records.page', { search: '', offset: 0, limit: 10 });
  return rows[0]?.attemptId ?? '';
};

const written = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

test('evidence sheet as PDF, list as CSV, Excel and JSON: whole, masked, equal to what is kept', async ({
  launch,
}) => {
  const desk = await launch({ args: ['--practice-tempo=30'] });
  const { page } = desk;
  const attemptId = await callback(desk);
  const { record, texts } = await desk.call('record.get', { attemptId });

  await press(page, 'Control+3');
  await page.getByRole('row').nth(1).click();
  await expect(page.getByRole('button', { name: /证据单/ })).toBeVisible(limit);
  const pdf = join(desk.profile, 'evidence.pdf');
  await answerSaveDialog(desk, pdf);
  await press(page, 'Control+p');
  await expect.poll(() => written(pdf), limit).toBe(true);
  const sheet = pdfText(await readFile(pdf)).replaceAll('{自动总结}', '');
  const masked = `${record.holderName.charAt(0)}${'*'.repeat(record.holderName.length - 1)}`;
  const bare = (text: string): string =>
    text
      .replaceAll(record.holderName, masked)
      .normalize('NFKC')
      .replaceAll(/\s/g, '')
      .replaceAll('{自动总结}', '');
  for (const answer of record.answers) {
    expect(sheet).toContain(bare(`${answer.questionId}`));
    expect(sheet).toContain(bare(texts[answer.questionId] ?? 'no text'));
    expect(sheet).toContain(answer.textHash);
  }
  expect(sheet).toContain(bare(record.packHash));
  expect(sheet).toContain('I08');
  expect(sheet).toContain('客户要求寄送条款');
  expect(sheet).toContain('练习记录');
  expect(sheet).not.toContain(record.holderName);
  expect(sheet).not.toContain(record.policyNo);

  for (const format of ['CSV', 'Excel', 'JSON'] as const) {
    const file = join(desk.profile, `list.${format === 'Excel' ? 'xlsx' : format.toLowerCase()}`);
    await answerSaveDialog(desk, file);
    await page.getByRole('button', { name: format, exact: true }).click();
    await expect.poll(() => written(file), limit).toBe(true);
  }
  const [csv = {}] = parse<Record<string, string>>(await readFile(join(desk.profile, 'list.csv'), 'utf8'), {
    bom: true,
    columns: true,
  });
  expect(csv['客户姓名']).toBe(masked);
  expect(csv['回访要点与客户反馈']).toContain('客户要求寄送条款');
  expect(csv['异常标记与处理建议']).toContain('I08');
  const book = read(await readFile(join(desk.profile, 'list.xlsx')), { type: 'buffer' });
  const [row = {}] = utils.sheet_to_json<Record<string, string>>(book.Sheets['callbacks'] ?? {});
  expect(row).toEqual(csv);
  const { rows } = JSON.parse(await readFile(join(desk.profile, 'list.json'), 'utf8')) as {
    rows: Record<string, string>[];
  };
  expect(rows).toHaveLength(1);
  expect(Object.values(rows[0] ?? {})).toEqual(Object.values(csv));
  // The hash in the files is that of the text that goes to head office.
  const db = openDatabase(join(desk.profile, 'callback-desk.db'));
  const body = db.prepare('SELECT body FROM outbox WHERE entity_id = ?').pluck().get(attemptId) as string;
  db.close();
  const kept = createHash('sha256').update(body, 'utf8').digest('hex');
  expect(rows[0]?.['recordHash']).toBe(kept);
  expect(sheet).toContain(kept);

  // What cannot be written is told with its remedy, and the screen stays usable.
  await answerSaveDialog(desk, join(desk.profile, 'no-such-folder', 'list.csv'));
  await page.getByRole('button', { name: 'CSV', exact: true }).click();
  await expect(page.getByRole('group').getByText('选的文件夹已不在')).toBeVisible(limit);

  // Two characters of a note find the callback.
  await page.getByRole('searchbox').fill('寄送');
  await expect(page.getByText('列表导出（1 条）')).toBeVisible(limit);
  await page.getByRole('searchbox').fill('退保金');
  await expect(page.getByText('列表导出（0 条）')).toBeVisible(limit);
  await page.getByRole('searchbox').fill('');
  await expect(page.getByText('列表导出（1 条）')).toBeVisible(limit);

  const folder = join('artifacts', 'screens');
  await mkdir(folder, { recursive: true });
  for (const locale of ['zh-CN', 'en'] as const) {
    await desk.call('app.setLocale', { locale });
    await expect(page.locator('html')).toHaveAttribute('lang', locale);
    await page.screenshot({ path: join(folder, `documents-${locale}.png`) });
    const { violations } = await new AxeBuilder({ page })
      .setLegacyMode(true)
      .withTags(['wcag2a', 'wcag2aa', 'wcag22aa'])
      .analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
  }
});
