import { randomBytes } from 'node:crypto';
import type { Page } from '@playwright/test';
import type { CallSnapshot } from '../../core/call/types.ts';
import { accountDefaults } from '../../core/call/account.ts';
import type { CustomerCommand, PhoneCommand } from '../../core/ipc/features/phone-window.ts';
import { startSipRelay, type SipRelay } from '../../main/practice/sip-relay.ts';
import type { Desk } from './desk.ts';
import { expect } from './desk.ts';
import { connectAccount } from './phone-acts.ts';

type Ears = { peers: RTCPeerConnection[]; keys: string[] };
type WithEars = Window & { ears: Ears };

/** A SIP server on loopback that stands in for the PBX, with the accounts of a desk and two telephones. */
export const startPbx = (): Promise<SipRelay> =>
  startSipRelay({
    users: ['1001', '2001', '2002', '1002'].map((name) => ({ name, password: `right-${name}` })),
    random: randomBytes,
  });

/** The desk's app on the PBX, with ears in its phone window. */
export const connect = async (desk: Desk, pbx: SipRelay, user: string): Promise<Page> => {
  await connectAccount(desk, {
    server: pbx.url,
    uri: `sip:${user}@${pbx.domain}`,
    password: `right-${user}`,
  });
  const phone = await desk.window('phone');
  await giveEars(phone);
  await keepTones(phone);
  return phone;
};

/** Every WebRTC connection that the page makes from now on can be asked what it hears. */
const giveEars = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const ears: Ears = { peers: [], keys: [] };
    (window as unknown as WithEars).ears = ears;
    const Native = window.RTCPeerConnection;
    window.RTCPeerConnection = class extends Native {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        ears.peers.push(this);
        this.addEventListener('connectionstatechange', () => {
          if (this.connectionState !== 'connected') return;
          for (const { dtmf } of this.getSenders())
            dtmf?.addEventListener('tonechange', ({ tone }) => ears.keys.push(tone));
        });
      }
    };
  });

/** Noise suppression takes the beeps of Chromium's fake microphone for noise after the first second. */
const keepTones = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const media = navigator.mediaDevices;
    const open = media.getUserMedia.bind(media);
    media.getUserMedia = (constraints) => {
      const audio = typeof constraints?.audio === 'object' ? constraints.audio : {};
      const plain = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
      return open({ ...constraints, audio: { ...audio, ...plain } });
    };
  });

/** Chromium decodes only what is played; the desk plays its calls itself, the simulated customer does not. */
const listen = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const Counted = window.RTCPeerConnection;
    window.RTCPeerConnection = class extends Counted {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        this.addEventListener('track', ({ track }) => {
          const player = new Audio();
          player.srcObject = new MediaStream([track]);
          void player.play();
        });
      }
    };
  });

/** Keys that the page's telephone has sent as RFC 4733 events. */
export const keysSent = (page: Page): Promise<string[]> =>
  page.evaluate(() => (window as unknown as WithEars).ears.keys.filter((key) => key !== ''));

/** Mean power of the sound that arrives at the page in two seconds; full scale is 1. */
export const heardAt = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const { peers } = (window as unknown as WithEars).ears;
    const energy = async (): Promise<number> => {
      let sum = 0;
      for (const peer of peers) {
        if (peer.connectionState === 'closed') continue;
        (await peer.getStats()).forEach((row: { type: string; totalAudioEnergy?: number }) => {
          if (row.type === 'inbound-rtp') sum += row.totalAudioEnergy ?? 0;
        });
      }
      return sum;
    };
    const before = await energy();
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    return ((await energy()) - before) / 2;
  });

/** Louder than the trace of noise on the simulated line, by far softer than anything that is meant to be heard. */
export const audible = 2e-5;
export const hears = async (page: Page): Promise<void> =>
  expect.poll(() => heardAt(page), { timeout: 20_000, intervals: [100] }).toBeGreaterThan(audible);
/** Two quiet seconds in a row: the jitter buffer may still hold the last word. */
export const hearsNothing = async (page: Page): Promise<void> =>
  expect.poll(() => heardAt(page), { timeout: 20_000, intervals: [100] }).toBeLessThan(1e-6);

/** The simulated customer as a telephone on the PBX, in a window of its own beside the desk's. */
export class Telephone {
  readonly page: Page;
  readonly #send: (command: CustomerCommand) => Promise<void>;

  static async open(desk: Desk, pbx: SipRelay, user: string): Promise<Telephone> {
    const opened = desk.app.waitForEvent('window', (page) => page.url().startsWith('app://customer/'));
    const id = await desk.app.evaluate(async ({ app, BrowserWindow }) => {
      const webPreferences = {
        preload: `${app.getAppPath()}/out/preload/bridge.cjs`,
        sandbox: true,
        backgroundThrottling: false,
        autoplayPolicy: 'no-user-gesture-required',
      } as const;
      const window = new BrowserWindow({ show: false, webPreferences });
      await window.loadURL('app://customer/index.html');
      return window.webContents.id;
    });
    const page = await opened;
    await giveEars(page);
    await listen(page);
    const telephone = new Telephone(page, (command) =>
      desk.app.evaluate(
        ({ webContents }, value) =>
          webContents.fromId(value.id)?.send('desk:event', 'customer.command', value.command),
        { id, command },
      ),
    );
    await telephone.run({
      type: 'register',
      account: {
        ...accountDefaults,
        servers: [pbx.url],
        uri: `sip:${user}@${pbx.domain}`,
        authUser: user,
        password: `right-${user}`,
        displayName: user,
      },
    });
    return telephone;
  }

  private constructor(page: Page, send: (command: CustomerCommand) => Promise<void>) {
    this.page = page;
    this.#send = send;
  }

  run(command: CustomerCommand): Promise<void> {
    return this.#send(command);
  }

  /** Says a few seconds of speech. */
  async speak(): Promise<void> {
    for (let line = 0; line < 3; line++) await this.run({ type: 'say', voice: 'man-angry-refund.ogg' });
  }
}

/** Sends a command straight to the phone window, past the console. */
export const phoneCommand = (desk: Desk, command: PhoneCommand): Promise<void> =>
  desk.app.evaluate(({ BrowserWindow }, value) => {
    const phone = BrowserWindow.getAllWindows().find((one) =>
      one.webContents.getURL().startsWith('app://phone/'),
    );
    phone?.webContents.send('desk:event', 'phone.command', { id: 999_999, command: value });
  }, command);

/** The desk's calls as the console sees them. */
export const calls = async (desk: Desk): Promise<CallSnapshot[]> =>
  (await desk.call('softphone.state', {})).calls.map(({ call }) => call);

export const callOf = async (desk: Desk, callId: string): Promise<CallSnapshot | undefined> =>
  (await calls(desk)).find((call) => call.callId === callId);

/** Dials and waits until the other side has answered. */
export const talk = async (desk: Desk, pbx: SipRelay, user: string, callId: string): Promise<void> => {
  // A telephone may still be registering.
  await expect(async () => {
    await phoneCommand(desk, { type: 'dial', callId, target: `sip:${user}@${pbx.domain}`, headers: [] });
    await expect.poll(async () => (await callOf(desk, callId))?.phase, { timeout: 5_000 }).toBe('talking');
  }).toPass({ timeout: 30_000 });
};
