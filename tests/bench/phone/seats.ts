import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { _electron, type Page } from '@playwright/test';
import { build } from 'vite';
import { launchDesk } from '../../e2e/desk.ts';
import { electronLaunch } from '../../support/electron-runtime.ts';
import { probeScript, type Probe } from './probe.ts';
import { connectAccount } from '../../e2e/phone-acts.ts';

export type SeatAccount = { server: string; domain: string; user: string; password: string };

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

/** The app, registered as an agent would. */
export const openDeskSeat = async (account: SeatAccount): Promise<Seat> => {
  const desk = await launchDesk();
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
    close: () => desk.close(),
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

/** The page of the baseline, bundled at run time and served on loopback, where a microphone may be asked for. */
const servePage = async (): Promise<{ url: string; close(): Promise<void> }> => {
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
  const server = createServer((request, response) => {
    const isScript = request.url === '/page.js';
    response.setHeader(
      'content-type',
      isScript ? 'text/javascript; charset=utf-8' : 'text/html; charset=utf-8',
    );
    response.end(isScript ? chunk.code : '<!doctype html><body><script src="/page.js"></script></body>');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () => new Promise((done) => server.close(() => done())),
  };
};

/** A page with SIP.js SimpleUser and its own reconnection, nothing else. */
export const openBareSeat = async (account: SeatAccount): Promise<Seat> => {
  const runtime = await electronLaunch();
  const served = await servePage();
  const app = await _electron.launch({
    executablePath: runtime.executablePath,
    args: [
      ...runtime.args,
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      resolve(import.meta.dirname, 'simple-user'),
      served.url,
    ],
  });
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
    close: async () => {
      await app.close();
      await served.close();
    },
  };
};
