import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { firstBrokenLink, genesisHash } from '../../../core/outbox/chain.ts';
import { sha256 } from '../../../main/store/repositories/audit.ts';
import { openHere, tempDir } from '../../fixtures/store/open.ts';

const child = fileURLToPath(new URL('../../fixtures/store/kill-child.ts', import.meta.url));
/** Two seats at once, each with its own file: starting a process is what takes the time. */
const seats = 2;
const killsPerSeat = 10;

/** mulberry32: the same kill points on every run. */
const seeded = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
};

let remove: () => void;
let dir: string;
let env: NodeJS.ProcessEnv;
beforeEach(() => {
  ({ dir, remove } = tempDir());
  env = { ...process.env, NODE_COMPILE_CACHE: join(dir, 'compiled') };
  execFileSync(process.execPath, [child, join(dir, 'warm.sqlite'), 'warm'], { env });
});
afterEach(() => remove());

/** Runs the seat and kills it in the midst of what follows its `lines`-th line; gives all that it said. */
const runAndKill = (file: string, run: number, lines: number, afterMs: number): Promise<string[]> =>
  new Promise((resolve, reject) => {
    const seat = spawn(process.execPath, [child, file, String(run)], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    let errors = '';
    let timer: NodeJS.Timeout | null = null;
    seat.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (timer === null && said.split('\n').length > lines)
        timer = setTimeout(() => seat.kill('SIGKILL'), afterMs);
    });
    seat.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    seat.on('error', reject);
    seat.on('close', (_, signal) => {
      if (signal !== 'SIGKILL') reject(new Error(`ended by itself: ${errors}`));
      // Without its newline the last line was not said whole.
      else resolve(said.split('\n').slice(0, -1));
    });
  });

const workAndCheck = async (seat: number): Promise<void> => {
  const file = join(dir, `seat-${seat}.sqlite`);
  const random = seeded(20_260_301 + seat);
  const announced = {
    events: new Map<string, number>(),
    opened: new Set<string>(),
    closed: new Set<string>(),
  };
  for (let run = 0; run < killsPerSeat; run++) {
    const said = await runAndKill(file, run, 1 + Math.floor(random() * 40), random() * 3);
    expect(said[0]).toBe('imported');
    for (const line of said) {
      const [what, id = '', n] = line.split(' ');
      if (what === 'opened') announced.opened.add(id);
      if (what === 'event') announced.events.set(id, Number(n) + 1);
      if (what === 'closed') announced.closed.add(id);
    }

    const { db, store } = openHere(file);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(store.taskCounts('live', 0).all).toBe(150);
    const open = store.openAttemptNow();
    const closed = new Set(db.prepare('SELECT id FROM attempt WHERE closed_at IS NOT NULL').pluck().all());
    for (const id of announced.closed) expect(closed.has(id)).toBe(true);
    for (const id of announced.opened) expect(closed.has(id) || open?.id === id).toBe(true);
    const saved = db.prepare<[string], { n: number }>(
      'SELECT count(*) AS n FROM attempt_event WHERE attempt_id = ?',
    );
    for (const [id, count] of announced.events) expect(saved.get(id)?.n).toBeGreaterThanOrEqual(count);

    // A closed attempt is whole: its record is in the queue, once, and its task is done.
    const { id: device, epoch } = store.device();
    const { messages } = store.outboxAfter(0, 10_000, 100_000_000);
    expect(new Set(messages.map((message) => message.entityId))).toEqual(closed);
    expect(messages).toHaveLength(closed.size);
    const chain = messages.map((message) => ({ ...message, device, epoch, lane: 0 }));
    expect(firstBrokenLink(sha256, genesisHash, chain)).toBeNull();
    expect(store.taskCounts('live', 0)).toMatchObject({ done: closed.size, open: 150 - closed.size });
    db.close();
  }
  expect(announced.closed.size).toBeGreaterThan(killsPerSeat);
};

describe('SIGKILL', () => {
  it('design.md I1: what was announced as saved is there after each of 20 kills, and work goes on from it', async () => {
    await Promise.all(Array.from({ length: seats }, (_, seat) => workAndCheck(seat)));
  });
});
