import type { Clock, Store } from '../../../core/ports.ts';
import type { SyncService } from '../../sync/sync-service.ts';
import type { Handlers } from '../run-call.ts';

type Names = 'sync.status' | 'sync.items' | 'sync.now' | 'sync.requeue';

/** The queue to head office as the person sees it. */
export const syncHandlers = (sync: SyncService, store: Store, clock: Clock): Pick<Handlers, Names> => ({
  'sync.status': () => sync.status(),
  'sync.items': ({ state, offset, limit }) => store.outboxItems(state, offset, limit),
  'sync.now': () => {
    sync.kick('person');
    return {};
  },
  'sync.requeue': async ({ seq }) => {
    await store.requeueRefused(seq, clock.now());
    sync.kick('person');
    return {};
  },
});
