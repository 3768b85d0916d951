import { PhoneIncoming, PhoneOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { useAction } from '../../lib/use-action.ts';
import { useCallStore } from '../../lib/call-store.ts';
import { chordFor } from '../keyboard/keymap.ts';
import { ErrorText } from '../shared/error-text.tsx';

/** An incoming call: seen at once on every screen, never takes the keyboard focus. */
export const IncomingBar = () => {
  const { t } = useTranslation();
  const incoming = useCallStore((state) => state.call?.phase === 'incoming');
  const answer = useAction('call.answer');
  const reject = useAction('call.hangUp');
  if (!incoming) return null;
  return (
    <section className="incoming" aria-label={t('incoming.label')}>
      <PhoneIncoming aria-hidden size={24} />
      <h2>{t('incoming.title')}</h2>
      <Button kind="primary" size="l" keyHint={chordFor('answerCall')} onPress={() => void answer.run({})}>
        {t('incoming.answer')}
      </Button>
      <Button
        kind="ink"
        size="l"
        icon={PhoneOff}
        keyHint={chordFor('hangUp')}
        onPress={() => void reject.run({})}
      >
        {t('incoming.reject')}
      </Button>
      <ErrorText error={answer.error ?? reject.error} />
    </section>
  );
};
