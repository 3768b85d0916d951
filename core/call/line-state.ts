import type { Registration } from './types.ts';

/**
 * One account's way to its servers: which socket is open, whether the registration holds, and what is done
 * next. Pure: the adapter executes the effects and feeds back what happened. There is one socket at a time, and
 * at most one unanswered REGISTER (RFC 3261 section 10.2).
 *
 * off -> opening -> registering -> registered; a loss leads to waiting and round again; `refused` is final for
 * this account, for more tries with the same password would only lock it.
 */
export type LinePhase = 'off' | 'waiting' | 'opening' | 'registering' | 'registered' | 'refused';

/** What a timer means when it is due; see `limits`. */
export type LineTimer = 'open' | 'register' | 'retry' | 'refresh' | 'expire' | 'ping' | 'pong' | 'failback';

export type LineState = {
  readonly phase: LinePhase;
  /** Number of addresses in the account. */
  readonly servers: number;
  /** Index of the server in use or tried next. */
  readonly server: number;
  /** Serial number of the newest socket; events of older ones are ignored. */
  readonly socket: number;
  /** Whether that socket is open or being opened. */
  readonly socketOpen: boolean;
  /** A REGISTER is unanswered. */
  readonly registering: boolean;
  /** Seconds to ask for; grows when the registrar wants more (423). */
  readonly expiresS: number;
  /** Tries that failed since the registration last held for a while. */
  readonly failures: number;
  /** When the registration was lost, or the first try began; null while registered or off. */
  readonly awaySince: number | null;
  readonly triedAt: number;
  readonly registeredAt: number;
  readonly reason: Registration['reason'];
  readonly sipStatus: number | null;
  /** Per server: not tried before, because it said so (Retry-After, RFC 3261 section 20.33). */
  readonly notBefore: readonly number[];
  /** After sleep or a change of network an answered ping is followed by a fresh REGISTER. */
  readonly distrusted: boolean;
  /** A late timer got its second chance. */
  readonly graced: boolean;
  /** Successful looks at the first server in a row while another one is in use. */
  readonly firstSeen: number;
  readonly calls: number;
  /** When each timer is due. All times are milliseconds of one monotonic clock. */
  readonly timers: Readonly<Partial<Record<LineTimer, number>>>;
};

export type LineEvent =
  | { type: 'start' }
  | { type: 'stop' }
  | { type: 'opened'; socket: number }
  /** Could not be opened, or went away. */
  | { type: 'closed'; socket: number }
  /** Anything came in: the server lives. */
  | { type: 'heard'; socket: number }
  | { type: 'accepted'; socket: number; expiresS: number }
  | {
      type: 'rejected';
      socket: number;
      status: number;
      retryAfterS: number | null;
      minExpiresS: number | null;
      /** The 401 was no judgement on the password: the server asked for a digest that we do not speak. */
      unsupportedDigest: boolean;
    }
  /** The first server answered a look, or did not. */
  | { type: 'probed'; alive: boolean }
  | { type: 'calls'; count: number }
  /** The window says that there is a network; the computer woke up. */
  | { type: 'online' | 'wake' }
  /** The window says that there is none. The practice line on loopback works all the same. */
  | { type: 'offline' }
  | { type: 'tick' };

export type LineEffect =
  | { type: 'open'; socket: number; server: number }
  /** The socket is dropped, not closed politely: a frozen server would never confirm. */
  | { type: 'close'; socket: number }
  | { type: 'register'; socket: number; expiresS: number }
  /** Something that any living server answers, e.g. OPTIONS. */
  | { type: 'ping'; socket: number }
  | { type: 'probe'; server: number };

export type LineStep = { state: LineState; effects: readonly LineEffect[] };
export type LineMoment = {
  /** Milliseconds of a monotonic clock. */
  now: number;
  /** From 0 up to 1. */
  random: number;
};

/** Milliseconds. */
export const limits = {
  /**
   * TCP, TLS and the upgrade. A lost SYN is repeated after 1 s and 3 s, so that waiting longer than 2.5 s for a
   * network that was just away is slower than asking anew; every third try is patient, for slow satellites.
   */
  open: 2_500,
  openPatient: 6_000,
  /** REGISTER, challenge and REGISTER again; SIP itself would wait 32 s (timer F of RFC 3261). */
  register: 4_000,
  /**
   * A ping 2 s after the last sign of life and 2.5 s for its answer: a frozen server is noticed after 4.5 s at
   * the latest, and two lost TCP segments in a row raise no false alarm. 100 seats are 50 OPTIONS a second.
   */
  ping: 2_000,
  pong: 2_500,
  /** After sleep the socket is probably dead; an answer on a living one takes a round trip. */
  pongAfterWake: 1_000,
  /** A timer this late says that we were asleep or stalled, not that the server was. */
  late: 400,
  grace: 500,
  /** A registration that held for less is no success: a server that accepts and drops must not be hammered. */
  stable: 10_000,
  failback: 30_000,
} as const;

/** A line that has not begun. `expiresS` is the registration asked for, in seconds. */
export const newLine = (servers: number, expiresS: number): LineState => ({
  phase: 'off',
  servers,
  server: 0,
  socket: 0,
  socketOpen: false,
  registering: false,
  expiresS,
  failures: 0,
  awaySince: null,
  triedAt: 0,
  registeredAt: 0,
  reason: null,
  sipStatus: null,
  notBefore: Array.from({ length: servers }, () => 0),
  distrusted: false,
  graced: false,
  firstSeen: 0,
  calls: 0,
  timers: {},
});

/** When `tick` must be fed next; null when nothing is planned. */
export const nextDue = ({ timers }: LineState): number | null => {
  const due = Object.values(timers);
  return due.length === 0 ? null : Math.min(...due);
};

/** Whether requests reach the PBX and come back. A refused account may still hold the socket of its calls. */
export const signallingUp = (state: LineState): boolean => state.phase === 'registered';

/** Rounds through all servers that failed. */
export const failedRounds = (state: LineState): number => Math.floor(state.failures / state.servers);
