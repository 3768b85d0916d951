/**
 * `npm run demo`: a whole practice callback in the real app by itself. It imports the sample policies, takes
 * the next task, calls the simulated customer, verifies him, asks every question, meets one unclear answer,
 * closes the callback, sends the record to a head office on this machine and exports it. Each step is printed
 * with its time; pictures and the record lie in artifacts/demo.
 */
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from './setup/app-build.ts';
import { hasDisplay, startDisplay } from './setup/display.ts';
import { ensureReady } from './setup/index.ts';
import { printReport } from './setup/progress.ts';
import { projectRoot } from './setup/project.ts';
import { exitWithError } from './setup/setup-error.ts';

const folder = join(projectRoot, 'artifacts', 'demo');

/** Long enough to follow on a screen, short enough for a terminal. */
const tempo = process.argv.includes('--slow') ? 1 : 12;

type Run = {
  step: <T>(name: string, work: () => Promise<T>) => Promise<T>;
};

const run: Run = {
  step: async (name, work) => {
    const startedAt = Date.now();
    const value = await work();
    console.log(`${((Date.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${name}`);
    return value;
  },
};

const demo = async (): Promise<void> => {
  await ensureReady({ for: 'test' });
  await ensureBuilt(printReport);
  const display = hasDisplay(process.env) ? null : await startDisplay();
  if (display !== null) Object.assign(process.env, display.env);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const headOfficeFolder = await mkdtemp(join(tmpdir(), 'callback-desk-head-office-'));
  try {
    // Loaded late: the driver and the embedded database are of no use before the set-up has run.
    const { playDemo } = await import('./demo/play.ts');
    await playDemo({ folder, headOfficeFolder, tempo, step: run.step });
    const record = await readFile(join(folder, 'record.json'), 'utf8');
    console.log(
      `The record (${record.length} characters) and the pictures lie in ${folder.slice(projectRoot.length + 1)}.`,
    );
  } finally {
    await rm(headOfficeFolder, { recursive: true, force: true });
    await display?.stop();
  }
};

demo().catch(exitWithError);
