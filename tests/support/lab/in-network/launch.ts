import { spawn } from 'node:child_process';
import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { LabNetwork } from '../netns.ts';

export type ProgramInNetwork = { readonly executablePath: string; close(): Promise<void> };

const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

/**
 * An executable that Playwright starts like Electron, and that runs Electron inside the network.
 * @throws when the way into the network does not open within ten seconds
 */
export async function electronInNetwork(network: LabNetwork, electron: string): Promise<ProgramInNetwork> {
  const folder = await mkdtemp(path.join(tmpdir(), 'callback-desk-net-'));
  const socket = path.join(folder, 'way-in');
  const here = (name: string): string => path.join(import.meta.dirname, name);
  const forward = network.command(process.execPath, [here('forward.ts'), socket]);
  const way = spawn(forward.program, forward.args, { stdio: 'ignore' });
  const close = async (): Promise<void> => {
    const gone =
      way.exitCode === null && way.signalCode === null ? new Promise((done) => way.once('exit', done)) : null;
    way.kill();
    await gone;
    await rm(folder, { recursive: true, force: true });
  };
  const until = Date.now() + 10_000;
  while (
    await stat(socket).then(
      () => false,
      () => true,
    )
  ) {
    if (Date.now() > until || way.exitCode !== null) {
      await close();
      throw new Error('there is no way into the network');
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const inside = network.command(electron, []);
  const command = [inside.program, ...inside.args];
  const executablePath = path.join(folder, 'electron');
  const words = [process.execPath, here('launcher.ts'), socket, String(command.length), ...command];
  await writeFile(executablePath, `#!/bin/sh\nexec ${words.map(quoted).join(' ')} "$@"\n`);
  await chmod(executablePath, 0o755);
  return { executablePath, close };
}
