import { useEffect, useState } from 'react';
import { PhoneOutgoing } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SessionView } from '../../../../core/ipc/features/call.ts';
import { Button } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/field.tsx';
import { announce } from '../../../lib/announce-store.ts';
import { useCallStore } from '../../../lib/call-store.ts';
import { callbackView, useSoftphoneStore } from '../../../lib/softphone-store.ts';
import { go } from '../../../lib/route-store.ts';
import { fromDateAndTime, readDate, readTime } from '../../../lib/trade-time.ts';
import { useAction } from '../../../lib/use-action.ts';
import { chordFor } from '../../keyboard/keymap.ts';
import { useKey } from '../../keyboard/use-key.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { showReview } from '../practice/review-store.ts';
import { OpenQuestions } from '../questions/open-questions.tsx';
import { AppointmentFields } from './appointment-fields.tsx';
import { BlockedList } from './blocked-list.tsx';
import { CardShell } from './card-shell.tsx';
import { DispositionChoices } from './disposition-choices.tsx';
import { flushNotes } from './notes-flush.ts';
import { StepList } from './step-list.tsx';
import { useSessionAction } from './use-session-action.ts';
import { useWrapUpText } from './wrap-up-text.ts';

type WrapUpProps = {
  session: SessionView;
  /** Back to the question, null when there is none to go back to. */
  onLeave: (() => void) | null;
};

/** Ends the attempt: one of the allowed dispositions, with what it needs. Preset is only what a failed call suggests. */
export const WrapUp = ({ session, onLeave }: WrapUpProps) => {
  const { t } = useTranslation();
  const [picked, setPicked] = useState<string | null>(null);
  const [date, setDate] = useState('');
  const [time, setTime] = useState('');
  const [reason, setReason] = useState('');
  const [openedAt] = useState(() => Date.now());
  const [missing, setMissing] = useState<'choice' | 'appointment' | 'reason' | null>(null);
  const close = useAction('session.close');
  const redial = useSessionAction('call.redial');
  const callback = useSoftphoneStore(({ softphone }) => callbackView(softphone));
  const up = callback !== null && callback.call.phase !== 'ended';
  const suggested = callback?.suggestedDisposition ?? null;
  const texts = useWrapUpText(session);
  const choices = session.script.dispositions;
  // A call nobody answered needs but a confirmation; where people talked, the agent knows better.
  const preset = callback?.call.answeredAt === null ? suggested : null;
  const code = picked ?? (choices.some((choice) => choice.code === preset) ? preset : null);
  const chosen = choices.find((choice) => choice.code === code) ?? null;
  const needsAppointment = chosen?.needs.includes('appointment') ?? false;
  const needsReason = chosen?.needs.includes('reason') ?? false;
  const appointmentAt = fromDateAndTime(readDate(date, openedAt) ?? '', readTime(time) ?? '');

  const choose = (next: string) => {
    setPicked(next);
    setMissing(null);
    close.clear();
  };
  useEffect(() => {
    // A disposition that asks for more takes the focus to its first field.
    if (needsAppointment || needsReason)
      document.querySelector<HTMLElement>('#wrap-up-needs button, #wrap-up-needs input')?.focus();
  }, [code, needsAppointment, needsReason]);

  const finish = async () => {
    if (close.pending) return;
    if (!chosen) {
      announce(t('wrapUp.chooseFirst'), 'beside');
      return setMissing('choice');
    }
    if (needsAppointment && appointmentAt === null) return setMissing('appointment');
    if (needsReason && reason.trim() === '') return setMissing('reason');
    setMissing(null);
    if (!(await flushNotes())) return;
    const result = await close.run({
      disposition: chosen.code,
      appointmentAt: needsAppointment ? appointmentAt : null,
      reason: needsReason ? reason.trim() : '',
    });
    if (!result.ok) return;
    announce(t('wrapUp.closed', { name: session.customer.holderName, disposition: chosen.name }));
    if (session.mode === 'practice') showReview(result.value.attemptId);
    useCallStore.setState({ session: null });
    go('worklist', { taskId: result.value.nextTaskId });
  };
  const again = () => void redial.run({});
  const canRedial = session.phase === 'wrap_up' && !up;
  useKey('closeAttempt', () => void finish());
  useKey('confirmDisposition', () => void finish());
  useKey('redial', again, canRedial);

  return (
    <CardShell
      kind={session.phase === 'wrap_up' ? 'wrap_up' : 'ending'}
      questionId={null}
      stamp={`wrap-up ${session.attemptId} ${session.phase}`}
      text={texts.title}
      meta={texts.meta}
      className="call-card-wrap-up"
    >
      <div className="wrap-up-body">
        <DispositionChoices choices={choices} value={code} suggested={suggested} onChoose={choose} />
        <OpenQuestions session={session} />
        <BlockedList session={session} />
        <StepList steps={session.watch.steps} />
        <div id="wrap-up-needs">
          {needsAppointment && (
            <AppointmentFields
              date={date}
              time={time}
              at={appointmentAt}
              now={openedAt}
              onDate={setDate}
              onTime={setTime}
              deadline={session.customer.coolingOffEnd}
              bands={session.dialBands}
              error={missing === 'appointment' ? t('wrapUp.appointmentNeeded') : null}
            />
          )}
          {needsReason && (
            <TextField
              label={t('wrapUp.reason')}
              value={reason}
              onChange={setReason}
              maxLength={500}
              error={missing === 'reason' && t('wrapUp.reasonNeeded')}
              onEnter={() => void finish()}
            />
          )}
        </div>
      </div>
      <div className="call-card-foot">
        <ErrorText error={close.error ?? redial.error} />
        {missing === 'choice' && <p className="wrap-up-missing">{t('wrapUp.chooseFirst')}</p>}
        <div className="abnormal-row">
          <Button
            kind="primary"
            size="l"
            keyHint={chordFor('confirmDisposition')}
            pending={close.pending}
            onPress={() => void finish()}
          >
            {t(up ? 'wrapUp.closeCall' : 'wrapUp.close')}
          </Button>
          {canRedial && (
            <Button
              size="l"
              icon={PhoneOutgoing}
              keyHint={chordFor('redial')}
              pending={redial.pending}
              onPress={again}
            >
              {t('call.redial')}
            </Button>
          )}
          {onLeave && (
            <Button size="l" keyHint={chordFor('wrapUp')} onPress={onLeave}>
              {t('wrapUp.back')}
            </Button>
          )}
        </div>
      </div>
    </CardShell>
  );
};
