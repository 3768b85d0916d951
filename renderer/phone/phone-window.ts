import { v7 } from 'uuid';
import { runCommandLoop } from './command-loop.ts';
import { SipPhone } from './sip-phone.ts';
import { createWindowAudio } from './window-audio.ts';

const phone = new SipPhone({
  audio: createWindowAudio(),
  clock: { now: () => Date.now() },
  newId: v7,
  random: () => Math.random(),
});
runCommandLoop(window.desk, phone);
void window.desk.call('phoneWindow.ready', {});
