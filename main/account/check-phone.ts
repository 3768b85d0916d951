import type { PhoneEvent } from '../../core/ports.ts';
import type { PhoneHost } from '../phone/phone-host.ts';

/** What the line check may do with the phone. */
export type CheckPhone = Pick<PhoneHost, 'audio' | 'dial' | 'answer' | 'hangUp' | 'setHeld' | 'onEvent'> & {
  /** From here to `end`, calls that the check dials and calls from `ownUser` are the check's alone. */
  begin(ownUser: string): void;
  end(): void;
  active(): boolean;
};

/**
 * Divides the events of one phone: calls of the line check never reach the desk, which would ring, log them and
 * pop up a screen. `desk` is the whole phone without those calls.
 */
export const sharePhone = (phone: PhoneHost): { desk: PhoneHost; check: CheckPhone } => {
  let ownUser: string | null = null;
  const ofCheck = new Set<string>();
  const isOfCheck = (event: PhoneEvent): boolean => {
    if (event.type === 'stats') return ofCheck.has(event.callId);
    if (event.type !== 'call') return false;
    const { call, party } = event;
    // A call from oneself is nobody else's: the check dialled it.
    if (call.direction === 'incoming' && ownUser !== null && party.user === ownUser) ofCheck.add(call.callId);
    return ofCheck.has(call.callId);
  };
  const listen =
    (wanted: (mine: boolean) => boolean): PhoneHost['onEvent'] =>
    (listener) =>
      phone.onEvent((event) => {
        if (wanted(isOfCheck(event))) listener(event);
      });
  return {
    desk: { ...phone, onEvent: listen((mine) => !mine) },
    check: {
      audio: phone.audio,
      dial: (call) => {
        ofCheck.add(call.callId);
        return phone.dial(call);
      },
      answer: phone.answer,
      hangUp: phone.hangUp,
      setHeld: phone.setHeld,
      onEvent: listen((mine) => mine),
      begin: (user) => {
        ownUser = user;
      },
      end: () => {
        ownUser = null;
      },
      active: () => ownUser !== null,
    },
  };
};
