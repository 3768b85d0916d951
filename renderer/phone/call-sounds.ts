import type { CallSnapshot } from '../../core/call/types.ts';
import type { PhoneAudio } from './phone-audio.ts';

/** Which tones belong to the calls that are up. Only changes are passed on: a repeated start would stutter. */
export class CallSounds {
  readonly #audio: PhoneAudio;
  #now = { ringing: false, callWaiting: false, ringback: false };

  constructor(audio: PhoneAudio) {
    this.#audio = audio;
  }

  update(calls: readonly CallSnapshot[]): void {
    const incoming = calls.some(({ phase }) => phase === 'incoming');
    const others = calls.some(({ phase }) => phase !== 'incoming');
    const next = {
      ringing: incoming && !others,
      // A ring would drown the customer who is on the line.
      callWaiting: incoming && others,
      // Early media is the other side's own ringing tone or announcement.
      ringback: calls.some((call) => call.phase === 'ringing' && !call.earlyMedia),
    };
    const before = this.#now;
    this.#now = next;
    if (next.ringing !== before.ringing) this.#audio.setRinging(next.ringing);
    if (next.callWaiting !== before.callWaiting) this.#audio.setCallWaiting(next.callWaiting);
    if (next.ringback !== before.ringback) this.#audio.setRingback(next.ringback);
  }
}
