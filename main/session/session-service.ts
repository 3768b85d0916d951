import { newOutgoingCall } from '../../core/call/call-machine.ts';
import type { CallSnapshot } from '../../core/call/types.ts';
import type { RobotHandover } from '../../core/call/handover.ts';
import type { WorkMode } from '../../core/callback/task.ts';
import type { Locale } from '../../core/ipc/features/app.ts';
import type { ChannelInput, ChannelOutput } from '../../core/ipc/contract.ts';
import type { SessionView } from '../../core/ipc/features/call.ts';
import type { Clock, NewId, PhonePort, Store } from '../../core/ports.ts';
import type { ScriptEvent } from '../../core/script/events.ts';
import { compareFactor } from '../../core/script/identity-compare.ts';
import { next } from '../../core/script/stepper.ts';
import { findSensitiveNumbers } from '../../core/privacy/sensitive-numbers.ts';
import { AppError } from '../ipc/app-error.ts';
import type { Log } from '../log/log.ts';
import { closeSession } from './close-session.ts';
import type { LiveSession } from './live-session.ts';
import { issuesFor } from './open-issues.ts';
import type { PackLibrary } from './pack-library.ts';
import { beginSession, restoreSession } from './begin-session.ts';
import { sessionView } from './session-view.ts';
import type { Speaker } from './session-view.ts';

/** A script event as the console asks for it; main adds the time. */
type NewEvent = ScriptEvent extends infer E
  ? E extends ScriptEvent
    ? Omit<E, 'at' | 'offsetMs'>
    : never
  : never;

export type SessionDeps = {
  store: Store;
  phone: PhonePort;
  clock: Clock;
  newId: NewId;
  packs: PackLibrary;
  log: Log;
  locale: () => Locale;
  mode: () => WorkMode;
  agentId: () => string;
  speaker: () => Speaker;
  /** True while the opening of a real call could not be read out whole. */
  speakerMissing: () => boolean;
  registered: () => boolean;
  /** SIP URI to dial for a number of the policy, by the line in use. */
  dialTarget: (mobile: string) => string;
  /** Whether the phone is busy with a call that is not this callback's. */
  anotherCall: () => boolean;
  onSession: (view: SessionView | null, live: LiveSession | null) => void;
  /** After a record was closed: wakes the sync loop. */
  onClosed: () => void;
};

export type SessionService = {
  /** Takes up an attempt that a crash or restart left open. */
  restore(): Promise<void>;
  view(): SessionView | null;
  call(): CallSnapshot | null;
  start(taskId: string): Promise<SessionView>;
  redial(): Promise<SessionView>;
  /** Begins the callback of a task on a call that is up: the customer rang, or a robot handed over. */
  takeUp(input: { taskId: string; call: CallSnapshot; handover: RobotHandover | null }): Promise<SessionView>;
  /** The open attempt that a call belongs to. */
  attemptOf(callId: string): string | null;
  answer(questionId: string, value: string, words: string): Promise<SessionView>;
  event(event: NewEvent): Promise<SessionView>;
  verify(factorId: string, reply: string): Promise<SessionView>;
  flag(flag: Extract<ScriptEvent, { type: 'flag' }>['flag'], words: string): Promise<SessionView>;
  notes(notes: string): Promise<SessionView>;
  close(input: ChannelInput<'session.close'>): Promise<ChannelOutput<'session.close'>>;
  /** Shows what the simulated customer says (practice only). */
  caption(text: string | null): void;
};

/**
 * What only a customer on the line can have said. Without a call these are refused: an answer that nobody gave
 * is the worst thing a record can hold (domain.md 3.6 Z4).
 */
const onTheLine: ReadonlySet<ScriptEvent['type']> = new Set([
  'answer',
  'skip',
  'verify',
  'ask_again',
  'objection',
]);

/** Refuses identity and account numbers in anything a person types (design.md I10). */
const guardText = (text: string, field: string, allow: readonly string[]): string => {
  if (findSensitiveNumbers(text, { allow }).length > 0) throw new AppError('sensitive_number', field);
  return text;
};

/**
 * The one running callback of the seat. Writes first, shows afterwards: a view leaves main only when what it
 * shows is on disk (design.md I1). All changes run one after the other.
 */
export const createSessionService = (deps: SessionDeps): SessionService => {
  let live: LiveSession | null = null;
  let tail: Promise<unknown> = Promise.resolve();

  const inOrder = <T>(work: () => Promise<T>): Promise<T> => {
    const run = tail.then(work);
    tail = run.catch(() => undefined);
    return run;
  };

  const render = (value: LiveSession): SessionView =>
    sessionView(value, { now: deps.clock.now(), locale: deps.locale(), speaker: deps.speaker() });

  const show = (value: LiveSession | null): void => {
    live = value;
    deps.onSession(value === null ? null : render(value), value);
  };

  const current = (): LiveSession => {
    if (live === null) throw new AppError('no_attempt');
    return live;
  };

  /** The policy's own number may stand in a text although it looks like an account number. */
  const guarded = (text: string, field: string): string =>
    guardText(text, field, current().plan.harmlessNumbers);

  const append = async (event: ScriptEvent): Promise<SessionView> => {
    const before = current();
    const applied = next(before.plan, before.state, event);
    if (!applied.ok) throw new AppError('answer_not_possible', null, { reason: applied.reason });
    const opened = issuesFor(before, applied.opened, { now: event.at, newId: deps.newId });
    await deps.store.appendEvent({
      attemptId: before.attempt.id,
      n: before.attempt.events.length,
      event,
      answer: applied.answer,
      issues: opened,
    });
    const now = current();
    show({
      ...now,
      attempt: { ...now.attempt, events: [...now.attempt.events, event] },
      state: applied.state,
      issues: [...now.issues, ...opened],
    });
    return render(current());
  };

  const stamped = (event: NewEvent): ScriptEvent => {
    if (onTheLine.has(event.type) && current().call?.phase !== 'talking') throw new AppError('no_call');
    const at = deps.clock.now();
    const answeredAt = current().call?.answeredAt ?? null;
    return { ...event, at, offsetMs: answeredAt === null ? null : Math.max(0, at - answeredAt) };
  };

  const dial = async (value: LiveSession): Promise<void> => {
    const callId = deps.newId();
    const call = newOutgoingCall(callId, deps.clock.now());
    show({ ...value, call, interrupted: false });
    try {
      await deps.phone.dial({ callId, target: deps.dialTarget(value.policy.holderMobile), headers: [] });
    } catch (error) {
      const ended: CallSnapshot = { ...call, phase: 'ended', ending: 'failed', endedAt: deps.clock.now() };
      const now = current();
      // The phone's own account of the failure, if it came first, is the better one.
      if (now.call?.callId === callId && now.call.phase !== 'ended') {
        show({ ...now, call: ended });
      }
      throw error;
    }
  };

  const takeCall = async (snapshot: CallSnapshot): Promise<void> => {
    if (live?.call?.callId !== snapshot.callId) return;
    const before = live;
    const firstAnswer = snapshot.answeredAt !== null && before.attempt.answeredAt === null;
    const ended = snapshot.phase === 'ended' && before.call?.phase !== 'ended';
    show({
      ...before,
      call: { ...snapshot, stats: snapshot.stats ?? before.call?.stats ?? null },
      attempt: { ...before.attempt, answeredAt: before.attempt.answeredAt ?? snapshot.answeredAt },
    });
    if (firstAnswer && snapshot.answeredAt !== null)
      await deps.store.markAnswered(before.attempt.id, snapshot.answeredAt);
    if (ended) await deps.store.markCallEnded(before.attempt.id, snapshot.endedAt ?? deps.clock.now());
  };

  deps.phone.onEvent((event) => {
    if (event.type === 'stats' && live?.call?.callId === event.callId && live.call.phase !== 'ended') {
      live = { ...live, call: { ...live.call, stats: event.stats } };
    }
    if (event.type === 'call') {
      inOrder(() => takeCall(event.call)).catch((error: unknown) => {
        deps.log.error('session.call_event_failed', {
          reason: error instanceof Error ? error.message : 'unknown',
        });
      });
    }
  });

  return {
    restore: () =>
      inOrder(async () => {
        const restored = await restoreSession(deps);
        if (restored !== null) show(restored);
      }),
    view: () => (live === null ? null : render(live)),
    call: () => live?.call ?? null,
    attemptOf: (callId) => (live?.call?.callId === callId ? live.attempt.id : null),
    start: (taskId) =>
      inOrder(async () => {
        if (live !== null) throw new AppError('attempt_open');
        if (deps.speakerMissing()) throw new AppError('speaker_missing');
        if (deps.anotherCall()) throw new AppError('call_in_progress');
        if (!deps.registered()) throw new AppError('not_registered', null, { reason: 'off' });
        await dial(await beginSession(taskId, deps));
        return render(current());
      }),
    redial: () =>
      inOrder(async () => {
        const before = current();
        if (before.call !== null && before.call.phase !== 'ended') throw new AppError('call_in_progress');
        if (deps.anotherCall()) throw new AppError('call_in_progress');
        if (!deps.registered()) throw new AppError('not_registered', null, { reason: 'off' });
        if (before.attempt.answeredAt !== null)
          await append({ type: 'resumed', at: deps.clock.now(), offsetMs: null });
        await dial(current());
        return render(current());
      }),
    takeUp: ({ taskId, call, handover }) =>
      inOrder(async () => {
        if (live !== null) throw new AppError('attempt_open');
        if (deps.speakerMissing()) throw new AppError('speaker_missing');
        const begun = await beginSession(taskId, deps, { call, handover });
        show({ ...begun, call });
        if (call.answeredAt !== null) await deps.store.markAnswered(begun.attempt.id, call.answeredAt);
        return render(current());
      }),
    answer: (questionId, value, words) =>
      inOrder(() => append(stamped({ type: 'answer', questionId, value, words: guarded(words, 'words') }))),
    event: (event) => inOrder(() => append(stamped(event))),
    verify: (factorId, reply) =>
      inOrder(() => {
        const { plan, policy, pack } = current();
        const factor = plan.factors.find((candidate) => candidate.id === factorId);
        if (factor === undefined) throw new AppError('not_found', 'factorId');
        const outcome = compareFactor({
          factor,
          policy,
          reply: guarded(reply, 'reply'),
          rule: pack.identity,
        });
        if (outcome === 'unreadable') throw new AppError('bad_input', 'reply', { inputKind: factor.input });
        return append(stamped({ type: 'verify', factorId, outcome }));
      }),
    flag: (flag, words) =>
      inOrder(() => append(stamped({ type: 'flag', flag, words: guarded(words, 'words') }))),
    notes: (notes) =>
      inOrder(async () => {
        const { attempt } = current();
        await deps.store.saveNotes(attempt.id, guarded(notes, 'notes'));
        const now = current();
        show({ ...now, attempt: { ...now.attempt, notes } });
        return render(current());
      }),
    close: (input) =>
      inOrder(async () => {
        const before = current();
        const call = before.call;
        const result = await closeSession(before, render(before), input, deps);
        if (call !== null && call.phase !== 'ended') {
          // The record is safe; a phone that does not answer must not keep the agent from the next customer.
          deps.phone.hangUp(call.callId).catch((error: unknown) => {
            deps.log.warn('session.hang_up_failed', {
              reason: error instanceof Error ? error.message : 'unknown',
            });
          });
        }
        show(null);
        deps.onClosed();
        return result;
      }),
    caption: (text) => {
      if (live !== null) show({ ...live, caption: text });
    },
  };
};
