import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AudioState } from '../../../../../core/call/audio.ts';
import { DeviceNotes } from './device-notes.tsx';
import { DeviceSelect } from './device-select.tsx';

type DevicePairProps = {
  audio: AudioState;
  choose: (change: Partial<AudioState['preferences']>) => void;
  /** Stands between the two, beside the microphone it measures. */
  children?: ReactNode;
};

/** What is spoken into and what is heard with, and what is wrong with either. */
export const DevicePair = ({ audio, choose, children }: DevicePairProps) => {
  const { t } = useTranslation();
  return (
    <>
      <DeviceNotes audio={audio} />
      <DeviceSelect
        label={t('devices.microphone')}
        devices={audio.microphones}
        chosen={audio.preferences.microphone}
        onChange={(microphone) => choose({ microphone })}
      />
      {children}
      <DeviceSelect
        label={t('devices.speaker')}
        devices={audio.speakers}
        chosen={audio.preferences.speaker}
        onChange={(speaker) => choose({ speaker })}
      />
    </>
  );
};
