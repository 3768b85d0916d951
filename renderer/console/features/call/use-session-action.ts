import { useCallback, useRef } from 'react';
import type { ChannelInput } from '../../../../core/ipc/contract.ts';
import type { IpcError } from '../../../../core/ipc/envelope.ts';
import { setSession } from '../../../lib/call-store.ts';
import { useAction } from '../../../lib/use-action.ts';

/** Channels that answer with the session as it is afterwards. */
type SessionChannel =
  | 'call.redial'
  | 'session.answer'
  | 'session.skip'
  | 'session.verify'
  | 'session.forgot'
  | 'session.askAgain'
  | 'session.goOn'
  | 'session.correct'
  | 'session.flag'
  | 'session.keyword'
  | 'session.notes'
  | 'question.record'
  | 'notes.tag'
  | 'objection.choose';

export type SessionAction<C extends SessionChannel> = {
  /** True when main took it. While one is under way a second one is dropped: a double press is one press. */
  run: (input: ChannelInput<C>) => Promise<boolean>;
  pending: boolean;
  error: IpcError | null;
};

export const useSessionAction = <C extends SessionChannel>(channel: C): SessionAction<C> => {
  const { run: send, pending, error } = useAction(channel);
  const busy = useRef(false);
  const run = useCallback(
    async (input: ChannelInput<C>) => {
      if (busy.current) return false;
      busy.current = true;
      const result = await send(input);
      busy.current = false;
      if (result.ok) setSession(result.value.session);
      return result.ok;
    },
    [send],
  );
  return { run, pending, error };
};
