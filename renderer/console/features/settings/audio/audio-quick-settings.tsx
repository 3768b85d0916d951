import { useTranslation } from 'react-i18next';
import { go } from '../../../../lib/route-store.ts';
import { Button } from '../../../../ui/button.tsx';
import { ErrorText } from '../../../shared/error-text.tsx';
import { DeviceNotes } from './device-notes.tsx';
import { DeviceSelect } from './device-select.tsx';
import { useAudioState } from './use-audio-state.ts';
import './audio.css';

/** The choices that matter inside a call, small enough for a popover of the call screen. */
export const AudioQuickSettings = () => {
  const { t } = useTranslation();
  const { audio, error, choose } = useAudioState();
  return (
    <div className="audio-quick">
      {audio && (
        <>
          <DeviceNotes audio={audio} />
          <DeviceSelect
            label={t('devices.microphone')}
            devices={audio.microphones}
            chosen={audio.preferences.microphone}
            onChange={(microphone) => choose({ microphone })}
          />
          <DeviceSelect
            label={t('devices.speaker')}
            devices={audio.speakers}
            chosen={audio.preferences.speaker}
            onChange={(speaker) => choose({ speaker })}
          />
        </>
      )}
      <Button kind="plain" onPress={() => go('settings')}>
        {t('devices.openSettings')}
      </Button>
      <ErrorText error={error} />
    </div>
  );
};
