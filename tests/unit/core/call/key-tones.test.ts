import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeyCounter, keyIn, keyOfInfo } from '../../../../core/call/key-tones.ts';

const rate = 8_000;
const tonesOf: Readonly<Record<string, readonly [number, number]>> = {
  '1': [697, 1209],
  '5': [770, 1336],
  '9': [852, 1477],
  '0': [941, 1336],
  '*': [941, 1209],
  '#': [941, 1477],
  A: [697, 1633],
  D: [941, 1633],
};

const sounding = (parts: readonly { hz: number; amplitude: number }[], phase: number): Float32Array =>
  Float32Array.from({ length: 205 }, (_, at) =>
    parts.reduce(
      (sum, { hz, amplitude }) => sum + amplitude * Math.sin(phase + (2 * Math.PI * hz * at) / rate),
      0,
    ),
  );

describe('keys heard as sound (ITU-T Q.23)', () => {
  it('each key is known at any loudness, with one tone up to 6 dB softer', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(tonesOf)),
        fc.double({ min: 0.02, max: 0.4, noNaN: true }),
        fc.double({ min: 0.5, max: 2, noNaN: true }),
        fc.double({ min: 0, max: 6.28, noNaN: true }),
        (key, amplitude, twist, phase) => {
          const [lowHz = 0, highHz = 0] = tonesOf[key] ?? [];
          const parts = [
            { hz: lowHz, amplitude },
            { hz: highHz, amplitude: amplitude * twist },
          ];
          expect(keyIn(sounding(parts, phase), rate)).toBe(key);
        },
      ),
      { seed: 7 },
    );
  });

  it('silence, one tone alone, the ringback tone and a chord are no key', () => {
    expect(keyIn(new Float32Array(205), rate)).toBeNull();
    expect(keyIn(sounding([{ hz: 770, amplitude: 0.3 }], 0), rate)).toBeNull();
    expect(keyIn(sounding([{ hz: 450, amplitude: 0.3 }], 0), rate)).toBeNull();
    const chord = [262, 330, 392, 523, 770, 1336].map((hz) => ({ hz, amplitude: 0.1 }));
    expect(keyIn(sounding(chord, 0), rate)).toBeNull();
  });

  it('a pressing counts once, when it lasts for two looks, and again after a pause', () => {
    const counter = new KeyCounter();
    const looks = ['5', null, '5', '5', '5', null, '5', '5', '9', '9', '9'];
    expect(looks.map((look) => counter.heard(look))).toEqual([
      null, null, null, '5', null, null, null, '5', null, '9', null,
    ]); // prettier-ignore
  });
});

describe('keys as INFO', () => {
  it.each([
    ['application/dtmf-relay', 'Signal=5\r\nDuration=160\r\n', '5'],
    ['Application/DTMF-Relay; charset=utf-8', 'Signal = #\r\n', '#'],
    ['application/dtmf-relay', 'Signal=10\r\nDuration=160\r\n', '*'],
    ['application/dtmf', '7', '7'],
    ['application/dtmf-relay', 'Duration=160\r\n', null],
    ['application/dtmf-relay', 'Signal=55\r\n', null],
    ['text/plain', '7', null],
  ])('%s %j is %s', (type, body, key) => {
    expect(keyOfInfo(type, body)).toBe(key);
  });
});
