import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  localEnding,
  newIncomingCall,
  newOutgoingCall,
  nextCall,
  type CallEvent,
} from '../../../../core/call/call-machine.ts';
import { callEndings, callSnapshotSchema, type CallPhase } from '../../../../core/call/types.ts';

const stats = { at: 5, packetsReceived: 1, packetsSent: 1, inboundLevel: 0, roundTripS: null, jitterS: null };
const events = fc.oneof(
  fc.constant<CallEvent>({ type: 'ringing' }),
  fc.nat().map((at): CallEvent => ({ type: 'answered', at })),
  fc.boolean().map((muted): CallEvent => ({ type: 'muted', muted })),
  fc.constant<CallEvent>({ type: 'stats', stats }),
  fc
    .record({ at: fc.nat(), ending: fc.constantFrom(...callEndings) })
    .map((end): CallEvent => ({ type: 'ended', ...end, sipStatus: null })),
);
const starts = fc.constantFrom(newOutgoingCall('c', 1), newIncomingCall('c', 1));
const rank = (phase: CallPhase): number =>
  ({ dialling: 0, incoming: 0, ringing: 1, talking: 2, ended: 3 })[phase];

describe('call machine', () => {
  it('only ever moves forward, and says when each phase began', () => {
    fc.assert(
      fc.property(starts, fc.array(events, { maxLength: 30 }), (start, sequence) => {
        let call = start;
        for (const event of sequence) {
          const next = nextCall(call, event);
          expect(rank(next.phase)).toBeGreaterThanOrEqual(rank(call.phase));
          if (call.phase === 'ended') expect(next).toBe(call);
          expect(next.endedAt === null).toBe(next.phase !== 'ended');
          expect(next.ending === null).toBe(next.phase !== 'ended');
          if (next.phase === 'talking') expect(next.answeredAt).not.toBeNull();
          if (call.answeredAt !== null) expect(next.answeredAt).toBe(call.answeredAt);
          expect(callSnapshotSchema.parse(next)).toEqual(next);
          call = next;
        }
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it('ignores a ringing that arrives after the answer, by identity', () => {
    const talking = nextCall(newOutgoingCall('c', 1), { type: 'answered', at: 9 });
    expect(nextCall(talking, { type: 'ringing' })).toBe(talking);
    expect(nextCall(talking, { type: 'answered', at: 10 })).toBe(talking);
  });

  it('names a hang-up of this side by how far the call had come', () => {
    const out = newOutgoingCall('c', 1);
    expect(localEnding(out)).toBe('cancelled');
    expect(localEnding(nextCall(out, { type: 'ringing' }))).toBe('cancelled');
    expect(localEnding(nextCall(out, { type: 'answered', at: 2 }))).toBe('local_hangup');
    expect(localEnding(newIncomingCall('c', 1))).toBe('rejected');
  });
});
