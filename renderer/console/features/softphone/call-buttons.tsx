import {
  ArrowLeftRight,
  ArrowRightLeft,
  Grid3x3,
  Mic,
  MicOff,
  Pause,
  PhoneForwarded,
  PhoneOff,
  Play,
  Users,
} from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CallView } from '../../../../core/ipc/features/softphone.ts';
import type { IpcError } from '../../../../core/ipc/envelope.ts';
import { Button } from '../../../ui/button.tsx';
import { talkingViews, useSoftphoneStore } from '../../../lib/softphone-store.ts';
import { useAction } from '../../../lib/use-action.ts';
import { chordFor } from '../../keyboard/keymap.ts';
import type { KeyId } from '../../keyboard/keymap.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { whoIs } from './call-words.ts';
import { togglePanel, usePanelStore } from './panel-store.ts';
import { consultation } from './strip-calls.ts';

type ControlProps = {
  icon: LucideIcon;
  words: string;
  /** The key that does the same to this call now; null when keys act on another call. */
  keyId: KeyId | null;
  onPress: () => void;
  disabled?: boolean;
  pressed?: boolean;
  kind?: 'normal' | 'ink' | 'primary';
};

const Control = ({ icon, words, keyId, onPress, disabled, pressed, kind }: ControlProps) => (
  <Button
    className="control-button"
    icon={icon}
    {...(keyId === null ? {} : { keyHint: chordFor(keyId) })}
    {...(pressed === undefined ? {} : { pressed })}
    kind={kind ?? 'normal'}
    disabled={disabled ?? false}
    onPress={onPress}
  >
    {words}
  </Button>
);

/** Mute, hold, keypad, transfer, hang up: the same for the callback and for every other call. */
export const CallButtons = ({ view, large }: { view: CallView | null; large: boolean }) => {
  const { t } = useTranslation();
  const inFront = useSoftphoneStore(({ softphone }) => softphone?.foreground === view?.call.callId);
  const panel = usePanelStore((state) => state.panel);
  const mute = useAction('softphone.setMuted');
  const hold = useAction('softphone.setHeld');
  const hangUp = useAction('softphone.hangUp');
  const call = view?.call ?? null;
  const callId = call?.callId ?? '';
  const talking = call?.phase === 'talking';
  const up = call !== null && call.phase !== 'ended';
  const muted = call?.muted ?? false;
  const held = call?.held.local ?? false;
  const keyId = (id: KeyId) => (inFront ? id : null);
  const isOpen = (kind: 'keypad' | 'transfer') => panel?.kind === kind && panel.callId === callId;
  const error: IpcError | null = mute.error ?? hold.error ?? hangUp.error;
  return (
    <>
      <div className={large ? 'control control-large' : 'control'}>
        <Control
          icon={muted ? MicOff : Mic}
          words={t(muted ? 'call.muted' : 'call.mute')}
          keyId={keyId('mute')}
          disabled={!talking}
          pressed={muted}
          onPress={() => void mute.run({ callId, muted: !muted })}
        />
        <Control
          icon={held ? Play : Pause}
          words={t(held ? 'control.held' : 'control.hold')}
          keyId={keyId('hold')}
          disabled={!talking}
          pressed={held}
          onPress={() => void hold.run({ callId, held: !held })}
        />
        <Control
          icon={Grid3x3}
          words={t('control.keypad')}
          keyId={keyId('keypad')}
          disabled={!talking}
          pressed={isOpen('keypad')}
          onPress={() => togglePanel({ kind: 'keypad', callId })}
        />
        <Control
          icon={PhoneForwarded}
          words={t('control.transfer')}
          keyId={keyId('transferCall')}
          disabled={!talking}
          pressed={isOpen('transfer')}
          onPress={() => togglePanel({ kind: 'transfer', callId })}
        />
        <Control
          kind="ink"
          icon={PhoneOff}
          words={t('call.hangUp')}
          keyId={keyId('hangUp')}
          disabled={!up}
          onPress={() => void hangUp.run({ callId })}
        />
      </div>
      <ErrorText error={error} />
    </>
  );
};

/** What two calls at once make possible: swap, bring both together, hand over. Stands once, under the rows. */
export const TwoCallButtons = () => {
  const { t } = useTranslation();
  const softphone = useSoftphoneStore((state) => state.softphone);
  const swap = useAction('softphone.swap');
  const conference = useAction('softphone.conference');
  const complete = useAction('softphone.completeTransfer');
  const talking = talkingViews(softphone);
  if (talking.length < 2) return null;
  const ends = consultation(softphone);
  return (
    <div className="two-calls">
      {talking.some(({ call }) => call.held.local) && (
        <Control
          icon={ArrowLeftRight}
          words={t('control.swap')}
          keyId="swapCalls"
          onPress={() => void swap.run({})}
        />
      )}
      {ends && (
        <Control
          kind="primary"
          icon={ArrowRightLeft}
          words={t('control.completeTransfer', { who: whoIs(t, ends.consulted) })}
          keyId="completeTransfer"
          onPress={() =>
            void complete.run({
              callId: ends.customer.call.callId,
              consultCallId: ends.consulted.call.callId,
            })
          }
        />
      )}
      {softphone?.canConference && (
        <Control
          icon={Users}
          words={t('control.conference')}
          keyId="conferenceCall"
          onPress={() => void conference.run({})}
        />
      )}
      <ErrorText error={swap.error ?? conference.error ?? complete.error} />
    </div>
  );
};
