import { Bot, PhoneIncoming, PhoneOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { rejections } from '../../../../core/call/types.ts';
import type { CallView } from '../../../../core/ipc/features/softphone.ts';
import { codeText } from '../../../locales/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { oldestIncoming, useSoftphoneStore } from '../../../lib/softphone-store.ts';
import { useAction } from '../../../lib/use-action.ts';
import { useNow } from '../../../lib/use-now.ts';
import { chordFor } from '../../keyboard/keymap.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { whoIs } from './call-words.ts';
import { TaskButtons } from './task-buttons.tsx';

const Countdown = ({ callId, at }: { callId: string; at: number }) => {
  const { t } = useTranslation();
  const now = useNow(500);
  const stop = useAction('softphone.stopAutoAnswer');
  return (
    <span className="auto-answer">
      {t('strip.autoAnswer', { seconds: Math.max(0, Math.ceil((at - now) / 1000)) })}
      <Button onPress={() => void stop.run({ callId })}>{t('strip.stopAutoAnswer')}</Button>
      <ErrorText error={stop.error} />
    </span>
  );
};

/** What the robot says of the customer it hands over; nothing when no robot called. */
export const RobotLine = ({ view }: { view: CallView }) => {
  const { t } = useTranslation();
  if (view.handover === null) return null;
  const { reason, answered } = view.handover;
  return (
    <p className="strip-robot">
      <Bot aria-hidden size={16} />
      {t('strip.robot', { reason: codeText('robotReason', reason), from: answered + 1 })}
    </p>
  );
};

/** A call that rings: who, what it is about, answer, reject with a reason. Never takes the keyboard focus. */
export const IncomingRow = ({ view }: { view: CallView }) => {
  const { t } = useTranslation();
  const answer = useAction('softphone.answer');
  const reject = useAction('softphone.reject');
  const { callId } = view.call;
  const byKey = useSoftphoneStore(({ softphone }) => oldestIncoming(softphone)?.call.callId === callId);
  return (
    <section className="strip-row strip-incoming" aria-label={t('incoming.label')} data-call={callId}>
      <PhoneIncoming aria-hidden size={24} />
      <div className="strip-who">
        <h2>{t('incoming.title')}</h2>
        <strong>{whoIs(t, view)}</strong>
      </div>
      <div className="strip-facts">
        <RobotLine view={view} />
        <TaskButtons view={view} />
        {view.autoAnswerAt !== null && <Countdown callId={callId} at={view.autoAnswerAt} />}
      </div>
      <Button
        kind="primary"
        size="l"
        keyHint={byKey ? chordFor('answerCall') : ''}
        onPress={() => void answer.run({ callId })}
      >
        {t('incoming.answer')}
      </Button>
      <div className="strip-reject" role="group" aria-label={t('strip.rejectLabel')}>
        {rejections.map((rejection) => (
          <Button
            key={rejection}
            {...(rejection === 'declined' ? { icon: PhoneOff } : {})}
            keyHint={byKey && rejection === 'declined' ? chordFor('rejectCall') : ''}
            onPress={() => void reject.run({ callId, rejection })}
          >
            {t(`strip.reject.${rejection}`)}
          </Button>
        ))}
      </div>
      <ErrorText error={answer.error ?? reject.error} />
    </section>
  );
};
