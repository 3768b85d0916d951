import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { runCommand } from './run-command.ts';
import { SetupError } from './setup-error.ts';

/** Tells our own programs that DISPLAY is a virtual screen without a graphics card. */
const PRIVATE_DISPLAY = 'CALLBACK_DESK_PRIVATE_DISPLAY';

/** A private screen; `env` is what programs need to draw on it. */
export interface Display {
  readonly env: Readonly<Record<'DISPLAY' | 'XAUTHORITY' | typeof PRIVATE_DISPLAY, string>>;
  /** Ends the screen and waits until its process is gone. */
  readonly stop: () => Promise<void>;
}

/** Whether this Linux session has a screen of its own. */
export function hasDisplay(env: NodeJS.ProcessEnv): boolean {
  return Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']);
}

/** Whether DISPLAY is one that startDisplay() made, here or in a parent process. */
export function isPrivateDisplay(env: NodeJS.ProcessEnv): boolean {
  return env[PRIVATE_DISPLAY] === '1';
}

const START_LIMIT_MS = 20_000;

/**
 * Starts Xvfb on a number that it picks itself (-displayfd, so two starts never collide), 1920 x 1080 x 24 bit.
 * Only holders of the random cookie can connect: other users of the machine cannot read the screen.
 * It ends with stop() or with this process.
 */
export async function startDisplay(): Promise<Display> {
  const dir = mkdtempSync(path.join(tmpdir(), 'callback-desk-display-'));
  const authority = path.join(dir, 'authority');
  const cookie = randomBytes(16).toString('hex');
  const addCookie = async (display: string): Promise<void> => {
    const { code, output } = await runCommand('xauth', ['-q', '-f', authority, 'add', display, '.', cookie]);
    if (code === 0) return;
    rmSync(dir, { recursive: true, force: true });
    throw new SetupError(`xauth could not write the key of the virtual display: ${output}`);
  };
  const args = ['-displayfd', '3', '-screen', '0', '1920x1080x24', '-nolisten', 'tcp', '-auth', authority];
  // The server takes any entry of the file as its key; its number is not known yet.
  await addCookie(':0');
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const ended = new Promise<void>((resolve) => {
    server.once('exit', () => resolve());
    server.once('error', () => resolve()); // could not be started: told by displayNumber
  });
  const end = (): void => {
    server.kill();
    rmSync(dir, { recursive: true, force: true });
  };
  const stop = async (): Promise<void> => {
    process.removeListener('exit', end);
    server.ref(); // otherwise Node could leave before the process is gone
    end();
    await ended;
  };
  process.once('exit', end);
  try {
    const number = await displayNumber(server.stdio[3] as Readable, server);
    await addCookie(`:${number}`);
    server.unref();
    return { env: { DISPLAY: `:${number}`, XAUTHORITY: authority, [PRIVATE_DISPLAY]: '1' }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function displayNumber(pipe: Readable, server: ReturnType<typeof spawn>): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (reason: string): void => {
      clearTimeout(limit);
      reject(new SetupError(`The virtual display Xvfb did not start: ${reason}`));
    };
    const limit = setTimeout(() => fail('no answer within 20 s'), START_LIMIT_MS);
    server.once('error', (error) => fail(error.message));
    server.once('exit', (code) => fail(`it ended with ${code ?? 'a signal'}`));
    let text = '';
    pipe.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      if (!text.includes('\n')) return;
      clearTimeout(limit);
      pipe.destroy();
      resolve(text.trim());
    });
  });
}
