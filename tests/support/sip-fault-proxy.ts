import { once } from 'node:events';
import { createServer, connect, type AddressInfo, type Socket } from 'node:net';

/**
 * What the wire does:
 * - `pass`    nothing
 * - `refuse`  every connection breaks at once, as a dead port does
 * - `freeze`  connections are taken and nothing moves any more, as with a server that stands still
 * - `delay`   bytes arrive so many milliseconds later
 */
export type WireFault = { kind: 'pass' | 'refuse' | 'freeze' } | { kind: 'delay'; ms: number };

export type SipFaultProxy = {
  /** `ws://127.0.0.1:PORT`. */
  readonly url: string;
  /** Connections that were opened so far. */
  readonly opened: number;
  set(fault: WireFault): void;
  /** Breaks what is open; new connections follow the fault that is set. */
  cut(): void;
  /** Bytes from the telephones are thrown away while true, and everything else passes. */
  deafen(deaf: boolean): void;
  close(): Promise<void>;
};

/** A TCP relay on loopback between telephones and a SIP server, for either can it break what it is told to. */
export async function startSipFaultProxy(target: string): Promise<SipFaultProxy> {
  const { hostname, port } = new URL(target);
  const pairs = new Set<{ near: Socket; far: Socket }>();
  const frozen: (() => void)[] = [];
  let fault: WireFault = { kind: 'pass' };
  let deaf = false;
  let opened = 0;

  /** Hands bytes on when the fault of that moment allows it. */
  const carry = (from: Socket, to: Socket, fromTelephone: boolean): void => {
    from.on('data', (bytes) => {
      const deliver = (): void => {
        if (!to.destroyed) to.write(bytes);
      };
      if (deaf && fromTelephone) return;
      if (fault.kind === 'freeze') frozen.push(deliver);
      else if (fault.kind === 'delay') setTimeout(deliver, fault.ms);
      else deliver();
    });
  };

  const server = createServer((near) => {
    opened += 1;
    near.on('error', () => near.destroy());
    if (fault.kind === 'refuse') {
      near.destroy();
      return;
    }
    const far = connect(Number(port), hostname);
    const pair = { near, far };
    pairs.add(pair);
    const end = (): void => {
      pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    far.on('error', end);
    near.on('close', end);
    far.on('close', end);
    carry(near, far, true);
    carry(far, near, false);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address() as AddressInfo;

  const cut = (): void => {
    for (const { near, far } of [...pairs]) {
      near.destroy();
      far.destroy();
    }
  };
  return {
    url: `ws://127.0.0.1:${address.port}`,
    get opened() {
      return opened;
    },
    set: (next) => {
      fault = next;
      if (next.kind === 'refuse') cut();
      // What a frozen server had received it answers when it goes on.
      if (next.kind === 'pass') for (const deliver of frozen.splice(0)) deliver();
    },
    cut,
    deafen: (on) => {
      deaf = on;
    },
    close: async () => {
      cut();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
