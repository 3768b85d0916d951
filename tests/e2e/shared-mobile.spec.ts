import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { answerOpenDialog, policiesCsv, testPolicies } from './policies.ts';
import { expect, test } from './desk.ts';

/** domain.md row 4: the card warns of a number that many have, and of one that is a seller's. */
test('a number of three holders, and of a seller, is told on the card before the call, in both languages', async ({
  launch,
}) => {
  const desk = await launch({ size: { width: 1366, height: 768 } });
  const { page } = desk;
  await desk.call('practice.start', { drill: 'T0', withSample: false });
  const policies = testPolicies(4).map((policy, index) =>
    index < 3 ? { ...policy, mobile: '19900010001' } : policy,
  );
  const [heading = '', ...rows] = policiesCsv(policies).split('\n');
  // The seller of the last one has given his own number for the customers of three others.
  const csv = [
    `${heading},业务员电话`,
    ...rows.map((row, index) => `${row},${index === 3 ? '19900010001' : ''}`),
  ];
  const file = join(desk.profile, 'shared.csv');
  await writeFile(file, `\ufeff${csv.join('\n')}`);
  await answerOpenDialog(desk, file);
  const preview = await desk.call('import.choose', { source: 'dialog' });
  await desk.call('import.commit', { importId: preview?.importId ?? '' });
  // As after an import on its screen: the work list is opened anew.
  await page.keyboard.press('Control+3');
  await page.keyboard.press('Control+1');
  const card = page.locator('.card-side');
  const row = (at: number) => page.getByRole('row', { name: policies[at]?.holderName ?? '' });

  await row(0).click();
  await expect(card).toContainText('这个号码登记为销售人员的号码', { timeout: 30_000 });
  await expect(card).toContainText('这个号码登记在 3 位投保人名下');
  await page.screenshot({ path: join('artifacts', 'screens', 'shared-mobile-zh-CN.png') });
  await desk.call('app.setLocale', { locale: 'en' });
  await expect(card).toContainText('3 policyholders have this number');
  await expect(card).not.toContainText('19900010001');
  await row(3).click();
  await expect(card).toContainText(policies[3]?.holderName ?? '', { timeout: 30_000 });
  await expect(card).not.toContainText('have this number');
});
