import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { startSipRelay } from '../../main/practice/sip-relay.ts';
import { dialNext } from './agent.ts';
import type { Desk } from './desk.ts';
import { expect, test } from './desk.ts';
import { press } from './keyboard-agent.ts';
import { becomeReady, historyOf, lastCall, phoneCommand, profileWithPolicy, waitForSeat } from './seat.ts';
import { connectAccount, hangUp as hangUpHere } from './phone-acts.ts';

const seat = (desk: Desk) => desk.page.locator('[data-agent-state]');

const practise = async (desk: Desk): Promise<void> => {
  await desk.call('practice.start', { drill: 'T0', withSample: true });
  await desk.page.locator('[data-screen="worklist"]').waitFor();
};

/** Three extensions on a SIP server on loopback, which stands in for the PBX. */
const startPbx = () =>
  startSipRelay({
    users: ['1001', '2001', '3001'].map((name) => ({ name, password: `right-${name}` })),
    random: randomBytes,
  });
type Pbx = Awaited<ReturnType<typeof startPbx>>;

const connect = (desk: Desk, pbx: Pbx, user: string) =>
  connectAccount(desk, {
    server: pbx.url,
    uri: `sip:${user}@${pbx.domain}`,
    password: `right-${user}`,
  });

let calls = 0;
/** Lets a desk call extension 1001; gives the id of the call. */
const dial1001 = async (caller: Desk, pbx: Pbx, headers: readonly string[] = []): Promise<string> => {
  calls += 1;
  const callId = `test-call-${calls}`;
  await phoneCommand(caller, { type: 'dial', callId, target: `sip:1001@${pbx.domain}`, headers });
  return callId;
};

const phaseOf = (desk: Desk, direction: 'incoming' | 'outgoing') => async () =>
  (await lastCall(desk, direction))?.call.phase ?? null;
const refusedBusy = (caller: Desk, callId: string): Promise<void> =>
  expect
    .poll(async () => {
      const last = (await lastCall(caller, 'outgoing'))?.call;
      return last?.callId === callId ? [last.phase, last.ending, last.sipStatus] : null;
    })
    .toEqual(['ended', 'busy', 486]);
const hangUp = async (caller: Desk, callId: string, desk: Desk): Promise<void> => {
  await phoneCommand(caller, { type: 'hangUp', callId });
  await expect.poll(phaseOf(desk, 'incoming')).toBe('ended');
  await expect.poll(phaseOf(caller, 'outgoing')).toBe('ended');
};

const askForAnswer = ['Call-Info: <sip:x>;answer-after=0'];

test('a callback by keyboard: ready, call, wrap-up that is extended, over time, closed, ready again', async ({
  launch,
}) => {
  const profile = await profileWithPolicy([
    ['  seconds: 90', '  seconds: 5'],
    ['extensionSeconds: 60', 'extensionSeconds: 120'],
  ]);
  const desk = await launch({ profile, args: ['--practice-tempo=20'] });
  const { page } = desk;
  await practise(desk);
  await expect(seat(desk)).toContainText('示忙');
  await expect(seat(desk)).toContainText('刚启动');
  await press(page, 'Control+Shift+R');
  await expect(seat(desk)).toContainText('示闲');

  await dialNext(desk);
  await expect(seat(desk)).toContainText('通话中');
  await press(page, 'F2');
  await page.keyboard.type('客户要求明天再说');
  await press(page, 'Control+Shift+H');
  await waitForSeat(desk, 'wrap_up');
  // The countdown ends while the record is open: nothing is closed, nothing is lost.
  await waitForSeat(desk, 'wrap_up', 'over_time');
  await expect(seat(desk)).toContainText('已超时');
  await expect(seat(desk)).toContainText('处置后结束');
  await expect(page.getByRole('status').getByText('话后整理时间已到')).toBeAttached();
  expect((await desk.call('call.snapshot', {})).session?.notes).toBe('客户要求明天再说');
  expect(await desk.ask('agent.finishWrapUp', {})).toMatchObject({
    ok: false,
    error: { code: 'attempt_open' },
  });

  await press(page, 'Control+Shift+E');
  await waitForSeat(desk, 'wrap_up', 'extended');
  await expect(seat(desk)).toContainText(/0[12]:\d\d/);
  await expect(page.getByRole('button', { name: '延长 120 秒，还可延长 1 次' })).toBeVisible();
  // What was typed is still there and the cursor never left it.
  await expect(page.getByRole('textbox', { name: '备注' })).toHaveValue('客户要求明天再说');

  await press(page, 'Escape');
  await desk.call('session.close', { disposition: 'D11', appointmentAt: null, reason: '' });
  await waitForSeat(desk, 'ready');
  await expect(seat(desk)).toContainText('示闲');

  await desk.close();
  expect(historyOf(profile)).toEqual([
    'busy restart system',
    'ready - person',
    'on_call - system',
    'wrap_up - system',
    'wrap_up over_time system',
    'wrap_up extended person',
    'ready - system',
    'offline quit system',
  ]);
});

test('in 示忙 a caller hears busy and nothing rings; in 示闲 it rings; a crash is told from a break', async ({
  launch,
}) => {
  const pbx = await startPbx();
  const desk = await launch();
  const caller = await launch();
  await connect(desk, pbx, '1001');
  await connect(caller, pbx, '2001');
  await desk.page.locator('[data-screen="worklist"]').waitFor();

  // Just started: nobody has said that he is there.
  await refusedBusy(caller, await dial1001(caller, pbx));
  await becomeReady(desk);
  const rings = await dial1001(caller, pbx);
  await expect.poll(phaseOf(desk, 'incoming')).toBe('incoming');
  await hangUp(caller, rings, desk);

  // 示忙 with a reason, by keyboard alone, while a search is being typed.
  const { page } = desk;
  await press(page, 'Control+k');
  const search = page.getByRole('searchbox');
  await page.keyboard.type('王');
  await press(page, 'Control+Shift+S');
  await expect(page.getByRole('menu', { name: /坐席状态/ })).toBeVisible();
  await page.getByRole('menuitemradio', { name: '会议' }).waitFor();
  for (let presses = 0; presses < 12; presses += 1) {
    const focused = await page.evaluate(() => document.activeElement?.textContent ?? '');
    if (focused.includes('会议')) break;
    await press(page, 'ArrowDown');
  }
  await press(page, 'Enter');
  await waitForSeat(desk, 'busy', 'meeting');
  await expect(seat(desk)).toContainText('会议');
  await expect(search).toBeFocused();
  await expect(search).toHaveValue('王');
  await refusedBusy(caller, await dial1001(caller, pbx));
  await expect(page.getByRole('region', { name: '来电' })).toHaveCount(0);

  expect(await desk.ask('agent.set', { state: 'busy', reason: null })).toMatchObject({
    ok: false,
    error: { code: 'reason_needed' },
  });
  expect(await desk.ask('agent.set', { state: 'ready', reason: 'meeting' })).toMatchObject({
    ok: false,
    error: { code: 'bad_input' },
  });
  await desk.call('agent.set', { state: 'offline', reason: null });
  expect((await desk.call('call.snapshot', {})).registration.state).toBe('registered');
  await refusedBusy(caller, await dial1001(caller, pbx));

  await becomeReady(desk);
  await desk.kill();
  const again = await launch({ profile: desk.profile });
  await waitForSeat(again, 'busy', 'restart');
  // Where the system offers no keychain the password is typed again.
  await connect(again, pbx, '1001');
  await refusedBusy(caller, await dial1001(caller, pbx));
  await again.close();
  const history = historyOf(desk.profile);
  expect(history.slice(-4)).toEqual([
    'ready - person',
    'unknown crash system',
    'busy restart system',
    'offline quit system',
  ]);
  expect(history).toContain('busy meeting person');
  await caller.close();
  await pbx.close();
});

test('a call answers itself only by header, from a trusted caller, to an agent who is ready', async ({
  launch,
}) => {
  const profile = await profileWithPolicy([
    ['  enabled: false', '  enabled: true'],
    ['  trusted: []', "  trusted: [{ user: '2001', domain: '*' }]"],
    ['  delaySeconds: 2', '  delaySeconds: 3'],
  ]);
  const pbx = await startPbx();
  const desk = await launch({ profile });
  const caller = await launch();
  await connect(desk, pbx, '1001');
  await connect(caller, pbx, '2001');
  expect((await desk.call('agent.state', {})).policy).toEqual({
    version: '1.0.1',
    source: 'head_office',
    refusedLine: null,
  });

  // Not ready: refused like any call.
  await refusedBusy(caller, await dial1001(caller, pbx, askForAnswer));

  // Ready, but the call does not ask for it.
  await becomeReady(desk);
  const plain = await dial1001(caller, pbx);
  await expect.poll(phaseOf(desk, 'incoming')).toBe('incoming');
  expect((await lastCall(desk, 'incoming'))?.autoAnswerAt).toBeNull();
  await hangUp(caller, plain, desk);

  // It asks, the caller is trusted, the agent is ready: answered without a hand on it, and heard.
  const asks = await dial1001(caller, pbx, askForAnswer);
  await expect.poll(phaseOf(desk, 'incoming'), { timeout: 20_000 }).toBe('incoming');
  expect((await lastCall(desk, 'incoming'))?.autoAnswerAt).not.toBeNull();
  await expect.poll(phaseOf(desk, 'incoming'), { timeout: 20_000 }).toBe('talking');
  await waitForSeat(desk, 'on_call');
  await expect
    .poll(async () => (await lastCall(desk, 'incoming'))?.call.stats?.packetsReceived ?? 0)
    .toBeGreaterThan(10);
  await hangUp(caller, asks, desk);
  await waitForSeat(desk, 'wrap_up');
  await press(desk.page, 'Control+Shift+F');
  await waitForSeat(desk, 'ready');

  // The agent stops it: the call goes on ringing well past the moment.
  const stopped = await dial1001(caller, pbx, askForAnswer);
  await expect.poll(phaseOf(desk, 'incoming')).toBe('incoming');
  const ringing = await lastCall(desk, 'incoming');
  const answersAt = ringing?.autoAnswerAt ?? 0;
  await desk.call('softphone.stopAutoAnswer', { callId: ringing?.call.callId ?? '' });
  await expect.poll(() => Date.now(), { timeout: 20_000 }).toBeGreaterThan(answersAt + 1500);
  expect(await phaseOf(desk, 'incoming')()).toBe('incoming');
  await hangUp(caller, stopped, desk);

  // He becomes busy while it counts down: not put on the line.
  const late = await dial1001(caller, pbx, askForAnswer);
  await expect.poll(phaseOf(desk, 'incoming')).toBe('incoming');
  const lateAt = (await lastCall(desk, 'incoming'))?.autoAnswerAt ?? 0;
  await desk.call('agent.set', { state: 'busy', reason: 'fault' });
  await expect.poll(() => Date.now(), { timeout: 20_000 }).toBeGreaterThan(lateAt + 1500);
  expect(await phaseOf(desk, 'incoming')()).toBe('incoming');
  await hangUp(caller, late, desk);

  // Somebody else asks for it: it only rings.
  await becomeReady(desk);
  await connect(caller, pbx, '3001');
  const stranger = await dial1001(caller, pbx, askForAnswer);
  await expect.poll(phaseOf(desk, 'incoming')).toBe('incoming');
  expect((await lastCall(desk, 'incoming'))?.autoAnswerAt).toBeNull();
  await hangUp(caller, stranger, desk);
  await desk.close();
  await caller.close();
  await pbx.close();
});

test('a policy of head office with a fault is not used, and the menu says where the fault is', async ({
  launch,
}) => {
  const profile = await profileWithPolicy([['  seconds: 90', '  seconds: soon']]);
  const desk = await launch({ profile });
  await practise(desk);
  const { policy } = await desk.call('agent.state', {});
  expect(policy).toMatchObject({ version: '1.0.0', source: 'shipped' });
  await press(desk.page, 'Control+Shift+S');
  await expect(desk.page.getByText(`第 ${policy.refusedLine ?? 0} 行有误`)).toBeVisible();
});

test('a break that lasts too long is told once, in words and on the seat, and takes nobody out of what he does', async ({
  launch,
}) => {
  test.setTimeout(180_000);
  const desk = await launch({
    profile: await profileWithPolicy([
      ['work: false\n    remindAfterMin: 15', 'work: false\n    remindAfterMin: 1'],
    ]),
  });
  const { page } = desk;
  await desk.call('app.welcomeDone', {});
  await page.locator('[data-screen="worklist"]').waitFor();
  await press(page, 'Control+Shift+S');
  await page.getByRole('menuitemradio', { name: '短休' }).press('Enter');
  await expect(seat(desk)).toContainText('短休');
  await expect(seat(desk)).not.toContainText('已超时');
  await press(page, 'Control+k');
  await page.keyboard.type('张');
  await expect(seat(desk)).toContainText('已超时', { timeout: 120_000 });
  await expect(seat(desk)).toHaveAttribute('data-tone', 'care');
  await expect(page.getByRole('status').getByText('小休已超过 1 分钟')).toBeAttached();
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.type('三');
  await expect(page.getByRole('searchbox')).toHaveValue('张三');
  await press(page, 'Control+Shift+R');
  await expect(seat(desk)).not.toContainText('已超时');
  await expect(seat(desk)).toHaveAttribute('data-tone', 'good');
});

for (const locale of ['zh-CN', 'en'] as const) {
  for (const theme of ['light', 'dark'] as const) {
    test(`the seat on screen, ${locale}, ${theme}: no scrolling, nothing that axe finds, also at 200 %`, async ({
      launch,
    }) => {
      const folder = join(resolve(import.meta.dirname, '../..'), 'artifacts', 'seat', `${locale}-${theme}`);
      await mkdir(folder, { recursive: true });
      const desk = await launch({
        locale: locale === 'en' ? 'en-US' : 'zh-CN',
        args: ['--practice-tempo=20'],
      });
      const { page } = desk;
      await desk.call('app.setTheme', { theme });
      await practise(desk);
      const problems: string[] = [];
      const look = async (name: string, within = 'body'): Promise<void> => {
        await page.screenshot({ path: join(folder, `${name}.png`) });
        const across = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
        if (across) problems.push(`${name}: scrolls across`);
        const cut = await page.evaluate(() => {
          const nav = document.querySelector('nav');
          return nav !== null && nav.scrollHeight > nav.clientHeight + 1;
        });
        if (cut) problems.push(`${name}: the navigation is cut off`);
        const { violations } = await new AxeBuilder({ page })
          .include(within)
          .setLegacyMode(true)
          .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
          .analyze();
        problems.push(
          ...violations.map(
            (one) => `${name}: ${one.id} ${one.nodes.map((node) => node.target.join(' ')).join(' | ')}`,
          ),
        );
      };
      await look('started');
      await press(page, 'Control+Shift+S');
      await page.getByRole('menu').waitFor();
      await look('menu');
      await press(page, 'Escape');
      await desk.call('agent.set', { state: 'busy', reason: 'issues' });
      await look('busy');
      await becomeReady(desk);
      await look('ready');
      await dialNext(desk);
      await look('on-call');
      await hangUpHere(desk);
      await waitForSeat(desk, 'wrap_up');
      await look('wrap-up');
      // What 200 % leaves of a 1366 x 768 window.
      await desk.app.evaluate(({ BrowserWindow }) => {
        BrowserWindow.getAllWindows()
          .find((one) => one.webContents.getURL().startsWith('app://console/'))
          ?.setContentSize(683, 384);
      });
      await expect.poll(() => page.evaluate(() => window.innerWidth)).toBeLessThan(700);
      await look('wrap-up-200', 'nav');
      await press(page, 'Control+Shift+S');
      await page.getByRole('menu').waitFor();
      await look('menu-200', '[role="menu"]');
      expect(problems).toEqual([]);
    });
  }
}
