import { callDesk } from '../../lib/desk.ts';
import { useCallStore } from '../../lib/call-store.ts';
import { useKey } from '../keyboard/use-key.ts';

/** Call control works on every screen: the customer must not wait for somebody to find the right one. */
export const useCallKeys = (): void => {
  const call = useCallStore((state) => state.call);
  const running = call !== null && call.phase !== 'ended';
  useKey('hangUp', () => void callDesk('call.hangUp', {}), running);
  useKey('answerCall', () => void callDesk('call.answer', {}), call?.phase === 'incoming');
  useKey(
    'mute',
    () => void callDesk('call.setMuted', { muted: !useCallStore.getState().call?.muted }),
    call?.phase === 'talking',
  );
};
