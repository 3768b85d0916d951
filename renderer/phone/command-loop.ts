import type { ChannelInput, DeskBridge } from '../../core/ipc/contract.ts';
import type { PhoneCommand } from '../../core/ipc/features/phone-window.ts';
import type { PhonePort } from '../../core/ports.ts';
import { PhoneError } from '../sip/phone-error.ts';

type Reply = ChannelInput<'phoneWindow.reply'>;

/** Carries main's commands to the phone and the phone's events to main. Commands do not wait for each other. */
export function runCommandLoop(desk: DeskBridge, phone: PhonePort): void {
  phone.onEvent((event) => void desk.call('phoneWindow.event', event));
  desk.on('phone.command', ({ id, command }) => {
    void answerTo(phone, command).then((reply) => desk.call('phoneWindow.reply', { id, ...reply }));
  });
}

async function answerTo(phone: PhonePort, command: PhoneCommand): Promise<Omit<Reply, 'id'>> {
  try {
    return { error: null, devices: await run(phone, command) };
  } catch (error) {
    if (error instanceof PhoneError) return { error: error.code, devices: null };
    // A defect: main learns that there was one, the window's error log learns which.
    reportError(error);
    return { error: 'internal', devices: null };
  }
}

async function run(phone: PhonePort, command: PhoneCommand): Promise<Reply['devices']> {
  switch (command.type) {
    case 'register':
      await phone.register(command.account);
      return null;
    case 'unregister':
      await phone.unregister();
      return null;
    case 'dial':
      await phone.dial(command);
      return null;
    case 'answer':
      await phone.answer(command.callId);
      return null;
    case 'hangUp':
      await phone.hangUp(command.callId);
      return null;
    case 'setMuted':
      await phone.setMuted(command.callId, command.muted);
      return null;
    case 'selectMicrophone':
      await phone.selectMicrophone(command.deviceId);
      return phone.devices();
    case 'devices':
      return phone.devices();
  }
}
