import {
  limits,
  newLine,
  type LineEffect,
  type LineEvent,
  type LineMoment,
  type LineState,
  type LineStep,
  type LineTimer,
} from './line-state.ts';
import { reconnectDelayMs } from './reconnect-delay.ts';
import { permanentRegistrationReasons, registrationReasonFor } from './sip-endings.ts';
import type { Registration } from './types.ts';

/** How often in a row the first server must be seen before the line goes back to it. */
const seenEnough = 2;
const longestRetryAfterS = 3_600;
const longestExpiresS = 7_200;

/** The state after an event, and what is to be done. An event that does not fit changes nothing. */
export function nextLine(state: LineState, event: LineEvent, moment: LineMoment): LineStep {
  switch (event.type) {
    case 'start':
      return state.phase === 'off' ? attempt({ ...state, awaySince: moment.now }, moment) : unchanged(state);
    case 'stop':
      return drop({ ...newLine(state.servers, state.expiresS), ...socketOf(state), calls: state.calls });
    case 'calls':
      return unchanged({ ...state, calls: event.count });
    case 'probed':
      return probed(state, event.alive, moment);
    case 'online':
    case 'wake':
      return distrust(state, moment);
    case 'offline':
      return state.phase === 'registered' ? check(state, limits.pong, moment) : unchanged(state);
    case 'tick':
      return tick(state, moment);
    default:
      return event.socket === state.socket && state.socketOpen
        ? ofSocket(state, event, moment)
        : unchanged(state);
  }
}

type SocketEvent = Extract<LineEvent, { socket: number }>;

function ofSocket(state: LineState, event: SocketEvent, moment: LineMoment): LineStep {
  switch (event.type) {
    case 'opened':
      return state.phase === 'opening' ? ask({ ...state, phase: 'registering' }, moment) : unchanged(state);
    case 'closed': {
      const gone = { ...state, socketOpen: false, registering: false };
      if (state.phase === 'registered') return lost(gone, state.server, null, moment);
      return state.phase === 'refused' ? unchanged(gone) : failed(gone, 'unreachable', null, moment);
    }
    case 'heard':
      return heard(state, moment);
    case 'accepted':
      return state.registering ? accepted(state, event.expiresS, moment) : unchanged(state);
    case 'rejected':
      return state.registering ? rejected(state, event, moment) : unchanged(state);
  }
}

const unchanged = (state: LineState): LineStep => ({ state, effects: [] });
const socketOf = ({ socket, socketOpen }: LineState): Pick<LineState, 'socket' | 'socketOpen'> => ({
  socket,
  socketOpen,
});

/** Lets go of the socket, if there is one. */
function drop(state: LineState): LineStep {
  if (!state.socketOpen) return unchanged(state);
  return {
    state: { ...state, socketOpen: false, registering: false },
    effects: [{ type: 'close', socket: state.socket }],
  };
}

/** Opens a socket to the first server, from the one whose turn it is, that does not want to be left alone. */
function attempt(state: LineState, { now }: LineMoment): LineStep {
  const order = state.notBefore.map((_, at) => (state.server + at) % state.servers);
  const server = order.find((at) => (state.notBefore[at] ?? 0) <= now);
  if (server === undefined) {
    return unchanged({ ...state, phase: 'waiting', timers: { retry: Math.min(...state.notBefore) } });
  }
  const socket = state.socket + 1;
  const patient = state.failures % 3 === 2;
  return {
    state: {
      ...state,
      phase: 'opening',
      server,
      socket,
      socketOpen: true,
      registering: false,
      triedAt: now,
      timers: { open: now + (patient ? limits.openPatient : limits.open) },
    },
    effects: [{ type: 'open', socket, server }],
  };
}

/** Sends a REGISTER unless one is unanswered. */
function ask(state: LineState, { now }: LineMoment): LineStep {
  if (state.registering) return unchanged(state);
  const { open: _, refresh: __, ...timers } = state.timers;
  return {
    state: { ...state, registering: true, timers: { ...timers, register: now + limits.register } },
    effects: [{ type: 'register', socket: state.socket, expiresS: state.expiresS }],
  };
}

function accepted(state: LineState, expiresS: number, { now, random }: LineMoment): LineStep {
  const { register: _, ...timers } = state.timers;
  const granted = Math.max(1, Math.min(expiresS, longestExpiresS)) * 1_000;
  const first = state.phase !== 'registered';
  return unchanged({
    ...state,
    phase: 'registered',
    registering: false,
    awaySince: null,
    registeredAt: first ? now : state.registeredAt,
    // The proof of a good try is that it lasts; see `lost`.
    failures: first ? state.failures : 0,
    reason: null,
    sipStatus: null,
    timers: {
      ...timers,
      // 80 %: room for two more tries before the binding is gone.
      refresh: now + granted * 0.8,
      expire: now + granted,
      ping: timers.ping ?? now + limits.ping,
      ...(state.server > 0 ? { failback: timers.failback ?? failbackAt(now, random) } : {}),
    },
  });
}

function rejected(
  state: LineState,
  event: Extract<LineEvent, { type: 'rejected' }>,
  moment: LineMoment,
): LineStep {
  const { register: _, ...timers } = state.timers;
  const answered = { ...state, registering: false, timers };
  const { status, minExpiresS } = event;
  // RFC 3261 section 10.2.8: too brief for this registrar.
  if (
    status === 423 &&
    minExpiresS !== null &&
    minExpiresS > state.expiresS &&
    minExpiresS <= longestExpiresS
  )
    return ask({ ...answered, expiresS: minExpiresS }, moment);
  const reason = event.unsupportedDigest ? 'server_error' : registrationReasonFor(status);
  if (permanentRegistrationReasons.includes(reason)) {
    // The socket stays: a call that is up must still hear the other side hang up.
    return unchanged({ ...answered, phase: 'refused', reason, sipStatus: status, timers: {} });
  }
  const pauseMs = Math.min(event.retryAfterS ?? 0, longestRetryAfterS) * 1_000;
  if (state.phase === 'registered') {
    // A refresh was refused, but the binding holds until it expires.
    const failures = state.failures + 1;
    const wait = Math.max(pauseMs, reconnectDelayMs(failures, 0, moment.random));
    return unchanged({
      ...answered,
      failures,
      timers: { ...timers, refresh: moment.now + wait },
    });
  }
  const notBefore = state.notBefore.with(state.server, moment.now + pauseMs);
  return failed({ ...answered, notBefore }, reason, status, moment);
}

/** A try failed: the next server at once, and after a round of all of them a pause. */
function failed(
  state: LineState,
  reason: Registration['reason'],
  sipStatus: number | null,
  moment: LineMoment,
): LineStep {
  const { now, random } = moment;
  const failures = state.failures + 1;
  const roundIsOver = failures % state.servers === 0;
  const away = now - (state.awaySince ?? now);
  const delay = roundIsOver ? reconnectDelayMs(failures / state.servers, away, random) : 0;
  const dropped = drop(state);
  return {
    effects: dropped.effects,
    state: {
      ...dropped.state,
      phase: 'waiting',
      reason,
      sipStatus,
      failures,
      server: (state.server + 1) % state.servers,
      // From the start of the failed try: one that took its time has waited already.
      timers: {
        retry: Math.max(
          now + reconnectDelayMs(0, 0, random),
          state.triedAt + delay,
          Math.min(...state.notBefore),
        ),
      },
    },
  };
}

/** The registration is gone: on to `server` at once, or after a pause when it had hardly begun. */
function lost(
  state: LineState,
  server: number,
  reason: Registration['reason'],
  moment: LineMoment,
): LineStep {
  const { now, random } = moment;
  const held = now - state.registeredAt >= limits.stable;
  const failures = held ? 0 : state.failures + 1;
  const dropped = drop(state);
  return {
    effects: dropped.effects,
    state: {
      ...dropped.state,
      phase: 'waiting',
      server,
      reason,
      sipStatus: null,
      failures,
      awaySince: now,
      distrusted: false,
      graced: false,
      firstSeen: 0,
      timers: { retry: now + reconnectDelayMs(failures - 1, 0, random) },
    },
  };
}

const failbackAt = (now: number, random: number): number => now + limits.failback * (0.9 + 0.2 * random);

function heard(state: LineState, moment: LineMoment): LineStep {
  if (state.phase !== 'registered') return unchanged(state);
  const { pong: _, ...timers } = state.timers;
  const alive = { ...state, graced: false, timers: { ...timers, ping: moment.now + limits.ping } };
  if (!state.distrusted) return unchanged(alive);
  return ask({ ...alive, distrusted: false }, moment);
}

/** Asks the server for a sign of life within `limitMs`. */
function check(state: LineState, limitMs: number, { now }: LineMoment): LineStep {
  const { ping: _, ...timers } = state.timers;
  const due = Math.min(timers.pong ?? Infinity, now + limitMs);
  return {
    state: { ...state, timers: { ...timers, pong: due } },
    effects: [{ type: 'ping', socket: state.socket }],
  };
}

/** What was open before sleep or on another network is not trusted. */
function distrust(state: LineState, moment: LineMoment): LineStep {
  switch (state.phase) {
    case 'off':
    case 'refused':
      return unchanged(state);
    case 'registered':
      return check({ ...state, distrusted: true }, limits.pongAfterWake, moment);
    case 'waiting':
      return unchanged({
        ...state,
        timers: { retry: moment.now + reconnectDelayMs(0, 0, moment.random) },
      });
    case 'opening':
    case 'registering': {
      const dropped = drop(state);
      const again = attempt(dropped.state, moment);
      return { state: again.state, effects: [...dropped.effects, ...again.effects] };
    }
  }
}

/** Back to the first server, but never while a call is up: it would lose its signalling for a moment. */
function probed(state: LineState, alive: boolean, moment: LineMoment): LineStep {
  if (state.phase !== 'registered' || state.server === 0) return unchanged(state);
  const firstSeen = alive ? state.firstSeen + 1 : 0;
  if (firstSeen < seenEnough || state.calls > 0 || state.registering)
    return unchanged({ ...state, firstSeen });
  const dropped = drop({ ...state, firstSeen: 0, failures: 0, server: 0, awaySince: moment.now });
  const again = attempt(dropped.state, moment);
  return { state: again.state, effects: [...dropped.effects, ...again.effects] };
}

/** In the order in which they would matter if several were due at once. */
const timerOrder = ['expire', 'pong', 'open', 'register', 'retry', 'refresh', 'failback', 'ping'] as const;

function tick(state: LineState, moment: LineMoment): LineStep {
  const effects: LineEffect[] = [];
  let current = state;
  for (const timer of timerOrder) {
    const due = current.timers[timer];
    if (due === undefined || due > moment.now) continue;
    const { [timer]: _, ...timers } = current.timers;
    const step = fired({ ...current, timers }, timer, moment.now - due, moment);
    current = step.state;
    effects.push(...step.effects);
  }
  return { state: current, effects };
}

function fired(state: LineState, timer: LineTimer, lateMs: number, moment: LineMoment): LineStep {
  switch (timer) {
    case 'open':
      return failed(state, 'unreachable', null, moment);
    case 'register': {
      if (state.phase !== 'registered') return failed(state, 'timeout', null, moment);
      if (state.servers > 1) return lost(state, nextServer(state), 'timeout', moment);
      // The pings are answered: only the registrar behind is slow, and the binding holds until it expires.
      const failures = state.failures + 1;
      const refresh = moment.now + reconnectDelayMs(failures, 0, moment.random);
      return unchanged({ ...state, failures, registering: false, timers: { ...state.timers, refresh } });
    }
    case 'retry':
      return attempt(state, moment);
    case 'refresh':
      return ask(state, moment);
    case 'expire':
      return lost(state, nextServer(state), 'timeout', moment);
    case 'ping':
      return check(state, limits.pong, moment);
    case 'pong':
      // The answer may lie unread behind this timer when the whole window stood still.
      if (lateMs > limits.late && !state.graced) {
        const pong = moment.now + limits.grace;
        return unchanged({ ...state, graced: true, timers: { ...state.timers, pong } });
      }
      return lost(state, nextServer(state), 'timeout', moment);
    case 'failback': {
      const failback = failbackAt(moment.now, moment.random);
      return {
        state: { ...state, timers: { ...state.timers, failback } },
        effects: [{ type: 'probe', server: 0 }],
      };
    }
  }
}

/** A server that froze may stay so for long. */
const nextServer = (state: LineState): number => (state.server + 1) % state.servers;
