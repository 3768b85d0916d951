import { MicOff, Unplug } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { AudioState } from '../../../../../core/call/audio.ts';
import { missingDevices } from '../../../../../core/call/device-match.ts';
import type { T } from '../../../../locales/i18n.ts';
import { Notice } from '../../../../ui/badge.tsx';

/** What is not as it was chosen, in plain sentences; empty when all is well. */
export const deviceSentences = (t: T, audio: AudioState): string[] => {
  const missing = missingDevices(audio);
  const { microphone } = audio.preferences;
  const sentences: string[] = [];
  if (audio.microphones.length === 0) sentences.push(t('devices.none'));
  else if (missing.microphone !== null)
    sentences.push(t('devices.missingMicrophone', { name: missing.microphone }));
  else if (microphone !== null && audio.inUse.microphone === null && !audio.microphoneSilent)
    sentences.push(t('devices.otherMicrophone', { name: microphone }));
  if (audio.microphoneSilent && audio.microphones.length > 0) sentences.push(t('devices.silent'));
  if (missing.speaker !== null) sentences.push(t('devices.missingSpeaker', { name: missing.speaker }));
  for (const name of missing.ringers) sentences.push(t('devices.missingRinger', { name }));
  return sentences;
};

export const DeviceNotes = ({ audio }: { audio: AudioState }) => {
  const { t } = useTranslation();
  return deviceSentences(t, audio).map((sentence) => (
    <Notice key={sentence} tone="care" icon={audio.microphoneSilent ? MicOff : Unplug}>
      {sentence}
    </Notice>
  ));
};
