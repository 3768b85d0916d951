import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { step, type Report } from './progress.ts';
import { lastLines, runCommand, type CommandResult } from './run-command.ts';
import { SetupError } from './setup-error.ts';

/** One need: the Debian package, and what else meets it. */
export interface Need {
  readonly name: string;
  /** Other packages that do as well. */
  readonly orElse?: readonly string[];
  /** A program that does as well, wherever on the PATH it comes from. */
  readonly program?: string;
}

/** Libraries that Electron links or loads; Ubuntu 24.04 and Debian 13 renamed some (…t64). */
const LIBRARIES: readonly Need[] = [
  { name: 'libgtk-3-0', orElse: ['libgtk-3-0t64'] },
  { name: 'libnss3' },
  { name: 'libasound2', orElse: ['libasound2t64'] },
  { name: 'libgbm1' },
  { name: 'libxss1' },
  { name: 'libxtst6' },
  { name: 'libatspi2.0-0', orElse: ['libatspi2.0-0t64'] },
  { name: 'libsecret-1-0' },
  { name: 'dbus' },
];
/** Without a Chinese font every label of the console is a row of boxes. */
const FONTS: readonly Need[] = [
  { name: 'fonts-noto-cjk', orElse: ['fonts-wqy-microhei', 'fonts-wqy-zenhei', 'fonts-droid-fallback'] },
];
const DISPLAY: readonly Need[] = [
  { name: 'xvfb', program: 'Xvfb' },
  { name: 'xauth', program: 'xauth' },
];

/** What compiles a native module. */
export const COMPILER: readonly Need[] = [
  { name: 'python3', program: 'python3' },
  { name: 'make', program: 'make' },
  { name: 'g++', program: 'g++' },
];

/** What only the tests need: the keychain of a Linux desktop, which a server has not. */
export const KEYCHAIN: readonly Need[] = [{ name: 'gnome-keyring', program: 'gnome-keyring-daemon' }];

/** What the app needs from the system, with the virtual display when there is no screen. */
export function runtimeNeeds(withDisplay: boolean): readonly Need[] {
  return [...LIBRARIES, ...FONTS, ...(withDisplay ? DISPLAY : [])];
}

/**
 * Reads the answer of `dpkg-query -W -f '${Package}\t${db:Status-Status}\n'`: the names to install.
 * A package that was removed but left its settings (`config-files`) or is half unpacked counts as missing.
 */
export function missingPackages(needs: readonly Need[], dpkgOutput: string): string[] {
  const installed = new Set<string>();
  for (const line of dpkgOutput.split('\n')) {
    const [name, status] = line.split('\t');
    if (name && status?.trim() === 'installed') installed.add(name);
  }
  const met = (need: Need): boolean =>
    [need.name, ...(need.orElse ?? [])].some((name) => installed.has(name));
  return needs.filter((need) => !met(need)).map((need) => need.name);
}

/**
 * Installs what is missing when that is possible, and does nothing when all is there (about 20 ms). On Linux
 * systems without dpkg only programs are looked for, because the libraries have other names there.
 * @throws SetupError with the command to run when something is missing and we are not root on Debian
 */
export async function ensurePackages(needs: readonly Need[], purpose: string, report: Report): Promise<void> {
  if (process.platform !== 'linux') return;
  const open = needs.filter((need) => !need.program || !onPath(need.program, process.env['PATH'] ?? ''));
  if (!existsSync('/usr/bin/dpkg-query')) {
    const programs = open.flatMap((need) => need.program ?? []);
    if (programs.length === 0) return;
    throw new SetupError(`${purpose} needs ${programs.join(', ')}: install them with your package manager.`);
  }
  const missing = await queryMissing(open);
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0) {
    throw new SetupError(
      `${purpose} needs Debian packages that are not installed. Run this once and start again:\n` +
        `  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing.join(' ')}`,
    );
  }
  await step(report, `${purpose}: installing ${missing.join(' ')} with apt-get`, () =>
    install(missing, report),
  );
  const still = await queryMissing(open);
  if (still.length > 0)
    throw new SetupError(`apt-get ended well, but these are still missing: ${still.join(' ')}`);
}

function onPath(program: string, searchPath: string): boolean {
  return searchPath.split(path.delimiter).some((dir) => dir !== '' && existsSync(path.join(dir, program)));
}

async function queryMissing(needs: readonly Need[]): Promise<string[]> {
  if (needs.length === 0) return [];
  const names = needs.flatMap((need) => [need.name, ...(need.orElse ?? [])]);
  // Exits with 1 when it does not know a name, which is an answer too.
  const { output } = await runCommand('dpkg-query', [
    '-W',
    '-f',
    '${Package}\t${db:Status-Status}\n',
    ...names,
  ]);
  return missingPackages(needs, output);
}

async function install(missing: readonly string[], report: Report): Promise<void> {
  const update = await apt(['update'], report);
  const installed = await apt(['install', '-y', '--no-install-recommends', ...missing], report);
  if (installed.code === 0) return;
  const updateNote =
    update.code === 0 ? '' : `apt-get update had failed before: ${lastLines(update.output, 3)}\n`;
  throw new SetupError(
    `apt-get could not install ${missing.join(' ')}.\n${updateNote}${lastLines(installed.output, 8)}\n` +
      'Mend the package sources (/etc/apt/sources.list) or install these packages by hand, then start again.',
  );
}

const LOCK_RETRY_MS = 3000;
const LOCK_PATIENCE_MS = 10 * 60_000;

/** Runs apt-get, waiting for another package tool that holds a lock, and passes on the lines worth reading. */
async function apt(args: readonly string[], report: Report): Promise<CommandResult> {
  const deadline = Date.now() + LOCK_PATIENCE_MS;
  for (let attempt = 1; ; attempt += 1) {
    const result = await runCommand('apt-get', ['-o', 'Dpkg::Use-Pty=0', ...args], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' },
      onLine: (line) => {
        if (/^(Need to get|After this operation)/.test(line)) report(`  ${line}`);
      },
    });
    const holder = result.code === 0 ? null : lockHolder(result.output);
    if (holder === null || Date.now() > deadline) return result;
    if (attempt === 1) report(`  waiting for another package tool to finish (${holder}), at most 10 min`);
    await delay(LOCK_RETRY_MS);
  }
}

/** Who holds the lock that apt-get ran into, in its own words; null when it failed for another reason. */
export function lockHolder(output: string): string | null {
  if (!output.includes('Could not get lock')) return null;
  return /held by (process \d+ \([^)]*\))/.exec(output)?.[1] ?? 'it holds the lock of apt or dpkg';
}
