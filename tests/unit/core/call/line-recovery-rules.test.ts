import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  careFor,
  careLimits,
  newCare,
  type CallFacts,
  type CareMemory,
} from '../../../../core/call/recovery-rules.ts';

const start = 1_000_000;

const facts = (more: Partial<CallFacts> = {}): CallFacts => ({
  now: start,
  phase: 'talking',
  direction: 'outgoing',
  held: false,
  up: true,
  ice: 'connected',
  iceSince: start - 60_000,
  lastPacketAt: start - 20,
  ...more,
});

const memory = (more: Partial<CareMemory> = {}): CareMemory => ({ ...newCare(start - 60_000), ...more });
/** The signalling has just come back. */
const stale = (more: Partial<CareMemory> = {}): CareMemory =>
  memory({ stale: true, changedAt: start, ...more });

describe('what a call is called', () => {
  it.each([
    ['flows', {}, 'flowing'],
    ['pauses for less than 3 s', { lastPacketAt: start - 2_900 }, 'flowing'],
    ['has no packets for 3 s', { lastPacketAt: start - 3_000 }, 'silent'],
    ['has no packets because it is held', { lastPacketAt: start - 60_000, held: true }, 'flowing'],
    ['lost its path', { ice: 'failed' }, 'lost'],
    ['lost its path while held', { ice: 'failed', held: true }, 'lost'],
    ['misses checks but is heard', { ice: 'disconnected' }, 'flowing'],
    ['misses checks and is not heard', { ice: 'disconnected', lastPacketAt: start - 3_000 }, 'lost'],
    ['rings', { phase: 'ringing' }, 'none'],
    ['has no media at all', { ice: null }, 'none'],
  ] as const)('a call that %s', (_, more, media) => {
    expect(careFor(facts(more), memory()).media).toBe(media);
  });

  it('signalling is lost, then restoring until the re-INVITE is answered, then up', () => {
    expect(careFor(facts({ up: false }), stale()).signalling).toBe('lost');
    expect(careFor(facts(), stale()).signalling).toBe('restoring');
    expect(careFor(facts(), memory()).signalling).toBe('up');
  });
});

describe('what is done', () => {
  it('after a reconnect: a re-INVITE at once, with an ICE restart only where the media needs one', () => {
    expect(careFor(facts(), stale()).action).toBe('refresh');
    expect(careFor(facts(), stale({ moved: true })).action).toBe('restart');
    expect(careFor(facts({ lastPacketAt: start - careLimits.pause }), stale()).action).toBe('restart');
    expect(careFor(facts({ ice: 'disconnected', iceSince: start }), stale()).action).toBe('restart');
    expect(careFor(facts({ lastPacketAt: start - 60_000, held: true }), stale()).action).toBe('refresh');
  });

  it('the side that was called lets the other one come first, and is content when it came', () => {
    const incoming = facts({ direction: 'incoming' });
    expect(careFor(incoming, stale()).action).toBe('none');
    const later = { ...incoming, now: start + careLimits.courtesy };
    expect(careFor(later, stale()).action).toBe('refresh');
    const asked = careFor(later, stale({ peerAskedAt: start + 100 }));
    expect(asked).toMatchObject({ action: 'none', memory: { stale: false } });
  });

  it('one re-INVITE at a time, and pauses that grow while nobody answers', () => {
    expect(careFor(facts(), stale({ asking: true })).action).toBe('none');
    const pauses = [1, 2, 3, 4, 5].map((failures) => {
      const waiting = stale({ failures, failedAt: start });
      let ms = 0;
      while (careFor(facts({ now: start + ms, lastPacketAt: start + ms }), waiting).action === 'none')
        ms += 500;
      return ms;
    });
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 8_000]);
  });

  it('a broken path is mended over a working line, a short hiccup is not', () => {
    expect(careFor(facts({ ice: 'failed', iceSince: start }), memory()).action).toBe('restart');
    const hiccup = { ice: 'disconnected' as const, iceSince: start };
    expect(careFor(facts({ ...hiccup, now: start + 900 }), memory()).action).toBe('none');
    expect(careFor(facts({ ...hiccup, now: start + 1_000 }), memory()).action).toBe('restart');
  });

  it('silence on a good path is answered with new offers ever further apart, not with many', () => {
    const at: number[] = [];
    let current = memory({ deafSince: start });
    for (let now = start; now < start + 240_000; now += 250) {
      const { action, memory: next } = careFor(facts({ now, lastPacketAt: start - 3_000 }), current);
      if (action === 'restart') at.push(now - start);
      current = next;
    }
    expect(at).toEqual([8_000, 24_000, 56_000, 116_000, 176_000, 236_000]);
    expect(careFor(facts(), current).memory).toMatchObject({ silenceTold: 0, deafSince: null });
  });

  it('a path that ICE has just found again is given time to sound before it is taken away', () => {
    const found = { ice: 'connected' as const, iceSince: start };
    const quiet = (ms: number) => facts({ ...found, now: start + ms, lastPacketAt: start - 30_000 });
    const outage = memory({ deafSince: start - 27_000, restarts: 6, restartedAt: start - 9_000 });
    expect(careFor(quiet(250), outage).action).toBe('none');
    expect(careFor(quiet(careLimits.deaf - 1), outage).action).toBe('none');
    expect(careFor(quiet(careLimits.deaf), outage).action).toBe('restart');
  });

  it('silence that was told before the path broke is told anew on the next path', () => {
    const told = memory({ deafSince: start - 60_000, silenceTold: 3 });
    const broken = careFor(facts({ ice: 'failed', lastPacketAt: start - 60_000 }), told);
    expect(broken.memory.silenceTold).toBe(0);
  });
});

describe('what ends a call', () => {
  const gone = memory({ stale: true, changedAt: start - 3_600_000 });

  it('lost signalling never does while the sound flows, for however long', () => {
    expect(careFor(facts({ up: false }), gone).action).toBe('none');
  });

  it('lost sound never does while the line is up', () => {
    const deaf = memory({ deafSince: start - 3_600_000, silenceTold: 5 });
    expect(careFor(facts({ lastPacketAt: start - 3_600_000 }), deaf).action).not.toBe('end');
  });

  it('both gone for 30 s does, and not a moment earlier', () => {
    const dead = { up: false, ice: 'failed', lastPacketAt: start - 60_000 } as const;
    const since = (ms: number): CareMemory =>
      memory({ stale: true, changedAt: start - 60_000, deafSince: start - ms });
    expect(careFor(facts(dead), since(29_999)).action).toBe('none');
    expect(careFor(facts(dead), since(30_000)).action).toBe('end');
  });

  it('a call that was still being dialled ends when the line is back, for its answer cannot come', () => {
    const ringing = facts({ phase: 'ringing' });
    expect(careFor({ ...ringing, up: false }, stale()).action).toBe('none');
    expect(careFor(ringing, stale()).action).toBe('end');
    expect(careFor({ ...ringing, up: false }, gone).action).toBe('end');
    expect(careFor(facts({ phase: 'incoming', direction: 'incoming' }), stale()).action).toBe('none');
  });
});

describe('an ICE restart has its time', () => {
  /** Looks ten times a second at a call whose path stays broken though every restart is answered. */
  const restartsWithin = (ms: number, first: CareMemory): number[] => {
    const at: number[] = [];
    let current = first;
    for (let now = start; now < start + ms; now += 100) {
      const { action, memory: next } = careFor(facts({ now, ice: 'failed', lastPacketAt: start }), current);
      if (action === 'restart') at.push(now - start);
      current = { ...next, stale: false };
    }
    return at;
  };

  it('a path that stays broken is offered anew after 1, 2 and then every 4 s, later 8 s, not with every look', () => {
    const at = restartsWithin(120_000, memory());
    expect(at.slice(0, 6)).toEqual([0, 1_000, 3_000, 7_000, 11_000, 15_000]);
    const pauses = at.slice(1).map((ms, index) => ms - (at[index] ?? 0));
    expect(Math.max(...pauses.filter((_, index) => (at[index] ?? 0) < 50_000))).toBe(careLimits.settling);
    expect(pauses.at(-1)).toBe(careLimits.settlingLater);
  });

  /**
   * Sound again after an outage at whose end only an offer made afterwards finds the path: what rtpengine does once
   * it has given up the checks of the one before. Gives ms from the end of the outage to that offer.
   */
  const heardAfter = (outageMs: number, offersNeeded: number): number => {
    let current = memory();
    let offers = 0;
    for (let now = start; ; now += 250) {
      const facts_ = facts({
        now,
        ice: now - start < 6_000 ? 'disconnected' : 'failed',
        iceSince: now - start < 6_000 ? start : start + 6_000,
        lastPacketAt: start - 5_000,
      });
      const { action, memory: next } = careFor(facts_, current);
      current = next;
      if (action === 'restart' && now - start >= outageMs) offers += 1;
      if (offers === offersNeeded) return now - start - outageMs;
    }
  };

  it('however long a loss was, the next offer comes within the time one has, and a second one within twice that', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 2 }), (seconds, offers) => {
        expect(heardAfter(seconds * 1_000, offers)).toBeLessThanOrEqual(careLimits.settling * offers);
      }),
      { seed: 3 },
    );
  });

  it('after a reconnect at once, whatever was tried before', () => {
    const tried = { restarts: 4, restartedAt: start - 1_000 };
    expect(careFor(facts({ ice: 'failed' }), memory(tried)).action).toBe('none');
    expect(careFor(facts({ ice: 'failed' }), stale(tried)).action).toBe('restart');
  });

  it('a restart that only checks is repeated once it had its time, unless packets come', () => {
    const tried = memory({ restarts: 1, restartedAt: start - careLimits.checking });
    const silent = { ice: 'checking', lastPacketAt: start - careLimits.pause } as const;
    expect(careFor(facts(silent), tried).action).toBe('restart');
    expect(careFor(facts({ ...silent, lastPacketAt: start - 100 }), tried).action).toBe('none');
    expect(careFor(facts(silent), { ...tried, restartedAt: start - 1_400 }).action).toBe('none');
    // The first path of a call has all the time that ICE gives itself.
    expect(careFor(facts(silent), memory()).action).toBe('none');
  });

  it('media that flows again ends the count', () => {
    const { memory: after } = careFor(facts(), memory({ restarts: 3, restartedAt: start - 1_000 }));
    expect(after.restarts).toBe(0);
    expect(careFor(facts({ ice: 'failed' }), after).action).toBe('restart');
  });
});

describe('a call that rings while the line is lost', () => {
  const incoming = { phase: 'incoming', direction: 'incoming', ice: null } as const;
  const lost = (ms: number) => memory({ stale: true, changedAt: start - ms });

  it.each([
    ['rings on for a while without the line', false, careLimits.ringing - 1, 'none'],
    ['is missed when the line stays away', false, careLimits.ringing, 'end'],
    ['rings on when the line is back: the caller may be there', true, careLimits.ringing - 1, 'none'],
    [
      'is missed when nobody answers it then: the caller may have given up unheard',
      true,
      careLimits.ringing,
      'end',
    ],
  ] as const)('%s', (_, up, ms, action) => {
    expect(careFor(facts({ ...incoming, up }), lost(ms)).action).toBe(action);
  });

  it('without a loss it rings as long as the caller likes', () => {
    expect(careFor(facts(incoming), memory({ changedAt: start - 600_000 })).action).toBe('none');
  });
});
