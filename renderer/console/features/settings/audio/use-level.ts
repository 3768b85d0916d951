import { useEffect, useState } from 'react';
import type { SoundLevel } from '../../../../../core/call/sound-level.ts';
import type { IpcError } from '../../../../../core/ipc/envelope.ts';
import { callDesk, onDesk } from '../../../../lib/desk.ts';

/** The phone window stops by itself ten seconds after it was asked last. */
const askAgainMs = 4_000;

/** Meters on screen; the microphone stays open until the last one is gone. */
let lookers = 0;

/** The microphone's level while `on`; null before the first one. */
export const useLevel = (on: boolean): { level: SoundLevel | null; error: IpcError | null } => {
  const [level, setLevel] = useState<SoundLevel | null>(null);
  const [error, setError] = useState<IpcError | null>(null);
  useEffect(() => {
    if (!on) return undefined;
    let looking = true;
    lookers += 1;
    const ask = () =>
      void callDesk('devices.meter', { on: true }).then((result) => {
        if (looking) setError(result.ok ? null : result.error);
      });
    const end = onDesk('devices.level', setLevel);
    ask();
    const timer = setInterval(ask, askAgainMs);
    return () => {
      looking = false;
      end();
      clearInterval(timer);
      setLevel(null);
      lookers -= 1;
      if (lookers === 0) void callDesk('devices.meter', { on: false });
    };
  }, [on]);
  return { level: on ? level : null, error };
};
