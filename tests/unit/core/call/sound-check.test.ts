import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  findEcho,
  judgeEcho,
  judgeLoop,
  judgeRecording,
  renderProbe,
} from '../../../../core/call/sound-check.ts';
import { levelOf, silenceDb } from '../../../../core/call/sound-level.ts';
import {
  autoAnswerBeep,
  callWaitingTone,
  renderTone,
  ringbackTone,
  ringSample,
  ringTone,
  toneMs,
} from '../../../../core/call/tones.ts';

const rate = 16_000;

/** The same noise at every run. */
const noise = (length: number, amplitude: number, seed = 1): Float32Array => {
  let state = seed;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return amplitude * (state / 2 ** 31 - 1);
  });
};

/** A made voice: a buzz that comes and goes as syllables do, over a quiet room. */
const voice = (seconds: number, amplitude: number, room = 0.0005): Float32Array => {
  const samples = noise(seconds * rate, room);
  for (let n = 0; n < samples.length; n += 1) {
    const t = n / rate;
    const syllable = t % 0.5 < 0.3 ? 1 : 0;
    const buzz = Math.sin(2 * Math.PI * 140 * t) + 0.5 * Math.sin(2 * Math.PI * 420 * t);
    samples[n] = Math.max(-1, Math.min(1, (samples[n] ?? 0) + (amplitude * syllable * buzz) / 1.5));
  }
  return samples;
};

describe('what the check makes of a recording', () => {
  it.each([
    { what: 'a voice at the right level', samples: voice(3, 0.25), level: 'level_good', noise: 'noise_good' },
    { what: 'a voice far away', samples: voice(3, 0.006, 0.0001), level: 'level_quiet', noise: 'noise_good' },
    {
      what: 'digital silence',
      samples: new Float32Array(3 * rate),
      level: 'level_silent',
      noise: 'noise_good',
    },
    {
      what: 'a voice that is far too loud',
      samples: voice(3, 4),
      level: 'level_clipping',
      noise: 'noise_good',
    },
    {
      what: 'a quiet room without a voice',
      samples: noise(3 * rate, 0.002),
      level: 'level_nobody',
      noise: 'noise_good',
    },
    { what: 'a voice over a fan', samples: voice(3, 0.3, 0.01), level: 'level_good', noise: 'noise_audible' },
    { what: 'a voice in a crowd', samples: voice(3, 0.3, 0.1), level: 'level_good', noise: 'noise_loud' },
    {
      what: 'nothing recorded at all',
      samples: new Float32Array(0),
      level: 'level_silent',
      noise: 'noise_good',
    },
  ])('$what: $level, $noise', ({ samples, level, noise: background }) => {
    const judged = judgeRecording(samples, rate);
    expect({ level: judged.level.code, noise: judged.noise.code }).toEqual({ level, noise: background });
  });

  it('measures levels in dB below full scale', () => {
    const sine = Float32Array.from({ length: rate }, (_, n) => Math.sin((2 * Math.PI * 1000 * n) / rate));
    expect(levelOf(sine).peakDb).toBeCloseTo(0, 1);
    expect(levelOf(sine).rmsDb).toBeCloseTo(-3.01, 1);
    expect(levelOf(sine.map((sample) => sample / 10)).rmsDb).toBeCloseTo(-23.01, 1);
    expect(levelOf(new Float32Array(0))).toEqual({ rmsDb: silenceDb, peakDb: silenceDb });
  });
});

describe('headset or loudspeaker', () => {
  const probe = renderProbe(rate);
  const heardAfter = (delayMs: number, gain: number, room: Float32Array): Float32Array => {
    const start = Math.round((delayMs / 1000) * rate);
    // The direct sound and two reflections of a desk.
    for (const [later, part] of [
      [0, 1],
      [40, 0.4],
      [90, 0.2],
    ] as const)
      probe.forEach((sample, n) => {
        const at = start + later + n;
        if (at < room.length) room[at] = (room[at] ?? 0) + gain * part * sample;
      });
    return room;
  };

  it('finds the loudspeaker and its delay, down to an echo 10 dB under the noise of the room', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 700 }),
        fc.integer({ min: 3, max: 30 }),
        fc.integer({ min: 1, max: 1_000_000 }),
        (delayMs, lossDb, seed) => {
          const gain = 10 ** (-lossDb / 20);
          const room = noise(1.2 * rate, 0.004, seed);
          const echo = findEcho(probe, heardAfter(delayMs, gain, room), rate);
          expect(Math.abs((echo?.delayMs ?? -999) - delayMs)).toBeLessThan(1);
          expect(Math.abs((echo?.lossDb ?? 99) - lossDb)).toBeLessThan(3);
        },
      ),
      { seed: 20261122, numRuns: 15 },
    );
  });

  it('hears no loudspeaker in noise, in speech, in a beeping machine or in nothing', () => {
    for (let seed = 1; seed <= 12; seed += 1)
      expect(findEcho(probe, noise(1.2 * rate, 0.3, seed), rate)).toBeNull();
    expect(findEcho(probe, voice(1.2, 0.4), rate)).toBeNull();
    const beeps = Float32Array.from({ length: 1.2 * rate }, (_, n) =>
      (n / rate) % 0.5 < 0.02 ? 0.5 * Math.sin((2 * Math.PI * 1000 * n) / rate) : 0,
    );
    expect(findEcho(probe, beeps, rate)).toBeNull();
    expect(findEcho(probe, new Float32Array(1.2 * rate), rate)).toBeNull();
    expect(findEcho(probe, new Float32Array(10), rate)).toBeNull();
  });

  it('says what it means for the customer', () => {
    const loud = (): Float32Array => heardAfter(120, 0.3, noise(1.2 * rate, 0.004));
    expect(judgeEcho(probe, loud(), rate, true)).toMatchObject({ verdict: 'warn', code: 'echo_cancelled' });
    expect(judgeEcho(probe, loud(), rate, false)).toMatchObject({ verdict: 'bad', code: 'echo_heard' });
    expect(judgeEcho(probe, noise(1.2 * rate, 0.01), rate, false).code).toBe('echo_none');
    expect(judgeEcho(probe, new Float32Array(1.2 * rate), rate, false).code).toBe('echo_unknown');
  });
});

describe('the call of the computer to itself', () => {
  it.each([
    [{ packetsSent: 150, packetsLost: 0, delayMs: 40 }, 'good', 'loss_good'],
    [{ packetsSent: 150, packetsLost: 3, delayMs: 40 }, 'warn', 'loss_some'],
    [{ packetsSent: 150, packetsLost: 15, delayMs: 40 }, 'bad', 'loss_much'],
    [{ packetsSent: 150, packetsLost: 0, delayMs: 350 }, 'warn', 'loss_slow'],
    [{ packetsSent: 0, packetsLost: 0, delayMs: 0 }, 'bad', 'loss_nothing'],
  ] as const)('%j is %s', (measure, verdict, code) => {
    expect(judgeLoop(measure)).toMatchObject({ verdict, code });
  });
});

describe('the tones', () => {
  it.each([
    ['ringback', ringbackTone, 5000],
    ['call waiting', callWaitingTone, 4400],
  ] as const)('%s is 450 Hz in the rhythm of Chinese exchanges', (_, tone, periodMs) => {
    expect(toneMs(tone)).toBe(periodMs);
    const samples = renderTone(tone, rate);
    const on = tone.parts[0]?.ms ?? 0;
    let crossings = 0;
    for (let n = 1; n < samples.length; n += 1)
      if ((samples[n - 1] ?? 0) < 0 && (samples[n] ?? 0) >= 0) crossings += 1;
    expect(Math.abs(crossings - (450 * on) / 1000)).toBeLessThan(3);
    expect(levelOf(samples.subarray((on / 1000) * rate)).peakDb).toBe(silenceDb);
  });

  it('none clicks, clips, or is loud in a headset', () => {
    for (const tone of [ringbackTone, callWaitingTone, ringTone, ringSample, autoAnswerBeep]) {
      const samples = renderTone(tone, 48_000);
      expect(samples.length).toBe(Math.round(toneMs(tone) * 48));
      expect(Math.max(...[0, samples.length - 1].map((n) => Math.abs(samples[n] ?? 1)))).toBeLessThan(0.001);
      expect(levelOf(samples).peakDb).toBeLessThan(-5);
    }
    expect(levelOf(renderTone(callWaitingTone, 48_000)).peakDb).toBeLessThan(-28);
    expect(ringSample.loop).toBe(false);
    expect(autoAnswerBeep.loop).toBe(false);
  });
});
