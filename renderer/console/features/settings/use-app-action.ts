import { useCallback } from 'react';
import type { ChannelInput } from '../../../../core/ipc/contract.ts';
import type { IpcError } from '../../../../core/ipc/envelope.ts';
import { setAppState } from '../../../lib/app-store.ts';
import { useAction } from '../../../lib/use-action.ts';

/** Channels that answer with the state of the program as it is afterwards. */
type AppChannel =
  | 'app.setLocale'
  | 'app.setTheme'
  | 'app.setAgent'
  | 'app.setCompany'
  | 'headOffice.connect'
  | 'headOffice.forget'
  | 'practice.start'
  | 'practice.setDrill'
  | 'practice.stop';

export type AppAction<C extends AppChannel> = {
  /** True when main took it. */
  run: (input: ChannelInput<C>) => Promise<boolean>;
  pending: boolean;
  error: IpcError | null;
};

export const useAppAction = <C extends AppChannel>(channel: C): AppAction<C> => {
  const { run: send, pending, error } = useAction(channel);
  const run = useCallback(
    async (input: ChannelInput<C>) => {
      const result = await send(input);
      if (result.ok) setAppState(result.value);
      return result.ok;
    },
    [send],
  );
  return { run, pending, error };
};
