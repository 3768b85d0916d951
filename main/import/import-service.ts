import { access, constants, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import type { CoolingOffRules } from '../../core/callback/rules-schema.ts';
import type { WorkMode } from '../../core/callback/task.ts';
import { chinaDate } from '../../core/import/calendar.ts';
import type { ImportField } from '../../core/import/fields.ts';
import { mappingFault, missingFields, type Mapping } from '../../core/import/mapping.ts';
import { sampleCsv } from '../../core/import/sample.ts';
import type { Vocabulary } from '../../core/import/vocabulary.ts';
import type { ImportPreview, ImportRow } from '../../core/ipc/features/import.ts';
import type { Clock, NewId, Store } from '../../core/ports.ts';
import { AppError } from '../ipc/app-error.ts';
import type { ImportEngine, Opened, RowFilter } from './import-engine.ts';
import { maxFileBytes } from './limits.ts';
import { readGiven } from './read-given.ts';
import { addSavedMapping, savedMappings } from './saved-mappings.ts';

/**
 * The logic behind the `import.*` channels; the system's dialogs stay outside (main/ipc/handlers). Wiring:
 *
 *   createImportService({
 *     store, clock, newId,
 *     vocabulary: await readVocabulary(join(resources, 'import')),
 *     coolingOff: () => pack.coolingOff, mode, agentId, locale,
 *     startEngine: () => workerEngine(new Worker(join(import.meta.dirname, 'import-worker.js'), engineLimits)),
 *   });
 *
 * One worker thread lives per open import and ends with `cancel`, once the next file is open, or with `close()`.
 * Expected failures are thrown as AppError; a path or a cell never gets into one.
 */
export type ImportService = {
  openFile(path: string): Promise<ImportPreview>;
  /** The 200 fictional policies, with deadlines counted from today. */
  openSample(): Promise<ImportPreview>;
  /** Maps the columns anew and judges again; `saveAs` keeps the mapping for files with the same headings. */
  remap(input: {
    importId: string;
    mapping: readonly ColumnField[];
    saveAs: string | null;
  }): Promise<ImportPreview>;
  rows(input: {
    importId: string;
    only: RowFilter;
    offset: number;
    limit: number;
  }): Promise<{ total: number; rows: ImportRow[] }>;
  /** Stores new and changed policies. A second call gives the first one's result and stores nothing. */
  commit(input: { importId: string }): Promise<CommitResult>;
  /** Writes beside the source, or into `otherFolder` where that cannot be written. Null = nothing was refused. */
  saveRefused(input: { importId: string }, otherFolder: string): Promise<{ path: string | null }>;
  cancel(input: { importId: string }): Promise<Record<string, never>>;
  close(): Promise<void>;
};

type ColumnField = { index: number; field: ImportField | null };
type CommitResult = { inserted: number; updated: number; unchanged: number; refused: number };

export type ImportServiceDeps = {
  store: Pick<Store, 'knownPolicies' | 'importPolicies' | 'setting' | 'setSetting' | 'audit'>;
  clock: Clock;
  newId: NewId;
  vocabulary: Vocabulary;
  coolingOff: () => CoolingOffRules;
  mode: () => WorkMode;
  agentId: () => string;
  locale: () => 'zh-CN' | 'en';
  startEngine: () => ImportEngine;
};

/** Policies that travel between the threads at a time: small enough that no call is held up by it. */
const batch = 1_000;

type Session = {
  importId: string;
  engine: ImportEngine;
  fileName: string;
  /** Null for the sample, which lies in no folder. */
  folder: string | null;
  /** Practice and live work never mix, so the mode is that of the moment the file was opened. */
  mode: WorkMode;
  opened: Opened;
  mapping: Mapping;
  savedName: string | null;
  totals: ImportPreview['totals'];
  committed: Promise<CommitResult> | null;
  /** The last step that judges or stores; the next one waits for it. */
  turn: Promise<unknown>;
};

const inTurn = <T>(session: Session, work: () => Promise<T>): Promise<T> => {
  const running = session.turn.then(work, work);
  session.turn = running.catch(() => undefined);
  return running;
};

const toPreview = (session: Session): ImportPreview => ({
  importId: session.importId,
  fileName: session.fileName,
  format: session.opened.format,
  encoding: session.opened.encoding,
  delimiter: session.opened.delimiter,
  sheet: session.opened.sheet,
  columns: session.opened.columns.map(({ index, letter, heading, samples }) => ({
    index,
    letter,
    heading,
    samples,
    field: session.mapping[index] ?? null,
  })),
  missingFields: missingFields(session.mapping),
  savedMapping: session.savedName,
  totals: session.totals,
});

const readSource = (path: string): Promise<Uint8Array> =>
  readGiven(
    path,
    maxFileBytes,
    () => new AppError('file_too_large', null, { maxMegabytes: maxFileBytes / 1024 / 1024 }),
  );

const isWritable = async (folder: string): Promise<boolean> => {
  try {
    await access(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
};

export const createImportService = (deps: ImportServiceDeps): ImportService => {
  const { store } = deps;
  let session: Session | null = null;
  const today = (): string => chinaDate(deps.clock.now());

  const found = (importId: string): Session => {
    if (session === null || session.importId !== importId) throw new AppError('import_gone');
    return session;
  };

  const end = async (): Promise<void> => {
    const ending = session;
    session = null;
    await ending?.engine.close();
  };

  /** Judges by the mapping and compares with the store. */
  const judge = async (
    engine: ImportEngine,
    mapping: Mapping,
    mode: WorkMode,
  ): Promise<ImportPreview['totals']> => {
    const numbers = await engine.judge(mapping);
    for (let at = 0; at < numbers.length; at += batch) {
      await engine.settle(await store.knownPolicies(mode, numbers.slice(at, at + batch)));
    }
    return engine.totals();
  };

  const open = async (source: {
    bytes: Uint8Array;
    fileName: string;
    folder: string | null;
  }): Promise<ImportPreview> => {
    const engine = deps.startEngine();
    try {
      const mode = deps.mode();
      const rules = { vocabulary: deps.vocabulary, coolingOff: deps.coolingOff(), today: today() };
      const opened = await engine.open({ bytes: source.bytes, rules, saved: await savedMappings(store) });
      const totals = await judge(engine, opened.mapping, mode);
      const { fileName, folder } = source;
      const { mapping, savedName } = opened;
      // Only now, so that a file chosen by mistake does not cost the preview on the screen.
      await end();
      session = {
        importId: deps.newId(),
        engine,
        fileName,
        folder,
        mode,
        opened,
        mapping,
        savedName,
        totals,
        committed: null,
        turn: Promise.resolve(),
      };
      return toPreview(session);
    } catch (error) {
      await engine.close();
      throw error;
    }
  };

  const commit = async (now: Session): Promise<CommitResult> => {
    const result = { inserted: 0, updated: 0, unchanged: now.totals.same, refused: now.totals.error };
    const count = now.totals.new + now.totals.changed;
    for (let offset = 0; offset < count; offset += batch) {
      const drafts = await now.engine.toStore({ offset, limit: batch });
      const stored = await store.importPolicies({
        mode: now.mode,
        policies: drafts.map((draft) => ({ ...draft, id: deps.newId() })),
        at: deps.clock.now(),
        source: now.fileName,
        agentId: deps.agentId(),
      });
      result.inserted += stored.inserted;
      result.updated += stored.updated;
      result.unchanged += stored.unchanged;
    }
    return result;
  };

  return {
    openFile: async (path) =>
      open({ bytes: await readSource(path), fileName: basename(path), folder: dirname(path) }),
    openSample: () => {
      const csv = sampleCsv({ today: today(), firstDayOffset: deps.coolingOff().firstDayOffset });
      return open({
        bytes: new TextEncoder().encode(`\ufeff${csv}`),
        fileName: 'policies-200.csv',
        folder: null,
      });
    },
    remap: async ({ importId, mapping: asked, saveAs }) => {
      const now = found(importId);
      const mapping = now.opened.columns.map(
        (column) => asked.find((one) => one.index === column.index)?.field ?? null,
      );
      const fault = mappingFault(now.opened.columns, mapping);
      if (fault !== null) throw new AppError(fault.code, fault.field, { column: fault.letter });
      return inTurn(now, async () => {
        now.totals = await judge(now.engine, mapping, now.mode);
        now.mapping = mapping;
        now.savedName = null;
        now.committed = null;
        const name = saveAs?.trim() ?? '';
        if (name !== '') {
          await addSavedMapping(store, await now.engine.saveMappingAs({ name, mapping }));
          now.savedName = name;
        }
        return toPreview(now);
      });
    },
    rows: async ({ importId, only, offset, limit }) => found(importId).engine.page({ only, offset, limit }),
    commit: async ({ importId }) => {
      const now = found(importId);
      const missing = missingFields(now.mapping);
      if (missing[0] !== undefined)
        throw new AppError('mapping_incomplete', missing[0], { count: missing.length });
      // One promise for a double click; a failed try may be made again, the store doubles nothing.
      const running = (now.committed ??= inTurn(now, () => commit(now)));
      running.catch(() => {
        now.committed = null;
      });
      return running;
    },
    saveRefused: async ({ importId }, otherFolder) => {
      const now = found(importId);
      if (now.totals.error === 0) return { path: null };
      const english = deps.locale() === 'en';
      const csv = await now.engine.refusedCsv(english ? 'en' : 'zh');
      const folder = now.folder !== null && (await isWritable(now.folder)) ? now.folder : otherFolder;
      const moment = new Date(deps.clock.now() + 8 * 3_600_000).toISOString().replace(/\D/g, '').slice(0, 14);
      const name = basename(now.fileName, extname(now.fileName));
      const path = join(folder, `${name}-${english ? 'refused' : '未导入'}-${moment}.csv`);
      await writeFile(path, `\ufeff${csv}`, 'utf8');
      await store.audit({
        at: deps.clock.now(),
        agentId: deps.agentId(),
        action: 'import.refusedSaved',
        ref: importId,
        detail: JSON.stringify({ rows: now.totals.error }),
      });
      return { path };
    },
    cancel: async ({ importId }) => {
      if (session?.importId === importId) await end();
      return {};
    },
    close: end,
  };
};
