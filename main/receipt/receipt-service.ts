import type { WorkMode } from '../../core/callback/task.ts';
import type { Locale } from '../../core/ipc/features/app.ts';
import type { ReceiptState } from '../../core/ipc/features/receipt.ts';
import type { Clock, Store } from '../../core/ports.ts';
import { packChanges, packOverview } from '../../core/script/pack-changes.ts';
import type { Pack } from '../../core/script/pack-schema.ts';
import { AppError } from '../ipc/app-error.ts';
import type { Log } from '../log/log.ts';
import type { PackLibrary } from '../session/pack-library.ts';

export type ReceiptService = {
  /** What the agent has to read before the next live callback. */
  state(): Promise<ReceiptState>;
  /** The agent has read the pack of this hash; `pack_changed` when another is in force by now. */
  confirm(hash: string): Promise<ReceiptState>;
};

export type ReceiptServiceDeps = {
  store: Pick<Store, 'packReceipt' | 'lastPackReceipt' | 'addPackReceipt'>;
  packs: Pick<PackLibrary, 'current' | 'byHash' | 'keep'>;
  clock: Clock;
  log: Log;
  mode: () => WorkMode;
  locale: () => Locale;
  agentId: () => string;
};

/** The receipt 已阅 of a script pack (domain.md row 97): per agent and per file, kept for good. */
export const createReceiptService = (deps: ReceiptServiceDeps): ReceiptService => {
  const { store, packs } = deps;

  /** The pack the agent read last, if the store still has its text. */
  const readBefore = async (): Promise<{ pack: Pack; version: string } | null> => {
    const last = await store.lastPackReceipt(deps.agentId());
    if (last === null) return null;
    try {
      return { pack: await packs.byHash(last.packHash), version: last.packVersion };
    } catch (error) {
      // Then the agent reads the new one as a first one.
      deps.log.warn('receipt.no_pack_before', { reason: error instanceof Error ? error.name : 'unknown' });
      return null;
    }
  };

  const state = async (): Promise<ReceiptState> => {
    const { pack, hash } = packs.current();
    const isRead = (await store.packReceipt(deps.agentId(), hash)) !== null;
    const needed = deps.mode() === 'live' && !isRead;
    const before = needed ? await readBefore() : null;
    const locale = deps.locale();
    return {
      needed,
      packId: pack.pack.id,
      version: pack.pack.version,
      hash,
      before: before?.version ?? null,
      changes: before === null ? null : packChanges(before.pack, pack, locale),
      scripts: needed ? packOverview(pack, locale) : [],
    };
  };

  return {
    state,
    confirm: async (hash) => {
      const loaded = packs.current();
      if (loaded.hash !== hash) throw new AppError('pack_changed');
      const { id: packId, version: packVersion } = loaded.pack.pack;
      // Its text stays, so that the next version can be compared with it.
      await packs.keep(loaded);
      await store.addPackReceipt({
        agentId: deps.agentId(),
        packHash: hash,
        packId,
        packVersion,
        at: deps.clock.now(),
      });
      return state();
    },
  };
};
