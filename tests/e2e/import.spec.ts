import { copyFile, readFile, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Desk } from './desk.ts';
import { expect, test } from './desk.ts';
import { answerOpenDialog } from './policies.ts';

const files = resolve(import.meta.dirname, '../fixtures/import/files');

/** Chooses a file in the import screen as a person would; the dialog's answer is given beforehand. */
const choose = async (desk: Desk, name: string): Promise<void> => {
  const copy = join(desk.profile, name);
  await copyFile(join(files, name), copy);
  await answerOpenDialog(desk, copy);
  await desk.page.getByRole('button', { name: '选择文件' }).click();
};

const openImport = async (desk: Desk): Promise<void> => {
  await desk.call('app.welcomeDone', {});
  await desk.page.keyboard.press('Control+5');
  await desk.page.locator('[data-screen="import"]').waitFor();
};

test('nasty CSV in GB18030: every bad row is named with line, column, reason and remedy; good ones go in once', async ({
  launch,
}) => {
  const desk = await launch();
  const { page } = desk;
  await openImport(desk);
  await choose(desk, 'nasty-gb18030.csv');
  await expect(page.getByText('GB18030', { exact: true })).toBeVisible();
  // Excel's 1.99E+10 has lost its digits; a cut or full identity number keeps what is certain and no more.
  await expect(page.getByText(/第 6 行 F 列 .*科学计数.*重新填写/)).toBeVisible();
  await expect(page.getByText(/第 15 行 N 列 .*日月不明.*年-月-日/)).toBeVisible();
  await expect(page.getByText(/像是银行账号，不予保存，请删去/)).toBeVisible();
  const shown = await page.locator('main').innerText();
  expect(shown).not.toMatch(/\d{17}[\dXx]/);
  expect(shown).not.toMatch(/1[3-9]\d{9}/);

  await page.getByRole('button', { name: /导入 11 份/ }).click();
  await expect(page.getByRole('heading', { name: /完成/ })).toBeVisible();
  await page.getByRole('button', { name: /保存/ }).click();
  await expect
    .poll(async () => (await readdir(desk.profile)).filter((name) => name.includes('未导入')).length)
    .toBe(1);
  const saved = (await readdir(desk.profile)).find((name) => name.includes('未导入')) ?? '';
  expect(await readFile(join(desk.profile, saved), 'utf8')).toContain('P003');

  await page
    .getByRole('button', { name: /工作列表/ })
    .last()
    .click();
  await expect(page.locator('[data-screen="worklist"]')).toBeVisible();
  const first = await desk.call('worklist.page', { filter: 'all', search: '', offset: 0, limit: 50 });
  expect(first.total).toBe(11);

  await page.keyboard.press('Control+5');
  await choose(desk, 'nasty-gb18030.csv');
  await expect(page.getByRole('button', { name: /没有可导入的行/ })).toBeVisible();
  const again = await desk.call('worklist.page', { filter: 'all', search: '', offset: 0, limit: 50 });
  expect(again.total).toBe(11);
});

test('nasty workbook: numbers, serial dates and formulas are read, and told where they were', async ({
  launch,
}) => {
  const desk = await launch();
  await openImport(desk);
  await choose(desk, 'nasty-excel.xlsx');
  await expect(desk.page.getByText('nasty-excel.xlsx')).toBeVisible();
  await expect(desk.page.getByText('XLSX', { exact: true })).toBeVisible();
  await desk.page.getByText(/^有提示/).click();
  await expect(desk.page.getByText(/公式/).first()).toBeVisible();
});

for (const { name, says } of [
  { name: 'locked.xlsx', says: /打开密码.*去掉密码/ },
  { name: 'old-format.xls', says: /旧版 Excel.*另存为 \.xlsx/ },
  { name: 'web-page.xls', says: /网页.*导出/ },
  { name: 'torn.xlsx', says: /损坏|不是 Excel/ },
  { name: 'bomb.xlsx', says: /展开后过大/ },
  { name: 'empty.csv', says: /空的/ },
  { name: 'picture.csv', says: /不是文本文件|不是/ },
  { name: 'headings-only.csv', says: /只有表头/ },
]) {
  test(`a file that cannot be read says why and what to do: ${name}`, async ({ launch }) => {
    const desk = await launch();
    await openImport(desk);
    await choose(desk, name);
    await expect(desk.page.locator('main').getByText(says)).toBeVisible();
    // The way on is still there.
    await expect(desk.page.getByRole('button', { name: '选择文件' })).toBeVisible();
  });
}
