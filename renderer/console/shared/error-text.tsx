import { useEffect } from 'react';
import { CircleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { IpcError } from '../../../core/ipc/envelope.ts';
import { announce } from '../../lib/announce-store.ts';
import { Notice } from '../../ui/badge.tsx';
import { errorSentence } from './error-sentence.ts';

/** The same beside what it is about; told to screen readers through the window's live region. */
export const ErrorText = ({ error }: { error: IpcError | null }) => {
  const { t } = useTranslation();
  const sentence = error && errorSentence(t, error);
  useEffect(() => {
    if (sentence !== null) announce(sentence, 'beside');
  }, [sentence, error]);
  return (
    sentence !== null && (
      <Notice tone="rule" icon={CircleAlert}>
        {sentence}
      </Notice>
    )
  );
};
