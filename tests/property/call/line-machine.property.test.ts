import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nextLine } from '../../../core/call/line-machine.ts';
import {
  newLine,
  nextDue,
  type LineEffect,
  type LineEvent,
  type LineState,
} from '../../../core/call/line-state.ts';

/** What the world does next to the line. */
const doing = fc.oneof(
  fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 400_000 }) }),
  fc.record({
    do: fc.constant('say' as const),
    what: fc.constantFrom('online', 'offline', 'wake', 'start', 'tick'),
  }),
  fc.record({ do: fc.constant('open' as const), works: fc.boolean() }),
  fc.record({ do: fc.constant('close' as const) }),
  fc.record({ do: fc.constant('hear' as const) }),
  fc.record({ do: fc.constant('accept' as const), expiresS: fc.integer({ min: 0, max: 100_000 }) }),
  fc.record({
    do: fc.constant('reject' as const),
    status: fc.constantFrom(302, 400, 401, 403, 404, 423, 480, 500, 503, 606),
    retryAfterS: fc.option(fc.integer({ min: 0, max: 900 })),
    minExpiresS: fc.option(fc.integer({ min: 0, max: 100_000 })),
  }),
  fc.record({ do: fc.constant('probe' as const), alive: fc.boolean() }),
  fc.record({ do: fc.constant('calls' as const), count: fc.nat(3) }),
);

/** The line with what it has asked for; breaks when it asks for what must never be. */
class World {
  now = 0;
  state: LineState;
  readonly open = new Set<number>();
  pendingRegister = false;

  constructor(servers: number) {
    this.state = newLine(servers, 300);
  }

  feed(event: LineEvent, random: number): readonly LineEffect[] {
    if (event.type === 'closed') {
      this.open.delete(event.socket);
      this.pendingRegister = false;
    }
    if (event.type === 'accepted' || event.type === 'rejected') this.pendingRegister = false;
    const { state, effects } = nextLine(this.state, event, { now: this.now, random });
    this.state = state;
    // A REGISTER whose time is over is abandoned by the adapter.
    if (!state.registering) this.pendingRegister = false;
    for (const effect of effects) this.#execute(effect);
    return effects;
  }

  #execute(effect: LineEffect): void {
    if (effect.type === 'open') {
      expect([...this.open], 'a second socket').toEqual([]);
      this.open.add(effect.socket);
      this.pendingRegister = false;
    } else if (effect.type === 'close') {
      expect(this.open.delete(effect.socket), 'closed a socket that is not there').toBe(true);
      this.pendingRegister = false;
    } else if (effect.type === 'register') {
      expect(this.open.has(effect.socket), 'REGISTER without a socket').toBe(true);
      expect(this.pendingRegister, 'a second REGISTER').toBe(false);
      this.pendingRegister = true;
    } else if (effect.type === 'ping') {
      expect(this.open.has(effect.socket), 'ping without a socket').toBe(true);
    }
  }
}

const socketEvent = (world: World, step: { do: string } & Record<string, unknown>): LineEvent | null => {
  const { socket } = world.state;
  if (!world.open.has(socket)) return null;
  if (step.do === 'open') return { type: step['works'] === true ? 'opened' : 'closed', socket };
  if (step.do === 'close') return { type: 'closed', socket };
  if (step.do === 'hear') return { type: 'heard', socket };
  if (!world.pendingRegister) return null;
  if (step.do === 'accept') return { type: 'accepted', socket, expiresS: Number(step['expiresS']) };
  return {
    type: 'rejected',
    socket,
    status: Number(step['status']),
    retryAfterS: step['retryAfterS'] as number | null,
    minExpiresS: step['minExpiresS'] as number | null,
    unsupportedDigest: false,
  };
};

/** From now on everything works: sockets open, REGISTERs are granted, pings answered. */
function worksAgain(world: World, effects: readonly LineEffect[]): void {
  for (const effect of effects) {
    const answer: LineEvent | null =
      effect.type === 'open'
        ? { type: 'opened', socket: effect.socket }
        : effect.type === 'register'
          ? { type: 'accepted', socket: effect.socket, expiresS: 300 }
          : effect.type === 'ping'
            ? { type: 'heard', socket: effect.socket }
            : null;
    if (answer === null) continue;
    // A second passes on the way; late enough to be a real order, early enough for every limit.
    world.now += 20;
    worksAgain(world, world.feed(answer, 0.5));
  }
}

it('from any history it is registered again once the network works, unless the account was refused', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 3 }),
      fc.array(fc.tuple(doing, fc.double({ min: 0, max: 0.999, noNaN: true })), { maxLength: 80 }),
      (servers, history) => {
        const world = new World(servers);
        world.feed({ type: 'start' }, 0);
        for (const [step, random] of history) {
          if (step.do === 'wait') {
            const until = world.now + step.ms;
            for (let due = nextDue(world.state); due !== null && due <= until; due = nextDue(world.state)) {
              world.now = Math.max(world.now, due);
              world.feed({ type: 'tick' }, random);
            }
            world.now = until;
          } else if (step.do === 'say') world.feed({ type: step.what as 'tick' }, random);
          else if (step.do === 'probe') world.feed({ type: 'probed', alive: step.alive }, random);
          else if (step.do === 'calls') world.feed({ type: 'calls', count: step.count }, random);
          else {
            const event = socketEvent(world, step);
            if (event !== null) world.feed(event, random);
          }
        }
        if (world.state.phase === 'refused') {
          expect(nextDue(world.state)).toBeNull();
          return;
        }
        // The network comes back: within the longest Retry-After and one try it must be registered.
        const back = world.now;
        worksAgain(world, world.feed({ type: 'online' }, 0.5));
        while (world.state.phase !== 'registered') {
          const due = nextDue(world.state);
          expect(due, `stuck in ${world.state.phase}`).not.toBeNull();
          world.now = Math.max(world.now, due ?? 0);
          worksAgain(world, world.feed({ type: 'tick' }, 0.5));
          expect(world.now - back).toBeLessThan(901_000);
        }
        if (world.state.notBefore.every((at) => at <= back)) expect(world.now - back).toBeLessThan(3_000);
      },
    ),
    { seed: 20_261_122, numRuns: 3_000 },
  );
});
