import { useEffect, useState } from 'react';
import type { AudioPreferences, AudioState } from '../../../../../core/call/audio.ts';
import type { IpcError } from '../../../../../core/ipc/envelope.ts';
import { onDesk } from '../../../../lib/desk.ts';
import { useAction } from '../../../../lib/use-action.ts';
import { useRequest } from '../../../../lib/use-request.ts';

export type AudioChoice = {
  audio: AudioState | null;
  error: IpcError | null;
  /** Applies at once, also inside a call. */
  choose: (change: Partial<AudioPreferences>) => void;
};

/** Sound devices as they are now, and the way to choose others. */
export const useAudioState = (): AudioChoice => {
  const first = useRequest('phone.audio', {});
  const [told, setTold] = useState<AudioState | null>(null);
  useEffect(() => onDesk('devices.audioChanged', setTold), []);
  const { run, error } = useAction('phone.setAudio');
  const audio = told ?? first.value;
  return {
    audio,
    error: error ?? first.error,
    choose: (change) => {
      if (audio === null) return;
      void run({ preferences: { ...audio.preferences, ...change } }).then((result) => {
        if (result.ok) setTold(result.value);
      });
    },
  };
};
