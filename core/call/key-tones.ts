/**
 * The keys of a telephone as sound (ITU-T Q.23): each is one of four low and one of four high tones at once. What
 * arrives as RFC 4733 events is played by the receiving browser as just these, and no page is told of the events.
 */
const low = [697, 770, 852, 941] as const;
const high = [1209, 1336, 1477, 1633] as const;
const keys = ['123A', '456B', '789C', '*0#D'] as const;

/** Both tones carry nearly all of what is heard; speech spreads over many. */
const leastShare = 0.7;
/** The weaker tone against the stronger: exchanges allow 8 dB (ITU-T Q.24), and codecs add theirs. */
const leastTwist = 0.08;
/** Mean square below which nothing is sounding (full scale 1). */
const leastPower = 1e-5;

/** The key that sounds in a piece of some 25 to 50 ms, or null. `rate` = samples a second. */
export function keyIn(samples: Float32Array, rate: number): string | null {
  let energy = 0;
  for (const sample of samples) energy += sample * sample;
  if (samples.length === 0 || energy / samples.length < leastPower) return null;
  const [row, lowShare] = strongest(low, samples, rate, energy);
  const [column, highShare] = strongest(high, samples, rate, energy);
  const weaker = Math.min(lowShare, highShare);
  if (lowShare + highShare < leastShare || weaker < leastTwist * Math.max(lowShare, highShare)) return null;
  return keys[row]?.[column] ?? null;
}

/** Place of the strongest of some tones and its share (0..1) of all energy, by Goertzel's algorithm. */
function strongest(
  tones: readonly number[],
  samples: Float32Array,
  rate: number,
  energy: number,
): [place: number, share: number] {
  const shares = tones.map((hz) => (2 * powerAt(hz, samples, rate)) / (samples.length * energy));
  const share = Math.max(...shares);
  return [shares.indexOf(share), share];
}

function powerAt(hz: number, samples: Float32Array, rate: number): number {
  const coefficient = 2 * Math.cos((2 * Math.PI * hz) / rate);
  let previous = 0;
  let before = 0;
  for (const sample of samples) [previous, before] = [sample + coefficient * previous - before, previous];
  return previous ** 2 + before ** 2 - coefficient * previous * before;
}

/** Counts each pressing once: a key is told when it has sounded in two looks in a row, and again after a pause. */
export class KeyCounter {
  #last: string | null = null;
  #told = false;

  /** What a look heard; the key when it counts now. */
  heard(key: string | null): string | null {
    const same = key !== null && key === this.#last;
    if (!same) this.#told = false;
    this.#last = key;
    if (!same || this.#told) return null;
    this.#told = true;
    return key;
  }
}

/** The key in the body of an INFO: `application/dtmf-relay` (`Signal=5`) or `application/dtmf` (`5`). Else null. */
export function keyOfInfo(contentType: string, body: string): string | null {
  const type = contentType.split(';')[0]?.trim().toLowerCase();
  if (type === 'application/dtmf-relay') return keyFrom(/^\s*Signal\s*=\s*(\S+)/im.exec(body)?.[1]);
  return type === 'application/dtmf' ? keyFrom(body.trim()) : null;
}

/** Some telephones write `*` and `#` as the event numbers of RFC 4733. */
const keyFrom = (text: string | undefined): string | null => {
  const named = { '10': '*', '11': '#' }[text ?? ''] ?? text?.toUpperCase() ?? '';
  return /^[0-9A-D*#]$/.test(named) ? named : null;
};
