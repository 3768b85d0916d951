import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { build } from 'vite';
import { launchDesk } from '../../e2e/desk.ts';
import { trustFirstCertificate } from '../../e2e/lab/trust-first.ts';
import { connectAccount } from '../../e2e/phone-acts.ts';
import { electronLaunch } from '../../support/electron-runtime.ts';
import { electronInNetwork, type ProgramInNetwork } from '../../support/lab/in-network/launch.ts';
import { processTree, sleepWhile } from '../../support/lab/in-network/sleep.ts';
import type { LabNetwork } from '../../support/lab/netns.ts';
import { probeScript, type Probe } from './probe.ts';

export type SeatAccount = {
  server: string;
  domain: string;
  user: string;
  password: string;
  /** The network in which the seat stands; null = the host's own. */
  network: LabNetwork | null;
};

/** A telephone under test: the app or the bare page. */
export type Seat = {
  readonly name: string;
  /** UTC ms of the first packet after a moment, or null. */
  soundAfter(at: number): Promise<number | null>;
  /** Longest time without a packet between two moments, ms. */
  longestSilence(from: number, to: number): Promise<number>;
  call(target: string): Promise<void>;
  /** Whether the seat itself believes that it is registered and connected. */
  believesRegistered(): Promise<boolean>;
  inCall(): Promise<boolean>;
  hangUp(): Promise<void>;
  /** Stops every process of the seat, as a sleeping computer does. */
  suspend(): Promise<void>;
  resume(): Promise<void>;
  close(): Promise<void>;
};

const probed = (page: Page) => ({
  soundAfter: (at: number) =>
    page.evaluate((from) => (window as unknown as { bench: Probe }).bench.firstSoundAfter(from), at),
  longestSilence: (from: number, to: number) =>
    page.evaluate(
      ([begin, end]) => (window as unknown as { bench: Probe }).bench.longestSilence(begin, end),
      [from, to] as const,
    ),
});

/** Electron itself; in a network of its own behind the launcher, which goes on while the computer sleeps. */
const electronOf = async (app: ElectronApplication, network: LabNetwork | null): Promise<number> => {
  const pids = await processTree(app.process().pid ?? 0);
  return pids[network === null ? 0 : 1] ?? 0;
};

/** `tell` passes the power events on that the system would send. */
const sleeper = (
  app: ElectronApplication,
  network: LabNetwork | null,
  tell: (event: 'suspend' | 'resume') => Promise<void>,
): Pick<Seat, 'suspend' | 'resume'> => {
  let wake = (): void => undefined;
  let sleeping = Promise.resolve();
  return {
    suspend: async () => {
      await tell('suspend');
      const pid = await electronOf(app, network);
      await new Promise<void>((stopped, failed) => {
        sleeping = sleepWhile(pid, () => {
          stopped();
          return new Promise((awake) => (wake = awake));
        });
        sleeping.catch(failed);
      });
    },
    resume: async () => {
      wake();
      await sleeping;
      await tell('resume');
    },
  };
};

/** The app, registered as an agent would. */
export const openDeskSeat = async (account: SeatAccount): Promise<Seat> => {
  const { network } = account;
  let inside: ProgramInNetwork | null = null;
  const desk = await launchDesk({
    ...(network === null
      ? {}
      : {
          wrap: async (electron: string) => {
            inside = await electronInNetwork(network, electron);
            return inside.executablePath;
          },
        }),
  });
  if (network !== null) await trustFirstCertificate(desk.app);
  await connectAccount(desk, {
    server: account.server,
    uri: `sip:${account.user}@${account.domain}`,
    authUser: account.user,
    password: account.password,
  });
  const page = await desk.window('phone');
  await page.evaluate(probeScript);
  let calls = 0;
  const send = (command: unknown): Promise<void> =>
    desk.app.evaluate(({ BrowserWindow }, value) => {
      const phone = BrowserWindow.getAllWindows().find((window) =>
        window.webContents.getURL().startsWith('app://phone/'),
      );
      phone?.webContents.send('desk:event', 'phone.command', { id: 999_999, command: value });
    }, command);
  const state = () => desk.call('softphone.state', {});
  return {
    name: 'Callback Desk',
    ...probed(page),
    call: async (target) => {
      calls += 1;
      await send({ type: 'dial', callId: `bench-${calls}`, target, headers: [] });
    },
    believesRegistered: async () => (await state()).registration.state === 'registered',
    inCall: async () => (await state()).calls.some(({ call }) => call.phase === 'talking'),
    hangUp: () => send({ type: 'hangUp', callId: `bench-${calls}` }),
    ...sleeper(desk.app, network, (event) =>
      desk.app.evaluate(({ powerMonitor }, name) => void powerMonitor.emit(name), event),
    ),
    close: async () => {
      await desk.close();
      await rm(desk.profile, { recursive: true, force: true });
      await inside?.close();
    },
  };
};

type BareWindow = {
  bare: {
    start(options: { server: string; aor: string; user: string; password: string }): Promise<void>;
    call(target: string): Promise<void>;
    hangUp(): Promise<void>;
    state(): { connected: boolean; inCall: boolean };
  };
};

/** The page of the baseline, bundled at run time into a folder: a file may ask for the microphone, wherever it is. */
const buildPage = async (): Promise<{ url: string; remove(): Promise<void> }> => {
  const output = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      lib: { entry: resolve(import.meta.dirname, 'simple-user-page.ts'), formats: ['iife'], name: 'page' },
    },
  });
  const [bundle] = Array.isArray(output) ? output : [output];
  const chunk = bundle !== undefined && 'output' in bundle ? bundle.output[0] : undefined;
  if (chunk === undefined) throw new Error('the page of the baseline was not built');
  const folder = await mkdtemp(join(tmpdir(), 'callback-desk-baseline-'));
  await writeFile(join(folder, 'page.js'), chunk.code);
  const page = join(folder, 'page.html');
  await writeFile(page, '<!doctype html><meta charset="utf-8"><body><script src="page.js"></script></body>');
  return {
    url: pathToFileURL(page).href,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
};

/** A page with SIP.js SimpleUser and its own reconnection, nothing else. */
export const openBareSeat = async (account: SeatAccount): Promise<Seat> => {
  const { network } = account;
  const runtime = await electronLaunch();
  const built = await buildPage();
  const inside = network === null ? null : await electronInNetwork(network, runtime.executablePath);
  const app = await _electron.launch({
    executablePath: inside?.executablePath ?? runtime.executablePath,
    args: [
      ...runtime.args,
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      resolve(import.meta.dirname, 'simple-user'),
      built.url,
    ],
  });
  if (network !== null) await trustFirstCertificate(app);
  const page = await app.firstWindow();
  await page.waitForFunction(() => 'bare' in window);
  await page.evaluate(probeScript);
  await page.evaluate((options) => (window as unknown as BareWindow).bare.start(options), {
    server: account.server,
    aor: `sip:${account.user}@${account.domain}`,
    user: account.user,
    password: account.password,
  });
  const state = () => page.evaluate(() => (window as unknown as BareWindow).bare.state());
  return {
    name: 'SimpleUser',
    ...probed(page),
    call: (target) => page.evaluate((to) => (window as unknown as BareWindow).bare.call(to), target),
    believesRegistered: async () => (await state()).connected,
    inCall: async () => (await state()).inCall,
    hangUp: () => page.evaluate(() => (window as unknown as BareWindow).bare.hangUp().catch(() => undefined)),
    // Nothing in the page listens for power events.
    ...sleeper(app, network, () => Promise.resolve()),
    close: async () => {
      await app.close();
      await built.remove();
      await inside?.close();
    },
  };
};
