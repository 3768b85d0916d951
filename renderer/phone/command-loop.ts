import type { ChannelInput, DeskBridge } from '../../core/ipc/contract.ts';
import type { PhoneCommand } from '../../core/ipc/features/phone-window.ts';
import type { DevicePort, PhonePort } from '../../core/ports.ts';
import { PhoneError } from '../sip/phone-error.ts';

type Reply = ChannelInput<'phoneWindow.reply'>;

/** Carries main's commands to the phone and the phone's events to main. Commands do not wait for each other. */
export function runCommandLoop(desk: DeskBridge, phone: PhonePort, devices: DevicePort): void {
  phone.onEvent((event) => void desk.call('phoneWindow.event', event));
  desk.on('phone.command', ({ id, command }) => {
    void answerTo(phone, devices, command).then((reply) => desk.call('phoneWindow.reply', { id, ...reply }));
  });
}

async function answerTo(
  phone: PhonePort,
  devices: DevicePort,
  command: PhoneCommand,
): Promise<Omit<Reply, 'id'>> {
  try {
    if (command.type === 'devices') {
      await devices.devices(command.command);
      return { error: null, sipStatus: null, audio: null };
    }
    return { error: null, sipStatus: null, audio: await run(phone, command) };
  } catch (error) {
    if (error instanceof PhoneError) return { error: error.code, sipStatus: error.sipStatus, audio: null };
    // A defect: main learns that there was one, the window's error log learns which.
    reportError(error);
    return { error: 'internal', sipStatus: null, audio: null };
  }
}

async function run(
  phone: PhonePort,
  command: Exclude<PhoneCommand, { type: 'devices' }>,
): Promise<Reply['audio']> {
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
    case 'wake':
      await phone.wake();
      return null;
    case 'reject':
      await phone.reject(command.callId, command.rejection);
      return null;
    case 'setHeld':
      await phone.setHeld(command.callId, command.held);
      return null;
    case 'sendDtmf':
      await phone.sendDtmf(command.callId, command.tones);
      return null;
    case 'transfer':
      await phone.transfer(command.callId, command.target);
      return null;
    case 'transferTo':
      await phone.transferTo(command.callId, command.consultCallId);
      return null;
    case 'conference':
      await phone.conference();
      return null;
    case 'setDoNotDisturb':
      await phone.setDoNotDisturb(command.on);
      return null;
    case 'setAudio':
      return phone.setAudio(command.preferences);
    case 'audio':
      return phone.audio();
  }
}
