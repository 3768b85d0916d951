import type { Lab } from './lab.ts';
import { LabPhone } from './phone.ts';
import type { LabCall } from './phone/lab-call.ts';
import { frameLength } from './phone/tones.ts';

export type ConferenceFocus = {
  readonly phone: LabPhone;
  /** Legs that are in the conference now. */
  legs(): LabCall[];
  close(): Promise<void>;
};

/** More would be delay, fewer would be gaps when a packet is late. */
const queueLimit = 5;

/** A conference as a PBX mixes it (RFC 4579): whoever calls it hears the sum of all others. */
export async function startFocus(lab: Lab, user = '3000'): Promise<ConferenceFocus> {
  const queues = new Map<LabCall, Int16Array[]>();
  /** One frame of every leg per 20 ms, shared by all mixes of that time. */
  let frames = new Map<LabCall, Int16Array>();
  const talking = (): LabCall[] => [...queues.keys()].filter((leg) => leg.state === 'talking');
  const timer = setInterval(() => {
    frames = new Map();
    for (const [leg, queue] of queues) {
      const frame = queue.shift();
      if (frame !== undefined) frames.set(leg, frame);
    }
  }, 20);
  const phone = await LabPhone.start(lab, {
    user,
    contactParams: ';isfocus',
    onCall: (leg) => {
      const queue: Int16Array[] = [];
      queues.set(leg, queue);
      leg.audio.onFrame = (frame) => {
        queue.push(frame);
        if (queue.length > queueLimit) queue.shift();
      };
      leg.audio.source = () => mix([...frames].flatMap(([from, frame]) => (from === leg ? [] : [frame])));
      leg.answer();
    },
  });
  return {
    phone,
    legs: talking,
    close: async () => {
      clearInterval(timer);
      await phone.close();
    },
  };
}

function mix(frames: readonly Int16Array[]): Int16Array {
  const sum = new Int16Array(frameLength);
  for (let index = 0; index < frameLength; index += 1) {
    const value = frames.reduce((total, frame) => total + (frame[index] ?? 0), 0);
    sum[index] = Math.max(-32_768, Math.min(32_767, value));
  }
  return sum;
}
