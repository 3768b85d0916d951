import { callDesk } from '../../lib/desk.ts';
import { announce } from '../../lib/announce-store.ts';
import type { ChannelInput } from '../../../core/ipc/contract.ts';
import { useTranslation } from 'react-i18next';
import {
  foregroundView,
  oldestIncoming,
  talkingViews,
  useSoftphoneStore,
} from '../../lib/softphone-store.ts';
import { togglePanel } from '../features/softphone/panel-store.ts';
import { consultation } from '../features/softphone/strip-calls.ts';
import { useKey } from '../keyboard/use-key.ts';
import { errorSentence } from '../shared/error-sentence.ts';

type PhoneChannel =
  | 'softphone.answer'
  | 'softphone.reject'
  | 'softphone.hangUp'
  | 'softphone.setMuted'
  | 'softphone.setHeld'
  | 'softphone.swap'
  | 'softphone.completeTransfer'
  | 'softphone.conference';

/** A key has no place of its own on screen, so its error goes to the status bar. */
const useRun = () => {
  const { t } = useTranslation();
  return <C extends PhoneChannel>(channel: C, input: ChannelInput<C>): void => {
    void callDesk(channel, input).then((result) => {
      if (!result.ok) announce(errorSentence(t, result.error));
    });
  };
};

/** Call control works on every screen: the customer must not wait for somebody to find the right one. */
export const useCallKeys = (): void => {
  const run = useRun();
  const softphone = useSoftphoneStore((state) => state.softphone);
  const front = foregroundView(softphone)?.call ?? null;
  const ringing = oldestIncoming(softphone)?.call ?? null;
  const callId = front?.callId ?? '';
  const talking = front?.phase === 'talking';
  const two = talkingViews(softphone).length > 1;
  const ends = consultation(softphone);
  // Hang up never rejects: a call that rings just as the customer hangs up would be lost by the same key.
  useKey('hangUp', () => run('softphone.hangUp', { callId }), front !== null && front.phase !== 'incoming');
  useKey('answerCall', () => run('softphone.answer', { callId: ringing?.callId ?? '' }), ringing !== null);
  useKey(
    'rejectCall',
    () => run('softphone.reject', { callId: ringing?.callId ?? '', rejection: 'declined' }),
    ringing !== null,
  );
  useKey('mute', () => run('softphone.setMuted', { callId, muted: !(front?.muted ?? false) }), talking);
  useKey('hold', () => run('softphone.setHeld', { callId, held: !(front?.held.local ?? false) }), talking);
  useKey('sound', () => togglePanel({ kind: 'sound', callId: null }));
  useKey('keypad', () => togglePanel({ kind: 'keypad', callId: front?.callId ?? null }));
  useKey('transferCall', () => togglePanel({ kind: 'transfer', callId }), talking);
  useKey('swapCalls', () => run('softphone.swap', {}), two);
  useKey('conferenceCall', () => run('softphone.conference', {}), two && (softphone?.canConference ?? false));
  useKey(
    'completeTransfer',
    () =>
      ends !== null &&
      run('softphone.completeTransfer', {
        callId: ends.customer.call.callId,
        consultCallId: ends.consulted.call.callId,
      }),
    ends !== null,
  );
};
