import { LockKeyhole, LockKeyholeOpen, Mic, MicOff, PhoneOff, Save, ShieldX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SessionView } from '../../../../core/ipc/features/call.ts';
import type { IdentityView } from '../../../../core/script/view.ts';
import type { CallSnapshot } from '../../../../core/call/types.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { useCallStore } from '../../../lib/call-store.ts';
import { formatSpan } from '../../../lib/format.ts';
import { useAction } from '../../../lib/use-action.ts';
import { useNow } from '../../../lib/use-now.ts';
import { chordFor } from '../../keyboard/keymap.ts';
import { ErrorText } from '../../shared/error-text.tsx';

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
  const now = useNow(1000);
  const from = call?.answeredAt ?? null;
  const span = from === null ? 0 : (call?.endedAt ?? now) - from;
  const phase = call?.phase ?? 'none';
  return (
    <div className={`timer timer-${phase}`}>
      <span className="timer-phase" data-call-phase={phase}>
        {phase === 'ended' && call?.ending ? t(`callEnding.${call.ending}`) : t(`callPhase.${phase}`)}
      </span>
      <span className="timer-span" role="timer" aria-label={t('call.timer')}>
        {formatSpan(span)}
      </span>
    </div>
  );
};

const Control = ({ call }: { call: CallSnapshot | null }) => {
  const { t } = useTranslation();
  const mute = useAction('call.setMuted');
  const hangUp = useAction('call.hangUp');
  const up = call !== null && call.phase !== 'ended';
  const muted = call?.muted ?? false;
  return (
    <div className="control" role="group" aria-label={t('call.control')}>
      <ErrorText error={mute.error ?? hangUp.error} />
      <Button
        size="l"
        icon={muted ? MicOff : Mic}
        keyHint={chordFor('mute')}
        disabled={call?.phase !== 'talking'}
        pressed={muted}
        onPress={() => void mute.run({ muted: !muted })}
      >
        {t(muted ? 'call.muted' : 'call.mute')}
      </Button>
      <Button
        kind="ink"
        size="l"
        icon={PhoneOff}
        keyHint={chordFor('hangUp')}
        disabled={!up}
        onPress={() => void hangUp.run({})}
      >
        {t('call.hangUp')}
      </Button>
    </div>
  );
};

/** Identity lock, customer, timer, call control: the top edge of the call screen. */
export const CallHeader = ({ session }: { session: SessionView }) => {
  const { t } = useTranslation();
  const call = useCallStore((state) => state.call);
  return (
    <header className="call-header">
      <IdentityLock identity={session.script.identity} />
      <div className="call-who">
        <strong>{session.customer.holderName}</strong>
        <span>{session.script.scriptName}</span>
        {session.mode === 'practice' && <Badge tone="practice">{t('common.practice')}</Badge>}
      </div>
      <p className="saved" title={t('call.savedHint', { count: session.savedEvents })} data-testid="saved">
        <Save aria-hidden size={14} />
        {t('call.saved', { count: session.savedEvents })}
      </p>
      <Timer call={call} />
      <Control call={call} />
    </header>
  );
};
