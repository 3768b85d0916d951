import { useEffect, useState } from 'react';
import { noCheck } from '../../../../core/call/device-desk.ts';
import type { ChannelOutput } from '../../../../core/ipc/contract.ts';
import { callDesk, onDesk } from '../../../lib/desk.ts';
import { useRequest } from '../../../lib/use-request.ts';

/** The running or finished check. Leaving the screen ends it and drops the recording. */
export const useCheck = (): ChannelOutput<'devices.checkState'> => {
  const first = useRequest('devices.checkState', {});
  const [told, setTold] = useState<ChannelOutput<'devices.checkState'> | null>(null);
  useEffect(() => {
    const end = onDesk('devices.checkChanged', setTold);
    return () => {
      end();
      void callDesk('devices.check', { action: 'drop' });
    };
  }, []);
  return told ?? first.value ?? { check: noCheck, last: null };
};
