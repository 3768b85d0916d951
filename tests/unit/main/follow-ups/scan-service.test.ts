import { createHash } from 'node:crypto';
import { copyFileSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { FollowUp } from '../../../../core/callback/follow-up-schema.ts';
import { largestScan, scansPerFollowUp } from '../../../../core/callback/receipt-scan.ts';
import type { Vault } from '../../../../core/ports.ts';
import { createScanFiles } from '../../../../main/follow-ups/scan-files.ts';
import { createScanService } from '../../../../main/follow-ups/scan-service.ts';
import { openPackFile } from '../../../../main/session/pack-library.ts';
import { openDatabase } from '../../../../main/store/open.ts';
import type { SyncStore } from '../../../../main/store/protocol.ts';
import { createSqliteStore } from '../../../../main/store/sqlite-store.ts';
import { tempDir } from '../../../fixtures/store/open.ts';
import { makePolicy } from '../../../fixtures/store/policies.ts';
import { cst, storeRules } from '../../../fixtures/store/rules.ts';
import { promisedStore } from '../../../support/promised-store.ts';

/** [double: keychain] What the system would seal is only marked here; tests/e2e/scans.spec.ts has a real one. */
const vault = (protection: 'os' | 'none'): Vault => ({
  protection: () => protection,
  seal: (plain) => `sealed ${plain}`,
  open: (sealed) => sealed.slice('sealed '.length),
});

const now = cst('2026-03-02 10:00');
const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from('signed by hand')]);
const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.from('signed by hand')]);

let dir: string;
let remove: () => void;
let db: Database.Database;
let store: SyncStore;
let ids = 0;

const { pack } = await openPackFile('resources/packs/hf-default-zh.yaml');

const followUp = (taskId: string, changes: Partial<FollowUp>): FollowUp => {
  const kind = changes.kind ?? 'visit_or_letter';
  return {
    ...{
      id: `${taskId}:${kind}:${changes.outcome ?? 'open'}`,
      taskId,
      kind,
      state: 'open',
      origin: 'outcome',
    },
    ...{ openedAt: now, dueAt: now, outcome: null, note: '', receipt: '', closedAt: null, closedBy: null },
    ...changes,
  };
};

const serviceWith = (protection: 'os' | 'none' = 'os') =>
  createScanService({
    store: promisedStore(store, ['followUpEnd', 'addScan', 'scan', 'noteScanSaved']),
    files: createScanFiles(join(dir, 'receipts')),
    vault: vault(protection),
    clock: { now: () => now },
    newId: () => `scan-${(ids += 1)}`,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    agentId: () => 'a1',
    kinds: () => pack.followUps,
  });

const given = (content: Buffer, name = 'receipt.jpg'): string => {
  const file = join(dir, name);
  writeFileSync(file, content);
  return file;
};
const kept = (): string[] => {
  try {
    return readdirSync(join(dir, 'receipts'));
  } catch {
    return [];
  }
};

let open: string;
let visited: string;
let failed: string;
let check: string;
beforeEach(() => {
  ids = 0;
  ({ dir, remove } = tempDir());
  db = openDatabase(join(dir, 'desk.sqlite'));
  store = createSqliteStore(db, storeRules, () => now);
  store.importPolicies({
    mode: 'live',
    policies: [makePolicy(1)],
    at: now,
    source: 'list.csv',
    agentId: 'a1',
  });
  const { rows } = store.taskPage({
    ...{ mode: 'live', filter: 'all', search: '', offset: 0, limit: 1, now, agentId: 'a1' },
  });
  const task = store.task(rows[0]?.id ?? '')?.task;
  if (task === undefined) throw new Error('no task');
  const all = [
    followUp(task.id, {}),
    followUp(task.id, { state: 'done', outcome: 'visited', closedAt: now, receipt: 'HZ-1' }),
    followUp(task.id, { state: 'failed', outcome: 'failed', closedAt: now }),
    followUp(task.id, { kind: 'number_check' }),
  ];
  [open = '', visited = '', failed = '', check = ''] = all.map(({ id }) => id);
  store.saveLife({
    ...{ task, readAt: task.updatedAt, followUps: all, at: now, agentId: 'a1' },
    audit: { action: 'test', ref: task.id, detail: '' },
  });
});
afterEach(() => {
  db.close();
  remove();
});

it('files a scan sealed: found by its follow-up, read back equal, in the audit, nothing of it in plain', async () => {
  const service = serviceWith();
  const first = await service.add(open, given(jpeg));
  const second = await service.add(visited, given(png, 'receipt.png'));
  expect([first.kind, second.kind]).toEqual(['jpeg', 'png']);
  expect(store.scansOf([open, visited, failed]).map(({ id }) => id)).toEqual([first.id, second.id]);
  expect(first.sha256).toBe(createHash('sha256').update(jpeg).digest('hex'));
  const copy = await service.open(first.id);
  expect(copy.bytes.equals(jpeg)).toBe(true);
  expect(copy.extension).toBe('jpg');
  await service.noteSaved(first.id);

  expect(kept()).toHaveLength(2);
  for (const name of kept())
    expect(readFileSync(join(dir, 'receipts', name)).includes('signed by')).toBe(false);
  const audit = db
    .prepare<[], { action: string; detail: string }>('SELECT action, detail FROM audit ORDER BY rowid')
    .all();
  expect(audit.slice(-3)).toEqual([
    { action: 'receipt.scanned', detail: `${first.id} jpeg ${first.sha256}` },
    { action: 'receipt.scanned', detail: `${second.id} png ${second.sha256}` },
    { action: 'receipt.scan_saved', detail: '' },
  ]);
});

it('two files with the same content have two keys: they do not look alike and do not open in each other’s place', async () => {
  const service = serviceWith();
  const file = given(jpeg);
  const one = await service.add(open, file);
  const other = await service.add(open, file);
  const [a = '', b = ''] = kept().sort();
  expect(readFileSync(join(dir, 'receipts', a)).equals(readFileSync(join(dir, 'receipts', b)))).toBe(false);
  copyFileSync(join(dir, 'receipts', a), join(dir, 'receipts', b));
  expect((await service.open(one.id)).bytes.equals(jpeg)).toBe(true);
  await expect(service.open(other.id)).rejects.toMatchObject({ code: 'scan_unreadable' });
});

it.each(['cut short', 'gone'])('a sealed file that is %s is told, not handed out', async (how) => {
  const service = serviceWith();
  const scan = await service.add(open, given(jpeg));
  const file = join(dir, 'receipts', kept()[0] ?? '');
  if (how === 'gone') rmSync(file);
  else truncateSync(file, 20);
  await expect(service.open(scan.id)).rejects.toMatchObject({ code: 'scan_unreadable' });
});

it('keeps nothing where the system seals nothing', async () => {
  await expect(serviceWith('none').add(open, given(jpeg))).rejects.toMatchObject({
    code: 'scan_unprotected',
  });
  expect(kept()).toEqual([]);
});

it('refuses what is no scan, too large, not there, or not wanted; nothing is kept', async () => {
  const service = serviceWith();
  const huge = given(jpeg, 'huge.jpg');
  truncateSync(huge, largestScan + 1);
  for (const [followUpId, path, code] of [
    [open, given(Buffer.from('GIF89a'), 'a.jpg'), 'scan_kind'],
    [open, given(Buffer.alloc(0), 'b.jpg'), 'scan_kind'],
    [open, huge, 'scan_too_large'],
    [open, join(dir, 'nowhere.jpg'), 'file_unreadable'],
    [check, given(jpeg), 'scan_not_wanted'],
    [failed, given(jpeg), 'scan_not_wanted'],
    ['nobody', given(jpeg), 'not_found'],
  ] as const)
    await expect(service.add(followUpId, path), code).rejects.toMatchObject({ code });
  expect(kept()).toEqual([]);
  await expect(service.open('nobody')).rejects.toMatchObject({ code: 'not_found' });
});

it('takes so many and no more; what is filed is neither changed nor taken away', async () => {
  const service = serviceWith();
  const file = given(jpeg);
  for (let n = 0; n < scansPerFollowUp; n += 1) await service.add(open, file);
  await expect(service.add(open, file)).rejects.toMatchObject({ code: 'scans_full' });
  expect(kept()).toHaveLength(scansPerFollowUp);
  expect(() => db.exec("UPDATE receipt_scan SET kind = 'pdf'")).toThrow('never changed');
  expect(() => db.exec('DELETE FROM receipt_scan')).toThrow('never taken away');
});
