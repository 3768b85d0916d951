import { useState } from 'react';
import { LockKeyhole, LockKeyholeOpen, Save, ShieldX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SessionView } from '../../../../core/ipc/features/call.ts';
import type { CallView } from '../../../../core/ipc/features/softphone.ts';
import type { IdentityView } from '../../../../core/script/view.ts';
import type { CallSnapshot } from '../../../../core/call/types.ts';
import { Badge } from '../../../ui/badge.tsx';
import { callbackView, useSoftphoneStore } from '../../../lib/softphone-store.ts';
import { CallButtons } from '../softphone/call-buttons.tsx';
import { CallNotes } from '../softphone/call-notes.tsx';
import { CallSpan } from '../softphone/call-span.tsx';
import { chosenBecause } from './chosen-because.ts';
import { PaceSummary } from './pace-summary.tsx';
import { QualityMeter } from '../softphone/quality-meter.tsx';

const lockSigns = { locked: LockKeyhole, passed: LockKeyholeOpen, failed: ShieldX };

/** Red until the identity gate has passed. */
const IdentityLock = ({ identity }: { identity: IdentityView }) => {
  const { t } = useTranslation();
  const Sign = lockSigns[identity.status];
  const { passed, needed } = identity;
  return (
    <p className={`lock lock-${identity.status}`} data-identity={identity.status}>
      <Sign aria-hidden size={20} />
      {t(`identity.${identity.status}`, { passed, needed })}
    </p>
  );
};

const Timer = ({ call }: { call: CallSnapshot | null }) => {
  const { t } = useTranslation();
  const phase = call?.phase ?? 'none';
  return (
    <div className={`timer timer-${phase}`}>
      <span className="timer-phase" data-call-phase={phase}>
        {phase === 'ended' && call?.ending ? t(`callEnding.${call.ending}`) : t(`callPhase.${phase}`)}
      </span>
      <CallSpan call={call} label={t('call.timer')} className="timer-span" />
    </div>
  );
};

/** The callback's call: what main shows of it, else its last snapshot (after it ended and another began). */
const useCallbackCall = (): { view: CallView | null; call: CallSnapshot | null } => {
  const view = useSoftphoneStore(({ softphone }) => callbackView(softphone));
  const [last, setLast] = useState<CallSnapshot | null>(null);
  if (view !== null && view.call !== last) setLast(view.call);
  return { view, call: view?.call ?? last };
};

/** Identity lock, customer, timer, call control: the top edge of the call screen. */
export const CallHeader = ({ session }: { session: SessionView }) => {
  const { t } = useTranslation();
  const { view, call } = useCallbackCall();
  return (
    <header className="call-top">
      <div className="call-header">
        <IdentityLock identity={session.script.identity} />
        <div className="call-who">
          <strong>{session.customer.holderName}</strong>
          <span title={chosenBecause(t, session.script.because)}>{session.script.scriptName}</span>
          {session.mode === 'practice' && <Badge tone="practice">{t('common.practice')}</Badge>}
        </div>
        <Timer call={call} />
        <div role="group" aria-label={t('call.control')}>
          <CallButtons view={view} large />
        </div>
      </div>
      {/* Always there: a note that comes or goes must not move the answer from under the agent's hand. */}
      <div className="call-facts">
        {view && <CallNotes view={view} />}
        <PaceSummary key={session.attemptId} pace={session.watch.pace} />
        <p className="saved" title={t('call.savedHint', { count: session.savedEvents })} data-testid="saved">
          <Save aria-hidden size={14} />
          {t('call.saved', { count: session.savedEvents })}
        </p>
        {call?.phase === 'talking' && view?.quality && <QualityMeter quality={view.quality} />}
      </div>
    </header>
  );
};
