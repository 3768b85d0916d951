import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { runCommand } from '../../scripts/setup/run-command.ts';

const startLimitMs = 30_000;
const service = 'org.freedesktop.secrets';

export type Keychain = {
  /** For the app that shall find it. */
  env: Readonly<Record<string, string>>;
  /** Switches of Chromium: without a desktop it would not look for one. */
  args: readonly string[];
  stop: () => Promise<void>;
};

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((done) => {
    if (child.exitCode !== null || child.signalCode !== null) done();
    else child.once('exit', () => done());
  });

/** The real keychain of a Linux desktop (gnome-keyring) on a D-Bus of its own, unlocked, with its files in `folder`. */
export const startKeychain = async (folder: string): Promise<Keychain> => {
  const runtime = join(folder, 'run');
  await mkdir(runtime, { recursive: true, mode: 0o700 });
  const home = { XDG_RUNTIME_DIR: runtime, XDG_DATA_HOME: join(folder, 'data'), HOME: folder };
  const bus = spawn(
    'dbus-daemon',
    [
      '--session',
      '--nofork',
      '--nopidfile',
      '--print-address=1',
      `--address=unix:path=${join(runtime, 'bus')}`,
    ],
    { stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, ...home } },
  );
  const address = await new Promise<string>((done, fail) => {
    bus.once('error', fail);
    bus.once('exit', (code) => fail(new Error(`dbus-daemon ended with ${code}`)));
    createInterface({ input: bus.stdout }).once('line', done);
  });
  const env = { ...home, DBUS_SESSION_BUS_ADDRESS: address };
  const keyring = spawn('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets'], {
    stdio: ['pipe', 'ignore', 'ignore'],
    env: { ...process.env, ...env },
  });
  keyring.once('error', () => bus.kill());
  // It makes its first keyring with what it reads here.
  keyring.stdin.end('password of a test');
  const stop = async (): Promise<void> => {
    keyring.kill();
    await ended(keyring);
    bus.kill();
    await ended(bus);
  };
  const until = Date.now() + startLimitMs;
  const question = [
    '--session',
    '--print-reply=literal',
    '--dest=org.freedesktop.DBus',
    '/org/freedesktop/DBus',
  ];
  for (;;) {
    const { output } = await runCommand(
      'dbus-send',
      [...question, 'org.freedesktop.DBus.NameHasOwner', `string:${service}`],
      { env: { ...process.env, ...env } },
    );
    if (output.includes('true')) break;
    if (Date.now() > until) {
      await stop();
      throw new Error(`no keychain within ${startLimitMs / 1000} s: ${output}`);
    }
    await delay(100);
  }
  // Where the profile lies is the test's own matter; only the bus is the app's.
  return {
    env: { DBUS_SESSION_BUS_ADDRESS: address },
    args: ['--password-store=gnome-libsecret'],
    stop,
  };
};
