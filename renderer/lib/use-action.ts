import { useCallback, useEffect, useRef, useState } from 'react';
import type { ChannelInput, ChannelName, ChannelOutput } from '../../core/ipc/contract.ts';
import type { Envelope, IpcError } from '../../core/ipc/envelope.ts';
import { callDesk } from './desk.ts';

export type Action<C extends ChannelName> = {
  run: (input: ChannelInput<C>) => Promise<Envelope<ChannelOutput<C>>>;
  pending: boolean;
  /** Error of the last run, until the next one starts or it is cleared. */
  error: IpcError | null;
  clear: () => void;
};

/** One intent of the person: runs a channel and keeps its pending flag and error for the field beside it. */
export const useAction = <C extends ChannelName>(channel: C): Action<C> => {
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<IpcError | null>(null);
  const mounted = useRef(true);
  useEffect(() => {
    mounted.current = true;
    return () => {
      mounted.current = false;
    };
  }, []);

  const run = useCallback(
    async (input: ChannelInput<C>) => {
      setPending(true);
      setError(null);
      const result = await callDesk(channel, input);
      if (mounted.current) {
        setPending(false);
        setError(result.ok ? null : result.error);
      }
      return result;
    },
    [channel],
  );
  const clear = useCallback(() => setError(null), []);
  return { run, pending, error, clear };
};
