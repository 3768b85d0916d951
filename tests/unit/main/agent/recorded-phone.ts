import { newIncomingCall, newOutgoingCall, nextCall } from '../../../../core/call/call-machine.ts';
import { noRegistration, type CallSnapshot } from '../../../../core/call/types.ts';
import type { PhoneEvent, PhonePort } from '../../../../core/ports.ts';
import { AppError } from '../../../../main/ipc/app-error.ts';

type Port = Pick<PhonePort, 'onEvent' | 'setDoNotDisturb' | 'reject' | 'answer'>;

/**
 * A phone that only notes what it is told and says what a test wants: for what no real phone can be made to do
 * at a given millisecond. The real one is in tests/e2e/agent-state.spec.ts.
 */
export const recordedPhone = () => {
  const told: string[] = [];
  const listeners = new Set<(event: PhoneEvent) => void>();
  const emit = (event: PhoneEvent): void => listeners.forEach((listener) => listener(event));
  let failing = false;
  const tell = (words: string): Promise<void> => {
    told.push(words);
    return failing ? Promise.reject(new AppError('phone_not_ready')) : Promise.resolve();
  };
  const port: Port = {
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    setDoNotDisturb: (on) => tell(`dnd ${on ? 'on' : 'off'}`),
    reject: (callId, rejection) => tell(`reject ${callId} ${rejection}`),
    answer: (callId) => tell(`answer ${callId}`),
  };
  const send = (call: CallSnapshot, headers: Record<string, string> = {}): void =>
    emit({ type: 'call', call, party: { user: '2001', displayName: '', headers } });
  return {
    port,
    /** What it was told since the last look. */
    told: (): string[] => told.splice(0),
    failFromNow: (): void => {
      failing = true;
    },
    registered: (): void =>
      emit({ type: 'registration', registration: { ...noRegistration, state: 'registered' } }),
    rings: (callId: string, headers?: Record<string, string>): void =>
      send(newIncomingCall(callId, 0), headers),
    dials: (callId: string): void => send(newOutgoingCall(callId, 0)),
    talks: (callId: string): void => send(nextCall(newOutgoingCall(callId, 0), { type: 'answered', at: 1 })),
    ends: (callId: string): void =>
      send(
        nextCall(newOutgoingCall(callId, 0), {
          type: 'ended',
          at: 2,
          ending: 'remote_hangup',
          sipStatus: null,
        }),
      ),
  };
};
