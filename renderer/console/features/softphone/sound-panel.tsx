import { useTranslation } from 'react-i18next';
import { AudioQuickSettings } from '../settings/audio/audio-quick-settings.tsx';
import { PanelFrame } from './panel-frame.tsx';

/** Microphone and speaker at hand, also in the middle of a call. */
export const SoundPanel = () => {
  const { t } = useTranslation();
  return (
    <PanelFrame title={t('soundPanel.title')} closeLabel={t('soundPanel.close')}>
      <AudioQuickSettings />
    </PanelFrame>
  );
};
