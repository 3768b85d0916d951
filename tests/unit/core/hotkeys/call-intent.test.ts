import { describe, expect, it } from 'vitest';
import type { CallPhase, CallSnapshot } from '../../../../core/call/types.ts';
import { callIn } from '../../../fixtures/call/snapshots.ts';
import { callIntent, justRangMs } from '../../../../core/hotkeys/call-intent.ts';

const call = (
  callId: string,
  phase: CallPhase,
  startedAt = 0,
  more: Partial<CallSnapshot> = {},
): CallSnapshot => callIn(phase, { callId, startedAt, ...more });
const held = { held: { local: true, remote: false } };
const now = 100_000;

describe('what a hotkey means', () => {
  it.each(['answer', 'hangUp', 'mute', 'hold'] as const)('%s means nothing without a call', (action) => {
    expect(callIntent(action, [], now)).toBeNull();
    expect(callIntent(action, [call('a', 'ended')], now)).toBeNull();
  });

  it('answers what has rung longest, beside a call too', () => {
    const calls = [call('b', 'incoming', 20), call('a', 'incoming', 10), call('t', 'talking', 0)];
    expect(callIntent('answer', calls, now)).toEqual({ type: 'answer', callId: 'a' });
    expect(callIntent('answer', [call('t', 'talking')], now)).toBeNull();
  });

  it('hangs up what is talked to before it refuses what rings', () => {
    const calls = [call('t', 'talking', 0), call('r', 'incoming', 10)];
    expect(callIntent('hangUp', calls, now)).toEqual({ type: 'hangUp', callId: 't' });
    expect(callIntent('hangUp', [call('o', 'ringing', 0)], now)).toEqual({ type: 'hangUp', callId: 'o' });
    expect(callIntent('hangUp', [call('r', 'incoming', 0)], now)).toEqual({ type: 'reject', callId: 'r' });
  });

  it('does not refuse a customer with a press that was meant for the call before', () => {
    const rings = [call('r', 'incoming', now)];
    expect(callIntent('hangUp', rings, now + justRangMs - 1)).toBeNull();
    expect(callIntent('hangUp', rings, now + justRangMs)).toEqual({ type: 'reject', callId: 'r' });
  });

  it('mutes only what is talked to', () => {
    expect(callIntent('mute', [call('r', 'incoming')], now)).toBeNull();
    expect(callIntent('mute', [call('o', 'ringing')], now)).toBeNull();
    expect(callIntent('mute', [call('h', 'talking', 0, held)], now)).toBeNull();
    expect(callIntent('mute', [call('t', 'talking')], now)).toEqual({
      type: 'setMuted',
      callId: 't',
      muted: true,
    });
    expect(callIntent('mute', [call('t', 'talking', 0, { muted: true })], now)).toMatchObject({
      muted: false,
    });
  });

  it('holds what is talked to, and takes up what was held last', () => {
    const calls = [call('h', 'talking', 0, held), call('t', 'talking', 5)];
    expect(callIntent('hold', calls, now)).toEqual({ type: 'setHeld', callId: 't', held: true });
    const both = [call('h', 'talking', 0, held), call('t', 'talking', 5, held)];
    expect(callIntent('hold', both, now)).toEqual({ type: 'setHeld', callId: 't', held: false });
    expect(callIntent('hangUp', both, now)).toEqual({ type: 'hangUp', callId: 't' });
    expect(callIntent('hold', [call('r', 'incoming')], now)).toBeNull();
  });
});
