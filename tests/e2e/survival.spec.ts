import type { ChannelOutput, DeskBridge } from '../../core/ipc/contract.ts';
import { dialNext, sessionOf, step, stepUntil, waitForPhase } from './agent.ts';
import type { Desk } from './desk.ts';
import { expect, faultsOf, test } from './desk.ts';
import { importPolicies, testPolicies } from './policies.ts';
import { hangUp } from './phone-acts.ts';

const [policy] = testPolicies(1);
if (policy === undefined) throw new Error('one policy is needed');

const inCall = async (desk: Desk): Promise<void> => {
  await desk.call('practice.start', { drill: 'T0', withSample: false });
  await importPolicies(desk, [policy]);
  await dialNext(desk);
  await stepUntil(desk, policy, (card) => card.kind === 'question' && card.questionId === 'Q11');
};

const packets = async (desk: Desk): Promise<{ received: number; sent: number }> => {
  const { call } = await desk.call('call.snapshot', {});
  expect(call?.phase).toBe('talking');
  return { received: call?.stats?.packetsReceived ?? 0, sent: call?.stats?.packetsSent ?? 0 };
};

/** RTP goes on in both directions: the counters of getStats rise. */
const expectAudioFlows = async (desk: Desk): Promise<void> => {
  const before = await packets(desk);
  await expect
    .poll(async () => (await packets(desk)).received, { timeout: 10_000 })
    .toBeGreaterThan(before.received + 20);
  await expect
    .poll(async () => (await packets(desk)).sent, { timeout: 10_000 })
    .toBeGreaterThan(before.sent + 20);
};

/** Runs a script in the console's present page; null while that page is being made (the script then never ends). */
const inNewConsole = <T>(desk: Desk, script: string): Promise<T | null> =>
  desk.app.evaluate(async ({ BrowserWindow }, code) => {
    const window = BrowserWindow.getAllWindows().find((candidate) =>
      candidate.webContents.getURL().startsWith('app://console/'),
    );
    if (window === undefined || window.webContents.isCrashed() || window.webContents.isLoading()) return null;
    const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), 1000));
    return Promise.race([window.webContents.executeJavaScript(code) as Promise<T>, late]);
  }, script);

test('a reload of the console in mid-call costs nothing: audio flows, the script is where it was', async ({
  launch,
}) => {
  const desk = await launch({ args: ['--practice-tempo=20'] });
  await inCall(desk);
  const before = await sessionOf(desk);
  await desk.page.reload();
  await desk.page.locator('[data-screen="call"] [data-question-id="Q11"]').waitFor();
  const after = await sessionOf(desk);
  expect(after.attemptId).toBe(before.attemptId);
  expect(after.script.answered).toEqual(before.script.answered);
  await expectAudioFlows(desk);
  await step(desk, policy);
  await desk.page.locator('[data-question-id="Q13"], [data-question-id="Q12"]').waitFor();
});

test('a crash of the console in mid-call is mended by main, the call goes on', async ({ launch }) => {
  const desk = await launch({ args: ['--practice-tempo=20'] });
  await inCall(desk);
  const before = await sessionOf(desk);
  const counted = await packets(desk);
  await desk.app.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows().find((candidate) =>
      candidate.webContents.getURL().startsWith('app://console/'),
    );
    window?.webContents.forcefullyCrashRenderer();
  });
  // A crashed page is of no use to the driver any more; main is asked for what its new page shows.
  const shown = (): Promise<string | null> =>
    inNewConsole<string | null>(
      desk,
      `document.querySelector('[data-question-id]')?.getAttribute('data-question-id') ?? null`,
    );
  await expect.poll(shown, { timeout: 20_000 }).toBe('Q11');
  const snapshot = async (): Promise<ChannelOutput<'call.snapshot'> | null> =>
    (
      await inNewConsole<{ value: ChannelOutput<'call.snapshot'> }>(
        desk,
        `window.desk.call('call.snapshot', {})`,
      )
    )?.value ?? null;
  const after = await snapshot();
  expect(after?.call?.phase).toBe('talking');
  expect(after?.session?.attemptId).toBe(before.attemptId);
  expect(after?.session?.script.answered).toEqual(before.script.answered);
  await expect
    .poll(async () => (await snapshot())?.call?.stats?.packetsReceived ?? 0, { timeout: 10_000 })
    .toBeGreaterThan(counted.received + 50);
});

test('a fault in main that nothing catches is in the log, without what it was about; no dialog stops the call', async ({
  launch,
}) => {
  const desk = await launch({ args: ['--practice-tempo=20'] });
  desk.faultsExpected = true;
  await inCall(desk);
  await desk.app.evaluate(() => {
    setTimeout(() => {
      throw new TypeError('a fault of this test');
    }, 0);
    setTimeout(() => {
      JSON.parse('{"holder": 王小明');
    }, 0);
  });
  await expect.poll(() => faultsOf(desk.profile), { timeout: 30_000 }).toHaveLength(2);
  const [first = '', second = ''] = await faultsOf(desk.profile);
  expect(first).toContain('a fault of this test');
  expect(second).toContain('SyntaxError');
  expect(second).not.toContain('王小明');
  await expectAudioFlows(desk);
  await hangUp(desk);
  await expect.poll(async () => (await desk.call('call.snapshot', {})).call?.phase).toBe('ended');
});

test('closing the window in mid-call is refused and said; after the call it closes', async ({ launch }) => {
  const desk = await launch({ args: ['--practice-tempo=20'] });
  await inCall(desk);
  const close = (): Promise<void> =>
    desk.app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()
        .find((one) => one.webContents.getURL().startsWith('app://console/'))
        ?.close();
    });
  await close();
  await expect(desk.page.getByText('通话中不能关闭窗口').first()).toBeVisible();
  await expectAudioFlows(desk);
  await hangUp(desk);
  await expect.poll(async () => (await desk.call('call.snapshot', {})).call?.phase).toBe('ended');
  const gone = desk.app.waitForEvent('close');
  await close();
  await gone;
});

test('a crash of the phone window registers again by itself; the app still ends when it is told to', async ({
  launch,
}) => {
  const desk = await launch({ args: ['--practice-tempo=20'] });
  await desk.call('practice.start', { drill: 'T0', withSample: true });
  const crashPhone = (): Promise<void> =>
    desk.app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()
        .find((one) => one.webContents.getURL().startsWith('app://phone/'))
        ?.webContents.forcefullyCrashRenderer();
    });
  await desk.page.evaluate(() => {
    const shared = window as unknown as { desk: DeskBridge; states: string[] };
    shared.states = [];
    shared.desk.on('registration.changed', ({ state }) => void shared.states.push(state));
  });
  await crashPhone();
  const states = (): Promise<string[]> =>
    desk.page.evaluate(() => (window as unknown as { states: string[] }).states);
  await expect.poll(async () => (await states()).at(-1), { timeout: 20_000 }).toBe('registered');
  // Never "ready" while there is no phone.
  expect((await states())[0]).toBe('connecting');
  await dialNext(desk);
  await expectAudioFlows(desk);
  await crashPhone();
  await waitForPhase(desk, 'wrap_up');
  expect((await desk.call('call.snapshot', {})).call?.ending).toBe('network');
  await expect.poll(async () => (await states()).at(-1), { timeout: 20_000 }).toBe('registered');
  // The phone goes down while the app ends: nothing may open it again and keep the app alive.
  const gone = desk.app.waitForEvent('close');
  await desk.app.evaluate(({ app, BrowserWindow }) => {
    const phone = BrowserWindow.getAllWindows().find((one) =>
      one.webContents.getURL().startsWith('app://phone/'),
    );
    phone?.webContents.forcefullyCrashRenderer();
    setTimeout(() => app.quit(), 0);
  });
  await gone;
});
