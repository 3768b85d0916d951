import { useTranslation } from 'react-i18next';
import { go } from '../../../../lib/route-store.ts';
import { Button } from '../../../../ui/button.tsx';
import { ErrorText } from '../../../shared/error-text.tsx';
import { DevicePair } from './device-pair.tsx';
import { useAudioState } from './use-audio-state.ts';
import './audio.css';

/** The choices that matter inside a call, small enough for a popover of the call screen. */
export const AudioQuickSettings = () => {
  const { t } = useTranslation();
  const { audio, error, choose } = useAudioState();
  return (
    <div className="audio-quick">
      {audio && <DevicePair audio={audio} choose={choose} />}
      <Button kind="plain" onPress={() => go('settings')}>
        {t('devices.openSettings')}
      </Button>
      <ErrorText error={error} />
    </div>
  );
};
