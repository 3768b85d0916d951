import { expect, it } from 'vitest';
import { speaksUnheard } from '../../../../core/call/muted-voice.ts';
import { mediaStats } from '../../../../renderer/sip/peer-connection.ts';
import { callOf } from '../../../support/softphone-states.ts';

const spoken = (outboundLevel: number) => ({ ...mediaStats([], 1), outboundLevel });

it('tells speech from silence while muted, and nothing else', () => {
  expect(speaksUnheard(callOf({ muted: true, stats: spoken(0.05) }))).toBe(true);
  expect(speaksUnheard(callOf({ muted: true, stats: spoken(0.002) }))).toBe(false);
  expect(speaksUnheard(callOf({ muted: true, stats: null }))).toBe(false);
  expect(speaksUnheard(callOf({ muted: false, stats: spoken(0.5) }))).toBe(false);
});

it('leaves it to the words about hold while the call is on hold, and to nobody when it is over', () => {
  const muted = { muted: true, stats: spoken(0.05) };
  expect(speaksUnheard(callOf({ ...muted, held: { local: true, remote: false } }))).toBe(false);
  expect(speaksUnheard(callOf({ ...muted, phase: 'ended' }))).toBe(false);
});
