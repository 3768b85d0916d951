import { existsSync, readFileSync } from 'node:fs';
import { setGlobalProxyFromEnv } from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { readStamp, removeStamp, stampHolds, stampPath, writeStamp, type Stamp } from './cache.ts';
import { step, type Report } from './progress.ts';
import { lastLines, runCommand } from './run-command.ts';

const RETRY_AFTER_MS = 24 * 60 * 60 * 1000;
const PROBE_TIMEOUT_S = 10;
const OFFLINE_TIMEOUT_S = 20;
const DOWNLOAD_TIMEOUT_MIN = 20;
const STAMP = 'official-electron-unreachable';

const packageDir = path.dirname(createRequire(import.meta.url).resolve('electron/package.json'));

/** The version of the `electron` package: what is shipped to users. */
export function officialVersion(): string {
  const manifest = JSON.parse(readFileSync(path.join(packageDir, 'package.json'), 'utf8')) as {
    version: string;
  };
  return manifest.version;
}

/** The downloaded official binary of exactly the package's version, or null. */
export function officialBinary(): string | null {
  const versionFile = path.join(packageDir, 'dist', 'version');
  const pathFile = path.join(packageDir, 'path.txt'); // written last by Electron's installer
  if (!existsSync(versionFile) || !existsSync(pathFile)) return null;
  if (readFileSync(versionFile, 'utf8').trim().replace(/^v/, '') !== officialVersion()) return null;
  const binary = path.join(packageDir, 'dist', readFileSync(pathFile, 'utf8').trim());
  return existsSync(binary) ? binary : null;
}

/** Where Electron's installer downloads from: GitHub or the mirror that is set for it. */
export function downloadBase(env: NodeJS.ProcessEnv = process.env): string {
  const github = 'https://github.com/electron/electron/releases/download/';
  return env['npm_config_electron_mirror'] || env['ELECTRON_MIRROR'] || github;
}

/** What a remembered failure depends on: another version or another mirror is a new chance. */
function attemptKey(): string {
  return `${officialVersion()} from ${downloadBase()}`;
}

/** The remembered failure of the last 24 hours, or null when a new attempt is due. */
export async function recentFailure(now: number): Promise<Stamp | null> {
  const stamp = await readStamp(STAMP);
  return stampHolds(stamp, attemptKey(), now, RETRY_AFTER_MS) ? stamp : null;
}

/** One sentence about a remembered failure and how to try again before its time. */
export function describeFailure(failure: Stamp): string {
  const next = new Date(failure.at + RETRY_AFTER_MS).toLocaleString('sv-SE', {
    dateStyle: 'short',
    timeStyle: 'short',
  });
  return (
    `the official Electron ${officialVersion()} could not be downloaded; next try after ${next}, ` +
    `or at once without ${stampPath(STAMP)}`
  );
}

/**
 * Lets Electron's own installer fetch its binary. It gets 20 s when the download site does not answer (its own
 * download cache may still help) and 20 min when it does. A failure is remembered for 24 hours.
 * @returns the binary, or null with the reason reported
 */
export async function downloadOfficial(report: Report): Promise<string | null> {
  const base = downloadBase();
  const label =
    `asking for the official Electron ${officialVersion()} at ${base} ` +
    `(at most ${OFFLINE_TIMEOUT_S} s unless it answers)`;
  const reason = await step(report, label, () => runInstaller(base, report));
  const binary = officialBinary();
  if (binary !== null) {
    await removeStamp(STAMP);
    return binary;
  }
  await writeStamp(STAMP, attemptKey());
  report(`the official Electron cannot be had here: ${reason}`);
  return null;
}

async function runInstaller(base: string, report: Report): Promise<string> {
  const abort = new AbortController();
  let limit = setTimeout(() => abort.abort(), OFFLINE_TIMEOUT_S * 1000);
  const probe = probeDownload(base, abort.signal).then((problem) => {
    if (problem === null && !abort.signal.aborted) {
      clearTimeout(limit);
      report(`it answers: downloading about 120 MB (at most ${DOWNLOAD_TIMEOUT_MIN} min)`);
      limit = setTimeout(() => abort.abort(), DOWNLOAD_TIMEOUT_MIN * 60_000);
    }
    return problem;
  });
  const result = await runCommand(process.execPath, [path.join(packageDir, 'install.js')], {
    env: { ...process.env, NODE_USE_ENV_PROXY: '1' },
    signal: abort.signal,
  });
  const timedOut = abort.signal.aborted;
  abort.abort(); // the installer has ended: an answer to the probe must not start a new limit
  const problem = await probe;
  clearTimeout(limit);
  return timedOut ? 'no answer in time' : installerReason(result.output, problem);
}

/** Why the installer failed: its own error line, or the cause behind a bare "fetch failed". */
export function installerReason(output: string, networkProblem: string | null): string {
  const errors = output.split('\n').filter((line) => /Error: /.test(line));
  const line = errors.find((error) => !error.includes('fetch failed'));
  return line?.replace(/^.*?Error: /, '') ?? networkProblem ?? lastLines(output, 1);
}

/**
 * Asks whether the download site answers at all; proxies are taken from HTTPS_PROXY and NO_PROXY.
 * @returns null when it answers, else why not
 */
async function probeDownload(base: string, ended: AbortSignal): Promise<string | null> {
  try {
    setGlobalProxyFromEnv();
    const signal = AbortSignal.any([ended, AbortSignal.timeout(PROBE_TIMEOUT_S * 1000)]);
    await fetch(base, { method: 'HEAD', signal });
    return null;
  } catch (error) {
    const cause: unknown = error instanceof Error ? (error.cause ?? error) : error;
    return cause instanceof Error ? cause.message : String(cause);
  }
}
