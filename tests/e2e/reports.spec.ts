import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import Database from 'better-sqlite3';
import type { Page } from '@playwright/test';
import { openDatabase } from '../../main/store/open.ts';
import { createSqliteStore } from '../../main/store/sqlite-store.ts';
import { seeded, seedReports } from '../fixtures/reports/seed.ts';
import { storeRules } from '../fixtures/store/rules.ts';
import { waitForPhase } from './agent.ts';
import type { Desk } from './desk.ts';
import { expect, test } from './desk.ts';
import { answerByKeyboard, press } from './keyboard-agent.ts';
import { answerSaveDialog } from './policies.ts';
import { becomeReady } from './seat.ts';

const shippedPack = resolve(import.meta.dirname, '../../resources/packs/hf-default-zh.yaml');

/** A profile whose store holds a small branch, made by the store's own methods before the app starts. */
const branchProfile = async (): Promise<string> => {
  const profile = await mkdtemp(join(tmpdir(), 'callback-desk-'));
  const store = createSqliteStore(openDatabase(join(profile, 'callback-desk.db')), storeRules);
  const pack = await readFile(shippedPack, 'utf8');
  seedReports(store, Date.now(), createHash('sha256').update(pack, 'utf8').digest('hex'));
  store.close();
  return profile;
};

/** What the file itself says, by a query that the app does not have. */
const counted = (profile: string, sql: string): number[] => {
  const db = new Database(join(profile, 'callback-desk.db'), { readonly: true });
  try {
    return Object.values(db.prepare<[], Record<string, number>>(sql).get() ?? {});
  } finally {
    db.close();
  }
};

const openReports = async (desk: Desk): Promise<void> => {
  const { page } = desk;
  await press(page, 'Control+3');
  await page.getByRole('radiogroup', { name: '记录与报表' }).getByText('报表', { exact: true }).click();
  await expect(page.getByRole('heading', { name: '报表', level: 1 })).toBeVisible({ timeout: 30_000 });
};

const show = (page: Page, report: string): Promise<void> =>
  page.getByRole('radiogroup', { name: '报表', exact: true }).getByText(report, { exact: true }).click();

const grid = (page: Page, name: string) => page.getByRole('grid', { name, exact: true });

test('each report shows what the store holds; a miss opens in the work list, a late record opens by Enter', async ({
  launch,
}) => {
  const profile = await branchProfile();
  const desk = await launch({ profile });
  const { page } = desk;
  await desk.call('app.welcomeDone', {});
  await openReports(desk);

  const [due, tried, completed, successful] = counted(
    profile,
    `SELECT count(*), sum(id IN (SELECT task_id FROM attempt)),
       sum(id IN (SELECT task_id FROM attempt WHERE completed)), sum(state = 'succeeded')
     FROM task WHERE mode = 'live' AND type = 'new' AND coalesce(last_disposition, '') <> 'D45'`,
  );
  expect([due, tried, completed, successful]).toEqual([5, 3, 2, 1]);
  await expect(
    page.getByText(
      `应访 ${due} 件，已拨 ${tried}，完成 ${completed}，其中犹豫期内完成 ${completed}，成功 ${successful}`,
    ),
  ).toBeVisible();
  const misses = grid(page, '漏访清单').getByRole('row');
  await expect(misses).toHaveCount(4);
  await expect(misses.nth(1)).toContainText(seeded.over);
  await expect(misses.nth(1)).toContainText('犹豫期已过 · 未拨打');
  await expect(misses.nth(2)).toContainText(seeded.ending);
  await expect(misses.nth(2)).toContainText('犹豫期将到 · 未完成');
  await expect(misses.nth(3)).toContainText(seeded.fresh);

  // The misses of one line of the figures, then all of them again, and one of them in the work list.
  const bank = grid(page, '各月回访覆盖').getByRole('row').filter({ hasText: '银保' });
  await expect(bank).toContainText('0% 未达 100%');
  await bank.click();
  await expect(misses).toHaveCount(3);
  await page.getByRole('button', { name: '显示全部漏访' }).click();
  await expect(misses).toHaveCount(4);
  await grid(page, '漏访清单').focus();
  await press(page, 'ArrowDown', 'ArrowDown', 'Enter');
  await expect(page.locator('[data-screen="worklist"]')).toBeVisible();
  await expect(page.locator('.card-side')).toContainText(seeded.ending, { timeout: 30_000 });

  await openReports(desk);
  await show(page, '五步漏斗');
  const steps = grid(page, '五步流程').getByRole('row');
  await expect(steps).toHaveCount(6);
  const [begun, answered, passed, archived] = counted(
    profile,
    `SELECT count(DISTINCT task_id), count(DISTINCT CASE WHEN answered_at THEN task_id END),
       count(DISTINCT CASE WHEN identity_passed THEN task_id END),
       count(DISTINCT CASE WHEN disposition = 'D01' THEN task_id END)
     FROM attempt JOIN task ON task.id = task_id
     WHERE attempt.mode = 'live' AND task.type = 'new' AND disposition <> 'D45'`,
  );
  const stages = ['准备与核对', '身份验证', '保单内容确认', '异常记录与上报', '归档与分析'];
  for (const [index, count] of [begun, answered, passed, passed, archived].entries()) {
    const cells = steps.nth(index + 1).getByRole('gridcell');
    await expect(cells.first()).toContainText(stages[index] ?? '');
    await expect(cells.nth(2)).toHaveText(String(count));
  }
  await expect(steps.nth(2).getByRole('gridcell').last()).toHaveText('55 秒');
  await expect(grid(page, '停在哪里').getByRole('row').filter({ hasText: '异常记录与上报' })).toContainText(
    '问题件',
  );

  await show(page, '归档及时');
  const [records, late] = counted(
    profile,
    `SELECT count(*), sum(closed_at - call_ended_at > 600000) FROM attempt
     WHERE mode = 'live' AND call_ended_at IS NOT NULL`,
  );
  await expect(page.getByText(`归档 ${records} 条，超时 ${late} 条`)).toBeVisible();
  await expect(grid(page, '各坐席归档').getByRole('row').filter({ hasText: '李强 0002' })).toContainText(
    '50% 未达 99%',
  );
  const lateRows = grid(page, '超时与未归档的记录').getByRole('row');
  await expect(lateRows).toHaveCount(2);
  await expect(lateRows.nth(1)).toContainText('20:00');

  await show(page, '满意度');
  await expect(grid(page, '各坐席满意度').getByRole('row').filter({ hasText: '周敏 0001' })).toContainText(
    '73.3% 未达 90%',
  );
  const low = grid(page, '低分评价').getByRole('row');
  await expect(low).toHaveCount(2);
  await low.nth(1).dblclick();
  // The callback that was rated, not the survey.
  await expect(page.getByRole('heading', { name: '回访记录', level: 1 })).toBeVisible();
  await expect(page.locator('.record')).toContainText('周敏', { timeout: 30_000 });

  // The reports are where they were left.
  await openReports(desk);
  await expect(low).toHaveCount(2);
  await show(page, '归档及时');
  await grid(page, '超时与未归档的记录').focus();
  await press(page, 'ArrowDown', 'Enter');
  await expect(page.locator('.record')).toContainText('李强', { timeout: 30_000 });
});

test('a table goes to a CSV file and into the audit chain; the four reports look right in both languages and themes', async ({
  launch,
}) => {
  test.setTimeout(240_000);
  const profile = await branchProfile();
  const desk = await launch({ profile });
  const { page } = desk;
  await desk.call('app.welcomeDone', {});
  await openReports(desk);
  const file = join(profile, 'misses.csv');
  await answerSaveDialog(desk, file);
  await page.getByRole('button', { name: '导出 CSV：漏访清单' }).click();
  await expect(page.getByText(/已导出 3 条到.*已脱敏/).first()).toBeVisible({ timeout: 30_000 });
  const lines = (await readFile(file, 'utf8')).split('\r\n');
  expect(lines).toHaveLength(5);
  expect(lines[0]).toBe('\u{feff}保单号,客户姓名,月份,渠道,漏访原因,犹豫期剩余天数,最近处置');
  expect(lines[1]).toMatch(/^\*+004,测\*+,\d{4}-\d{2},银保,犹豫期已过 未拨打,-1,$/);
  expect(counted(profile, `SELECT count(*) FROM audit WHERE action = 'report.export'`)).toEqual([1]);

  const folder = join('artifacts', 'screens');
  await mkdir(folder, { recursive: true });
  await page.setViewportSize({ width: 1366, height: 768 });
  for (const [index, name] of ['coverage', 'funnel', 'late', 'satisfaction'].entries()) {
    for (const locale of ['zh-CN', 'en'] as const) {
      await desk.call('app.setLocale', { locale });
      await expect(page.locator('html')).toHaveAttribute('lang', locale);
      const kinds = page.getByRole('radiogroup', { name: locale === 'en' ? 'Reports' : '报表', exact: true });
      await kinds.getByRole('radio').nth(index).check({ force: true });
      await expect(page.getByRole('grid').first()).toBeVisible();
      for (const theme of ['light', 'dark'] as const) {
        await desk.call('app.setTheme', { theme });
        await page.screenshot({ path: join(folder, `report-${name}-${locale}-${theme}.png`) });
        const { violations } = await new AxeBuilder({ page })
          .setLegacyMode(true)
          .withTags(['wcag2a', 'wcag2aa', 'wcag22aa'])
          .analyze();
        expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html ?? ''}`)).toEqual([]);
      }
    }
  }
});

test('practice callbacks are in no report', async ({ launch }) => {
  const desk = await launch({ args: ['--practice-tempo=30'] });
  const { page } = desk;
  await page.getByRole('button', { name: /现在练习/ }).click();
  await expect(page.locator('[data-screen="worklist"]')).toBeVisible({ timeout: 30_000 });
  await becomeReady(desk);
  await page.getByRole('button', { name: /已阅，拨打/ }).click();
  await waitForPhase(desk, 'talking');
  await answerByKeyboard(desk, {});
  await press(page, '1', 'Control+Enter');
  await expect(page.locator('[data-screen="worklist"]')).toBeVisible({ timeout: 30_000 });
  expect((await desk.call('records.page', { search: '', offset: 0, limit: 9 })).total).toBe(1);

  await openReports(desk);
  await expect(page.getByText('报表只统计正式回访，练习不计入')).toBeVisible();
  await expect(page.getByText('这段时间没有应访的回访。')).toBeVisible();
  expect(await desk.call('report.late', { days: 30 })).toMatchObject({ records: 0, list: [] });
  expect(await desk.call('report.funnel', { days: 30 })).toMatchObject({ due: 0 });
});
