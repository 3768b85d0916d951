import { useEffect, useState } from 'react';
import type { HotkeysState } from '../../../../../core/ipc/features/hotkeys.ts';
import { callDesk, onDesk } from '../../../../lib/desk.ts';

/** Main's state of the hotkeys, live; null until its first answer. */
export const useHotkeys = (): HotkeysState | null => {
  const [state, setState] = useState<HotkeysState | null>(null);
  useEffect(() => {
    let heard = false;
    const end = onDesk('hotkeys.changed', (next) => {
      heard = true;
      setState(next);
    });
    void callDesk('hotkeys.state', {}).then((result) => {
      if (result.ok && !heard) setState(result.value);
    });
    return end;
  }, []);
  return state;
};
