import { callIntent } from '../../core/hotkeys/call-intent.ts';
import type { CallIntent } from '../../core/hotkeys/call-intent.ts';
import type { HotkeyAction } from '../../core/hotkeys/hotkeys.ts';
import type { CallSnapshot, Rejection } from '../../core/call/types.ts';
import type { Clock } from '../../core/ports.ts';
import type { Log } from '../log/log.ts';

/** The part of the softphone that is worked from outside the console's window. */
export type CallControlPort = {
  answer(callId: string): Promise<void>;
  reject(callId: string, rejection: Rejection): Promise<void>;
  hangUp(callId: string): Promise<void>;
  setMuted(callId: string, muted: boolean): Promise<void>;
  setHeld(callId: string, held: boolean): Promise<void>;
};

export type CallControl = (action: Exclude<HotkeyAction, 'show'>) => void;

/** Hotkeys and tray act on the calls through here; what makes no sense now does nothing. */
export const createCallControl = (deps: {
  calls: () => readonly CallSnapshot[];
  phone: CallControlPort;
  clock: Clock;
  log: Log;
}): CallControl => {
  const run = (intent: CallIntent): Promise<void> => {
    const { phone } = deps;
    switch (intent.type) {
      case 'answer':
        return phone.answer(intent.callId);
      case 'reject':
        return phone.reject(intent.callId, 'declined');
      case 'hangUp':
        return phone.hangUp(intent.callId);
      case 'setMuted':
        return phone.setMuted(intent.callId, intent.muted);
      case 'setHeld':
        return phone.setHeld(intent.callId, intent.held);
    }
  };
  return (action) => {
    const intent = callIntent(action, deps.calls(), deps.clock.now());
    if (intent === null) return;
    // The call may have ended between the look and the deed; the console shows how it stands.
    run(intent).catch((error: unknown) => {
      deps.log.warn('call_control.failed', {
        action,
        reason: error instanceof Error ? error.message : 'unknown',
      });
    });
  };
};
