import { useEffect, useState } from 'react';
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CallView } from '../../../../core/ipc/features/softphone.ts';
import { IconButton } from '../../../ui/button.tsx';
import { talkingViews, useSoftphoneStore } from '../../../lib/softphone-store.ts';
import { useKey } from '../../keyboard/use-key.ts';
import { CallButtons, TwoCallButtons } from './call-buttons.tsx';
import { CallNotes } from './call-notes.tsx';
import { CallSpan } from './call-span.tsx';
import { endingSentence, whoIs } from './call-words.ts';
import { IncomingRow, RobotLine } from './incoming-row.tsx';
import { QualityMeter } from './quality-meter.tsx';
import { stripCalls } from './strip-calls.ts';
import { suggestionText } from './suggestion-text.ts';
import { TaskButtons } from './task-buttons.tsx';
import './softphone.css';

/** How long a call that is over stays on screen by itself, in milliseconds. */
const endedStaysMs = 30_000;

const EndedRow = ({ view, onDismiss }: { view: CallView; onDismiss: () => void }) => {
  const { t } = useTranslation();
  const { ending } = view.call;
  return (
    <div className="strip-row strip-ended" data-call={view.call.callId}>
      <strong>{whoIs(t, view)}</strong>
      <p className="strip-facts">
        {ending !== null && <span>{endingSentence(t, ending, view.call)}</span>}
        <span className="soft">{suggestionText(t, view)}</span>
      </p>
      <IconButton icon={X} label={t('strip.dismiss')} onPress={onDismiss} />
    </div>
  );
};

const LiveRow = ({ view }: { view: CallView }) => {
  const { t } = useTranslation();
  const { call, quality } = view;
  const who = whoIs(t, view);
  return (
    <div className="strip-row" role="group" aria-label={t('strip.controls', { who })} data-call={call.callId}>
      <div className="strip-who">
        <strong>{who}</strong>
        <span className="strip-phase" data-strip-phase={call.phase}>
          {t(`callPhase.${call.phase}`)}
        </span>
      </div>
      <CallSpan call={call} label={t('strip.timer', { who })} className="strip-span" />
      <div className="strip-facts">
        <CallNotes view={view} />
        <RobotLine view={view} />
        <TaskButtons view={view} />
      </div>
      {call.phase === 'talking' && quality && <QualityMeter quality={quality} />}
      <CallButtons view={view} large={false} />
    </div>
  );
};

/** Every call that is not the callback, on every screen. Comes and goes without touching the focus. */
export const CallStrip = () => {
  const { t } = useTranslation();
  const softphone = useSoftphoneStore((state) => state.softphone);
  const [putAway, setPutAway] = useState<string | null>(null);
  const { rows, more } = stripCalls(softphone, putAway);
  const ended = rows.find(({ call }) => call.phase === 'ended')?.call ?? null;
  const endedId = ended?.callId ?? null;
  const endedAt = ended?.endedAt ?? null;
  useEffect(() => {
    if (endedId === null) return undefined;
    // A console that was loaded later must not show an old call anew.
    const left = Math.max(0, (endedAt ?? 0) + endedStaysMs - Date.now());
    const timer = setTimeout(() => setPutAway(endedId), left);
    return () => clearTimeout(timer);
  }, [endedId, endedAt]);
  useKey(
    'toCalls',
    () => document.querySelector<HTMLElement>('#call-strip button:not([disabled])')?.focus(),
    rows.length > 0,
  );
  if (rows.length === 0 && talkingViews(softphone).length < 2) return null;
  return (
    <section className="strip" id="call-strip" aria-label={t('strip.label')}>
      {rows.map((view) => {
        if (view.call.phase === 'incoming') return <IncomingRow key={view.call.callId} view={view} />;
        if (view.call.phase !== 'ended') return <LiveRow key={view.call.callId} view={view} />;
        return <EndedRow key={view.call.callId} view={view} onDismiss={() => setPutAway(view.call.callId)} />;
      })}
      {more > 0 && <p className="soft">{t('strip.more', { count: more })}</p>}
      <TwoCallButtons />
    </section>
  );
};
