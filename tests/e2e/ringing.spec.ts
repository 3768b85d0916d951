import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { build } from 'vite';
import { defaultAudioPreferences, type AudioPreferences } from '../../core/call/audio.ts';
import type { WindowAudio } from '../../renderer/phone/window-audio.ts';
import { expect, test } from './desk.ts';
import { heard, setUnplugged, watch } from './sound-watch.ts';

/**
 * The phone's own sounds, in the real phone window, asked of the sound side directly: what rings, on which of
 * Chromium's fake devices, and that it stops. The code is the app's, put into the window a second time.
 */
type RingingWindow = Window & { audioUnderTest?: WindowAudio };

const bundle = async (): Promise<string> => {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      target: 'chrome130',
      lib: {
        entry: resolve(import.meta.dirname, '../../renderer/phone/window-audio.ts'),
        formats: ['iife'],
        name: 'windowAudio',
      },
    },
  });
  const [first] = [built].flat();
  if (first === undefined || !('output' in first)) throw new Error('nothing was built');
  return first.output[0].code;
};

const openAudio = async (phone: Page, preferences: Partial<AudioPreferences>): Promise<void> => {
  await watch(phone);
  await phone.evaluate(
    `${await bundle()}; window.audioUnderTest = windowAudio.createWindowAudio(navigator.mediaDevices);`,
  );
  await phone.evaluate(
    async (next) => void (await (window as RingingWindow).audioUnderTest?.setPreferences(next)),
    { ...defaultAudioPreferences, ...preferences },
  );
};
const set = (
  phone: Page,
  sound: 'setRinging' | 'setCallWaiting' | 'setRingback',
  on: boolean,
): Promise<void> =>
  phone.evaluate(([name, value]) => (window as RingingWindow).audioUnderTest?.[name](value), [
    sound,
    on,
  ] as const);

test('[double: unplugging] the ring sounds on all chosen devices at once, goes on without the one that is pulled, and stops for good', async ({
  launch,
}) => {
  const desk = await launch();
  await desk.call('phone.audio', {});
  const phone = await desk.window('phone');
  await openAudio(phone, {
    speaker: 'Fake Audio Output 1',
    ringers: ['Fake Audio Output 1', 'Fake Audio Output 2'],
    ringVolume: 0.2,
  });
  await set(phone, 'setRinging', true);
  await expect
    .poll(async () => (await heard(phone)).playing)
    .toEqual(['Fake Audio Output 1', 'Fake Audio Output 2']);
  await setUnplugged(phone, ['Fake Audio Output 2']);
  await expect.poll(async () => (await heard(phone)).playing).toEqual(['Fake Audio Output 1']);
  await setUnplugged(phone, ['Fake Audio Output 1', 'Fake Audio Output 2']);
  await expect.poll(async () => (await heard(phone)).playing).toEqual(['default']);
  await setUnplugged(phone, []);
  await expect
    .poll(async () => (await heard(phone)).playing)
    .toEqual(['Fake Audio Output 1', 'Fake Audio Output 2']);

  await set(phone, 'setRinging', false);
  expect((await heard(phone)).playing).toEqual([]);
  // What comes and goes after the call must not wake the ring.
  await setUnplugged(phone, ['Fake Audio Output 2']);
  await setUnplugged(phone, []);
  await desk.call('phone.audio', {});
  expect((await heard(phone)).playing).toEqual([]);
});

test('with no ringing device chosen the speaker rings; tones of a call sit in the speaker too', async ({
  launch,
}) => {
  const desk = await launch();
  await desk.call('phone.audio', {});
  const phone = await desk.window('phone');
  await openAudio(phone, { speaker: 'Fake Audio Output 2' });
  for (const sound of ['setRinging', 'setCallWaiting', 'setRingback'] as const) {
    await set(phone, sound, true);
    await set(phone, sound, true);
    await expect.poll(async () => (await heard(phone)).playing).toEqual(['Fake Audio Output 2']);
    await set(phone, sound, false);
    expect((await heard(phone)).playing).toEqual([]);
  }
  // Begun and stopped at once: what was still under way must stay silent.
  await phone.evaluate(() => {
    const audio = (window as RingingWindow).audioUnderTest;
    audio?.setRinging(true);
    audio?.setRinging(false);
    audio?.beep();
  });
  await expect.poll(async () => (await heard(phone)).playing).toEqual(['Fake Audio Output 2']);
  await expect.poll(async () => (await heard(phone)).playing).toEqual([]);
});
