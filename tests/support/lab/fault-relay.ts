import { createSocket, type RemoteInfo, type Socket as Datagrams } from 'node:dgram';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** What happens to what passes a relay from now on. Probabilities 0..1, times in milliseconds. */
export type Faults = {
  /** Every packet is this much later. */
  delayMs: number;
  /** Up to this much more, different for each packet; packets may overtake each other on UDP only. */
  jitterMs: number;
  /** Share of packets that never arrive. On TCP nothing is lost, as on a real network: it is only late. */
  loss: number;
  /** Share of packets that wait for the next one (UDP). */
  reorder: number;
  /** Bytes a second in each direction; null = no limit. */
  bytesPerSecond: number | null;
  /** Nothing passes; connections stay open. What comes meanwhile is kept (TCP) or dropped (UDP). */
  frozen: boolean;
};

export const noFaults: Faults = {
  delayMs: 0,
  jitterMs: 0,
  loss: 0,
  reorder: 0,
  bytesPerSecond: null,
  frozen: false,
};

export type FaultRelay = {
  readonly port: number;
  /** Changes what is said and leaves the rest. */
  set(faults: Partial<Faults>): void;
  /** TCP: breaks every connection now; new ones are taken unless `frozen`. */
  cut(): void;
  readonly counts: { passed: number; dropped: number };
  close(): Promise<void>;
};

/** Repeatable chance (mulberry32), so that a failing run can be run again. */
export function seededChance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Relaying = { address: string; target: { address: string; port: number }; port?: number; seed?: number };

/** `there` = to the target, `back` = from it. */
export type Way = 'there' | 'back';
type WatchedDatagrams = {
  /** Sees every datagram as it comes, and whether it goes on: what really happened to a stream. */
  watch?: (way: Way, packet: Buffer, passed: boolean) => void;
};

/** When a packet is due, by the faults and by what the line still has to carry before it. */
class Schedule {
  faults: Faults = noFaults;
  readonly chance: () => number;
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #queue: (() => void)[] = [];
  #lineFreeAt = 0;
  #lastDueAt = 0;

  constructor(seed: number) {
    this.chance = seededChance(seed);
  }

  /** @param ordered nothing overtakes (TCP) */
  pass(bytes: number, ordered: boolean, send: () => void): void {
    const { delayMs, jitterMs, bytesPerSecond } = this.faults;
    const now = performance.now();
    let due = now + delayMs + jitterMs * this.chance();
    if (bytesPerSecond !== null) {
      this.#lineFreeAt = Math.max(now, this.#lineFreeAt) + (1000 * bytes) / bytesPerSecond;
      due = Math.max(due, this.#lineFreeAt);
    }
    if (ordered) {
      due = this.#lastDueAt = Math.max(due, this.#lastDueAt);
      // Two timers of nearly the same time may fire in either order.
      this.#queue.push(send);
    }
    const next = ordered ? () => this.#queue.shift()?.() : send;
    if (due <= now && this.#queue.length <= 1) {
      next();
      return;
    }
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer);
        next();
      },
      Math.max(0, due - now),
    );
    this.#timers.add(timer);
  }

  clear(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}

/** A relay of TCP connections: between the app and the server's WebSocket. */
export async function startTcpRelay({ address, target, port = 0, seed = 1 }: Relaying): Promise<FaultRelay> {
  const counts = { passed: 0, dropped: 0 };
  const open = new Set<Socket>();
  const schedules: { schedule: Schedule; resume: () => void }[] = [];
  let faults = noFaults;

  const carry = (from: Socket, to: Socket): void => {
    const schedule = new Schedule(seed + schedules.length);
    schedule.faults = faults;
    const kept: Buffer[] = [];
    const send = (data: Buffer): void => {
      schedule.pass(data.length, true, () => {
        if (schedule.faults.frozen) kept.push(data);
        else if (!to.destroyed) {
          counts.passed += 1;
          to.write(data);
        }
      });
    };
    schedules.push({ schedule, resume: () => kept.splice(0).forEach(send) });
    from.on('data', send);
    from.on('close', () => {
      schedule.clear();
      to.destroy();
    });
    // A broken connection is told by `close` to the other half.
    from.on('error', () => undefined);
  };

  const server = createServer((inner) => {
    const outer = connect({ host: target.address, port: target.port });
    for (const socket of [inner, outer]) {
      open.add(socket);
      socket.setNoDelay(true);
      socket.once('close', () => open.delete(socket));
    }
    carry(inner, outer);
    carry(outer, inner);
  });
  await new Promise<void>((resolve) => server.listen(port, address, resolve));
  const cut = (): void => {
    counts.dropped += open.size;
    for (const socket of open) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    counts,
    cut,
    set: (change) => {
      faults = { ...faults, ...change };
      for (const { schedule, resume } of schedules) {
        schedule.faults = faults;
        if (!faults.frozen) resume();
      }
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

/** A relay of datagrams: whoever sends to its port reaches the target, and gets the answers. */
export async function startUdpRelay({
  address,
  target,
  port = 0,
  seed = 1,
  watch = () => undefined,
}: Relaying & WatchedDatagrams): Promise<FaultRelay> {
  const counts = { passed: 0, dropped: 0 };
  const front = createSocket('udp4');
  const backs = new Map<string, Datagrams>();
  const there = new Schedule(seed);
  const back = new Schedule(seed + 1);

  const forward = (way: Way, data: Buffer, send: (packet: Buffer) => void): void => {
    const schedule = way === 'there' ? there : back;
    const { loss, reorder, frozen, delayMs } = schedule.faults;
    const lost = frozen || schedule.chance() < loss;
    watch(way, data, !lost);
    if (lost) {
      counts.dropped += 1;
      return;
    }
    counts.passed += 1;
    const late = schedule.chance() < reorder;
    // Later than the next packet of a telephone, which follows after 20 ms.
    if (late) setTimeout(() => send(data), delayMs + 30).unref();
    else schedule.pass(data.length, false, () => send(data));
  };
  const backFor = (from: RemoteInfo): Datagrams => {
    const key = `${from.address}:${from.port}`;
    const known = backs.get(key);
    if (known !== undefined) return known;
    const socket = createSocket('udp4');
    socket.on('error', () => undefined); // the target is gone: nobody answers, as on a real network
    socket.on('message', (data) =>
      forward('back', data, (packet) => {
        if (!closed) front.send(packet, from.port, from.address);
      }),
    );
    backs.set(key, socket);
    return socket;
  };
  let closed = false;
  front.on('error', () => undefined);
  front.on('message', (data, from) =>
    forward('there', data, (packet) => {
      if (!closed) backFor(from).send(packet, target.port, target.address);
    }),
  );
  await new Promise<void>((resolve) => front.bind(port, address, resolve));
  return {
    port: front.address().port,
    counts,
    cut: () => undefined,
    set: (change) => {
      there.faults = { ...there.faults, ...change };
      back.faults = there.faults;
    },
    close: async () => {
      closed = true;
      there.clear();
      back.clear();
      for (const socket of backs.values()) socket.close();
      await new Promise<void>((resolve) => front.close(() => resolve()));
    },
  };
}
