import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newOutgoingCall } from '../../../../core/call/call-machine.ts';
import type { WorkMode } from '../../../../core/callback/task.ts';
import type { Store } from '../../../../core/ports.ts';
import { loadPack } from '../../../../core/script/load-pack.ts';
import { createReceiptService } from '../../../../main/receipt/receipt-service.ts';
import { beginSession } from '../../../../main/session/begin-session.ts';
import { createPackLibrary, sha256 } from '../../../../main/session/pack-library.ts';
import type { LoadedPack, PackLibrary } from '../../../../main/session/pack-library.ts';
import type { SessionDeps } from '../../../../main/session/session-service.ts';
import { openDatabase } from '../../../../main/store/open.ts';
import type { SyncStore } from '../../../../main/store/protocol.ts';
import { storeMethods } from '../../../../main/store/protocol.ts';
import { createSqliteStore } from '../../../../main/store/sqlite-store.ts';
import { tempDir } from '../../../fixtures/store/open.ts';
import { makePolicy } from '../../../fixtures/store/policies.ts';
import { cst, storeRules } from '../../../fixtures/store/rules.ts';
import { promisedStore } from '../../../support/promised-store.ts';

const shippedText = readFileSync('resources/packs/hf-default-zh.yaml', 'utf8');
const load = (text: string): LoadedPack => {
  const result = loadPack(text, { sha256 });
  if (!result.ok) throw new Error(result.problems[0]?.message);
  return { pack: result.pack, hash: result.hash, text };
};
const shipped = load(shippedText);
const newer = load(
  shippedText.replace(/^ {2}version: .*$/m, '  version: 9.0.0').replace('maxPerDay: 3', 'maxPerDay: 2'),
);

let remove: () => void;
let db: Database.Database;
let sync: SyncStore;
let store: Store;
let packs: PackLibrary;
let waiting: LoadedPack | null;
let now: number;
let agentId: string;
let mode: WorkMode;
let ids: number;
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Only what the beginning of a callback asks for. */
const deps = () =>
  ({
    store,
    packs,
    clock: { now: () => now },
    newId: () => `id-${(ids += 1)}`,
    log,
    mode: () => mode,
    agentId: () => agentId,
    speaker: () => ({ company: '华丰人寿', servicePhone: '95500', agentName: '李敏', agentNumber: '1024' }),
  }) as unknown as SessionDeps;
const service = () =>
  createReceiptService({
    store,
    packs,
    clock: { now: () => now },
    log,
    mode: () => mode,
    locale: () => 'zh-CN',
    agentId: () => agentId,
  });
const taskOf = (of: WorkMode): string => sync.nextTask(of, now, agentId).task?.id ?? '';

beforeEach(() => {
  const temp = tempDir();
  remove = temp.remove;
  now = cst('2026-03-02 10:00');
  agentId = 'a1';
  mode = 'live';
  ids = 0;
  waiting = null;
  db = openDatabase(join(temp.dir, 'desk.sqlite'));
  sync = createSqliteStore(
    db,
    { ...storeRules, attempts: shipped.pack.attempts, life: shipped.pack },
    () => now,
  );
  store = promisedStore(sync, storeMethods);
  packs = createPackLibrary(
    shipped,
    store,
    () => Promise.resolve(waiting),
    () => undefined,
  );
  for (const of of ['live', 'practice'] as const)
    sync.importPolicies({
      mode: of,
      policies: [makePolicy(1, { coolingOffEnd: '2026-03-20' })],
      at: now,
      source: 'list.csv',
      agentId,
    });
});
afterEach(() => {
  db.close();
  remove();
});

const audit = (action: string): { agent_id: string; ref: string; detail: string }[] =>
  db
    .prepare<[string], { agent_id: string; ref: string; detail: string }>(
      'SELECT agent_id, ref, detail FROM audit WHERE action = ? ORDER BY seq',
    )
    .all(action);

describe('the receipt of a script pack', () => {
  it('a live callback without it is refused, before anything is written', async () => {
    await expect(beginSession(taskOf('live'), deps())).rejects.toMatchObject({
      code: 'pack_not_read',
      params: { version: shipped.pack.pack.version },
    });
    expect(sync.openAttemptNow()).toBeNull();
  });

  it('is per agent and per file, once, with its time and audit row', async () => {
    expect(await service().state()).toMatchObject({ needed: true, before: null, changes: null });
    expect((await service().confirm(shipped.hash)).needed).toBe(false);
    now += 1000;
    await service().confirm(shipped.hash);
    expect(sync.packReceipt('a1', shipped.hash)).toBe(now - 1000);
    expect(audit('pack.read')).toEqual([
      { agent_id: 'a1', ref: shipped.hash, detail: `hf-default-zh ${shipped.pack.pack.version}` },
    ]);
    const begun = await beginSession(taskOf('live'), deps());
    expect(begun.attempt.packHash).toBe(shipped.hash);
    expect(audit('pack.unread_call')).toEqual([]);
    agentId = 'a2';
    expect((await service().state()).needed).toBe(true);
  });

  it('a newer pack that is taken at the very dialling is to be read first, against what was read last', async () => {
    await service().confirm(shipped.hash);
    waiting = newer;
    await expect(beginSession(taskOf('live'), deps())).rejects.toMatchObject({
      code: 'pack_not_read',
      params: { version: '9.0.0' },
    });
    const state = await service().state();
    expect(state).toMatchObject({ needed: true, version: '9.0.0', before: shipped.pack.pack.version });
    expect(state.changes).toMatchObject({ questions: [], rules: ['attempts'] });
    await expect(service().confirm(shipped.hash)).rejects.toMatchObject({ code: 'pack_changed' });
    await service().confirm(newer.hash);
    waiting = null;
    expect((await beginSession(taskOf('live'), deps())).attempt.packHash).toBe(newer.hash);
  });

  it('who rings, or comes from the robot, is never turned away; that it was unread is kept', async () => {
    const call = newOutgoingCall('c-1', now);
    const begun = await beginSession(taskOf('live'), deps(), { call, handover: null });
    expect(audit('pack.unread_call')).toEqual([
      { agent_id: 'a1', ref: begun.attempt.id, detail: shipped.hash },
    ]);
    expect((await service().state()).needed).toBe(true);
  });

  it('practice never asks', async () => {
    mode = 'practice';
    expect((await service().state()).needed).toBe(false);
    await beginSession(taskOf('practice'), deps());
    expect(audit('pack.unread_call')).toEqual([]);
  });
});
