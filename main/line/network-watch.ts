import { networkInterfaces } from 'node:os';
import type { Timers } from '../sync/timers.ts';

/** A second: the line itself notices a dead socket only by a ping that is not answered, after some four. */
const lookEveryMs = 1_000;

/** This computer's addresses to other computers, in a stable order. */
export const ownAddresses = (): string =>
  Object.values(networkInterfaces())
    .flatMap((rows) => rows ?? [])
    .filter(({ internal }) => !internal)
    .map(({ address }) => address)
    .sort()
    .join(' ');

/**
 * Tells when this computer's addresses change, as from cable to Wi-Fi. Chromium's `online` event tells nothing
 * while one way or another is there, and the socket of the old address gives no sign of its own. Call the result
 * to end it.
 */
export const watchNetwork = (options: {
  addresses: () => string;
  timers: Timers;
  changed: () => void;
}): (() => void) => {
  let last = options.addresses();
  let cancel: () => void = () => undefined;
  const look = (): void => {
    const now = options.addresses();
    // Without any address there is nowhere to go; the next one is the change.
    const moved = now !== last && now !== '';
    last = now;
    if (moved) options.changed();
    cancel = options.timers.after(lookEveryMs, look);
  };
  cancel = options.timers.after(lookEveryMs, look);
  return () => cancel();
};
