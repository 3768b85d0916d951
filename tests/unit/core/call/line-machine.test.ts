import { describe, expect, it } from 'vitest';
import { nextLine } from '../../../../core/call/line-machine.ts';
import {
  limits,
  newLine,
  nextDue,
  type LineEffect,
  type LineEvent,
  type LineState,
} from '../../../../core/call/line-state.ts';

/** A line and the clock it lives by; `random` is 0.5. */
class Bench {
  now = 1_000_000;
  state: LineState;
  effects: LineEffect[] = [];

  constructor(servers = 1, expiresS = 300) {
    this.state = newLine(servers, expiresS);
  }

  feed(event: LineEvent): this {
    const step = nextLine(this.state, event, { now: this.now, random: 0.5 });
    this.state = step.state;
    this.effects = [...step.effects];
    return this;
  }

  /** Jumps to the next timer and fires it. */
  tick(): this {
    this.now = Math.max(this.now, nextDue(this.state) ?? this.now);
    return this.feed({ type: 'tick' });
  }

  opened(): this {
    return this.feed({ type: 'opened', socket: this.state.socket });
  }

  closed(): this {
    return this.feed({ type: 'closed', socket: this.state.socket });
  }

  heard(): this {
    return this.feed({ type: 'heard', socket: this.state.socket });
  }

  accepted(expiresS = 300): this {
    return this.feed({ type: 'accepted', socket: this.state.socket, expiresS });
  }

  rejected(status: number, more: { retryAfterS?: number; minExpiresS?: number } = {}): this {
    return this.feed({
      type: 'rejected',
      socket: this.state.socket,
      status,
      retryAfterS: more.retryAfterS ?? null,
      minExpiresS: more.minExpiresS ?? null,
      unsupportedDigest: false,
    });
  }

  registered(): this {
    return this.feed({ type: 'start' }).opened().accepted();
  }
}

const kinds = (bench: Bench): string[] => bench.effects.map(({ type }) => type);

describe('the way to a registration', () => {
  it('opens, registers, and asks again at 80 % of what was granted', () => {
    const line = new Bench().feed({ type: 'start' });
    expect(line.effects).toEqual([{ type: 'open', socket: 1, server: 0 }]);
    expect(line.opened().effects).toEqual([{ type: 'register', socket: 1, expiresS: 300 }]);
    line.accepted(100);
    expect(line.state).toMatchObject({ phase: 'registered', reason: null });
    expect(line.state.timers).toMatchObject({ refresh: line.now + 80_000, expire: line.now + 100_000 });
  });

  it('lets nothing of an older socket through', () => {
    const line = new Bench().registered();
    const before = line.state;
    expect(line.feed({ type: 'closed', socket: 0 }).state).toBe(before);
    expect(line.feed({ type: 'accepted', socket: 0, expiresS: 1 }).state).toBe(before);
  });

  it('a wrong password is final: no network, no waking and no time makes it try again', () => {
    const line = new Bench().feed({ type: 'start' }).opened().rejected(401);
    expect(line.state).toMatchObject({ phase: 'refused', reason: 'wrong_password', sipStatus: 401 });
    expect(nextDue(line.state)).toBeNull();
    for (const type of ['online', 'wake', 'start', 'tick', 'offline'] as const) {
      expect(line.feed({ type }).effects).toEqual([]);
      expect(line.state.phase).toBe('refused');
    }
  });

  it('a digest that is not spoken here is no wrong password', () => {
    const line = new Bench().feed({ type: 'start' }).opened();
    line.feed({
      type: 'rejected',
      socket: line.state.socket,
      status: 401,
      retryAfterS: null,
      minExpiresS: null,
      unsupportedDigest: true,
    });
    expect(line.state).toMatchObject({ phase: 'waiting', reason: 'server_error' });
  });

  it('takes the longer time of a 423, once', () => {
    const line = new Bench().feed({ type: 'start' }).opened().rejected(423, { minExpiresS: 900 });
    expect(line.effects).toEqual([{ type: 'register', socket: 1, expiresS: 900 }]);
    expect(line.rejected(423, { minExpiresS: 900 }).state).toMatchObject({
      phase: 'waiting',
      reason: 'server_error',
    });
  });

  it('waits as long as a 503 asks, and tries another server meanwhile', () => {
    const alone = new Bench().feed({ type: 'start' }).opened().rejected(503, { retryAfterS: 60 });
    expect(kinds(alone)).toEqual(['close']);
    const refusedAt = alone.now;
    while (alone.tick().state.phase === 'waiting');
    expect(alone.now).toBe(refusedAt + 60_000);

    const two = new Bench(2).feed({ type: 'start' }).opened().rejected(503, { retryAfterS: 60 }).tick();
    expect(two.effects).toEqual([{ type: 'open', socket: 2, server: 1 }]);
    // The second one fails too: it is asked again, not the one that wants to be left alone.
    two.closed().tick();
    expect(two.effects).toEqual([{ type: 'open', socket: 3, server: 1 }]);
  });

  it('tries every server in a round without a pause, then doubles the pause up to 2 s', () => {
    const line = new Bench(2).feed({ type: 'start' });
    const starts: [number, number][] = [];
    const began = line.now;
    for (let i = 0; i < 12; i++) {
      line.closed().tick();
      starts.push([line.now - began, line.state.server]);
    }
    expect(starts.map(([, server]) => server)).toEqual([1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0]);
    const gaps = starts.map(([at], i) => at - (starts[i - 1]?.[0] ?? 0));
    expect(gaps).toEqual([125, 375, 125, 750, 125, 1_500, 125, 1_500, 125, 1_500, 125, 1_500]);
  });

  it('a try that took its time has waited already', () => {
    const line = new Bench().feed({ type: 'start' });
    for (let i = 0; i < 2; i++) line.tick();
    expect(line.state.phase).toBe('opening');
    const startedAt = line.now;
    line.now += limits.open;
    line.feed({ type: 'tick' });
    line.tick();
    expect(line.now - startedAt).toBe(limits.open + 125);
  });
});

describe('the watch over the server', () => {
  it('notices a frozen server within 5 s and goes to the next one', () => {
    const line = new Bench(2).registered();
    const frozenAt = line.now;
    expect(kinds(line.tick())).toEqual(['ping']);
    line.tick();
    expect(kinds(line)).toEqual(['close']);
    expect(line.now - frozenAt).toBeLessThan(5_000);
    expect(line.state).toMatchObject({ phase: 'waiting', reason: 'timeout', server: 1 });
    expect(line.tick().effects).toEqual([{ type: 'open', socket: 2, server: 1 }]);
  });

  it('anything that comes in is a sign of life', () => {
    const line = new Bench().registered();
    for (let i = 0; i < 100; i++) {
      expect(kinds(line.tick())).toEqual(['ping']);
      line.now += 50;
      line.heard();
    }
    expect(line.state.phase).toBe('registered');
  });

  it('gives a late timer a second chance: the window stood still, not the server', () => {
    const line = new Bench().registered().tick();
    line.now += limits.pong + 3_000;
    expect(line.feed({ type: 'tick' }).effects).toEqual([]);
    expect(line.state.phase).toBe('registered');
    expect(kinds(line.tick())).toEqual(['close']);
  });

  it('goes back to the first server when it was seen twice, and never in mid-call', () => {
    const line = new Bench(2).feed({ type: 'start' }).closed().tick().opened().accepted();
    expect(line.state).toMatchObject({ phase: 'registered', server: 1 });
    line.feed({ type: 'calls', count: 1 });
    line.feed({ type: 'probed', alive: true }).feed({ type: 'probed', alive: true });
    expect(line.feed({ type: 'probed', alive: true }).effects).toEqual([]);
    line.feed({ type: 'calls', count: 0 });
    expect(line.feed({ type: 'probed', alive: true }).effects).toEqual([
      { type: 'close', socket: 2 },
      { type: 'open', socket: 3, server: 0 },
    ]);
  });

  it('one look at the first server is not enough', () => {
    const line = new Bench(2).feed({ type: 'start' }).closed().tick().opened().accepted();
    line.feed({ type: 'probed', alive: true }).feed({ type: 'probed', alive: false });
    expect(line.feed({ type: 'probed', alive: true }).effects).toEqual([]);
  });
});

describe('losses', () => {
  it('a socket that went away is opened again at once, to the same server', () => {
    const line = new Bench(2).registered();
    line.now += 60_000;
    const lostAt = line.now;
    line.closed();
    expect(line.state).toMatchObject({ phase: 'waiting', reason: null, server: 0 });
    line.tick();
    expect(line.now - lostAt).toBeLessThanOrEqual(250);
    expect(line.effects).toEqual([{ type: 'open', socket: 2, server: 0 }]);
  });

  it('does not hammer a server that accepts and drops', () => {
    const line = new Bench().registered();
    const gaps: number[] = [];
    for (let i = 0; i < 6; i++) {
      const at = line.now;
      line.closed().tick();
      gaps.push(line.now - at);
      line.opened().accepted();
    }
    expect(gaps).toEqual([125, 375, 750, 1_500, 1_500, 1_500]);
  });

  it('an expired registration is none', () => {
    const line = new Bench().registered();
    line.now += 300_000;
    line.feed({ type: 'tick' });
    expect(line.state.phase).not.toBe('registered');
    expect(kinds(line)).toEqual(['close']);
  });

  it('a refresh that is refused for now leaves the binding until it expires', () => {
    const line = new Bench().registered();
    line.now += 240_000;
    line.feed({ type: 'tick' });
    expect(kinds(line)).toContain('register');
    line.rejected(500);
    expect(line.state.phase).toBe('registered');
    expect(line.state.timers.expire).toBe(1_300_000);
    expect(line.state.timers.refresh).toBeLessThan(1_300_000);
  });

  it('after sleep the socket is checked, dropped when silent, and a fresh REGISTER sent when not', () => {
    const silent = new Bench().registered();
    expect(kinds(silent.feed({ type: 'wake' }))).toEqual(['ping']);
    const wokeAt = silent.now;
    silent.tick();
    expect(silent.now - wokeAt).toBe(limits.pongAfterWake);
    expect(kinds(silent)).toEqual(['close']);

    const alive = new Bench().registered().feed({ type: 'wake' }).heard();
    expect(kinds(alive)).toEqual(['register']);
    expect(alive.state.phase).toBe('registered');
    expect(kinds(alive.accepted().heard())).toEqual([]);
  });

  it('the return of the network ends every waiting', () => {
    const waiting = new Bench().feed({ type: 'start' });
    for (let i = 0; i < 5; i++) waiting.closed().tick();
    waiting.closed();
    const at = waiting.now;
    waiting.feed({ type: 'online' }).tick();
    expect(waiting.now - at).toBeLessThanOrEqual(250);
    expect(kinds(waiting)).toEqual(['open']);
    expect(kinds(waiting.feed({ type: 'online' }))).toEqual(['close', 'open']);
  });

  it('stops for good', () => {
    const line = new Bench().registered().feed({ type: 'stop' });
    expect(kinds(line)).toEqual(['close']);
    expect(nextDue(line.state)).toBeNull();
    expect(line.feed({ type: 'wake' }).effects).toEqual([]);
  });
});
