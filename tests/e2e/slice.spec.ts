import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sessionOf, waitForPhase } from './agent.ts';
import { expect, test } from './desk.ts';
import { answerByKeyboard, press, spokenReply } from './keyboard-agent.ts';
import { answerOpenDialog, answerSaveDialog, policiesCsv, testPolicies } from './policies.ts';
import { startHeadOffice } from '../support/head-office.ts';

const policies = testPolicies(3);

test('the whole slice by keyboard only: welcome, import, call, identity, every question, an issue, disposition, next, record', async ({
  launch,
}) => {
  const desk = await launch({ args: ['--practice-tempo=30'] });
  const { page } = desk;
  await expect(page.locator('[data-screen="welcome"]')).toBeVisible();
  await expect(page.getByRole('button', { name: /现在练习/ })).toBeFocused();
  await press(page, 'Enter');
  await expect(page.locator('[data-screen="worklist"]')).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText('罗静怡').first()).toBeVisible();

  const file = join(desk.profile, 'list.csv');
  await writeFile(file, policiesCsv(policies), 'utf8');
  await answerOpenDialog(desk, file);
  await press(page, 'Control+5');
  await expect(page.locator('[data-screen="import"]')).toBeVisible();
  await expect(page.getByRole('button', { name: /选择文件/ })).toBeFocused();
  await press(page, 'Enter');
  await expect(page.getByText('list.csv')).toBeVisible();
  await press(page, 'Control+Enter');
  await expect(page.getByRole('heading', { name: '导入完成' })).toBeVisible();
  await expect(page.getByRole('main').getByRole('button').first()).toBeFocused();
  await press(page, 'Enter');
  await expect(page.locator('[data-screen="worklist"]')).toBeVisible();

  await press(page, 'Control+k');
  await page.keyboard.type('T900000');
  await expect(page.getByRole('row')).toHaveCount(2);
  await expect(page.getByRole('row').nth(1)).toContainText('T900000');
  // Once in the list, once on the card beside it: what is dialled is what was searched for.
  await expect(page.getByText('T900000')).toHaveCount(2);
  await press(page, 'ArrowDown', 'Control+Enter');
  await expect(page.locator('[data-screen="call"]')).toBeVisible();
  await waitForPhase(desk, 'talking');
  const session = await sessionOf(desk);
  expect(session.customer.policyNo).toBe('T900000');

  await answerByKeyboard(desk, { values: { Q19: 'unclear' } });
  const ended = await sessionOf(desk);
  expect(ended.script.issues.map((issue) => issue.code)).toContain('I08');
  expect(ended.script.progress.requiredDone).toBe(ended.script.progress.requiredTotal);

  await press(page, '1', 'Control+Enter');
  await expect(page.locator('[data-screen="worklist"]')).toBeVisible();
  const { rows } = await desk.call('records.page', { search: '', offset: 0, limit: 10 });
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ policyNo: 'T900000', mode: 'practice' });

  // The next customer is one key away.
  await expect(page.getByRole('button', { name: /已阅，拨打/ })).toBeFocused();
  await press(page, 'Control+Enter');
  await expect(page.locator('[data-screen="call"]')).toBeVisible();
  await waitForPhase(desk, 'talking');
});

test('the same by mouse, to the exported record at head office', async ({ launch }) => {
  const headOffice = await startHeadOffice();
  const desk = await launch({ args: ['--practice-tempo=30'] });
  const { page } = desk;
  await page.getByRole('button', { name: /现在练习/ }).click();
  await expect(page.locator('[data-screen="worklist"]')).toBeVisible({ timeout: 20_000 });

  await page.getByRole('navigation').getByText('设置').click();
  await page.getByLabel('总部地址').fill(headOffice.url);
  await page.getByLabel('机构代码').fill(await headOffice.issueBranchCode('分公司一'));
  await page.getByRole('button', { name: '连接并测试' }).last().click();
  await expect.poll(async () => (await desk.call('app.state', {})).headOffice.configured).toBe(true);

  await page.getByRole('navigation').getByText('工作列表').click();
  await page.getByRole('button', { name: /已阅，拨打/ }).click();
  await waitForPhase(desk, 'talking');
  for (let count = 0; count < 120; count += 1) {
    const { card } = (await sessionOf(desk)).script;
    if (card.kind === 'ending') break;
    await expect(page.locator(`[data-card-kind="${card.kind}"]`)).toBeVisible();
    if (card.kind === 'verify') {
      await page.locator('[data-card-kind="verify"] input').fill(await spokenReply(desk, card));
      await page.getByRole('button', { name: /^核对/ }).click();
    } else if (card.kind === 'statement') {
      await page.getByRole('button', { name: /已读完/ }).click();
    } else if (card.kind === 'question') {
      const label = card.set === 'NY' ? '否' : (card.options[0]?.label ?? '');
      await page
        .locator('[data-card-kind="question"]')
        .getByRole('button', { name: label, exact: false })
        .first()
        .click();
    } else if (card.kind === 'abnormal') {
      await page.getByRole('button', { name: /继续/ }).click();
    }
    const before = JSON.stringify(card);
    await expect
      .poll(async () => JSON.stringify((await sessionOf(desk)).script.card) !== before, { timeout: 15_000 })
      .toBe(true);
  }
  await page.getByRole('radiogroup', { name: '处置结果' }).getByText('成功').click();
  await page.getByRole('button', { name: /结束本次回访/ }).click();
  await expect(page.locator('[data-screen="worklist"]')).toBeVisible();
  await expect
    .poll(async () => (await desk.call('sync.status', {})).counts.sent, { timeout: 20_000 })
    .toBe(1);

  const file = join(desk.profile, 'record.json');
  await answerSaveDialog(desk, file);
  await page.getByRole('navigation').getByText('记录').click();
  await page.getByRole('row').nth(1).click();
  await page.getByRole('button', { name: /导出/ }).click();
  await expect
    .poll(() =>
      readFile(file, 'utf8').then(
        (text) => text.length,
        () => 0,
      ),
    )
    .toBeGreaterThan(100);
  const exported = JSON.parse(await readFile(file, 'utf8')) as {
    record: { id: string; successful: boolean; answers: unknown[] };
  };
  expect(exported.record.successful).toBe(true);
  expect(exported.record.answers.length).toBeGreaterThan(25);
  const kept = await headOffice.db.query<{ id: string }>('SELECT id FROM practice_callback');
  expect(kept.map(({ id }) => id)).toEqual([exported.record.id]);
  await desk.close();
  await headOffice.close();
});
