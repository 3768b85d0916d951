import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  describeFailure,
  downloadOfficial,
  officialBinary,
  officialVersion,
  recentFailure,
} from './official-electron.ts';
import type { Report } from './progress.ts';
import {
  ensureRegistryElectron,
  registryElectronOffered,
  REGISTRY_ELECTRON_VERSION,
} from './registry-electron.ts';
import { SetupError } from './setup-error.ts';

export interface ElectronRuntime {
  /** Absolute path of the executable. */
  readonly electronPath: string;
  readonly electronVersion: string;
  /** True for the runtime from the npm registry: development and tests only. */
  readonly isFallback: boolean;
}

/** What is known before anything is fetched. */
export interface ElectronSituation {
  /** ELECTRON_OVERRIDE_DIST_PATH, a folder with an unpacked Electron. */
  readonly overrideDir: string | undefined;
  /** CALLBACK_DESK_ELECTRON: which one the user insists on. */
  readonly wanted: string | undefined;
  readonly officialInstalled: boolean;
  readonly failedRecently: boolean;
  readonly registryOffered: boolean;
}

export type ElectronPlan =
  'override' | 'official' | 'download-official' | 'download-official-else-registry' | 'registry';

/** Which Electron to run. The official one goes first unless its download failed a short while ago. */
export function planElectron(situation: ElectronSituation): ElectronPlan {
  if (situation.overrideDir) return 'override';
  if (situation.wanted === 'registry') return 'registry';
  if (situation.officialInstalled) return 'official';
  if (situation.wanted === 'official' || !situation.registryOffered) return 'download-official';
  return situation.failedRecently ? 'registry' : 'download-official-else-registry';
}

/**
 * Finds or fetches the Electron to run.
 * @throws SetupError with the ways out when none can be had
 */
export async function ensureElectron(report: Report): Promise<ElectronRuntime> {
  const overrideDir = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  const wanted = process.env['CALLBACK_DESK_ELECTRON'];
  if (wanted && wanted !== 'official' && wanted !== 'registry') {
    throw new SetupError(`CALLBACK_DESK_ELECTRON is "${wanted}"; it can be "official", "registry" or unset.`);
  }
  const binary = officialBinary();
  const failure = binary ? null : await recentFailure(Date.now());
  const plan = planElectron({
    overrideDir,
    wanted,
    officialInstalled: binary !== null,
    failedRecently: failure !== null,
    registryOffered: registryElectronOffered(process.platform, process.arch),
  });
  switch (plan) {
    case 'override':
      return overridden(overrideDir ?? '');
    case 'official':
      return official(binary ?? '');
    case 'download-official': {
      const downloaded = await downloadOfficial(report);
      if (downloaded) return official(downloaded);
      throw new SetupError(noElectronMessage());
    }
    case 'download-official-else-registry': {
      const downloaded = await downloadOfficial(report);
      return downloaded ? official(downloaded) : await registry(report);
    }
    case 'registry': {
      const runtime = await registry(report);
      if (failure) report(describeFailure(failure));
      return runtime;
    }
  }
}

function official(electronPath: string): ElectronRuntime {
  return { electronPath, electronVersion: officialVersion(), isFallback: false };
}

async function registry(report: Report): Promise<ElectronRuntime> {
  if (!registryElectronOffered(process.platform, process.arch)) throw new SetupError(noElectronMessage());
  const dir = await ensureRegistryElectron(report);
  report(
    `ATTENTION: runs on Electron ${REGISTRY_ELECTRON_VERSION} from the npm registry. It is past its support: ` +
      'for development and tests only, never packaged for users.',
  );
  return {
    electronPath: path.join(dir, 'electron'),
    electronVersion: REGISTRY_ELECTRON_VERSION,
    isFallback: true,
  };
}

/** The unpacked Electron of ELECTRON_OVERRIDE_DIST_PATH; its `version` file is part of every official release. */
function overridden(dir: string): ElectronRuntime {
  const names = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' };
  const name = names[process.platform as keyof typeof names] ?? 'electron';
  const electronPath = path.resolve(dir, name);
  const versionFile = path.resolve(dir, 'version');
  for (const file of [electronPath, versionFile]) {
    if (!existsSync(file)) {
      throw new SetupError(
        `ELECTRON_OVERRIDE_DIST_PATH names ${dir}, but ${path.basename(file)} is not in it.\n` +
          'Unpack the zip of an Electron release there, or unset the variable.',
      );
    }
  }
  const electronVersion = readFileSync(versionFile, 'utf8').trim().replace(/^v/, '');
  return { electronPath, electronVersion, isFallback: false };
}

function noElectronMessage(): string {
  const registryNote = registryElectronOffered(process.platform, process.arch)
    ? 'and CALLBACK_DESK_ELECTRON forbids the one of the npm registry'
    : `and for ${process.platform}-${process.arch} the npm registry offers none`;
  return (
    `Electron ${officialVersion()} could not be downloaded, ${registryNote}.\nOne of these helps:\n` +
    '  ELECTRON_MIRROR=URL               a mirror of the Electron releases inside your network\n' +
    '  ELECTRON_OVERRIDE_DIST_PATH=DIR   a folder with the unpacked zip of an Electron release\n' +
    '  HTTPS_PROXY=URL                   the proxy that leads out of your network\n' +
    'See docs/operating/closed-networks.md.'
  );
}
