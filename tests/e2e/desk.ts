import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { _electron, expect, test as base } from '@playwright/test';
import type { ChannelInput, ChannelName, ChannelOutput, DeskBridge } from '../../core/ipc/contract.ts';
import type { Envelope } from '../../core/ipc/envelope.ts';
import { electronLaunch } from '../support/electron-runtime.ts';

const root = resolve(import.meta.dirname, '../..');

export type LaunchOptions = {
  /** Reuse a profile to see what survived. */
  profile?: string;
  locale?: 'zh-CN' | 'en-US';
  size?: { width: number; height: number };
  args?: readonly string[];
  /** Variables of the environment beside those of the test, e.g. where the keychain answers. */
  env?: Readonly<Record<string, string>>;
  /** Gives the program to start in Electron's place, e.g. one that runs it in a network of the tests. */
  wrap?: (executablePath: string) => Promise<string>;
};

/** The real app, started for one test, with a profile of its own. */
export class Desk {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly profile: string;
  /** The test provokes faults that nothing catches; else one of them fails it. */
  faultsExpected = false;
  #ended = false;

  constructor(app: ElectronApplication, page: Page, profile: string) {
    this.app = app;
    this.page = page;
    this.profile = profile;
  }

  /** The page of a window by its role; waits until it is there. */
  async window(role: 'console' | 'phone' | 'customer'): Promise<Page> {
    return windowOf(this.app, role);
  }

  /** Calls main exactly as the console does, and gives the whole envelope. */
  async ask<C extends ChannelName>(channel: C, input: ChannelInput<C>): Promise<Envelope<ChannelOutput<C>>> {
    return this.page.evaluate(
      ([name, value]) =>
        (window as unknown as { desk: DeskBridge }).desk.call(name as C, value as ChannelInput<C>),
      [channel, input] as const,
    );
  }

  /** Like `ask`, for calls that must succeed. */
  async call<C extends ChannelName>(channel: C, input: ChannelInput<C>): Promise<ChannelOutput<C>> {
    const envelope = await this.ask(channel, input);
    if (!envelope.ok) throw new Error(`${channel}: ${JSON.stringify(envelope.error)}`);
    return envelope.value;
  }

  /** Ends every process of the app at once, as a power cut would. */
  async kill(): Promise<void> {
    this.#ended = true;
    const child = this.app.process();
    const gone = new Promise<void>((done) => child.once('exit', () => done()));
    for (const pid of await descendants(child.pid ?? 0)) killQuietly(pid);
    await gone;
  }

  async close(): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    await this.app.close();
  }
}

const killQuietly = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    // It may have ended by itself between the listing and here.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
};

/** The process and all its descendants, the process first so that it cannot react to a child's end. */
const descendants = async (pid: number): Promise<number[]> => {
  const { readdir, readFile } = await import('node:fs/promises');
  const parents = new Map<number, number>();
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const stat = await readFile(`/proc/${entry}/stat`, 'utf8').catch(() => null);
    if (stat === null) continue;
    parents.set(Number(entry), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const found = [pid];
  for (let index = 0; index < found.length; index += 1) {
    for (const [child, parent] of parents) if (parent === found[index]) found.push(child);
  }
  return found;
};

const windowLimitMs = 30_000;

/** A window is announced before its page has an address, so the addresses are looked at until one fits. */
const windowOf = async (app: ElectronApplication, role: string): Promise<Page> => {
  const until = Date.now() + windowLimitMs;
  while (Date.now() < until) {
    const found = app.windows().find((page) => page.url().startsWith(`app://${role}/`));
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(
    `the app has no ${role} window: ${app
      .windows()
      .map((page) => page.url())
      .join(', ')}`,
  );
};

/** Starts the app and waits until its console shows a screen. */
export const launchDesk = async (options: LaunchOptions = {}): Promise<Desk> => {
  const runtime = await electronLaunch();
  const profile = options.profile ?? (await mkdtemp(join(tmpdir(), 'callback-desk-')));
  const app = await _electron.launch({
    executablePath: (await options.wrap?.(runtime.executablePath)) ?? runtime.executablePath,
    args: [
      ...runtime.args,
      `--lang=${options.locale ?? 'zh-CN'}`,
      '--use-fake-device-for-media-stream',
      root,
      `--profile=${profile}`,
      ...(options.args ?? []),
    ],
    env: { ...process.env, LANG: 'C.UTF-8', ...options.env },
  });
  const page = await windowOf(app, 'console');
  await page.locator('[data-screen]').first().waitFor();
  const { width, height } = options.size ?? { width: 1366, height: 768 };
  await app.evaluate(
    ({ BrowserWindow }, size) => {
      const window = BrowserWindow.getAllWindows().find((candidate) =>
        candidate.webContents.getURL().startsWith('app://console/'),
      );
      window?.setContentSize(size.width, size.height);
    },
    { width, height },
  );
  return new Desk(app, page, profile);
};

/** Lines of the app's log on faults in main that nothing caught. */
export const faultsOf = async (profile: string): Promise<string[]> => {
  const log = await readFile(join(profile, 'logs', 'callback-desk.log'), 'utf8').catch(() => '');
  return log.split('\n').filter((line) => line.includes('main.uncaught'));
};

type Fixtures = {
  /** Starts apps that are closed, and profiles that are removed, when the test ends. */
  launch: (options?: LaunchOptions) => Promise<Desk>;
};

export const test = base.extend<Fixtures>({
  launch: async ({}, use) => {
    const started: Desk[] = [];
    await use(async (options) => {
      const desk = await launchDesk(options);
      started.push(desk);
      return desk;
    });
    for (const desk of started) {
      const faults = await faultsOf(desk.profile);
      await desk.close();
      // Told and not held against the test: what was it that went wrong while the app ended?
      for (const line of (await faultsOf(desk.profile)).slice(faults.length))
        console.log(`at the end: ${line}`);
      await rm(desk.profile, { recursive: true, force: true });
      if (!desk.faultsExpected) expect(faults).toEqual([]);
    }
  },
});

export { expect };
