import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { utils, write } from '@e965/xlsx';
import { openDatabase } from '../../main/store/open.ts';
import { createSqliteStore } from '../../main/store/sqlite-store.ts';
import { seeded, seedReports } from '../fixtures/reports/seed.ts';
import { sendSurveySms } from '../fixtures/reports/survey-sms.ts';
import { storeRules } from '../fixtures/store/rules.ts';
import type { Desk } from './desk.ts';
import { expect, test } from './desk.ts';
import { press } from './keyboard-agent.ts';
import { answerOpenDialog } from './policies.ts';

/** domain.md rows 5, 59: the survey by SMS, its replies by the gateway's file. */
const shippedPack = resolve(import.meta.dirname, '../../resources/packs/hf-default-zh.yaml');
const limit = { timeout: 30_000 };
const hour = 3_600_000;

const branchProfile = async (): Promise<string> => {
  const profile = await mkdtemp(join(tmpdir(), 'callback-desk-'));
  const store = createSqliteStore(openDatabase(join(profile, 'callback-desk.db')), storeRules);
  const pack = await readFile(shippedPack, 'utf8');
  seedReports(store, Date.now(), createHash('sha256').update(pack, 'utf8').digest('hex'));
  for (const policyNo of [seeded.done, seeded.issue]) sendSurveySms(store, policyNo, Date.now() - 5 * hour);
  store.close();
  return profile;
};

const clock = (at: number): string =>
  new Intl.DateTimeFormat('sv-SE', {
    ...{ timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'short' },
  }).format(at);

const take = async (desk: Desk, file: string): Promise<void> => {
  await answerOpenDialog(desk, file);
  await desk.page.getByRole('button', { name: /导入短信回复|Import SMS replies/ }).press('Enter');
};

test('replies to the survey SMS are taken from the gateway’s file, count once, and a low one is an issue', async ({
  launch,
}) => {
  const profile = await branchProfile();
  const desk = await launch({ profile });
  const { page } = desk;
  await desk.call('app.welcomeDone', {});
  await press(page, 'Control+3');
  await page.getByRole('radiogroup', { name: '记录与报表' }).getByText('报表', { exact: true }).click();
  await page
    .getByRole('radiogroup', { name: '报表', exact: true })
    .getByText('满意度', { exact: true })
    .click();
  const agents = page.getByRole('grid', { name: '各坐席满意度', exact: true }).getByRole('row');
  await expect(agents).toHaveCount(2);

  // A file without the scores: said what to do, nothing counted.
  const file = join(profile, 'replies.csv');
  const at = clock(Date.now() - 2 * hour);
  await writeFile(file, `保单号,回复时间\n${seeded.done},${at}\n`);
  await take(desk, file);
  await expect(page.locator('.sms-import')).toContainText('文件里没有分数', limit);

  const lines = [
    '手机号,保单号,回复时间,回复内容',
    `19900010001,${seeded.done},${at},5 5 5`,
    `19900010002,${seeded.issue},${at},"2，1，3"`,
    `19900010003,${seeded.fresh},${at},555`,
    `19900010004,${seeded.done},${at},谢谢`,
  ];
  await writeFile(file, `\ufeff${lines.join('\r\n')}`);
  const issues = async (): Promise<number> =>
    (await desk.call('issue.board', { scope: 'open', search: '' })).rows.length;
  const before = await issues();
  await take(desk, file);
  const said = page.locator('.sms-import');
  await expect(said).toContainText('新计入 2 份，已有 0 份，由低分产生问题件 1 件', limit);
  await expect(said.getByRole('listitem')).toHaveText([
    /第 4 行.*回复之前没有发过满意度短信/,
    /第 5 行 D 读不出三个分数/,
  ]);
  await expect(agents.filter({ hasText: '周敏 0001' })).toContainText('2 (1)');
  await expect(agents.filter({ hasText: '李强 0002' })).toContainText('40% 未达 90%');
  const low = page.getByRole('grid', { name: '低分评价', exact: true }).getByRole('row');
  await expect(low).toHaveCount(3);
  await expect(low.filter({ hasText: seeded.issue })).toContainText('短信');
  await expect.poll(issues, limit).toBe(before + 1);

  const folder = join('artifacts', 'screens');
  await mkdir(folder, { recursive: true });
  await page.setViewportSize({ width: 1366, height: 768 });
  for (const locale of ['en', 'zh-CN'] as const) {
    await desk.call('app.setLocale', { locale });
    await expect(page.locator('html')).toHaveAttribute('lang', locale);
    await page.screenshot({ path: join(folder, `sms-replies-${locale}.png`) });
    const { violations } = await new AxeBuilder({ page })
      .setLegacyMode(true)
      .withTags(['wcag2a', 'wcag2aa', 'wcag22aa'])
      .analyze();
    expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html ?? ''}`)).toEqual([]);
  }

  // The same replies again, as a workbook: nothing counts twice.
  const book = utils.book_new();
  utils.book_append_sheet(
    book,
    utils.aoa_to_sheet(lines.slice(0, 3).map((line) => line.replaceAll('"', '').split(/,(?! )/))),
  );
  const workbook = join(profile, 'replies.xlsx');
  await writeFile(workbook, write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer);
  await take(desk, workbook);
  await expect(said).toContainText('新计入 0 份，已有 2 份，由低分产生问题件 0 件', limit);
  expect(await issues()).toBe(before + 1);
  // The low one opens the call that it is about.
  await low.filter({ hasText: seeded.issue }).dblclick();
  await expect(page.locator('.record')).toContainText('李强', limit);
});
