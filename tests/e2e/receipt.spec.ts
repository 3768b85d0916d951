import { randomBytes, sign } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { startSipRelay } from '../../main/practice/sip-relay.ts';
import { openDatabase } from '../../main/store/open.ts';
import { expect, test } from './desk.ts';
import type { Desk } from './desk.ts';
import { press } from './keyboard-agent.ts';
import { askForAccount } from './phone-acts.ts';
import { importPolicies, testPolicies } from './policies.ts';

const root = join(import.meta.dirname, '../..');
const folder = join('artifacts', 'screens', 'receipt');

const look = async (desk: Desk, name: string): Promise<void> => {
  const { page } = desk;
  await mkdir(folder, { recursive: true });
  for (const locale of ['en', 'zh-CN'] as const) {
    await desk.call('app.setLocale', { locale });
    await expect(page.locator('html')).toHaveAttribute('lang', locale);
    await expect(page.locator('.receipt-bar')).toContainText(locale === 'en' ? 'Script pack' : '话术');
    await page.screenshot({ path: join(folder, `${name}-${locale}-1366.png`) });
    const found = await new AxeBuilder({ page })
      .setLegacyMode(true)
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      .analyze();
    expect(found.violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollHeight > window.innerHeight)).toBe(false);
  }
};

/** A signed pack of head office with another wording of one question and one more rule. */
const layNewerPack = async (profile: string): Promise<void> => {
  const shipped = await readFile(join(root, 'resources/packs/hf-default-zh.yaml'), 'utf8');
  const text = shipped
    .replace(/^ {2}version: .*$/m, '  version: 7.0.0')
    .replace('关于这份保单，您还有什么疑问？', '这份保单您还有哪些想了解的？')
    .replace('minGapMinutes: 120', 'minGapMinutes: 150');
  expect(text).toContain('minGapMinutes: 150');
  const key = await readFile(join(root, 'tests/fixtures/keys/script-pack-development.pem'), 'utf8');
  await writeFile(
    join(profile, 'script-pack.yaml.sig'),
    `${sign(null, Buffer.from(text), key).toString('base64')}\n`,
  );
  await writeFile(join(profile, 'script-pack.yaml'), text);
};

test('a live callback waits until its agent has read the pack, and again after a change; practice never asks', async ({
  launch,
}) => {
  test.setTimeout(300_000);
  const pbx = await startSipRelay({
    users: [{ name: '1001', password: 'right-1001' }],
    random: randomBytes,
  });
  const desk = await launch({ args: ['--practice-tempo=20'] });
  const { page } = desk;
  await desk.call('practice.start', { drill: 'T0', withSample: true });
  await expect(page.locator('[data-screen="worklist"]')).toBeVisible({ timeout: 30_000 });
  expect(await desk.call('receipt.state', {})).toMatchObject({ needed: false });
  await expect(page.locator('.receipt-bar')).toHaveCount(0);

  const account = { server: pbx.url, uri: `sip:1001@${pbx.domain}`, password: 'right-1001' };
  expect(await askForAccount(desk, account)).toMatchObject({ ok: true, value: { mode: 'live' } });
  await desk.call('app.setAgent', { name: '陈静', number: '0007' });
  await desk.call('app.setCompany', { name: '示例人寿', servicePhone: '95500' });
  await importPolicies(desk, testPolicies(1));
  const { rows } = await desk.call('worklist.page', { filter: 'all', search: '', offset: 0, limit: 1 });
  const taskId = rows[0]?.id ?? '';

  const first = await desk.call('receipt.state', {});
  expect(first).toMatchObject({ needed: true, before: null, changes: null });
  expect(first.scripts.length).toBeGreaterThan(8);
  await expect(page.locator('.receipt-bar')).toContainText('还没有阅读确认');
  // Whatever the hour is: the receipt is asked for before the hours of dialling.
  expect(await desk.ask('call.start', { taskId })).toMatchObject({
    ok: false,
    error: { code: 'pack_not_read', params: { version: first.version } },
  });

  await press(page, 'Control+Shift+Y');
  await expect(page.locator('.receipt-text')).toBeFocused();
  await expect(page.locator('.receipt-text')).toContainText('新契约回访');
  await look(desk, 'first');
  await page.locator('.receipt-text').focus();
  await press(page, 'Tab', 'Enter');
  await expect(page.locator('.receipt-bar')).toHaveCount(0);
  const started = await desk.ask('call.start', { taskId });
  if (!started.ok) expect(started.error.code).not.toBe('pack_not_read');
  await desk.close();

  // Head office changes a wording and a rule: only these are to be read.
  await layNewerPack(desk.profile);
  const again = await launch({ profile: desk.profile });
  const open = (await again.call('call.snapshot', {})).session;
  if (open !== null) {
    const end = open.script.dispositions.find(({ needs }) => needs.length === 0);
    await again.call('session.close', { disposition: end?.code ?? '', appointmentAt: null, reason: '' });
  }
  const changed = await again.call('receipt.state', {});
  expect(changed).toMatchObject({ needed: true, version: '7.0.0', before: first.version });
  expect(changed.changes).toEqual({
    questions: [
      {
        id: 'Q34',
        name: '客户疑问',
        change: 'changed',
        before: '关于这份保单，您还有什么疑问？',
        after: '这份保单您还有哪些想了解的？',
        others: false,
      },
    ],
    dispositions: [],
    scripts: [],
    rules: ['attempts'],
  });
  await press(again.page, 'Control+Shift+Y');
  await expect(again.page.locator('.receipt-text')).toContainText('现为：这份保单您还有哪些想了解的？');
  await look(again, 'changed');
  // What was on screen is what is confirmed.
  expect(await again.ask('receipt.confirm', { hash: first.hash })).toMatchObject({
    ok: false,
    error: { code: 'pack_changed' },
  });
  await again.page.locator('.receipt-text').focus();
  await press(again.page, 'Tab', 'Enter');
  await expect(again.page.locator('.receipt-bar')).toHaveCount(0);
  await again.close();

  const db = openDatabase(join(desk.profile, 'callback-desk.db'));
  const audit = db.prepare(`SELECT detail FROM audit WHERE action = 'pack.read' ORDER BY seq`).pluck().all();
  db.close();
  expect(audit).toEqual([`${first.packId} ${first.version}`, `${first.packId} 7.0.0`]);
  await pbx.close();
});
