import { useEffect, useState } from 'react';
import type { ChannelInput, ChannelName, ChannelOutput } from '../../core/ipc/contract.ts';
import type { IpcError } from '../../core/ipc/envelope.ts';
import { callDesk } from './desk.ts';

export type Request<C extends ChannelName> = {
  value: ChannelOutput<C> | null;
  error: IpcError | null;
  /** True until the first answer for this input. */
  loading: boolean;
};

/**
 * Asks main for something to show. A new input drops the old value at once; a new `version` asks again and
 * keeps the old value on screen meanwhile. A null input asks nothing.
 */
export const useRequest = <C extends ChannelName>(
  channel: C,
  input: ChannelInput<C> | null,
  version: number | string = 0,
): Request<C> => {
  const key = input === null ? null : JSON.stringify(input);
  const [state, setState] = useState<{
    key: string | null;
    value: ChannelOutput<C> | null;
    error: IpcError | null;
  }>({ key: null, value: null, error: null });

  useEffect(() => {
    if (key === null) return undefined;
    let current = true;
    void callDesk(channel, JSON.parse(key) as ChannelInput<C>).then((result) => {
      if (!current) return;
      setState(
        result.ok
          ? { key, value: result.value, error: null }
          : (before) => ({ key, value: before.key === key ? before.value : null, error: result.error }),
      );
    });
    return () => {
      current = false;
    };
  }, [channel, key, version]);

  const fresh = key !== null && state.key === key;
  return {
    value: fresh ? state.value : null,
    error: fresh ? state.error : null,
    loading: key !== null && !fresh,
  };
};
