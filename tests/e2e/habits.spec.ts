import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { electronLaunch } from '../support/electron-runtime.ts';
import { altMask, controlMask, shiftMask, X11Client } from '../support/x11-client.ts';
import type { Desk } from './desk.ts';
import { expect, test } from './desk.ts';
import { importPolicies, testPolicies } from './policies.ts';
import { hasFocus, phaseOf, twoDesks, withConsole } from './two-desks.ts';

const held = ['Control_L', 'Alt_L', 'Shift_L'] as const;
const mask = controlMask | altMask | shiftMask;

const callOf = async (desk: Desk) => {
  const { calls, foreground } = await desk.call('softphone.state', {});
  return calls.find(({ call }) => call.callId === foreground)?.call ?? null;
};

test('hotkeys pressed in another program answer, mute, hold and hang up, and the keyboard stays there', async ({
  launch,
}) => {
  const { desk, ring, close } = await twoDesks(launch);
  const other = await X11Client.connect();
  const window = await other.openFocusedWindow();
  // Nothing to act on: nothing happens.
  for (const key of ['a', 'h', 'm', 'l']) await other.press(...held, key);
  expect(await callOf(desk)).toBeNull();

  await ring();
  await other.press(...held, 'm');
  expect((await callOf(desk))?.phase).toBe('incoming');
  await other.press(...held, 'a');
  await expect.poll(() => phaseOf(desk)).toBe('talking');
  await other.press(...held, 'm');
  await expect.poll(async () => (await callOf(desk))?.muted).toBe(true);
  await other.press(...held, 'm');
  await expect.poll(async () => (await callOf(desk))?.muted).toBe(false);
  await other.press(...held, 'l');
  await expect.poll(async () => (await callOf(desk))?.held.local).toBe(true);
  await other.press(...held, 'l');
  await expect.poll(async () => (await callOf(desk))?.held.local).toBe(false);
  await other.type('still here');
  await other.press(...held, 'h');
  await expect.poll(() => phaseOf(desk)).toBeNull();
  // The keys of the hotkeys themselves never reach the other program, and nothing else is lost.
  await expect.poll(() => other.text()).toBe('still here');
  expect(await other.focus()).toBe(window);
  expect(await hasFocus(desk)).toBe(false);

  await other.press(...held, 'd');
  await expect.poll(() => hasFocus(desk)).toBe(true);
  expect(await other.focus()).not.toBe(window);
  other.close();
  await close();
});

test('settings tell every conflict of a hotkey, record what is pressed, and work by keyboard alone', async ({
  launch,
}) => {
  const foreign = await X11Client.connect();
  await foreign.grab(mask, 'm');
  const desk = await launch();
  const hands = await X11Client.connect();
  await withConsole(desk, 'focus');
  const { page } = desk;
  await page
    .getByRole('button', { name: '连接话机与总部' })
    .or(page.getByText('连接话机与总部'))
    .first()
    .waitFor();
  await desk.call('app.welcomeDone', {});
  await page.keyboard.press('Control+6');
  const row = (action: string) => page.locator(`[data-hotkey="${action}"]`);
  // Another program has it: told which, and what to do.
  await expect(row('mute')).toContainText('Ctrl+Alt+Shift+M 被系统或其他程序占用');
  await expect(row('answer')).toContainText('有效');

  const change = row('answer').getByRole('button', { name: /更改/ });
  await change.focus();
  await page.keyboard.press('Enter');
  await expect(row('answer')).toContainText('请按下新的组合键');
  for (const [keys, told] of [
    ['k', 'K 缺少 Ctrl、Alt'],
    ['Control+c', '复制、粘贴、保存一类的常用键'],
    ['Alt+F4', '由操作系统使用'],
    ['Control+Space', '切换输入法'],
    ['Control+Alt+Shift+h', '已用于“挂断”'],
    ['Control+2', '在回访台里已用于“通话”'],
    ['Alt+3', '在回访台里已用于'],
  ] as const) {
    await page.keyboard.press(keys);
    await expect(row('answer')).toContainText(told);
  }
  // The key meant nothing else meanwhile.
  await expect(page.locator('[data-screen="settings"]')).toBeVisible();
  // Pressed on the real keyboard: while recording, the system must not swallow the hotkey that is in force.
  await hands.press(...held, 'd');
  await expect(row('answer')).toContainText('已用于“打开回访台窗口”');
  await hands.press('Control_L', 'Alt_L', 'k');
  await expect(row('answer')).toContainText('Ctrl+Alt+K');
  await expect(row('answer')).toContainText('有效');
  await expect(change).toBeFocused();

  // Off and on again.
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(row('answer')).toContainText('关闭');
  expect((await desk.call('hotkeys.state', {})).hotkeys[0]).toMatchObject({ keys: null, state: 'off' });
  await row('answer').getByRole('button', { name: /更改/ }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect(row('answer')).not.toContainText('请按下新的组合键');

  // The other program ends: the next look at the console takes the key back.
  foreign.close();
  await hands.openFocusedWindow();
  await expect.poll(() => hasFocus(desk)).toBe(false);
  await withConsole(desk, 'focus');
  await expect(row('mute')).toContainText('有效');

  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  expect(violations.map((one) => one.id)).toEqual([]);

  await page.getByRole('button', { name: '恢复默认' }).click();
  await expect(row('answer')).toContainText('Ctrl+Alt+Shift+A');
  hands.close();

  // Kept over a restart.
  await desk.call('hotkeys.set', { action: 'hold', keys: 'F13' });
  await desk.close();
  const again = await launch({ profile: desk.profile });
  expect((await again.call('hotkeys.state', {})).hotkeys.find((one) => one.action === 'hold')).toEqual({
    action: 'hold',
    keys: 'F13',
    isDefault: false,
    state: 'active',
  });
});

/** Starts the program a second time with a link, as the system does when somebody clicks one. */
const click = async (desk: Desk, link: string): Promise<void> => {
  const runtime = await electronLaunch();
  const child = spawn(
    runtime.executablePath,
    [...runtime.args, resolve(import.meta.dirname, '../..'), `--profile=${desk.profile}`, link],
    { stdio: 'ignore' },
  );
  await new Promise<void>((done, failed) => {
    child.once('exit', () => done());
    child.once('error', failed);
  });
};

test('a link of another program is asked about and dialled only after the person says so', async ({
  launch,
}) => {
  const { desk, caller, close } = await twoDesks(launch);
  const { page } = desk;
  const bar = page.getByRole('region', { name: '拨号链接' });
  await withConsole(desk, 'focus');

  // A role that may not dial freely is told so, and there is nothing to press.
  await click(desk, 'tel:+86-138-0013-8000;ext=12');
  await expect(bar).toContainText('138 0013 8000');
  await expect(bar).toContainText('分机 12');
  await expect(bar).toContainText('您的角色只能拨打任务上的号码');
  await expect(bar.getByRole('button', { name: /^拨打/ })).toHaveCount(0);

  // The number of a colleague may be dialled; this link replaces the first.
  await desk.call('softphone.setTransferTargets', { targets: [{ name: '二号', number: '2001' }] });
  await page.keyboard.press('Control+k');
  await click(desk, 'sip:2001');
  await expect(bar).toContainText('2001');
  await expect(bar).not.toContainText('138 0013 8000');
  // Nothing of it has the focus: what is typed on goes where it was.
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await expect(bar.getByRole('button', { name: '拨打 2001' })).toBeVisible();
  expect(await phaseOf(desk)).toBeNull();
  expect(await phaseOf(caller)).toBeNull();

  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .include('.link-bar')
    .analyze();
  expect(violations.map((one) => one.id)).toEqual([]);

  await bar.getByRole('button', { name: '拨打 2001' }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => phaseOf(caller)).toBe('incoming');
  await expect(bar).toBeHidden();

  // While a call is up a link is told to be for later.
  await click(desk, 'callto:2001');
  await expect(bar).toContainText('正在通话');
  await expect(bar.getByRole('button', { name: /^拨打/ })).toHaveCount(0);
  const { calls, foreground } = await desk.call('softphone.state', {});
  expect(calls.filter(({ call }) => call.phase !== 'ended')).toHaveLength(1);
  await desk.call('softphone.hangUp', { callId: foreground ?? '' });
  await expect(bar.getByRole('button', { name: '拨打 2001' })).toBeVisible();
  await bar.getByRole('button', { name: '不拨打' }).click();
  await expect(bar).toBeHidden();

  // An answer to a question that is gone dials nothing.
  expect(await desk.ask('links.dial', { id: 'gone' })).toMatchObject({ error: { code: 'not_found' } });
  await click(desk, 'tel:*72*13800138000%23');
  await expect(bar).toContainText('功能代码');
  await close();
});

test('the number of a task leads to the task; a link on the command line is asked about at the start', async ({
  launch,
}) => {
  const [policy] = testPolicies(1);
  if (policy === undefined) throw new Error('a policy is needed');
  const desk = await launch();
  await desk.call('practice.start', { drill: 'T0', withSample: true });
  await importPolicies(desk, [policy]);
  await desk.close();
  const again = await launch({ profile: desk.profile, args: [`tel:+86${policy.mobile}`] });
  const bar = again.page.getByRole('region', { name: '拨号链接' });
  await expect(bar).toContainText('这是回访任务上的号码');
  await bar.getByRole('button', { name: new RegExp(policy.policyNo) }).click();
  await expect(bar).toBeHidden();
  await expect(again.page.locator('.screen-worklist')).toContainText(policy.policyNo);
  const { task } = await again.call('worklist.next', {});
  expect(task).not.toBeNull();
  expect(await phaseOf(again)).toBeNull();
});

/** What main told the system, taken from Electron's own classes: no notification service or tray runs here. */
type Told = {
  notifications: { title: string; body: string }[];
  closed: number;
  tooltips: string[];
  menus: string[][];
  flashes: boolean[];
};

const spyOnSystem = (desk: Desk): Promise<void> =>
  desk.app.evaluate(({ BrowserWindow, Notification, Tray }) => {
    const told: Told = { notifications: [], closed: 0, tooltips: [], menus: [], flashes: [] };
    const shared = globalThis as unknown as {
      told: Told;
      lastNotification: { emit(event: string): void };
      lastMenu: Electron.Menu | null;
    };
    shared.told = told;
    Notification.isSupported = () => true;
    Notification.prototype.show = function show() {
      shared.lastNotification = this;
      told.notifications.push({ title: this.title, body: this.body });
    };
    Notification.prototype.close = () => {
      told.closed += 1;
    };
    Tray.prototype.setToolTip = (text) => {
      told.tooltips.push(text);
    };
    Tray.prototype.setContextMenu = (menu) => {
      shared.lastMenu = menu;
      told.menus.push(menu?.items.map((item) => item.label) ?? []);
    };
    BrowserWindow.prototype.flashFrame = (on) => {
      told.flashes.push(on);
    };
  });

const told = (desk: Desk): Promise<Told> =>
  desk.app.evaluate(() => (globalThis as unknown as { told: Told }).told);

test('spied on in main: the notification and the tray of a call hold no name and no number, and go when it stops ringing', async ({
  launch,
}) => {
  const { desk, ring, giveUp, close } = await twoDesks(launch);
  await spyOnSystem(desk);
  const other = await X11Client.connect();
  const window = await other.openFocusedWindow();

  const callId = await ring();
  await expect.poll(async () => (await told(desk)).notifications).toHaveLength(1);
  await expect.poll(async () => (await told(desk)).menus.at(-1)).toContain('接听');
  const ringing = await told(desk);
  expect(ringing.notifications[0]?.title).toBe('来电');
  expect(ringing.flashes.at(-1)).toBe(true);
  expect(ringing.menus.at(-1)).toContain('拒接');
  expect(JSON.stringify(ringing)).not.toMatch(/\d{3}|二号|sip:/);

  // A click on the notification is the person's own: it shows the console and answers nothing.
  await desk.app.evaluate(() =>
    (globalThis as unknown as { lastNotification: { emit(event: string): void } }).lastNotification.emit(
      'click',
    ),
  );
  await expect.poll(() => hasFocus(desk)).toBe(true);
  expect(await other.focus()).not.toBe(window);
  expect(await phaseOf(desk)).toBe('incoming');

  await giveUp(callId);
  await expect.poll(async () => (await told(desk)).closed).toBe(1);
  const after = await told(desk);
  expect(after.flashes.at(-1)).toBe(false);
  expect(after.notifications).toHaveLength(1);
  await expect.poll(async () => (await told(desk)).tooltips.at(-1)).toBe('回访台 · 话机就绪\n未接来电 1');
  // Looking at the console again is having seen it.
  await other.openFocusedWindow();
  await expect.poll(() => hasFocus(desk)).toBe(false);
  await withConsole(desk, 'focus');
  await expect.poll(async () => (await told(desk)).tooltips.at(-1)).toBe('回访台 · 话机就绪');
  other.close();
  await close();
});

test('spied on in main: quitting from the tray in mid-call is refused and said, as closing the window is', async ({
  launch,
}) => {
  const { desk, ring, close } = await twoDesks(launch);
  await spyOnSystem(desk);
  const choose = (label: string): Promise<void> =>
    desk.app.evaluate((_, wanted) => {
      const menu = (globalThis as unknown as { lastMenu: Electron.Menu | null }).lastMenu;
      menu?.items.find((item) => item.label === wanted)?.click();
    }, label);
  await ring();
  await expect.poll(async () => (await told(desk)).menus.at(-1)).toContain('接听');
  await choose('接听');
  await expect.poll(() => phaseOf(desk)).toBe('talking');
  await withConsole(desk, 'hide');
  await expect.poll(async () => (await told(desk)).menus.at(-1)).not.toContain('接听');
  await choose('退出');
  await expect(desk.page.getByText('通话中不能关闭窗口').first()).toBeVisible();
  expect(await phaseOf(desk)).toBe('talking');
  await choose('静音');
  await expect.poll(async () => (await callOf(desk))?.muted).toBe(true);
  await expect.poll(async () => (await told(desk)).tooltips.at(-1)).toContain('已静音');
  expect((await told(desk)).menus.at(-1)).toContain('示闲');
  await choose('示忙 · 处理问题件');
  // In mid-call it is what follows the call.
  await expect
    .poll(async () => (await desk.call('agent.state', {})).next)
    .toEqual({ state: 'busy', reason: 'issues' });
  await choose('挂断');
  await expect.poll(() => phaseOf(desk)).toBeNull();
  const gone = desk.app.waitForEvent('close');
  await choose('退出');
  await gone;
  await close();
});
