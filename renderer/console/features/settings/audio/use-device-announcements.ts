import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { AudioState } from '../../../../../core/call/audio.ts';
import { missingDevices } from '../../../../../core/call/device-match.ts';
import { announce } from '../../../../lib/announce-store.ts';
import { onDesk } from '../../../../lib/desk.ts';
import { deviceSentences } from './device-notes.tsx';

/** Tells on every screen, in the status bar, when a chosen device went or came back. */
export const useDeviceAnnouncements = (): void => {
  const { t } = useTranslation();
  const before = useRef<AudioState | null>(null);
  useEffect(
    () =>
      onDesk('devices.audioChanged', (audio) => {
        const last = before.current;
        before.current = audio;
        const known = last === null ? [] : deviceSentences(t, last);
        const news = deviceSentences(t, audio).find((sentence) => !known.includes(sentence));
        if (news !== undefined) {
          announce(news);
          return;
        }
        if (last === null) return;
        const was = missingDevices(last);
        const is = missingDevices(audio);
        const { microphone, speaker } = audio.preferences;
        if (was.microphone !== null && is.microphone === null && microphone === was.microphone)
          announce(t('devices.backMicrophone', { name: microphone }));
        else if (was.speaker !== null && is.speaker === null && speaker === was.speaker)
          announce(t('devices.backSpeaker', { name: speaker }));
      }),
    [t],
  );
};
