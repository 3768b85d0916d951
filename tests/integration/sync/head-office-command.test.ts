import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { apiVersion, endpoints } from '../../../core/sync/contract.ts';
import { enrol } from '../../../main/sync/enrol.ts';
import { realTimers } from '../../../main/sync/timers.ts';
import { sampleBody } from '../../support/callback-samples.ts';
import { createOutboxDouble } from '../../support/outbox-double.ts';
import { pushFrom } from '../../support/push-from.ts';

const script = fileURLToPath(new URL('../../../scripts/head-office.ts', import.meta.url));
let folder: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'callback-desk-head-office-'));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

type Running = {
  url: string;
  code: string;
  operatorToken: string;
  stop(signal: NodeJS.Signals): Promise<number | null>;
  output(): string;
};

const run = (
  ...flags: string[]
): { child: ChildProcess; output: () => string; ended: Promise<number | null> } => {
  const child = spawn(process.execPath, [script, '--data', folder, ...flags], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return { child, output: () => output, ended };
};

const start = async (): Promise<Running> => {
  const { child, output, ended } = run('--port', '0');
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', () => {
      if (output().includes('Records so far')) resolve();
    });
    void ended.then(() => reject(new Error(output())));
  });
  const find = (label: string): string => new RegExp(`${label}:\\s+(\\S+)`).exec(output())?.[1] ?? '';
  return {
    url: find('Head office'),
    code: find('Branch code'),
    operatorToken: find('Operator token'),
    output,
    stop: (signal) => {
      child.kill(signal);
      return ended;
    },
  };
};

const records = async ({
  url,
  operatorToken,
}: Running): Promise<{ counts: unknown; records: { id: string }[] }> =>
  (await (
    await fetch(`${url}/v1/admin/records`, { headers: { authorization: `Bearer ${operatorToken}` } })
  ).json()) as never;

it('npm run head-office: prints what one needs, keeps its records through a stop and a kill, guards its folder', async () => {
  const first = await start();
  expect(first.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const queue = createOutboxDouble();
  const device = await queue.device();
  const edge = { fetch, timers: realTimers, now: () => Date.now() };
  const enrolment = await enrol(edge, { url: `${first.url}/`, code: first.code, device, app: '1.0.0' });
  if (!enrolment.ok) throw new Error(enrolment.failure.reason);
  expect(enrolment.branch).toBe('demo');
  const push = async (running: Running, afterSeq: number): Promise<number> => {
    const headers = {
      'content-type': 'application/json',
      'api-version': apiVersion,
      authorization: `Bearer ${enrolment.token}`,
    };
    const body = JSON.stringify(await pushFrom(queue, afterSeq));
    return (await fetch(`${running.url}${endpoints.push.path}`, { method: 'POST', headers, body })).status;
  };
  queue.add({ entityId: 'command-1', body: sampleBody('command-1') });
  expect(await push(first, 0)).toBe(200);

  const second = run('--port', '0');
  expect(await second.ended).toBe(1);
  expect(second.output()).toContain('is in use by process');

  expect(await first.stop('SIGTERM')).toBe(0);
  expect(first.output()).toContain('Head office has stopped.');
  const again = await start();
  expect((await records(again)).records.map(({ id }) => id)).toEqual(['command-1']);
  queue.add({ entityId: 'command-2', body: sampleBody('command-2') });
  expect(await push(again, 1)).toBe(200);
  await again.stop('SIGKILL');
  const last = await start();
  expect(await records(last)).toMatchObject({ counts: { live: 2, practice: 0, refused: 0 } });
  expect(await last.stop('SIGINT')).toBe(0);
}, 240_000);

it('says what is wrong with its flags', async () => {
  for (const flags of [
    ['--port', 'x'],
    ['--colour', 'red'],
  ]) {
    const { ended, output } = run(...flags);
    expect(await ended).toBe(2);
    expect(output()).toContain('Usage: npm run head-office');
  }
});

it('enrol tells a wrong code from an address without a head office', async () => {
  const running = await start();
  const edge = { fetch, timers: realTimers, now: () => Date.now() };
  const device = await createOutboxDouble().device();
  const wrong = await enrol(edge, { url: running.url, code: 'AAAA-BBBB-CCCC', device, app: '1.0.0' });
  expect(wrong).toMatchObject({ ok: false, failure: { problem: { code: 'code-invalid' } } });
  await running.stop('SIGTERM');
  const nobody = await enrol(edge, { url: running.url, code: running.code, device, app: '1.0.0' });
  expect(nobody).toMatchObject({ ok: false, failure: { reason: 'unreachable', problem: null } });
});
