import type { ChannelOutput } from '../../../core/ipc/contract.ts';
import { noCheck, type CheckState, type Headset } from '../../../core/call/device-desk.ts';
import type { Clock, DevicePort, PhonePort } from '../../../core/ports.ts';
import type { Settings } from '../../settings/settings.ts';
import type { WindowRegistry } from '../../windows/registry.ts';
import type { Handlers } from '../run-call.ts';

type Names = Extract<keyof Handlers, `devices.${string}`>;

const checkCommands = { start: 'startCheck', replay: 'replayCheck', drop: 'dropCheck' } as const;

/** Sound devices and headsets: commands to the phone window, its answers to the console. */
export const deviceHandlers = (deps: {
  phone: PhonePort & DevicePort;
  settings: Settings;
  clock: Clock;
  send: WindowRegistry['send'];
}): Pick<Handlers, Names> => {
  const { phone, settings, clock, send } = deps;
  let check: CheckState = noCheck;
  let headsets: Headset[] = [];
  const checkView = (): ChannelOutput<'devices.checkState'> => ({ check, last: settings.get('audioCheck') });

  phone.onEvent((event) => {
    if (event.type === 'audio') send('devices.audioChanged', event.audio);
    if (event.type !== 'devices') return;
    switch (event.event.type) {
      case 'level':
        send('devices.level', event.event.level);
        return;
      case 'check':
        check = event.event.check;
        // Once for each check: the same result comes again when the recording is dropped.
        if (check.step === 'done' && check.canReplay)
          settings.set('audioCheck', { at: clock.now(), items: check.items });
        send('devices.checkChanged', checkView());
        return;
      case 'headsets':
        headsets = event.event.headsets;
        send('devices.headsetsChanged', { headsets });
        return;
    }
  });

  return {
    'devices.meter': async ({ on }) => {
      await phone.devices({ type: 'meter', on });
      return {};
    },
    'devices.testRing': async ({ label }) => {
      await phone.devices({ type: 'testRing', label });
      return {};
    },
    'devices.check': async ({ action }) => {
      await phone.devices({ type: checkCommands[action] });
      return {};
    },
    'devices.checkState': checkView,
    'devices.headsets': async () => {
      // The event comes before the reply: the window sends both in order.
      await phone.devices({ type: 'headsets' });
      return { headsets };
    },
  };
};
