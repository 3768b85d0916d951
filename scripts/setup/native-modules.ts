import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { copyFile, cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { cacheRoot, fillAtomically, readStamp, stampHolds, writeStamp } from './cache.ts';
import type { ElectronRuntime } from './electron-runtime.ts';
import { step, type Report } from './progress.ts';
import { projectRoot } from './project.ts';
import { lastLines, runCommand } from './run-command.ts';
import { SetupError } from './setup-error.ts';
import { COMPILER, ensurePackages } from './system-packages.ts';

/** From here on Electron offers Node-API 10, which the prebuilt binaries need. */
const FIRST_ELECTRON_WITH_NODE_API_10 = 35;
/** To be raised whenever napi9-compat.h or the way of compiling changes. */
const RECIPE = 1;
const ADDON = 'better_sqlite3.node';
const COMPAT_HEADER = path.join(import.meta.dirname, 'napi9-compat.h');
const CHECK = path.join(import.meta.dirname, 'sqlite-check.cjs');

const require = createRequire(import.meta.url);
const packageDir = path.dirname(require.resolve('better-sqlite3/package.json'));
const version = (require('better-sqlite3/package.json') as { version: string }).version;
const releaseDir = path.join(packageDir, 'build', 'Release');
/** Lies beside the addon when the addon is ours, not one that somebody compiled for their own reasons. */
const marker = path.join(releaseDir, 'callback-desk-napi9.txt');

/** Whether the prebuilt binary of better-sqlite3 works in this Electron. */
export function prebuiltSuffices(electronVersion: string): boolean {
  return Number.parseInt(electronVersion, 10) >= FIRST_ELECTRON_WITH_NODE_API_10;
}

/** The folder of the cache that holds the compiled addon, beside the runtime it is for. */
function compiledDir(): string {
  return path.join(
    cacheRoot(),
    `better-sqlite3-${version}-napi9-${RECIPE}-${process.platform}-${process.arch}`,
  );
}

/**
 * Makes better-sqlite3 load in the given Electron and in Node 24, and shows once that it does.
 * @throws SetupError when it cannot be compiled or fails the check
 */
export async function ensureNativeModules(electron: ElectronRuntime, report: Report): Promise<void> {
  if (prebuiltSuffices(electron.electronVersion)) {
    if (existsSync(marker)) await rm(path.join(packageDir, 'build'), { recursive: true });
  } else {
    const compiled = path.join(compiledDir(), ADDON);
    if (!existsSync(compiled)) await compile(report);
    await placeAddon(compiled);
  }
  await verify(electron, report);
}

/** Puts the compiled addon where the package looks first; a running process keeps the file it has. */
async function placeAddon(compiled: string): Promise<void> {
  const target = path.join(releaseDir, ADDON);
  const content = await readFile(compiled);
  if (existsSync(marker) && existsSync(target) && content.equals(await readFile(target))) return;
  await mkdir(releaseDir, { recursive: true });
  await writeFile(marker, 'Compiled for Node-API 9 by scripts/setup/native-modules.ts\n');
  const temp = `${target}.${process.pid}`;
  await copyFile(compiled, temp);
  await rename(temp, target);
}

async function compile(report: Report): Promise<void> {
  await ensurePackages(COMPILER, 'compiling better-sqlite3', report);
  const label = `compiling better-sqlite3 ${version} for Node-API 9 (one to two minutes, once)`;
  await step(report, label, () =>
    fillAtomically(path.basename(compiledDir()), async (target) => {
      const source = path.join(path.dirname(target), 'source');
      const prebuilds = path.join(packageDir, 'prebuilds');
      const build = path.join(packageDir, 'build');
      await cp(packageDir, source, {
        recursive: true,
        filter: (file) => file !== prebuilds && file !== build,
      });
      const nodeGyp = require.resolve('node-gyp/bin/node-gyp.js');
      const args = [nodeGyp, 'rebuild', '--release', '--force_build=1', '--jobs=max'];
      const { code, output } = await runCommand(process.execPath, args, {
        cwd: source,
        env: compileEnvironment(),
      });
      if (code !== 0) {
        throw new SetupError(`better-sqlite3 could not be compiled:\n${lastLines(output, 20)}`);
      }
      await copyFile(path.join(source, 'build', 'Release', ADDON), path.join(target, ADDON));
    }),
  );
}

function compileEnvironment(): NodeJS.ProcessEnv {
  const nodeAddonApi = createRequire(path.join(packageDir, 'package.json')).resolve(
    'node-addon-api/package.json',
  );
  return {
    ...process.env,
    CXXFLAGS: `${process.env['CXXFLAGS'] ?? ''} -include ${COMPAT_HEADER}`,
    // The build file asks `node` for the folder of node-addon-api; the copied source has no node_modules.
    PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env['PATH'] ?? ''}`,
    NODE_PATH: path.dirname(path.dirname(nodeAddonApi)),
    // As a variable, because one that the user's npm settings bring along would win over an argument.
    npm_config_nodedir: nodeHeadersDir(),
  };
}

/** The folder with include/node: the platform package of the npm package `node` carries it, no download needed. */
function nodeHeadersDir(): string {
  const nodePackage = path.dirname(require.resolve('node/package.json'));
  const name = `node-${process.platform}-${process.arch}`;
  const candidates = [
    path.join(nodePackage, 'node_modules', name),
    path.join(projectRoot, 'node_modules', name),
    path.resolve(path.dirname(process.execPath), '..'),
  ];
  const found = candidates.find((dir) => existsSync(path.join(dir, 'include', 'node', 'node_api.h')));
  if (found) return found;
  throw new SetupError(
    'The headers of Node are missing from node_modules/node. Run `npm ci` again; if npm reports blocked install ' +
      'scripts, allow the one of the package "node" (package.json lists it under allowScripts).',
  );
}

/** Runs the SQL check in Node and in Electron; the good result is remembered for exactly these files. */
async function verify(electron: ElectronRuntime, report: Report): Promise<void> {
  const addon = createHash('sha256').update(readFileSync(loadedAddon())).digest('hex');
  const key = [addon, CHECK_HASH, process.version, electron.electronVersion, electron.electronPath].join(' ');
  if (stampHolds(await readStamp('better-sqlite3-verified'), key, Date.now())) return;
  await step(
    report,
    `checking better-sqlite3 ${version} in Node ${process.versions.node} and Electron`,
    async () => {
      await check('Node', process.execPath);
      await check(`Electron ${electron.electronVersion}`, electron.electronPath);
    },
  );
  await writeStamp('better-sqlite3-verified', key);
}

const CHECK_HASH = createHash('sha256').update(readFileSync(CHECK)).digest('hex').slice(0, 12);

async function check(name: string, program: string): Promise<void> {
  const asNode = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const { code, output } = await runCommand(program, [CHECK], { env: asNode });
  if (code === 0 && output.includes('"sqlite"')) return;
  const remedy = existsSync(marker)
    ? `Remove ${compiledDir()} and start again to compile it anew.`
    : 'Run `npm ci` again; if that does not help, the Electron that was found is not what it says it is.';
  throw new SetupError(
    `better-sqlite3 ${version} does not work in ${name} (${code === null ? 'it crashed' : `exit ${code}`}).\n` +
      `${lastLines(output, 8)}\n${remedy}`,
  );
}

/** The file that the package loads by default. */
function loadedAddon(): string {
  const compiled = path.join(releaseDir, ADDON);
  if (existsSync(compiled)) return compiled;
  const { getPrebuildPath } = require(path.join(packageDir, 'lib', 'binding.js')) as {
    getPrebuildPath: () => string | null;
  };
  const prebuilt = getPrebuildPath();
  if (prebuilt) return prebuilt;
  const offered = readdirSync(path.join(packageDir, 'prebuilds')).join(', ');
  throw new SetupError(
    `better-sqlite3 has no binary for ${process.platform}-${process.arch} (only ${offered}).`,
  );
}
