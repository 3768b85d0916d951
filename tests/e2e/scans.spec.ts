import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { startKeychain } from '../support/keychain.ts';
import type { Desk } from './desk.ts';
import { expect, test } from './desk.ts';
import { fivePastTen, setClock, unanswered } from './office-hours.ts';
import { answerOpenDialog, answerSaveDialog, importPolicies, testPolicies } from './policies.ts';

/** domain.md 2 F7: after calls that failed, a visit or a letter with the policyholder's signature. */
const [policy] = testPolicies(1);
const pictures = resolve(import.meta.dirname, '../../artifacts/screens');
const limit = { timeout: 60_000 };
const marker = 'scan of a signature that nobody else may read';
const pdf = Buffer.from(`%PDF-1.7\n% ${marker}\n${'0 0 0\n'.repeat(2000)}%%EOF\n`);

/** Nobody answers twice, the branch knows no other number: a visit or a letter is what remains. */
const openVisit = async (desk: Desk): Promise<void> => {
  await setClock(desk, fivePastTen());
  await desk.call('practice.start', { drill: 'busy', withSample: false });
  if (policy !== undefined) await importPolicies(desk, [policy]);
  const { rows } = await desk.call('worklist.page', { filter: 'open', search: '', offset: 0, limit: 10 });
  const taskId = rows[0]?.id ?? '';
  await unanswered(desk, taskId, 'D33');
  await unanswered(desk, taskId, 'D33');
  const { rows: due } = await desk.call('followUp.page', { list: 'open' });
  const check = due.find(({ outcomes }) => outcomes.some(({ code }) => code === 'no_number'));
  await desk.call('followUp.close', {
    ...{ id: check?.id ?? '', outcome: 'no_number', note: '机构确认没有其他号码' },
    ...{ receipt: '', appointmentAt: null },
  });
};

/** The screen of follow-ups, at the outcome that needs a receipt. */
const chooseReceipt = async (desk: Desk): Promise<void> => {
  const { page } = desk;
  await page.keyboard.press('Control+9');
  await expect(page.locator('#follow-up-title')).toBeVisible(limit);
  const { rows } = await desk.call('followUp.page', { list: 'open' });
  const outcomes = rows[0]?.outcomes ?? [];
  const at = outcomes.findIndex(({ needs }) => needs.includes('receipt'));
  await page.locator('.follow-up-form .follow-up-outcome').nth(at).click();
};

/** Every file below a folder that holds the words. */
const filesWith = async (folder: string, words: string): Promise<string[]> => {
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    if ((await readFile(file)).includes(words)) found.push(entry.name);
  }
  return found;
};

test('a receipt is scanned, filed encrypted with the keychain of the system, read again after a restart', async ({
  launch,
}) => {
  test.setTimeout(300_000);
  const outside = await mkdtemp(join(tmpdir(), 'callback-desk-scan-'));
  const keychain = await startKeychain(join(outside, 'keychain'));
  const profile = await mkdtemp(join(tmpdir(), 'callback-desk-'));
  const start = (locale: 'zh-CN' | 'en-US') =>
    launch({ profile, locale, env: keychain.env, args: [...keychain.args, '--practice-tempo=20'] });
  try {
    const desk = await start('zh-CN');
    const { page } = desk;
    expect((await desk.call('app.state', {})).vault).toBe('os');
    await openVisit(desk);
    await chooseReceipt(desk);
    const scans = page.getByRole('region', { name: '签名回执扫描件' });
    await page.getByRole('textbox', { name: /签名回执编号/ }).fill('HZ-2026-0021');

    // A text that calls itself a PDF is refused in words, and what was typed stays.
    const wrong = join(outside, 'receipt.pdf');
    await writeFile(wrong, 'no PDF at all');
    await answerOpenDialog(desk, wrong);
    await page.getByRole('button', { name: '附上扫描件…' }).click();
    await expect(scans).toContainText('不是 PDF、JPEG 或 PNG', limit);
    await expect(page.getByRole('textbox', { name: /签名回执编号/ })).toHaveValue('HZ-2026-0021');
    await writeFile(wrong, Buffer.alloc(20 * 1024 * 1024 + 1, pdf));
    await page.getByRole('button', { name: '附上扫描件…' }).click();
    await expect(scans).toContainText('超过 20 MB', limit);
    await rm(wrong);

    const given = join(outside, '王某某的回执.pdf');
    await writeFile(given, pdf);
    await answerOpenDialog(desk, given);
    await page.getByRole('button', { name: '附上扫描件…' }).click();
    await expect(scans.getByRole('listitem')).toContainText('PDF', limit);
    await expect(page.getByRole('textbox', { name: /签名回执编号/ })).toHaveValue('HZ-2026-0021');
    await page.screenshot({ path: join(pictures, 'receipt-scan-zh-CN.png') });
    const found = await new AxeBuilder({ page })
      .setLegacyMode(true)
      .withTags(['wcag2a', 'wcag2aa', 'wcag22aa'])
      .analyze();
    expect(found.violations.map(({ id }) => id)).toEqual([]);
    await page.keyboard.press('Control+Enter');
    await expect.poll(async () => (await desk.call('followUp.news', {})).closed, limit).toBe(2);
    await desk.close();

    // Neither the picture nor the name it came with is anywhere in the profile, in plain.
    expect(await readdir(join(profile, 'receipts'))).toHaveLength(1);
    expect(await filesWith(profile, marker)).toEqual([]);
    expect(await filesWith(profile, '王某某')).toEqual([]);

    const again = await start('en-US');
    await again.page.keyboard.press('Control+9');
    await again.page.getByText(/^Ended \d/).click();
    const kept = again.page.getByRole('region', { name: 'Scans of the signed receipt' });
    await expect(kept.getByRole('listitem')).toContainText('PDF', limit);
    const copy = join(outside, 'copy.pdf');
    await answerSaveDialog(again, copy);
    await kept.getByRole('button', { name: 'Save a copy…' }).click();
    await expect
      .poll(
        () =>
          readFile(copy).then(
            (bytes) => bytes.equals(pdf),
            () => false,
          ),
        limit,
      )
      .toBe(true);
    await again.page.screenshot({ path: join(pictures, 'receipt-scan-en-US.png') });

    // A file that was touched is not handed out.
    const [name = ''] = await readdir(join(profile, 'receipts'));
    const sealed = await readFile(join(profile, 'receipts', name));
    sealed[sealed.length - 1] = (sealed.at(-1) ?? 0) ^ 1;
    await writeFile(join(profile, 'receipts', name), sealed);
    await rm(copy);
    await kept.getByRole('button', { name: 'Save a copy…' }).click();
    await expect(kept).toContainText('does not open', limit);
    expect(await readdir(outside)).not.toContain('copy.pdf');
    await again.close();
  } finally {
    await keychain.stop();
    await rm(outside, { recursive: true, force: true });
  }
});

test('without a keychain no scan is kept, and the desk says what to do', async ({ launch }) => {
  const desk = await launch({ locale: 'en-US', args: ['--practice-tempo=20', '--password-store=basic'] });
  expect((await desk.call('app.state', {})).vault).toBe('none');
  await openVisit(desk);
  await chooseReceipt(desk);
  const given = join(desk.profile, 'outside.pdf');
  await writeFile(given, pdf);
  await answerOpenDialog(desk, given);
  await desk.page.getByRole('button', { name: 'Attach a scan…' }).click();
  await expect(desk.page.getByRole('region', { name: 'Scans of the signed receipt' })).toContainText(
    'never kept in plain',
    limit,
  );
  await desk.page.screenshot({ path: join(pictures, 'receipt-scan-refused.png') });
  expect(await readdir(desk.profile)).not.toContain('receipts');
});
