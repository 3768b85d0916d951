import { useEffect, useEffectEvent } from 'react';
import { keyRegistry } from './keyboard.ts';
import type { KeyId } from './keymap.ts';

/** Handles a key of the keymap while the component is mounted and `enabled` is true. */
export const useKey = (id: KeyId, run: () => void, enabled = true): void => {
  const latest = useEffectEvent(run);
  useEffect(() => {
    if (!enabled) return undefined;
    return keyRegistry.add(id, () => latest());
  }, [id, enabled]);
};
