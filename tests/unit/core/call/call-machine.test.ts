import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isForeground,
  localEnding,
  newIncomingCall,
  newOutgoingCall,
  nextCall,
  type CallEvent,
} from '../../../../core/call/call-machine.ts';
import { callEndings, callSnapshotSchema, type CallPhase } from '../../../../core/call/types.ts';

const stats = {
  at: 5,
  packetsReceived: 1,
  packetsSent: 1,
  packetsLost: 0,
  inboundLevel: 0,
  outboundLevel: 0,
  roundTripS: null,
  jitterS: null,
  jitterBufferS: null,
  samplesPlayed: 0,
  packetsDiscarded: 0,
  codec: null,
};
const transferStates = ['asked', 'trying', 'ringing', 'done', 'failed'] as const;
const events = fc.oneof(
  fc.constant<CallEvent>({ type: 'ringing' }),
  fc.constant<CallEvent>({ type: 'earlyMedia' }),
  fc.nat().map((at): CallEvent => ({ type: 'answered', at })),
  fc.boolean().map((muted): CallEvent => ({ type: 'muted', muted })),
  fc
    .record({ side: fc.constantFrom('local' as const, 'remote' as const), held: fc.boolean() })
    .map((hold): CallEvent => ({ type: 'held', ...hold })),
  fc
    .record(
      {
        signalling: fc.constantFrom('up' as const, 'lost' as const, 'restoring' as const),
        media: fc.constantFrom('none' as const, 'flowing' as const, 'silent' as const, 'lost' as const),
      },
      { requiredKeys: [] },
    )
    .map((health): CallEvent => ({ type: 'health', ...health })),
  fc
    .record({
      kind: fc.constantFrom('blind' as const, 'attended' as const),
      state: fc.constantFrom(...transferStates),
    })
    .map((transfer): CallEvent => ({ type: 'transfer', transfer: { ...transfer, sipStatus: null } })),
  fc.constant<CallEvent>({ type: 'conference' }),
  fc.constant<CallEvent>({ type: 'stats', stats }),
  fc
    .record({ at: fc.nat(), ending: fc.constantFrom(...callEndings) })
    .map((end): CallEvent => ({ type: 'ended', ...end, sipStatus: null })),
);
const starts = fc.constantFrom(newOutgoingCall('c', 1), newIncomingCall('c', 1));
const rank = (phase: CallPhase): number =>
  ({ dialling: 0, incoming: 0, ringing: 1, talking: 2, ended: 3 })[phase];

describe('call machine', () => {
  it('only ever moves forward, never leaves its end, and says when each phase began', () => {
    fc.assert(
      fc.property(starts, fc.array(events, { maxLength: 40 }), (start, sequence) => {
        let call = start;
        for (const event of sequence) {
          const next = nextCall(call, event);
          expect(rank(next.phase)).toBeGreaterThanOrEqual(rank(call.phase));
          if (call.phase === 'ended') expect(next).toBe(call);
          expect(next.endedAt === null).toBe(next.phase !== 'ended');
          expect(next.ending === null).toBe(next.phase !== 'ended');
          if (next.phase === 'talking') expect(next.answeredAt).not.toBeNull();
          if (call.answeredAt !== null) expect(next.answeredAt).toBe(call.answeredAt);
          expect(next.callId).toBe(start.callId);
          expect(next.direction).toBe(start.direction);
          expect(callSnapshotSchema.parse(next)).toEqual(next);
          call = next;
        }
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it('changes mute and hold only when told to, each for itself, and hold only while people talk', () => {
    fc.assert(
      fc.property(starts, fc.array(events, { maxLength: 40 }), (start, sequence) => {
        let call = start;
        for (const event of sequence) {
          const next = nextCall(call, event);
          if (event.type === 'muted' && call.phase !== 'ended') expect(next.muted).toBe(event.muted);
          else expect(next.muted).toBe(call.muted);
          for (const side of ['local', 'remote'] as const) {
            if (event.type === 'held' && event.side === side && call.phase === 'talking')
              expect(next.held[side]).toBe(event.held);
            else expect(next.held[side]).toBe(call.held[side]);
          }
          if (next.answeredAt === null) expect(next.held).toEqual({ local: false, remote: false });
          expect(isForeground(next)).toBe(next.phase === 'talking' && !next.held.local);
          // Nothing is heard before a call is up on its way, nor after it.
          if (next.earlyMedia) expect([next.phase, next.direction]).toEqual(['ringing', 'outgoing']);
          call = next;
        }
      }),
      { seed: 2, numRuns: 500 },
    );
  });

  it('tells a transfer forwards only, one after another', () => {
    fc.assert(
      fc.property(fc.array(events, { maxLength: 60 }), (sequence) => {
        let call = nextCall(newOutgoingCall('c', 1), { type: 'answered', at: 2 });
        for (const event of sequence) {
          const next = nextCall(call, event);
          if (next.transfer !== call.transfer) {
            const before = call.transfer?.state ?? null;
            const after = next.transfer?.state ?? 'asked';
            if (after === 'asked') expect([null, 'done', 'failed']).toContain(before);
            else
              expect(transferStates.indexOf(after)).toBeGreaterThan(
                transferStates.indexOf(before ?? 'failed'),
              );
          }
          call = next;
        }
      }),
      { seed: 3, numRuns: 500 },
    );
  });

  it('returns the same object when nothing changes, so that nobody is told twice', () => {
    const talking = nextCall(newOutgoingCall('c', 1), { type: 'answered', at: 9 });
    const held = nextCall(talking, { type: 'held', side: 'local', held: true });
    for (const event of [
      { type: 'ringing' },
      { type: 'earlyMedia' },
      { type: 'answered', at: 10 },
      { type: 'muted', muted: false },
      { type: 'held', side: 'local', held: true },
      { type: 'health' },
      { type: 'health', signalling: 'up' },
      { type: 'transfer', transfer: { kind: 'blind', state: 'ringing', sipStatus: 180 } },
    ] satisfies CallEvent[])
      expect(nextCall(held, event)).toBe(held);
  });

  it('names a hang-up of this side by how far the call had come', () => {
    const out = newOutgoingCall('c', 1);
    expect(localEnding(out)).toBe('cancelled');
    expect(localEnding(nextCall(out, { type: 'ringing' }))).toBe('cancelled');
    expect(localEnding(nextCall(out, { type: 'answered', at: 2 }))).toBe('local_hangup');
    expect(localEnding(newIncomingCall('c', 1))).toBe('rejected');
  });
});
