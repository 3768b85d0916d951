import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codecOrder } from '../../../../renderer/sip/codec-order.ts';
import {
  gatheringLimitMs,
  gatheringWaitMs,
  wantedCandidates,
  type GatheringFacts,
} from '../../../../renderer/sip/ice-gathering.ts';

describe('when a description goes out', () => {
  const facts = (more: Partial<GatheringFacts> = {}): GatheringFacts => ({
    found: ['host'],
    complete: false,
    elapsedMs: 40,
    quietMs: 40,
    wants: wantedCandidates([], 'all'),
    ...more,
  });

  it('without servers: with the first host candidate and a moment of quiet', () => {
    expect(gatheringWaitMs(facts())).toBeNull();
    expect(gatheringWaitMs(facts({ quietMs: 10 }))).toBe(20);
    expect(gatheringWaitMs(facts({ found: [] }))).toBe(460);
    expect(gatheringWaitMs(facts({ found: [], elapsedMs: 500 }))).toBeNull();
  });

  it('with STUN or TURN: when its candidate is there too, and never after 1.5 s', () => {
    const stun = wantedCandidates(['stun:a.example'], 'all');
    expect(gatheringWaitMs(facts({ wants: stun }))).toBe(1_460);
    expect(gatheringWaitMs(facts({ wants: stun, found: ['host', 'srflx'] }))).toBeNull();
    const both = wantedCandidates(['stun:a.example', 'turns:b.example?transport=tcp'], 'all');
    expect(gatheringWaitMs(facts({ wants: both, found: ['host', 'srflx'] }))).toBe(1_460);
    expect(gatheringWaitMs(facts({ wants: both, found: ['host', 'relay'] }))).toBeNull();
    const relay = wantedCandidates(['turn:b.example'], 'relay');
    expect(gatheringWaitMs(facts({ wants: relay, found: ['relay'] }))).toBeNull();
  });

  it('is over when gathering is, and never waits beyond the limit', () => {
    expect(gatheringWaitMs(facts({ found: [], complete: true }))).toBeNull();
    fc.assert(
      fc.property(
        fc.subarray(['host', 'srflx', 'relay'] as const),
        fc.nat(3_000),
        fc.nat(3_000),
        fc.record({ host: fc.boolean(), reflexive: fc.boolean(), relay: fc.boolean() }),
        (found, elapsedMs, quietMs, wants) => {
          const wait = gatheringWaitMs({ found, complete: false, elapsedMs, quietMs, wants });
          const limit = gatheringLimitMs(wants.reflexive || wants.relay);
          expect((wait ?? 0) + elapsedMs).toBeLessThanOrEqual(Math.max(limit, elapsedMs));
        },
      ),
      { seed: 5000, numRuns: 500 },
    );
  });
});

describe('the order of the codecs', () => {
  const known = ['opus', 'red', 'G722', 'PCMU', 'PCMA', 'CN', 'telephone-event', 'telephone-event'].map(
    (name, at) => ({ mimeType: `audio/${name}`, at }),
  );

  it("is the account's, with the tones kept in all their rates and nothing else", () => {
    expect(codecOrder(known, ['PCMA', 'opus'])?.map(({ mimeType, at }) => `${mimeType} ${at}`)).toEqual([
      'audio/PCMA 4',
      'audio/opus 0',
      'audio/telephone-event 6',
      'audio/telephone-event 7',
    ]);
  });

  it('is left alone when none is known', () => {
    expect(codecOrder(known, ['AMR'])).toBeNull();
    expect(codecOrder(known, [])).toBeNull();
  });
});
