import type { DeviceCommand, DeviceEvent } from '../../../core/call/device-desk.ts';
import type { DevicePort } from '../../../core/ports.ts';
import type { HeadsetHub } from '../headset/headset-hub.ts';
import type { WindowAudio } from '../window-audio.ts';
import { LevelMeter } from './level-meter.ts';
import { SoundCheck } from './sound-check-run.ts';

export type DeviceDesk = DevicePort & {
  /** A call needs the microphone: what only tries it gives way. */
  callCame(): void;
};

/** Trying the devices: meter, test ring, pre-shift check, headsets. */
export const createDeviceDesk = (deps: {
  audio: WindowAudio;
  headsets: HeadsetHub;
  tell: (event: DeviceEvent) => void;
}): DeviceDesk => {
  const { audio, headsets, tell } = deps;
  const meter = new LevelMeter(audio.microphone, (level) => tell({ type: 'level', level }));
  const check = new SoundCheck(audio, (state) => tell({ type: 'check', check: state }));
  return {
    devices: async (command: DeviceCommand) => {
      switch (command.type) {
        case 'meter':
          if (command.on) await meter.on();
          else meter.off();
          return;
        case 'testRing':
          await audio.ringOnce(command.label);
          return;
        case 'beep':
          audio.beep();
          return;
        case 'startCheck':
          check.start();
          return;
        case 'replayCheck':
          // Played to its end elsewhere: the command is done when it begins.
          void check.replay();
          return;
        case 'dropCheck':
          check.drop();
          return;
        case 'headsets':
          tell({ type: 'headsets', headsets: headsets.headsets });
          return;
      }
    },
    callCame: () => check.giveWay(),
  };
};
