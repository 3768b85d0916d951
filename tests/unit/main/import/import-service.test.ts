import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importPreviewSchema, importRowSchema } from '../../../../core/ipc/features/import.ts';
import type { WorkMode } from '../../../../core/callback/task.ts';
import {
  createImportService,
  type ImportService,
  type ImportServiceDeps,
} from '../../../../main/import/import-service.ts';
import { engineLimits, workerEngine } from '../../../../main/import/worker-engine.ts';
import type { SyncStore } from '../../../../main/store/protocol.ts';
import { vocabulary } from '../../../fixtures/import/judging.ts';
import { importWorker, localEngine } from '../../../fixtures/import/engines.ts';
import { openHere, tempDir } from '../../../fixtures/store/open.ts';

const now = Date.parse('2026-11-24T02:00:00Z');
const fixtures = join(import.meta.dirname, '../../../fixtures/import/files');

let dir: string;
let remove: () => void;
let db: Database.Database;
let store: SyncStore;
let imports: ImportService;
let mode: WorkMode;
let ids: number;

/** The real store in this thread, under the promises that the app's worker gives. */
const promised = (real: SyncStore): ImportServiceDeps['store'] => ({
  knownPolicies: (...args) => Promise.resolve(real.knownPolicies(...args)),
  importPolicies: (...args) => Promise.resolve(real.importPolicies(...args)),
  setting: (...args) => Promise.resolve(real.setting(...args)),
  setSetting: (...args) => Promise.resolve(real.setSetting(...args)),
  audit: (...args) => Promise.resolve(real.audit(...args)),
});

const service = (own: Partial<ImportServiceDeps> = {}): ImportService =>
  createImportService({
    store: promised(store),
    clock: { now: () => now },
    newId: () => `id-${++ids}`,
    vocabulary,
    coolingOff: () => ({ defaultDays: 15, firstDayOffset: 0 }),
    mode: () => mode,
    agentId: () => 'a1',
    locale: () => 'zh-CN',
    startEngine: () => localEngine(),
    ...own,
  });

beforeEach(() => {
  ({ dir, remove } = tempDir());
  ({ db, store } = openHere(join(dir, 'desk.sqlite'), () => now));
  mode = 'live';
  ids = 0;
  imports = service();
});
afterEach(async () => {
  await imports.close();
  db.close();
  remove();
});

const tasks = (): number =>
  store.taskPage({ mode, filter: 'all', search: '', offset: 0, limit: 1, now, agentId: 'a1' }).total;
const nasty = join(fixtures, 'nasty-gb18030.csv');

describe('the sample', () => {
  it('comes as a preview without a word, pages, and is stored once however often it is committed', async () => {
    const preview = await imports.openSample();
    expect(importPreviewSchema.parse(preview)).toEqual(preview);
    expect(preview).toMatchObject({
      fileName: 'policies-200.csv',
      encoding: 'utf-8-bom',
      missingFields: [],
      totals: { rows: 200, new: 200, changed: 0, same: 0, error: 0, notices: 0 },
    });
    const page = await imports.rows({ importId: preview.importId, only: 'new', offset: 190, limit: 50 });
    expect(page.total).toBe(200);
    expect(page.rows.map((row) => importRowSchema.parse(row).line)).toEqual([
      192, 193, 194, 195, 196, 197, 198, 199, 200, 201,
    ]);
    expect(page.rows[0]?.mobileMasked).toBe('199****0191');

    const both = await Promise.all([imports.commit(preview), imports.commit(preview)]);
    expect(both).toEqual([
      { inserted: 200, updated: 0, unchanged: 0, refused: 0 },
      { inserted: 200, updated: 0, unchanged: 0, refused: 0 },
    ]);
    expect(tasks()).toBe(200);

    const again = await imports.openSample();
    expect(again.totals).toMatchObject({ new: 0, changed: 0, same: 200 });
    expect(await imports.commit(again)).toEqual({ inserted: 0, updated: 0, unchanged: 200, refused: 0 });
    expect(tasks()).toBe(200);
  });

  it('practice and live know nothing of each other', async () => {
    await imports.commit(await imports.openSample());
    mode = 'practice';
    expect((await imports.openSample()).totals).toMatchObject({ new: 200, same: 0 });
  });
});

describe('a file', () => {
  it('is judged against the store: what has changed is told and updated, what is the same stays', async () => {
    const first = await imports.openFile(nasty);
    expect(first.totals).toEqual({ rows: 18, new: 11, changed: 0, same: 0, error: 7, notices: 6 });
    expect(await imports.commit(first)).toEqual({ inserted: 11, updated: 0, unchanged: 0, refused: 7 });
    const known = store.knownPolicies('live', ['P001']);
    expect(Object.keys(known)).toEqual(['P001']);

    const changed = join(dir, 'changed.csv');
    writeFileSync(changed, readFileSync(nasty));
    writeFileSync(
      changed,
      Buffer.from(readFileSync(nasty).toString('latin1').replace('5200.00', '5300.00'), 'latin1'),
    );
    const second = await imports.openFile(changed);
    expect(second.totals).toMatchObject({ new: 0, changed: 1, same: 10, error: 7 });
    const { rows } = await imports.rows({ importId: second.importId, only: 'changed', offset: 0, limit: 10 });
    expect(rows.map((row) => [row.line, row.policyNo])).toEqual([[4, 'P001']]);
    expect(await imports.commit(second)).toEqual({ inserted: 0, updated: 1, unchanged: 10, refused: 7 });
    expect(tasks()).toBe(11);
  });

  it('each filter shows its rows', async () => {
    const { importId } = await imports.openFile(nasty);
    const lines = async (only: 'all' | 'error' | 'notice' | 'same'): Promise<number[]> =>
      (await imports.rows({ importId, only, offset: 0, limit: 500 })).rows.map((row) => row.line);
    expect(await lines('all')).toHaveLength(18);
    expect(await lines('error')).toEqual([6, 11, 12, 15, 18, 19, 20]);
    expect(await lines('notice')).toEqual([7, 8, 9, 10, 14, 16]);
    expect(await lines('same')).toEqual([]);
  });

  it('that is gone, too large or no table is refused with a code and without its path', async () => {
    await expect(imports.openFile(join(dir, 'nowhere.csv'))).rejects.toMatchObject({
      code: 'file_unreadable',
      params: { reason: 'access' },
    });
    await expect(imports.openFile(join(fixtures, 'locked.xlsx'))).rejects.toMatchObject({
      code: 'file_unreadable',
      params: { reason: 'password' },
    });
    await expect(imports.openFile(dir)).rejects.toMatchObject({ code: 'file_unreadable' });
  });

  it('a new file ends the one before, a wrong one does not; what is ended is gone', async () => {
    const first = await imports.openFile(nasty);
    await expect(imports.openFile(join(fixtures, 'empty.csv'))).rejects.toMatchObject({
      code: 'file_not_table',
    });
    expect((await imports.rows({ importId: first.importId, only: 'all', offset: 0, limit: 1 })).total).toBe(
      18,
    );
    const second = await imports.openFile(nasty);
    await expect(imports.commit(first)).rejects.toMatchObject({ code: 'import_gone' });
    await imports.cancel(second);
    await expect(
      imports.rows({ importId: second.importId, only: 'all', offset: 0, limit: 1 }),
    ).rejects.toMatchObject({ code: 'import_gone' });
    expect(tasks()).toBe(0);
  });
});

describe('the mapping', () => {
  const strange = (): string => {
    const path = join(dir, 'strange.csv');
    const headings = ['编号', '人', '号', '品', '类', '期', '年', '方式', '钱', '日', '生', '卡', '银行账号'];
    const cells = [
      'S1',
      '王建国',
      '19900001234',
      '安心',
      '普通型',
      '终身',
      '5',
      '年交',
      '100',
      '2026-11-20',
      '1980-05-06',
      '622202',
      '6222021001001234567',
    ];
    writeFileSync(path, `${headings.join()}\r\n${cells.join()}\r\n`);
    return path;
  };
  const fields = [
    'policyNo',
    'holderName',
    'holderMobile',
    'product',
    'design',
    'term',
    'payYears',
    'payFrequency',
    'premium',
    'effectiveDate',
    'holderBirthDate',
  ] as const;
  const mapping = fields.map((field, index) => ({ index, field }));

  it('that lacks required fields cannot be committed; corrected and saved, it fits the next file by itself', async () => {
    const preview = await imports.openFile(strange());
    expect(preview.missingFields).toContain('policyNo');
    await expect(imports.commit(preview)).rejects.toMatchObject({ code: 'mapping_incomplete' });

    const mapped = await imports.remap({ importId: preview.importId, mapping, saveAs: '总部日清单' });
    expect(mapped).toMatchObject({
      missingFields: [],
      savedMapping: '总部日清单',
      totals: { rows: 1, new: 1, error: 0 },
    });
    expect(await imports.commit(mapped)).toMatchObject({ inserted: 1 });

    imports = service();
    const next = await imports.openFile(strange());
    expect(next).toMatchObject({ savedMapping: '总部日清单', missingFields: [], totals: { same: 1 } });
  });

  it('refuses a field twice and an account column, and hides the account in the samples', async () => {
    const preview = await imports.openFile(strange());
    const { importId } = preview;
    await expect(
      imports.remap({
        importId,
        mapping: [
          { index: 0, field: 'policyNo' },
          { index: 1, field: 'policyNo' },
        ],
        saveAs: null,
      }),
    ).rejects.toMatchObject({ code: 'bad_input', field: 'policyNo' });
    await expect(
      imports.remap({ importId, mapping: [{ index: 12, field: 'coverage' }], saveAs: null }),
    ).rejects.toMatchObject({ code: 'sensitive_number', params: { column: 'M' } });
    expect(preview.columns[12]?.samples).toEqual([`62${'*'.repeat(17)}`]);
  });

  it('a broken setting of saved mappings counts as none', async () => {
    store.setSetting('import.mappings', '{not json');
    expect((await imports.openFile(strange())).savedMapping).toBeNull();
  });
});

describe('refused rows', () => {
  it('lie beside the source, open safely, carry no full number and come back in after mending', async () => {
    const source = join(dir, '清单.csv');
    writeFileSync(source, readFileSync(nasty));
    const preview = await imports.openFile(source);
    const { path } = await imports.saveRefused(preview, join(dir, 'elsewhere'));
    expect(path).toBe(join(dir, '清单-未导入-20261124100000.csv'));
    const text = readFileSync(path ?? '', 'utf8');
    expect(text.startsWith('\ufeff')).toBe(true);
    expect(text).not.toMatch(/\d{17}[\dX]/);
    expect(text.trimEnd().split('\r\n')).toHaveLength(8);

    const mended = join(dir, 'mended.csv');
    writeFileSync(
      mended,
      text
        .replace('1.99E+10', '19900001234')
        .replace('1980/6/5', '1980-05-06')
        .replace('03/04/2026', '2026-11-02'),
    );
    const again = await imports.openFile(mended);
    const taken = await imports.rows({ importId: again.importId, only: 'new', offset: 0, limit: 10 });
    expect(taken.rows.map((row) => row.policyNo)).toEqual(['P003', 'P009', 'P012', 'P014']);
  });

  it('go to the other folder when the source lies in one that cannot be written', async () => {
    const locked = join(dir, 'locked');
    const other = join(dir, 'other');
    mkdirSync(locked);
    mkdirSync(other);
    writeFileSync(join(locked, 'list.csv'), readFileSync(nasty));
    const preview = await imports.openFile(join(locked, 'list.csv'));
    chmodSync(locked, 0o500);
    const { path } = await imports.saveRefused(preview, other);
    chmodSync(locked, 0o700);
    // The superuser may write anywhere; everybody else gets the other folder.
    expect(readdirSync(process.getuid?.() === 0 ? locked : other)).toContain((path ?? '').split('/').at(-1));
  });

  it('are null when nothing was refused', async () => {
    const preview = await imports.openSample();
    expect(await imports.saveRefused(preview, dir)).toEqual({ path: null });
    expect(existsSync(join(dir, 'policies-200-未导入-20261124100000.csv'))).toBe(false);
  });
});

describe('in the worker thread of the app', () => {
  it('the whole way is the same: preview, pages, commit, refused rows, and codes of failures', async () => {
    imports = service({ startEngine: () => workerEngine(importWorker(engineLimits)) });
    await expect(imports.openFile(join(fixtures, 'old-format.xls'))).rejects.toMatchObject({
      code: 'file_unreadable',
      params: { reason: 'old_format' },
    });
    const preview = await imports.openFile(join(fixtures, 'nasty-excel.xlsx'));
    expect(preview.totals).toEqual({ rows: 13, new: 10, changed: 0, same: 0, error: 3, notices: 4 });
    expect(
      (await imports.rows({ importId: preview.importId, only: 'error', offset: 1, limit: 2 })).rows.map(
        (row) => row.line,
      ),
    ).toEqual([9, 12]);
    expect(await imports.commit(preview)).toEqual({ inserted: 10, updated: 0, unchanged: 0, refused: 3 });
    expect((await imports.saveRefused({ importId: preview.importId }, dir)).path).not.toBeNull();
  });

  it('a file that fills its memory ends the thread, not the program', async () => {
    imports = service({
      startEngine: () => workerEngine(importWorker({ resourceLimits: { maxOldGenerationSizeMb: 24 } })),
    });
    const path = join(dir, 'big.csv');
    writeFileSync(path, `保单号,投保人\n${'P1,王建国\n'.repeat(150_000)}`);
    await expect(imports.openFile(path)).rejects.toMatchObject({
      code: 'file_too_large',
      params: { reason: 'unpacked' },
    });
    imports = service();
    expect((await imports.openSample()).totals.rows).toBe(200);
  });
});
