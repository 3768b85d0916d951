import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../../../core/ports.ts';
import { openStore } from '../../../../main/store/client.ts';
import { StoreError } from '../../../../main/store/errors.ts';
import { openDatabase } from '../../../../main/store/open.ts';
import { migrations } from '../../../../main/store/migrations/list.ts';
import { makeAttempt } from '../../../fixtures/store/attempts.ts';
import { storeWorker, tempDir } from '../../../fixtures/store/open.ts';
import { makePolicy } from '../../../fixtures/store/policies.ts';
import { cst, storeRules } from '../../../fixtures/store/rules.ts';

const now = cst('2026-03-02 10:00');
let remove: () => void;
let file: string;
let workers: Worker[];
beforeEach(() => {
  const temp = tempDir();
  remove = temp.remove;
  file = join(temp.dir, 'desk.sqlite');
  workers = [];
});
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.terminate()));
  remove();
});

const open = (): Promise<Store> =>
  openStore({
    file,
    rules: storeRules,
    createWorker: () => {
      const worker = storeWorker();
      workers.push(worker);
      return worker;
    },
  });
const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof StoreError) return error.code;
    throw error;
  }
  return 'none';
};

describe('store in its worker', () => {
  it('runs calls in the order in which they were made', async () => {
    const store = await open();
    const import1 = store.importPolicies({
      mode: 'live',
      policies: [makePolicy(1)],
      at: now,
      source: 'a',
      agentId: 'a1',
    });
    const counts = store.taskCounts('live', now);
    const import2 = store.importPolicies({
      mode: 'live',
      policies: [makePolicy(2)],
      at: now,
      source: 'b',
      agentId: 'a1',
    });
    expect(await counts).toMatchObject({ all: 1 });
    await Promise.all([import1, import2]);
    expect(await store.taskCounts('live', now)).toMatchObject({ all: 2 });
    await store.close();
  });

  it('keeps everything over close and open, the open attempt included', async () => {
    const first = await open();
    await first.importPolicies({
      mode: 'live',
      policies: [makePolicy(1)],
      at: now,
      source: 'a',
      agentId: 'a1',
    });
    const { task } = await first.nextTask('live', now, 'a1');
    const attempt = makeAttempt({ id: 'at1', taskId: task?.id ?? '' });
    await first.openAttempt(attempt);
    await first.close();
    const second = await open();
    expect(await second.openAttemptNow()).toEqual(attempt);
    await second.close();
  });

  it('errors cross as closed codes', async () => {
    const store = await open();
    expect(await codeOf(store.openAttempt(makeAttempt({ id: 'at1', taskId: 'nowhere' })))).toBe('not_found');
    expect(await codeOf(store.markAnswered('nowhere', now))).toBe('no_attempt');
    expect(await codeOf(store.outboxAck({ acceptedThrough: 1, refused: [] }))).toBe('ack_beyond_queue');
    const unclonable = {
      at: now,
      agentId: 'a1',
      action: 'x',
      ref: 'y',
      detail: () => 'z',
    } as unknown as Parameters<Store['audit']>[0];
    expect(await codeOf(store.audit(unclonable))).toBe('bad_input');
    const impossible = { ...makePolicy(1), holderIdLast4: '110101199001011234' };
    const refused = store.importPolicies({
      mode: 'live',
      policies: [impossible],
      at: now,
      source: 'a',
      agentId: 'a1',
    });
    await expect(refused).rejects.toMatchObject({ code: 'internal' });
    await expect(refused).rejects.not.toThrow(/110101199001011234/);
    await store.close();
  });

  it('refuses a newer file at once and ends its worker', async () => {
    openDatabase(file, {
      migrations: [...migrations, { version: 900, name: 'future', sql: 'SELECT 1' }],
    }).close();
    expect(await codeOf(open())).toBe('store_newer');
    expect(workers[0]?.threadId).toBe(-1);
  });

  it('a dead worker fails what waits and all that comes, and the file opens again', async () => {
    const store = await open();
    const saved = store.setSetting('a', '1');
    await saved;
    const waiting = codeOf(store.setting('a'));
    await workers[0]?.terminate();
    expect(['none', 'store_unavailable']).toContain(await waiting);
    expect(await codeOf(store.setting('a'))).toBe('store_unavailable');
    const again = await open();
    expect(await again.setting('a')).toBe('1');
    await again.close();
    expect(await codeOf(again.setting('a'))).toBe('store_unavailable');
  });
});
