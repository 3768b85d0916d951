import { randomBytes, randomUUID } from 'node:crypto';
import { vi } from 'vitest';
import { WebSocket } from 'ws';
import { accountDefaults, type SipAccount } from '../../../../core/call/account.ts';
import type { CallSnapshot, Registration } from '../../../../core/call/types.ts';
import type { PhoneEvent } from '../../../../core/ports.ts';
import { startSipRelay, type SipRelay } from '../../../../main/practice/sip-relay.ts';
import { SipPhone } from '../../../../renderer/phone/sip-phone.ts';
import { SilentAudio } from '../phone/practice-desk.ts';

Object.assign(globalThis, { WebSocket });

/** Waiting for something that must come; the limit only ends a test that has failed. */
export const wait = { timeout: 30_000, interval: 10 };

export const users = [
  { name: 'anna', password: 'secret-anna' },
  { name: 'bert', password: 'secret-bert' },
];

export const startRelay = (port = 0): Promise<SipRelay> =>
  startSipRelay({ users, random: randomBytes, port });

export const accountOf = (name: string, servers: string[], more: Partial<SipAccount> = {}): SipAccount => ({
  ...accountDefaults,
  servers,
  uri: `sip:${name}@practice.invalid`,
  authUser: name,
  password: `secret-${name}`,
  displayName: name,
  ...more,
});

/** A telephone without sound, and everything it said. */
export class Seat {
  readonly phone: SipPhone;
  readonly events: PhoneEvent[] = [];
  readonly account: SipAccount;

  constructor(account: SipAccount) {
    this.account = account;
    this.phone = new SipPhone({
      audio: new SilentAudio(),
      clock: { now: () => Date.now() },
      newId: randomUUID,
      random: () => 0,
    });
    this.phone.onEvent((event) => this.events.push(event));
  }

  register(): Promise<void> {
    return this.phone.register(this.account);
  }

  /** All registrations it told, oldest first. */
  get registrations(): Registration[] {
    return this.events.flatMap((event) => (event.type === 'registration' ? [event.registration] : []));
  }

  get registration(): Registration | undefined {
    return this.registrations.at(-1);
  }

  get calls(): CallSnapshot[] {
    return this.events.flatMap((event) => (event.type === 'call' ? [event.call] : []));
  }

  get call(): CallSnapshot | undefined {
    return this.calls.at(-1);
  }

  /** `registered`, `failed:timeout` and so on, without repetitions. */
  get story(): string[] {
    const told = this.registrations.map(({ state, reason }) =>
      reason === null ? state : `${state}:${reason}`,
    );
    return told.filter((entry, at) => entry !== told[at - 1]);
  }

  /** The states of the signalling that the call went through. */
  get signalling(): string[] {
    const told = this.calls.map(({ signalling }) => signalling);
    return told.filter((entry, at) => entry !== told[at - 1]);
  }

  async isRegistered(): Promise<void> {
    await vi.waitFor(() => {
      if (this.registration?.state !== 'registered') throw new Error(`it is ${this.story.join(', ')}`);
    }, wait);
  }

  close(): Promise<void> {
    return this.phone.unregister();
  }
}

/** Anna calls Bert, and Bert answers. */
export async function talk(anna: Seat, bert: Seat): Promise<void> {
  await anna.phone.dial({ callId: 'call', target: bert.account.uri, headers: [] });
  await vi.waitFor(() => {
    if (bert.call?.phase !== 'incoming') throw new Error('it does not ring');
  }, wait);
  await bert.phone.answer(bert.call?.callId ?? '');
  await vi.waitFor(() => {
    if (anna.call?.phase !== 'talking' || bert.call?.phase !== 'talking') throw new Error('nobody talks');
  }, wait);
  // The ACK is on its way: a cut must not swallow it, that would be another story.
  await new Promise((resolve) => setTimeout(resolve, 200));
}
