import { LockKeyhole } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useAppStore, useLocale } from '../../../lib/app-store.ts';
import { announce } from '../../../lib/announce-store.ts';
import { callDesk } from '../../../lib/desk.ts';
import { Button } from '../../../ui/button.tsx';
import { chordFor } from '../../keyboard/keymap.ts';
import { useKey } from '../../keyboard/use-key.ts';
import { errorSentence } from '../../shared/error-sentence.ts';

/** Who works here, in which role, and the lock; on an open seat, whose name is read out. */
export const SeatLine = () => {
  const { t } = useTranslation();
  const locale = useLocale();
  const app = useAppStore((state) => state.app);
  const person = app?.seat.person ?? null;
  const lock = async () => {
    const result = await callDesk('people.lock', {});
    if (!result.ok) announce(errorSentence(t, result.error));
  };
  useKey('lockSeat', () => void lock(), person !== null);
  if (!app) return null;
  const { agent, seat } = app;
  if (person === null)
    return (
      <span className="status-item">
        {agent.name ? t('status.agent', { name: agent.name, number: agent.number }) : t('status.noAgent')}
      </span>
    );
  return (
    <span className="status-item seat-line" role="group" aria-label={t('seat.label')}>
      {t('seat.who', { name: person.name, number: person.number, role: seat.role.name[locale] })}
      <Button
        kind="plain"
        className="status-button"
        icon={LockKeyhole}
        keyHint={chordFor('lockSeat')}
        onPress={() => void lock()}
      >
        {t('seat.lock')}
      </Button>
    </span>
  );
};
