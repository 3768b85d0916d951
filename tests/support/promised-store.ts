import type { Store } from '../../core/ports.ts';
import type { SyncStore } from '../../main/store/protocol.ts';

/** The real store of a test, called as main calls it: each method of `names` with a promise. */
export const promisedStore = <K extends keyof Store>(store: SyncStore, names: readonly K[]): Pick<Store, K> =>
  Object.fromEntries(
    names.map((name) => [
      name,
      (...args: unknown[]) =>
        Promise.resolve().then(() => (store[name] as (...all: unknown[]) => unknown)(...args)),
    ]),
  ) as unknown as Pick<Store, K>;
