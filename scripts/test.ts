import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { markRun } from './testing/leftovers.ts';
import { ensureBuilt } from './setup/app-build.ts';
import { startDisplay, type Display } from './setup/display.ts';
import { ensureReady } from './setup/index.ts';
import { ensureLab, leftOut } from './setup/lab.ts';
import { printReport } from './setup/progress.ts';
import { projectRoot } from './setup/project.ts';
import { runChild } from './setup/run-child.ts';
import { exitWithError, SetupError } from './setup/setup-error.ts';
import { parseTestArguments } from './testing/arguments.ts';
import { leftOutVariable } from './testing/left-out.ts';
import { notRun, readPlaywright, readVitest, summarize, type PartResult } from './testing/summary.ts';

const require = createRequire(import.meta.url);

/** The program of an installed package, to run with this Node. */
function programOf(packageName: string, file: string): string {
  return path.join(path.dirname(require.resolve(`${packageName}/package.json`)), file);
}

const NOTHING_RUN = { passed: 0, failed: 0, skipped: 0 };

interface Part {
  readonly program: string;
  readonly args: readonly string[];
  readonly report: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly read: (report: unknown, exitCode: number) => PartResult;
}

async function runPart(part: Part, env: NodeJS.ProcessEnv): Promise<PartResult> {
  rmSync(part.report, { force: true });
  const code = await runChild(process.execPath, [part.program, ...part.args], {
    cwd: projectRoot,
    env: { ...env, ...part.env },
  });
  return part.read(readReport(part.report), code);
}

/** A missing or cut-off report is null; the reader then calls it a crash. */
function readReport(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/** `npm test [-- --unit | --e2e] [-- arguments for that runner]`. */
async function test(commandLine: readonly string[]): Promise<boolean> {
  const { parts, rest } = parseTestArguments(commandLine);
  const ready = await ensureReady({ for: 'test' });
  const without = leftOut(await ensureLab());
  const artifacts = path.join(projectRoot, 'artifacts');
  mkdirSync(artifacts, { recursive: true });
  const mark = markRun();
  const display: Display | null = ready.needsXvfb ? await startDisplay() : null;
  const env = {
    ...process.env,
    ...display?.env,
    ...mark.env,
    [leftOutVariable]: without.patterns.join(','),
  };
  const results: PartResult[] = [];
  // A stop must not end this process on the spot: the runner gets the signal too, then all is cleaned up.
  let stopped: NodeJS.Signals | null = null;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => (stopped = signal));
  try {
    if (parts.includes('unit')) {
      const report = path.join(artifacts, 'vitest.json');
      const program = programOf('vitest', 'vitest.mjs');
      const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...rest];
      results.push(await runPart({ program, args, report, read: readVitest }, env));
    }
    if (parts.includes('e2e') && stopped === null) {
      results.push(await runEndToEnd(path.join(artifacts, 'playwright.json'), rest, env));
    }
  } finally {
    const ended = await mark.endLeftovers();
    if (ended.length > 0) printReport(`ended what the tests had left running: ${ended.join(', ')}`);
    await display?.stop();
  }
  if (stopped !== null)
    results.push({ ...NOTHING_RUN, name: 'The run', problem: `was stopped by ${String(stopped)}` });
  const absent = notRun(without.lines, Boolean(process.env['CI']));
  if (absent.problem !== null) results.push(absent.problem);
  const summary = summarize(results);
  process.stdout.write(
    `\n${absent.text}${summary.repeated.map((title) => `SECOND TRY: ${title}\n`).join('')}${summary.problems.map((problem) => `PROBLEM: ${problem}\n`).join('')}${summary.line}\n`,
  );
  return summary.ok;
}

async function runEndToEnd(
  report: string,
  rest: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<PartResult> {
  try {
    await ensureBuilt(printReport, { force: true });
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return { ...NOTHING_RUN, name: 'The build', problem: 'failed, so no end-to-end test was run' };
  }
  const program = programOf('@playwright/test', 'cli.js');
  const args = ['test', '--reporter=list,json', ...rest];
  const reportEnv = { PLAYWRIGHT_JSON_OUTPUT_NAME: report };
  return runPart({ program, args, report, env: reportEnv, read: readPlaywright }, env);
}

test(process.argv.slice(2)).then((ok) => process.exit(ok ? 0 : 1), exitWithError);
