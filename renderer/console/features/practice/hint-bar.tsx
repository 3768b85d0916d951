import { useState } from 'react';
import { Lightbulb } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SessionView } from '../../../../core/ipc/features/call.ts';
import { callDesk } from '../../../lib/desk.ts';
import { useRequest } from '../../../lib/use-request.ts';
import { Button } from '../../../ui/button.tsx';
import './practice.css';

/** What to do at this card, in the very first practice callback only; main says when that is over. */
export const HintBar = ({ session }: { session: SessionView }) => {
  const { t } = useTranslation();
  const [away, setAway] = useState(false);
  const practising = session.mode === 'practice';
  const hints = useRequest('drill.hints', practising && !away ? {} : null, session.attemptId);
  if (!practising || away || hints.value?.show !== true) return null;
  const { phase, script } = session;
  const over = phase === 'wrap_up' || phase === 'interrupted';
  const key = phase === 'dialling' ? 'dialling' : over ? 'ending' : script.card.kind;
  const putAway = () => {
    setAway(true);
    void callDesk('drill.putHintsAway', {});
  };
  return (
    <section className="hint-bar" aria-label={t('hint.label')} data-testid="hint">
      <Lightbulb aria-hidden size={18} />
      <p>{t(`hint.${key}`)}</p>
      <Button kind="plain" onPress={putAway}>
        {t('hint.away')}
      </Button>
    </section>
  );
};
