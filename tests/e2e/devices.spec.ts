import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { defaultAudioPreferences } from '../../core/call/audio.ts';
import { dialNext } from './agent.ts';
import type { Desk } from './desk.ts';
import { expect, test } from './desk.ts';
import { importPolicies, testPolicies } from './policies.ts';
import { heard, setUnplugged, watch, type WatchedWindow } from './sound-watch.ts';
import { hangUp } from './phone-acts.ts';

/**
 * Sound devices in the real app, on Chromium's fake devices: a default and two more, for microphone and speaker.
 * What cannot exist here, a plug that is pulled, is a double and its test says so.
 */
const policies = testPolicies(3);
const fast = { args: ['--practice-tempo=20'] };
const root = resolve(import.meta.dirname, '../..');

const startPractice = async (desk: Desk): Promise<Page> => {
  await desk.call('practice.start', { drill: 'T0', withSample: false });
  const phone = await desk.window('phone');
  await watch(phone);
  return phone;
};

const openSettings = async (desk: Desk): Promise<void> => {
  await desk.call('app.welcomeDone', {});
  await desk.page.keyboard.press('Control+6');
  await desk.page.locator('[data-screen="settings"]').waitFor();
  await desk.page.getByRole('heading', { name: /声音设备|Sound devices/ }).waitFor();
};

test('devices are listed by name before there is a line, and the choice survives a restart of the app', async ({
  launch,
}) => {
  const desk = await launch(fast);
  const { microphones, speakers, inUse } = await desk.call('phone.audio', {});
  expect(microphones.map(({ label }) => label)).toEqual(['Fake Audio Input 1', 'Fake Audio Input 2']);
  expect(speakers.map(({ label }) => label)).toEqual(['Fake Audio Output 1', 'Fake Audio Output 2']);
  expect(inUse).toEqual({ microphone: null, speaker: null });
  const chosen = {
    ...defaultAudioPreferences,
    microphone: 'Fake Audio Input 2',
    speaker: 'Fake Audio Output 1',
    ringers: ['Fake Audio Output 1', 'Fake Audio Output 2'],
    ringVolume: 0.3,
  };
  await desk.call('phone.setAudio', { preferences: chosen });
  await desk.close();

  const again = await launch({ ...fast, profile: desk.profile });
  const after = await again.call('phone.audio', {});
  expect(after.preferences).toEqual(chosen);
  expect(after.inUse).toEqual({ microphone: 'Fake Audio Input 2', speaker: 'Fake Audio Output 1' });
});

test('microphone and speaker chosen before the call are those of the call, others chosen inside it take over', async ({
  launch,
}) => {
  const desk = await launch(fast);
  const phone = await startPractice(desk);
  await importPolicies(desk, policies);
  const choice = {
    ...defaultAudioPreferences,
    microphone: 'Fake Audio Input 1',
    speaker: 'Fake Audio Output 1',
  };
  await desk.call('phone.setAudio', { preferences: choice });
  await dialNext(desk);
  await expect.poll(async () => (await heard(phone)).playing).toContain('Fake Audio Output 1');
  const before = await heard(phone);
  expect(new Set(before.openTracks)).toEqual(new Set(['Fake Audio Input 1']));

  const sent = async (): Promise<number> =>
    (await desk.call('call.snapshot', {})).call?.stats?.packetsSent ?? 0;
  await desk.call('phone.setAudio', {
    preferences: { ...choice, microphone: 'Fake Audio Input 2', speaker: 'Fake Audio Output 2' },
  });
  await expect
    .poll(async () => new Set((await heard(phone)).openTracks))
    .toEqual(new Set(['Fake Audio Input 2']));
  await expect.poll(async () => (await heard(phone)).playing).toEqual(['Fake Audio Output 2']);
  const sentAtChange = await sent();
  await expect.poll(sent).toBeGreaterThan(sentAtChange + 20);
  expect((await desk.call('call.snapshot', {})).call?.phase).toBe('talking');

  // The system's recording sign must go off, and no sound element may go on.
  await hangUp(desk);
  await expect.poll(() => heard(phone)).toEqual({ playing: [], openTracks: [] });
});

test('echo cancellation, noise suppression and gain change inside a call, by opening the device again', async ({
  launch,
}) => {
  const desk = await launch(fast);
  const phone = await startPractice(desk);
  await importPolicies(desk, policies);
  await dialNext(desk);
  await desk.call('phone.setAudio', {
    preferences: { ...defaultAudioPreferences, echoCancellation: false, autoGainControl: false },
  });
  const processing = await phone.evaluate(() => {
    const track = [...((window as WatchedWindow).watchedTracks ?? [])].findLast(
      ({ readyState }) => readyState === 'live',
    );
    const { echoCancellation, noiseSuppression, autoGainControl } = track?.getSettings() ?? {};
    return { echoCancellation, noiseSuppression, autoGainControl };
  });
  expect(processing).toEqual({ echoCancellation: false, noiseSuppression: true, autoGainControl: false });
  expect((await desk.call('call.snapshot', {})).call?.phase).toBe('talking');
});

test('[double: unplugging] a microphone pulled in mid-call falls back at once, is told, and is taken again', async ({
  launch,
}) => {
  const desk = await launch(fast);
  const phone = await startPractice(desk);
  await importPolicies(desk, policies);
  await desk.call('phone.setAudio', {
    preferences: {
      ...defaultAudioPreferences,
      microphone: 'Fake Audio Input 2',
      speaker: 'Fake Audio Output 2',
    },
  });
  await dialNext(desk);
  await expect.poll(async () => (await heard(phone)).playing).toEqual(['Fake Audio Output 2']);

  await setUnplugged(phone, ['Fake Audio Input 2', 'Fake Audio Output 2']);
  await expect
    .poll(async () => (await desk.call('phone.audio', {})).inUse)
    .toEqual({ microphone: null, speaker: null });
  await expect
    .poll(async () => new Set((await heard(phone)).openTracks))
    .toEqual(new Set(['Fake Default Audio Input']));
  expect((await heard(phone)).playing).toEqual(['default']);
  await expect(desk.page.getByText(/“Fake Audio Input 2”没有插上/).first()).toBeAttached();
  expect((await desk.call('call.snapshot', {})).call?.phase).toBe('talking');

  await setUnplugged(phone, []);
  await expect
    .poll(async () => (await desk.call('phone.audio', {})).inUse)
    .toEqual({ microphone: 'Fake Audio Input 2', speaker: 'Fake Audio Output 2' });
  await expect
    .poll(async () => new Set((await heard(phone)).openTracks))
    .toEqual(new Set(['Fake Audio Input 2']));
  await expect.poll(async () => (await heard(phone)).playing).toEqual(['Fake Audio Output 2']);
  await expect(desk.page.getByText(/“Fake Audio Input 2”已恢复使用/).first()).toBeAttached();
});

test('[double: unplugging] a track that ends without any devicechange is replaced in the running call', async ({
  launch,
}) => {
  const desk = await launch(fast);
  const phone = await startPractice(desk);
  await importPolicies(desk, policies);
  await dialNext(desk);
  const openings = (): Promise<number> =>
    phone.evaluate(() => (window as WatchedWindow).watchedConstraints?.length ?? 0);
  const before = await openings();
  await phone.evaluate(() => {
    for (const track of (window as WatchedWindow).watchedTracks ?? []) {
      if (track.readyState !== 'live') continue;
      track.stop();
      track.dispatchEvent(new Event('ended'));
    }
  });
  await expect.poll(openings).toBeGreaterThan(before);
  await expect.poll(async () => (await heard(phone)).openTracks.length).toBeGreaterThan(1);
  expect((await desk.call('phone.audio', {})).microphoneSilent).toBe(false);
});

test('the ring test sounds on the device it names, once, and then no element is left', async ({ launch }) => {
  const desk = await launch(fast);
  await desk.call('phone.audio', {});
  const phone = await desk.window('phone');
  await watch(phone);
  await openSettings(desk);
  await desk.page.getByRole('button', { name: '在“Fake Audio Output 2”上试响' }).press('Enter');
  await expect.poll(async () => (await heard(phone)).playing).toEqual(['Fake Audio Output 2']);
  await expect.poll(async () => (await heard(phone)).playing).toEqual([]);
});

test('the level is shown while somebody looks, at most ten times a second, and stops when the console is gone', async ({
  launch,
}) => {
  const desk = await launch(fast);
  await desk.call('phone.audio', {});
  const phone = await desk.window('phone');
  await watch(phone);
  await openSettings(desk);
  await desk.page.getByRole('button', { name: '试麦克风' }).press('Enter');
  const meter = desk.page.getByRole('meter', { name: '麦克风音量' });
  await expect(meter).toHaveAttribute('aria-valuetext', /-\d+ dB/);
  expect((await heard(phone)).openTracks.length).toBeGreaterThan(0);
  const times = await desk.page.evaluate(
    () =>
      new Promise<number[]>((done) => {
        const seen: number[] = [];
        const desk = (window as unknown as { desk: { on(name: string, listener: () => void): () => void } })
          .desk;
        const end = desk.on('devices.level', () => {
          seen.push(performance.now());
          if (seen.length < 11) return;
          end();
          done(seen);
        });
      }),
  );
  // Ten intervals of 100 ms; a late one makes them longer, never shorter.
  expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(800);

  // A reload runs no clean-up of the page.
  await desk.page.reload();
  await desk.page.locator('[data-screen]').first().waitFor();
  await expect.poll(async () => (await heard(phone)).openTracks, { timeout: 30_000 }).toEqual([]);
});

test('the pre-shift check is done with the keyboard alone, gives four results, and is remembered for the day', async ({
  launch,
}) => {
  const desk = await launch(fast);
  await openSettings(desk);
  await desk.page.getByText('今天还没有检查').waitFor();
  await desk.page.getByRole('button', { name: '开始检查' }).focus();
  await desk.page.keyboard.press('Enter');
  await desk.page.locator('main').getByText('正在录音').waitFor();
  await desk.page.locator('main').getByText('检查完成').waitFor({ timeout: 60_000 });
  for (const item of ['level', 'noise', 'echo', 'loss'])
    await expect(desk.page.locator(`[data-check="${item}"]`)).toHaveText(/。/);
  // The loop has no network: what it lost or delayed would be a fault of the measurement.
  await expect(desk.page.locator('[data-check="loss"]')).toHaveText(/毫秒/);
  const { check, last } = await desk.call('devices.checkState', {});
  expect(check).toMatchObject({ step: 'done', failure: null, canReplay: true });
  expect(last?.items.map(({ item }) => item)).toEqual(['level', 'noise', 'echo', 'loss']);
  const phone = await desk.window('phone');
  await watch(phone);
  await desk.page.getByRole('button', { name: '再听一遍' }).press('Enter');
  await expect.poll(async () => (await heard(phone)).playing.length).toBe(1);

  // Leaving the screen drops the recording; the outcome stays.
  await desk.page.keyboard.press('Control+1');
  await expect
    .poll(async () => (await desk.call('devices.checkState', {})).check)
    .toMatchObject({ step: 'idle', canReplay: false });
  await openSettings(desk);
  await desk.page.getByText(/今天 \d\d:\d\d 检查过/).waitFor();
  await expect(desk.page.locator('[data-check]')).toHaveCount(4);
});

test('a call that comes goes before the check, and no check begins in a call', async ({ launch }) => {
  const desk = await launch(fast);
  const phone = await startPractice(desk);
  await importPolicies(desk, policies);
  await desk.call('devices.check', { action: 'start' });
  await expect.poll(async () => (await desk.call('devices.checkState', {})).check.step).toBe('recording');
  await dialNext(desk);
  expect((await desk.call('devices.checkState', {})).check).toMatchObject({
    step: 'failed',
    failure: 'call_came',
    canReplay: false,
  });
  expect(await desk.ask('devices.check', { action: 'start' })).toMatchObject({
    ok: false,
    error: { code: 'call_in_progress' },
  });
  await hangUp(desk);
  await expect.poll(() => heard(phone)).toEqual({ playing: [], openTracks: [] });
});

test('only the phone window may ask for headsets, and only a page of ours at all', async ({ launch }) => {
  const desk = await launch(fast);
  await startPractice(desk);
  const devices = (page: Page): Promise<number | string> =>
    page.evaluate(async () => {
      const { hid } = navigator as unknown as { hid?: { getDevices(): Promise<unknown[]> } };
      return hid === undefined
        ? 'none'
        : hid.getDevices().then(
            (found) => found.length,
            (error: Error) => error.name,
          );
    });
  expect(await devices(await desk.window('phone'))).toBe(0);
  expect(await desk.call('devices.headsets', {})).toEqual({ headsets: [] });
  const granted = await desk.app.evaluate(async ({ BrowserWindow }) => {
    const found: Record<string, boolean> = {};
    for (const window of BrowserWindow.getAllWindows()) {
      const role = new URL(window.webContents.getURL()).host;
      found[role] = (await window.webContents
        .executeJavaScript(
          'navigator.hid.requestDevice({ filters: [] }).then((list) => list.length > 0)',
          true,
        )
        .catch(() => false)) as boolean;
    }
    return found;
  });
  expect(Object.values(granted)).not.toContain(true);
});

for (const locale of ['zh-CN', 'en-US'] as const) {
  test(`the panel is chosen by keyboard and has no accessibility violation, ${locale}`, async ({
    launch,
  }) => {
    const desk = await launch({ ...fast, locale });
    const { page } = desk;
    await openSettings(desk);
    const select = page.getByRole('button', {
      name: /^(麦克风|系统默认 麦克风|Microphone|System default Microphone)$/,
    });
    await select.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('listbox').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect
      .poll(async () => (await desk.call('phone.audio', {})).preferences.microphone)
      .toBe('Fake Audio Input 1');
    await page.getByRole('checkbox', { name: 'Fake Audio Output 2' }).focus();
    await page.keyboard.press('Space');
    await expect
      .poll(async () => (await desk.call('phone.audio', {})).preferences.ringers)
      .toEqual(['Fake Audio Output 2']);
    await page.getByRole('slider').focus();
    await page.keyboard.press('ArrowLeft');
    await expect
      .poll(async () => (await desk.call('phone.audio', {})).preferences.ringVolume)
      .toBeCloseTo(0.75);
    await page.getByRole('button', { name: /试麦克风|Try the microphone/ }).press('Enter');
    await page.getByRole('meter').waitFor();
    await setUnplugged(await desk.window('phone'), ['Fake Audio Input 1']);
    await expect(page.getByText(/没有插上，现在用|is not plugged in; the system/).first()).toBeVisible();
    const check = page.getByRole('region', { name: /班前检查|Pre-shift check/ });
    await check.getByRole('button', { name: /开始检查|Start the check/ }).press('Enter');
    await expect(page.locator('[data-check]')).toHaveCount(4, { timeout: 60_000 });

    const folder = join(root, 'artifacts', 'devices');
    await mkdir(folder, { recursive: true });
    for (const theme of ['light', 'dark'] as const) {
      await desk.call('app.setTheme', { theme });
      for (const [name, heading] of [
        ['audio', /声音设备|Sound devices/],
        ['preshift', /班前检查|Pre-shift check/],
      ] as const) {
        await page.getByRole('heading', { name: heading }).scrollIntoViewIfNeeded();
        await page.screenshot({ path: join(folder, `${name}-${locale}-${theme}.png`) });
      }
      const { violations } = await new AxeBuilder({ page })
        .setLegacyMode(true)
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
        .analyze();
      expect(
        violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(' | ')}`),
      ).toEqual([]);
    }
  });
}
