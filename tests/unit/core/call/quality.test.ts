import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  estimateMos,
  newQuality,
  nextQuality,
  qualitySummary,
  type QualityRules,
} from '../../../../core/call/quality.ts';
import type { MediaStats } from '../../../../core/call/types.ts';

const rules: QualityRules = {
  bands: { good: 4, fair: 3.6, poor: 3.1 },
  limits: { lossFraction: 0.03, jitterMs: 30, roundTripMs: 300, silentS: 3 },
};

/** One second of a call at 50 packets, of which some are lost. */
const second = (n: number, change: Partial<MediaStats> = {}, lostEach = 0): MediaStats => ({
  at: n * 1000,
  packetsReceived: n * (50 - lostEach),
  packetsSent: n * 50,
  packetsLost: n * lostEach,
  packetsDiscarded: 0,
  inboundLevel: 0.1,
  outboundLevel: 0.1,
  roundTripS: 0.02,
  jitterS: 0.004,
  jitterBufferS: 0.04,
  samplesPlayed: n * 8000,
  codec: 'PCMA',
  ...change,
});

const after = (samples: readonly MediaStats[], held = false) =>
  samples.reduce((state, sample) => nextQuality(state, sample, rules, held), newQuality);
const seconds = (count: number, change: Partial<MediaStats> = {}, lostEach = 0) =>
  Array.from({ length: count }, (_, index) => second(index + 1, change, lostEach));

describe('estimateMos (ITU-T G.107)', () => {
  it('gives a clean G.711 line 4.4 and falls with loss, delay and a narrow codec', () => {
    const clean = estimateMos({ delayMs: 20, lossFraction: 0, codec: 'PCMA' });
    expect(clean).toBeCloseTo(4.4, 1);
    expect(estimateMos({ delayMs: 20, lossFraction: 0.05, codec: 'PCMA' })).toBeLessThan(4);
    expect(estimateMos({ delayMs: 400, lossFraction: 0, codec: 'PCMA' })).toBeLessThan(3.7);
    expect(estimateMos({ delayMs: 20, lossFraction: 0, codec: 'G722' })).toBeLessThan(clean);
  });

  it('stays between 1 and 4.5, and never rises when the line gets worse', () => {
    const codec = fc.constantFrom('opus', 'PCMA', 'PCMU', 'G722', null);
    const delay = fc.integer({ min: 0, max: 2000 });
    const loss = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(codec, delay, loss, delay, loss, (name, delayMs, lossFraction, more, extra) => {
        const mos = estimateMos({ delayMs, lossFraction, codec: name });
        expect(mos).toBeGreaterThanOrEqual(1);
        expect(mos).toBeLessThanOrEqual(4.5);
        const worse = {
          delayMs: delayMs + more,
          lossFraction: Math.min(1, lossFraction + extra),
          codec: name,
        };
        expect(estimateMos(worse)).toBeLessThanOrEqual(mos + 1e-9);
      }),
      { seed: 7 },
    );
  });
});

describe('quality of a running call', () => {
  it('calls a clean line good and names no cause', () => {
    expect(after(seconds(5)).view).toMatchObject({ verdict: 'good', cause: null, codec: 'PCMA' });
  });

  it('names loss, delay and jitter, loss first', () => {
    expect(after(seconds(5, {}, 5)).view).toMatchObject({ cause: 'loss', lossFraction: 0.1 });
    expect(after(seconds(5, { roundTripS: 0.5 })).view).toMatchObject({ cause: 'delay', roundTripMs: 500 });
    expect(after(seconds(5, { jitterS: 0.06 })).view).toMatchObject({ cause: 'jitter', jitterMs: 60 });
    expect(after(seconds(5, { roundTripS: 0.5 }, 5)).view?.cause).toBe('loss');
  });

  it('never calls a line clear that is over a limit, and always blames something for one that is not', () => {
    expect(after(seconds(5, { jitterS: 0.06 })).view).toMatchObject({ verdict: 'fair', cause: 'jitter' });
    const limits = { lossFraction: 1, jitterMs: 1e6, roundTripMs: 1e6, silentS: 3 };
    const sample = fc.record({
      roundTripS: fc.option(fc.double({ min: 0, max: 2, noNaN: true })),
      jitterBufferS: fc.double({ min: 0, max: 2, noNaN: true }),
      packetsLost: fc.integer({ min: 0, max: 200 }),
      packetsDiscarded: fc.integer({ min: 0, max: 50 }),
    });
    fc.assert(
      fc.property(sample, fc.constantFrom(limits, rules.limits), (change, within) => {
        const first = nextQuality(newQuality, second(1), { ...rules, limits: within }, false);
        const { view } = nextQuality(first, second(2, change), { ...rules, limits: within }, false);
        expect(view?.cause === null).toBe(view?.verdict === 'good');
      }),
      { seed: 11 },
    );
  });

  it('hears packets that came too late as lost, and blames the jitter', () => {
    const late = (n: number) => second(n, { packetsDiscarded: n * 5 });
    const { view } = after([1, 2, 3, 4, 5].map(late));
    expect(view).toMatchObject({ cause: 'jitter', lossFraction: 0 });
    expect(view?.mos).toBeCloseTo(after(seconds(5, {}, 5)).view?.mos ?? 0, 1);
  });

  it('takes the wait in the jitter buffer of the last seconds, not of the whole call', () => {
    // 100 s at 40 ms, then the buffer grows to 500 ms: the mean of the call has moved by a few ms only.
    const quiet = seconds(100);
    const waited = (n: number): number => (100 * 0.04 + (n - 100) * 0.5) / n;
    const late = [101, 102, 103, 104].map((n) => second(n, { jitterBufferS: waited(n) }));
    const { view } = after([...quiet, ...late]);
    expect(view?.delayMs).toBeCloseTo(10 + 500 + 20, 0);
    expect(view).toMatchObject({ verdict: 'bad', cause: 'delay' });
  });

  it('judges the last seconds: loss long ago does not stick', () => {
    const bad = seconds(5, {}, 10);
    const last = bad.at(-1);
    const good = Array.from({ length: 10 }, (_, n) =>
      second(6 + n, { packetsLost: last?.packetsLost ?? 0, packetsReceived: 200 + 50 * (n + 1) }),
    );
    expect(after([...bad, ...good]).view).toMatchObject({ verdict: 'good', lossFraction: 0 });
  });

  it('says silence after three seconds without a packet, at once bad, and takes it back', () => {
    const silent = [...seconds(3), ...[4, 5, 6].map((n) => second(n, { packetsReceived: 150 }))];
    expect(after(silent.slice(0, 5)).view?.cause).toBeNull();
    expect(after(silent).view).toMatchObject({ cause: 'silence', verdict: 'bad', mos: 1 });
    expect(after([...silent, second(7, { packetsReceived: 200 })]).view?.verdict).toBe('good');
  });

  it('does not judge a call on hold', () => {
    const held = seconds(8, { packetsReceived: 10 }).reduce(
      (state, sample) => nextQuality(state, sample, rules, true),
      after(seconds(2)),
    );
    expect(held.view?.verdict).toBe('good');
    expect(qualitySummary(held)?.silentS).toBe(0);
  });

  it('sums up the whole call; nothing measured is null', () => {
    expect(qualitySummary(newQuality)).toBeNull();
    const whole = qualitySummary(after([...seconds(4, { jitterS: 0.01 }), second(5, { jitterS: 0.05 })]));
    expect(whole).toMatchObject({ samples: 5, jitterAverageMs: 18, jitterHighestMs: 50, lossFraction: 0 });
    expect(whole?.mosLowest).toBeLessThanOrEqual(whole?.mosAverage ?? 0);
  });
});
