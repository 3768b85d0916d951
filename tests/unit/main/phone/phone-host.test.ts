import { expect, test } from 'vitest';
import { accountDefaults, type SipAccount } from '../../../../core/call/account.ts';
import { defaultAudioPreferences } from '../../../../core/call/audio.ts';
import type { PhoneCommand } from '../../../../core/ipc/features/phone-window.ts';
import { createPhoneHost } from '../../../../main/phone/phone-host.ts';

const account: SipAccount = {
  ...accountDefaults,
  servers: ['wss://pbx.example/'],
  uri: 'sip:1001@pbx.example',
  authUser: '1001',
  password: 'x',
  displayName: '',
};
const audio = { microphones: [], speakers: [], preferences: defaultAudioPreferences };
const state = { ...audio, inUse: { microphone: null, speaker: null }, microphoneSilent: false };

/** A phone window without a window: pages that are loaded one over the other, and what each was told. */
const stage = () => {
  const pages: PhoneCommand['type'][][] = [];
  const host = createPhoneHost({
    load: () => {
      pages.push([]);
      return Promise.resolve();
    },
    send: ({ id, command }) => {
      pages.at(-1)?.push(command.type);
      if (id > 0) host.onReply({ id, error: null, sipStatus: null, audio: state });
    },
    preferences: () => defaultAudioPreferences,
  });
  return { host, pages };
};

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('an account that comes while the window opens for the devices is registered by its own page', async () => {
  const { host, pages } = stage();
  const devices = host.audio();
  const registered = host.register(account);
  await turn();
  expect(pages).toHaveLength(1);
  // The first page's word, not the second's.
  host.onReady();
  await turn();
  expect(pages).toHaveLength(2);
  expect(pages[1]).toEqual([]);
  host.onReady();
  await Promise.all([devices, registered]);
  expect(pages[0]).toEqual(['setAudio']);
  expect(pages[1]?.toSorted()).toEqual(['audio', 'register', 'setAudio']);
});

test('a page that is gone before it was ready does not keep the next one waiting', async () => {
  const { host, pages } = stage();
  void host.register(account);
  await turn();
  host.onGone();
  await turn();
  expect(pages).toHaveLength(2);
  host.onReady();
  await turn();
  expect(pages[1]).toContain('register');
});
