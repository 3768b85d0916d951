import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { emptyAccountForm, type AccountForm } from '../../core/call/account-form.ts';
import { checkVerdict, type LineCheck } from '../../core/call/line-check.ts';
import { startSipRelay, type SipRelay } from '../../main/practice/sip-relay.ts';
import { makeCertificate } from '../support/certificates.ts';
import type { Desk } from './desk.ts';
import { expect, test } from './desk.ts';
import { answerOpenDialog } from './policies.ts';
import { becomeReady } from './seat.ts';
import { foregroundCall } from './phone-acts.ts';

const pictures = join(resolve(import.meta.dirname, '../..'), 'artifacts', 'screens', 'account');
const nobodyListens = 'ws://127.0.0.1:9/';

const startPbx = (): Promise<SipRelay> =>
  startSipRelay({
    users: [
      { name: '1001', password: 'right-1001' },
      { name: '2001', password: 'right-2001' },
    ],
    random: randomBytes,
  });

const formFor = (pbx: SipRelay, change: Partial<AccountForm> = {}): AccountForm => ({
  ...emptyAccountForm,
  servers: [pbx.url],
  uri: `sip:1001@${pbx.domain}`,
  password: 'right-1001',
  ...change,
});

const violations = async (desk: Desk): Promise<string[]> => {
  const { violations: found } = await new AxeBuilder({ page: desk.page })
    .setLegacyMode(true)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return found.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(' | ')}`);
};

const openSettings = async (desk: Desk): Promise<void> => {
  await desk.call('app.welcomeDone', {});
  await desk.page
    .getByRole('button', { name: /^(设置|Settings)/ })
    .first()
    .click();
};

const picture = async (desk: Desk, name: string): Promise<void> => {
  await mkdir(pictures, { recursive: true });
  await desk.page.screenshot({ path: join(pictures, `${name}.png`) });
};

/** Starts the check as the console does, and waits for its end. */
const checkLine = async (desk: Desk, form: AccountForm): Promise<LineCheck> => {
  await desk.call('account.startCheck', { form });
  let check: LineCheck | null = null;
  await expect
    .poll(
      async () => {
        check = (await desk.call('account.get', {})).check;
        return check?.state;
      },
      { timeout: 60_000 },
    )
    .not.toBe('running');
  if (check === null) throw new Error('there is no check');
  return check;
};

const rowOf = (check: LineCheck, step: string, server?: string) =>
  check.rows.find((row) => row.step === step && (server === undefined || row.server === server));

test('four fields by keyboard: every mistake is told at its field, nothing typed is lost, and then it works', async ({
  launch,
}) => {
  const pbx = await startPbx();
  const desk = await launch();
  const { page } = desk;
  await openSettings(desk);
  const field = (name: string) => page.getByRole('textbox', { name, exact: true });
  await field('服务器').focus();
  await page.keyboard.type('ws://pbx.example');
  await page.keyboard.press('Tab');
  await page.keyboard.type('1001');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.type('right-1001');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main').getByText('必须用加密连接。请改用 wss:// 开头的地址。')).toBeVisible();
  await expect(
    page.getByRole('main').getByText('不是 SIP 地址。请写成 sip:1001@example.com 这样。'),
  ).toBeVisible();
  await expect(field('服务器')).toBeFocused();
  expect(await violations(desk)).toEqual([]);

  // Another screen and back: what was typed is there.
  await page.keyboard.press('Alt+1');
  await openSettings(desk);
  await expect(field('服务器')).toHaveValue('ws://pbx.example');

  await field('服务器').fill(pbx.url);
  await field('SIP 地址').fill(`sip:1001@${pbx.domain}`);
  await field('密码').fill('wrong');
  await page.keyboard.press('Enter');
  await expect(
    page
      .getByRole('main')
      .getByText(/用户名或密码不对。请在“设置”的线路里核对/)
      .first(),
  ).toBeVisible();
  await expect(field('SIP 地址')).toHaveValue(`sip:1001@${pbx.domain}`);
  expect((await desk.call('app.state', {})).pbx.configured).toBe(false);

  await field('密码').fill('right-1001');
  await page.keyboard.press('Enter');
  await expect(
    page.getByRole('main').getByText(`使用中：sip:1001@${pbx.domain} · ${pbx.url}/`),
  ).toBeVisible();
  expect((await desk.call('call.snapshot', {})).registration.state).toBe('registered');
  const kept = await readFile(join(desk.profile, 'settings.json'), 'utf8');
  expect(kept).not.toContain('right-1001');
  await desk.close();
  await pbx.close();
});

test('the rest is behind “more settings”, reached, filled and refused with reasons by keyboard alone', async ({
  launch,
}) => {
  const desk = await launch();
  const { page } = desk;
  await openSettings(desk);
  const more = page.getByRole('button', { name: /^更多设置/ });
  await more.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: '出站代理' })).toBeVisible();
  const press = async (name: string): Promise<void> => {
    await page.getByRole('button', { name, exact: true }).focus();
    await page.keyboard.press('Enter');
  };
  await press('添加头域');
  await page.getByRole('textbox', { name: '头域 1 · 名称' }).focus();
  await page.keyboard.type('Via');
  await page.keyboard.press('Tab');
  await page.keyboard.type('x');
  await press('停用 opus');
  await press('下移 PCMA');
  await press('添加备用服务器');
  await press('添加 STUN/TURN');
  await press('连接并保存');
  await expect(page.getByRole('main').getByText(/Via 由话机自己填写，另写会破坏注册或路由/)).toBeVisible();
  await expect(page.getByRole('main').getByText(/不是 STUN\/TURN 地址/)).toBeVisible();
  await expect(page.getByRole('main').getByText('1. PCMU')).toBeVisible();
  await expect(page.getByRole('main').getByText('opus · 不提供')).toBeVisible();
  expect(await violations(desk)).toEqual([]);
  await picture(desk, 'more-zh-CN');
  await desk.close();
});

test('a good line is green from the name to the sound, and the result can be copied without a secret', async ({
  launch,
}) => {
  const pbx = await startPbx();
  const desk = await launch();
  const echo = await launch();
  await echo.call('account.save', {
    form: formFor(pbx, { uri: `sip:2001@${pbx.domain}`, password: 'right-2001' }),
  });
  await becomeReady(echo);
  await openSettings(desk);
  const { page } = desk;
  const field = (name: string) => page.getByRole('textbox', { name, exact: true });
  await field('服务器').fill(pbx.url);
  await field('SIP 地址').fill(`sip:1001@${pbx.domain}`);
  await field('密码').fill('right-1001');
  await page.getByRole('button', { name: /^更多设置/ }).click();
  await field('回声测试号码').fill('2001');
  await page.getByRole('button', { name: /^更多设置/ }).click();
  await page.getByRole('button', { name: '开始检测' }).click();
  await expect
    .poll(async () => (await echo.call('call.snapshot', {})).call?.phase, { timeout: 30_000 })
    .toBe('incoming');
  // The call of the check is not the desk's: no bar, no call on screen.
  expect((await desk.call('call.snapshot', {})).call).toBeNull();
  expect(await desk.ask('softphone.dial', { number: '2001' })).toMatchObject({ ok: false });
  await echo.call('softphone.answer', { callId: await foregroundCall(echo) });
  await expect(page.getByRole('main').getByText('线路正常，可以回访。')).toBeVisible({ timeout: 40_000 });
  const { check } = await desk.call('account.get', {});
  expect(check === null ? null : checkVerdict(check)).toBe('good');
  expect(check?.rows.filter(({ state }) => state === 'failed' || state === 'warned')).toEqual([]);
  expect(rowOf(check as LineCheck, 'call')?.technical.join()).toMatch(/packets received [1-9]/);
  await expect.poll(async () => (await echo.call('call.snapshot', {})).call).toBeNull();
  // Nothing was saved: the check was of an account that is only typed.
  expect((await desk.call('app.state', {})).pbx.configured).toBe(false);
  expect((await desk.call('call.snapshot', {})).registration.state).toBe('off');
  expect(await violations(desk)).toEqual([]);
  await page.getByRole('heading', { name: '线路检测' }).scrollIntoViewIfNeeded();
  await picture(desk, 'good-zh-CN');
  await page.getByRole('button', { name: '复制结果' }).click();
  await expect
    .poll(() => desk.app.evaluate(({ clipboard }) => clipboard.readText()))
    .toContain('线路正常，可以回访。');
  const copied = await desk.app.evaluate(({ clipboard }) => clipboard.readText());
  expect(copied).not.toContain('right-1001');
  expect(copied).toContain('packets received');
  await desk.close();
  await echo.close();
  await pbx.close();
});

test('each failure is named with its remedy, and the account in use before stays in use', async ({
  launch,
}) => {
  test.setTimeout(180_000);
  const pbx = await startPbx();
  const now = Date.now();
  const certificate = await makeCertificate('127.0.0.1', {
    from: now - 3_600_000,
    until: now + 90 * 86_400_000,
  });
  const untrusted = createHttps(certificate, (_, response) => response.end());
  untrusted.listen(0, '127.0.0.1');
  await once(untrusted, 'listening');
  const desk = await launch({ locale: 'en-US' });
  const { page } = desk;
  await desk.call('account.save', { form: formFor(pbx) });
  const registered = async () => (await desk.call('call.snapshot', {})).registration.state;
  expect(await registered()).toBe('registered');

  await openSettings(desk);
  await page.getByRole('button', { name: 'Change the account' }).click();
  const field = (name: string) => page.getByRole('textbox', { name, exact: true });
  const tryOut = async (server: string, password: string, said: RegExp, remedy: RegExp): Promise<void> => {
    await field('Server').fill(server);
    await field('Password').fill(password);
    const check = page.getByRole('region', { name: 'Line check' });
    await check.getByRole('button', { name: /^(Start the check|Check again)$/ }).click();
    await expect(
      page.getByRole('main').getByText('The line does not work yet. Follow the marked steps below.'),
    ).toBeVisible({
      timeout: 30_000,
    });
    const failed = page.locator('.check-row[data-state="failed"]');
    await expect(failed).toHaveCount(1);
    await expect(failed).toContainText(said);
    await expect(failed).toContainText(remedy);
    await expect.poll(registered).toBe('registered');
    expect((await desk.call('app.state', {})).pbx.server).toBe(`${pbx.url}/`);
  };

  const port = (untrusted.address() as AddressInfo).port;
  await tryOut(
    'wss://no-such-server.invalid/',
    'right-1001',
    /The server no-such-server.invalid was not found|The name server did not answer/,
    /VPN/,
  );
  await tryOut('wss://127.0.0.1:9/', 'right-1001', /refused port 9/, /Ask the phone administrator/);
  await tryOut(
    `wss://127.0.0.1:${port}/`,
    'right-1001',
    /certificate is not trusted/,
    /installs the company root certificate.*cannot be skipped here/,
  );
  // Chromium, which carries the phone, was asked and said the same.
  const { check } = await desk.call('account.get', {});
  expect(rowOf(check as LineCheck, 'tls')?.technical.join()).toContain(
    'Phone: net::ERR_CERT_AUTHORITY_INVALID',
  );
  await page.locator('.check-row[data-state="failed"]').getByRole('button').press('Enter');
  await expect(page.getByRole('main').getByText(/SHA-256 ([0-9A-F]{2}:){5}/)).toBeVisible();
  expect(await violations(desk)).toEqual([]);
  await page.getByRole('heading', { name: 'Line check' }).scrollIntoViewIfNeeded();
  await picture(desk, 'untrusted-en');
  await tryOut(pbx.url, 'wrong', /Login name or password is wrong/, /mind capitals/);

  // Saving what does not work is refused in the same way.
  expect(await desk.ask('account.save', { form: formFor(pbx, { password: 'wrong' }) })).toMatchObject({
    ok: false,
    error: { code: 'not_registered', field: 'password', params: { reason: 'wrong_password' } },
  });
  await expect.poll(registered).toBe('registered');

  // The system takes the microphone away.
  await desk.app.evaluate(({ session }) => {
    session.defaultSession.setPermissionRequestHandler((_, __, grant) => grant(false));
  });
  await field('Password').fill('right-1001');
  await page.getByRole('button', { name: 'Check again' }).click();
  const microphone = page.locator('.check-row[data-step="microphone"][data-state="failed"]');
  await expect(microphone).toContainText('The microphone cannot be used', { timeout: 30_000 });
  await expect(microphone).toContainText('Allow the microphone in the privacy settings');
  await desk.close();
  untrusted.close();
  await pbx.close();
});

test('of two servers the check says which one is down, and the phone may reach both', async ({ launch }) => {
  const pbx = await startPbx();
  const desk = await launch();
  const form = formFor(pbx, { servers: [pbx.url, nobodyListens] });
  const check = await checkLine(desk, form);
  expect(rowOf(check, 'websocket', `${pbx.url}/`)?.state).toBe('passed');
  expect(rowOf(check, 'tcp', nobodyListens)).toMatchObject({ state: 'failed', finding: 'port_refused' });
  expect(rowOf(check, 'register')?.state).toBe('passed');

  await desk.call('account.save', { form });
  expect((await desk.call('account.get', {})).settings?.servers).toEqual([`${pbx.url}/`, nobodyListens]);
  const phone = await desk.window('phone');
  const policy = await phone.evaluate(
    async () => (await fetch(location.href)).headers.get('content-security-policy') ?? '',
  );
  expect(policy).toContain(new URL(pbx.url).origin);
  expect(policy).toContain(new URL(nobodyListens).origin);
  await desk.close();
  await pbx.close();
});

test('without an echo number the check calls the account itself, and sound has to flow both ways', async ({
  launch,
}) => {
  const pbx = await startPbx();
  const desk = await launch();
  const check = await checkLine(desk, formFor(pbx));
  const call = rowOf(check, 'call');
  expect(call).toMatchObject({ state: 'passed', finding: null });
  // Which of the two was tried is said: an echo number, or the account.
  expect(call?.technical[0]).toBe(`INVITE sip:1001@${pbx.domain}: answered`);
  expect(call?.technical[1]).toMatch(/^packets received [1-9]\d+, sent [1-9]\d+/);
  expect(rowOf(check, 'register')?.state).toBe('passed');
  expect((await desk.call('softphone.state', {})).calls).toEqual([]);
  await desk.close();
  await pbx.close();
});

test('of two servers the second is used while the first is down', async ({ launch }) => {
  const pbx = await startPbx();
  const desk = await launch();
  await desk.call('account.save', { form: formFor(pbx, { servers: [nobodyListens, pbx.url] }) });
  const { registration } = await desk.call('softphone.state', {});
  expect(registration).toMatchObject({ state: 'registered', server: `${pbx.url}/` });
  await desk.close();
  await pbx.close();
});

test('an account that an earlier version kept is still there', async ({ launch }) => {
  const profile = await mkdtemp(join(tmpdir(), 'callback-desk-'));
  const pbx = { server: 'wss://127.0.0.1:9/', uri: 'sip:1001@pbx.example', authUser: 'a1001' };
  await writeFile(join(profile, 'settings.json'), JSON.stringify({ pbx, welcome: false }));
  const desk = await launch({ profile });
  expect((await desk.call('account.get', {})).settings).toMatchObject({
    servers: ['wss://127.0.0.1:9/'],
    uri: 'sip:1001@pbx.example',
    authUser: 'a1001',
    codecs: emptyAccountForm.codecs,
  });
  await openSettings(desk);
  await expect(
    desk.page.getByRole('main').getByText('使用中：sip:1001@pbx.example · wss://127.0.0.1:9/'),
  ).toBeVisible();
  await desk.close();
});

test('an account file of the administrator fills the form; one with a password in it is refused', async ({
  launch,
}) => {
  const desk = await launch();
  const { page } = desk;
  const file = join(desk.profile, 'account.json');
  const account = { servers: ['wss://a.example/ws', 'wss://b.example/ws'], uri: 'sip:8001@pbx.example' };
  await answerOpenDialog(desk, file);
  await openSettings(desk);
  await writeFile(file, JSON.stringify({ ...account, password: 'x' }));
  await page.getByRole('button', { name: '读取账号文件…' }).click();
  await expect(
    page
      .getByRole('main')
      .getByText(/账号文件里有密码（password）/)
      .first(),
  ).toBeVisible();
  await writeFile(file, JSON.stringify(account));
  await page.getByRole('button', { name: '读取账号文件…' }).click();
  await expect(page.getByRole('textbox', { name: '服务器', exact: true })).toHaveValue('wss://a.example/ws');
  await expect(page.getByRole('textbox', { name: '认证用户名' })).toHaveValue('8001');
  await desk.close();
});
