import { useTranslation } from 'react-i18next';
import type { SessionView } from '../../../../core/ipc/features/call.ts';
import { Button } from '../../../ui/button.tsx';
import { chordFor } from '../../keyboard/keymap.ts';
import { useKey } from '../../keyboard/use-key.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { CardShell } from './card-shell.tsx';
import { useSessionAction } from './use-session-action.ts';

/** After a crash or restart in mid-call: everything saved is there; call again or finish. */
export const InterruptedCard = ({ session, onFinish }: { session: SessionView; onFinish: () => void }) => {
  const { t } = useTranslation();
  const redial = useSessionAction('call.redial');
  const again = () => void redial.run({});
  useKey('resume', again);
  return (
    <CardShell
      kind="interrupted"
      questionId={null}
      stamp={`interrupted ${session.attemptId}`}
      text={t('interrupted.title', { count: session.savedEvents })}
      meta={null}
    >
      <p className="interrupted-text">{t('interrupted.text')}</p>
      <div className="call-card-foot">
        <ErrorText error={redial.error} />
        <div className="abnormal-row">
          <Button
            kind="primary"
            size="l"
            keyHint={chordFor('resume')}
            pending={redial.pending}
            onPress={again}
          >
            {t('interrupted.redial')}
          </Button>
          <Button size="l" keyHint={chordFor('wrapUp')} onPress={onFinish}>
            {t('interrupted.finish')}
          </Button>
        </div>
      </div>
    </CardShell>
  );
};
