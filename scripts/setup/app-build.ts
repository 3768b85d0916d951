import { createHash } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { step, type Report } from './progress.ts';
import { projectRoot } from './project.ts';
import { lastLines, runCommand } from './run-command.ts';
import { SetupError } from './setup-error.ts';

const SOURCES = ['core', 'main', 'preload', 'renderer', 'resources'];
const SETTINGS = ['electron.vite.config.ts', 'package.json', 'package-lock.json', 'tsconfig.json'];
const RECORD = path.join(projectRoot, 'out', 'built-from.txt');

/**
 * Builds the app into out/ with electron-vite when a source file was added, changed or removed since the last
 * good build, or always with `force`.
 * @throws SetupError with the end of the compiler's output
 */
export async function ensureBuilt(report: Report, options: { force?: boolean } = {}): Promise<void> {
  const fingerprint = fingerprintOf(projectRoot, [...SOURCES, ...SETTINGS]);
  const builtFrom = existsSync(RECORD) ? await readFile(RECORD, 'utf8') : '';
  if (builtFrom === fingerprint && options.force !== true) return;
  await rm(RECORD, { force: true });
  await step(report, 'building the app with electron-vite', async () => {
    const cli = path.join(
      path.dirname(createRequire(import.meta.url).resolve('electron-vite/package.json')),
      'bin',
    );
    const args = [path.join(cli, 'electron-vite.js'), 'build', '--logLevel', 'warn'];
    const { code, output } = await runCommand(process.execPath, args, { cwd: projectRoot });
    if (code !== 0) throw new SetupError(`The app could not be built:\n${lastLines(output, 40)}`);
  });
  await mkdir(path.dirname(RECORD), { recursive: true });
  await writeFile(RECORD, fingerprint);
}

/** Names, sizes and times of all files below the given paths; a removed or restored file changes it as well. */
export function fingerprintOf(root: string, paths: readonly string[]): string {
  const hash = createHash('sha256');
  const add = (relative: string): void => {
    const info = statSync(path.join(root, relative), { throwIfNoEntry: false });
    if (!info) return;
    if (info.isDirectory()) {
      for (const entry of readdirSync(path.join(root, relative)).sort()) add(path.join(relative, entry));
    } else {
      hash.update(`${relative} ${info.size} ${info.mtimeMs}\n`);
    }
  };
  for (const entry of paths) add(entry);
  return hash.digest('hex');
}
