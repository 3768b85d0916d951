/**
 * `npm run check`: everything that can be told without starting the app. Two jobs run at a time; each prints
 * its time, and its output only when it fails.
 */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

type Job = { name: string; command: string; args: string[] };

const jobs: Job[] = [
  {
    name: 'lint',
    command: 'eslint',
    args: ['.', '--max-warnings', '0', '--cache', '--cache-location', 'artifacts/.eslintcache'],
  },
  {
    name: 'unit',
    command: 'vitest',
    args: ['run', 'tests/unit', 'tests/property', '--no-isolate', '--pool=threads', '--reporter=dot'],
  },
  { name: 'types', command: 'tsc', args: ['--noEmit', '-p', '.'] },
  {
    name: 'import direction',
    command: 'depcruise',
    args: [
      'core',
      'main',
      'preload',
      'renderer',
      'head-office',
      '--config',
      '.dependency-cruiser.cjs',
      '--output-type',
      'err',
    ],
  },
  { name: 'unused code', command: 'knip', args: [] },
  {
    name: 'script pack',
    command: 'node',
    args: ['scripts/pack.ts', 'check', 'resources/packs/hf-default-zh.yaml'],
  },
  { name: 'knowledge', command: 'node', args: ['scripts/knowledge.ts'] },
  {
    name: 'format',
    command: 'prettier',
    args: ['--check', '--log-level', 'warn', '--cache', '--cache-location', 'artifacts/.prettiercache', '.'],
  },
];

const run = (job: Job): Promise<boolean> =>
  new Promise((resolve) => {
    const startedAt = Date.now();
    const child = spawn(job.command, job.args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', (error) => {
      output += error.message;
    });
    child.on('close', (code) => {
      const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
      console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${job.name} (${seconds} s)`);
      if (code !== 0) console.log(output);
      resolve(code === 0);
    });
  });

const startedAt = Date.now();
const waiting = [...jobs];
let failed = 0;

const worker = async (): Promise<void> => {
  for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
    if (!(await run(job))) failed += 1;
  }
};

await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, worker));
console.log(
  `${jobs.length - failed} of ${jobs.length} checks passed in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`,
);
process.exitCode = failed === 0 ? 0 : 1;
