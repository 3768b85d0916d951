import { randomBytes } from 'node:crypto';
import type { Policy } from '../../core/callback/policy.ts';
import { accountDefaults, type SipAccount } from '../../core/call/account.ts';
import type { ChannelInput } from '../../core/ipc/contract.ts';
import type { Drill } from '../../core/ipc/features/app.ts';
import type { CustomerCommand } from '../../core/ipc/features/phone-window.ts';
import { voiceFile, type DrillBook } from '../../core/practice/drill-book.ts';
import type { DrillRules } from '../../core/practice/drill-schema.ts';
import type { Card } from '../../core/script/view.ts';
import { PracticeDirector, type Caption } from './practice-director.ts';
import { startSipRelay, type SipRelay } from './sip-relay.ts';

export type PracticeLineOptions = {
  /** From loadDrillBook (core/practice/drill-book.ts). */
  book: DrillBook;
  /** Opens the customer's window; called with the relay's address, which the window's page may connect to. */
  openCustomer?: (server: string) => Promise<void>;
  /** Sends the event `customer.command` to the customer window. */
  sendToCustomer: (command: CustomerCommand) => void;
  /** What the customer just said; null when the call is over. */
  onCaption: (caption: Caption | null) => void;
  /** 1 = at the drill's own pace; tests and the demo go faster. */
  tempo?: number;
  /** Milliseconds that the customer window may take to register. */
  customerTimeoutMs?: number;
};

type Running = { relay: SipRelay; customer: SipAccount; colleague: SipAccount };

/** The practice line could not start; `code` is stable. */
export class PracticeLineError extends Error {
  readonly code: 'unknown_drill' | 'customer_not_ready';

  constructor(code: PracticeLineError['code'], detail: string) {
    super(`${code}: ${detail}`);
    this.name = 'PracticeLineError';
    this.code = code;
  }
}

/**
 * A telephone network of three: the relay on loopback, the agent's account on it, and in a hidden window the
 * simulated customer and a colleague to whom he can be handed. Whoever owns the windows feeds events in and passes commands on.
 */
export class PracticeLine {
  readonly #options: PracticeLineOptions;
  #drill: DrillRules;
  #running: Running | null = null;
  #director: PracticeDirector | null = null;
  #onRegistered: () => void = () => undefined;

  constructor(options: PracticeLineOptions) {
    this.#options = options;
    const first = options.book.drills[0];
    if (first === undefined) throw new PracticeLineError('unknown_drill', 'the drill book is empty');
    this.#drill = first;
  }

  /** For the choice on screen. */
  drills(): Drill[] {
    return this.#options.book.drills.map(({ id, title, teaches }) => ({ id, title, teaches }));
  }

  get drill(): string {
    return this.#drill.id;
  }

  /** Takes effect with the next call. Throws PracticeLineError `unknown_drill`. */
  setDrill(drillId: string): void {
    const drill = this.#options.book.drills.find(({ id }) => id === drillId);
    if (drill === undefined) throw new PracticeLineError('unknown_drill', drillId);
    this.#drill = drill;
  }

  /**
   * Starts the relay with new passwords and resolves when the customer is registered on it: the account for the
   * agent's phone, the one address to dial whatever number a task has, and the one of the colleague whom he may ask
   * or hand the customer to. Throws PracticeLineError.
   */
  async start(drillId: string): Promise<{ account: SipAccount; target: string; colleague: string }> {
    this.setDrill(drillId);
    await this.stop();
    const passwords = { agent: newPassword(), customer: newPassword(), colleague: newPassword() };
    const relay = await startSipRelay({
      users: Object.entries(passwords).map(([name, password]) => ({ name, password })),
      random: randomBytes,
    });
    const account = (name: keyof typeof passwords, displayName: string): SipAccount => ({
      ...accountDefaults,
      servers: [relay.url],
      uri: `sip:${name}@${relay.domain}`,
      authUser: name,
      password: passwords[name],
      displayName,
    });
    const running = {
      relay,
      customer: account('customer', '模拟客户'),
      colleague: account('colleague', '模拟同事'),
    };
    this.#running = running;
    try {
      const registered = this.#customerRegistered();
      this.customerReady();
      await Promise.all([registered, this.#options.openCustomer?.(relay.url)]);
    } catch (error) {
      // Not when a later start has taken over meanwhile.
      if (this.#running === running) await this.stop();
      throw error;
    }
    return {
      account: account('agent', '练习坐席'),
      target: `sip:customer@${relay.domain}`,
      colleague: `sip:colleague@${relay.domain}`,
    };
  }

  /** The customer window is loaded, or loaded again after a crash: it has no call and needs its account. */
  customerReady(): void {
    this.#director?.ended();
    if (this.#running !== null)
      this.#options.sendToCustomer({
        type: 'register',
        account: this.#running.customer,
        colleague: {
          account: this.#running.colleague,
          greeting: voiceFile('woman', this.#options.book.drills[0]?.greeting?.[0] ?? ''),
        },
      });
  }

  customerEvent({ type, detail }: ChannelInput<'customerWindow.event'>): void {
    if (type === 'registered') this.#onRegistered();
    else if (type === 'answered') this.#director?.answered();
    else if (type === 'key') this.#director?.heardKey(detail);
    else if (type === 'said' || type === 'failed') this.#director?.spoken();
    else this.#director?.ended();
  }

  /** Must come before each dial: sets the customer's behaviour for this call. */
  beforeDial(policy: Policy): void {
    this.#director?.ended();
    const { book, sendToCustomer, onCaption, tempo = 1 } = this.#options;
    this.#director = new PracticeDirector({
      book,
      drill: this.#drill,
      policy,
      send: sendToCustomer,
      onCaption,
      tempo,
    });
  }

  /** The card on screen, after every change of the session. */
  onCard(card: Card): void {
    this.#director?.onCard(card);
  }

  async stop(): Promise<void> {
    this.#director?.ended();
    this.#director = null;
    const running = this.#running;
    this.#running = null;
    await running?.relay.close();
  }

  /** Resolves with the customer's registration; rejects when the window does not come in time. */
  #customerRegistered(): Promise<void> {
    const limit = this.#options.customerTimeoutMs ?? 10_000;
    return new Promise((resolve, reject) => {
      const late = new PracticeLineError('customer_not_ready', `not registered in ${limit} ms`);
      const timer = setTimeout(() => reject(late), limit);
      this.#onRegistered = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

const newPassword = (): string => randomBytes(24).toString('base64url');
