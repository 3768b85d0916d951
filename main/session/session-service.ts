import { newOutgoingCall } from '../../core/call/call-machine.ts';
import type { CallSnapshot } from '../../core/call/types.ts';
import type { RobotHandover } from '../../core/call/handover.ts';
import type { WorkMode } from '../../core/callback/task.ts';
import type { Locale } from '../../core/ipc/features/app.ts';
import type { ChannelInput, ChannelOutput } from '../../core/ipc/contract.ts';
import type { SessionView } from '../../core/ipc/features/call.ts';
import { isSameIssue } from '../../core/issue/recheck.ts';
import type { Clock, NewId, PhonePort, Store } from '../../core/ports.ts';
import type { ScriptEvent } from '../../core/script/events.ts';
import { shownCard, stoppedClock, withCardShown } from '../../core/script/card-clock.ts';
import type { CardClock } from '../../core/script/card-clock.ts';
import { compareFactor } from '../../core/script/identity-compare.ts';
import { openKeywords, opensAtOnce, typedTexts } from '../../core/script/keywords.ts';
import type { KeywordHit } from '../../core/script/keywords.ts';
import type { ScriptState } from '../../core/script/state.ts';
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
import { promiseOfEvent } from './promise-of-event.ts';
import { questionEvents } from './question-events.ts';
import type { QuestionInput } from './question-events.ts';

/** A script event as the console asks for it; main adds the time. */
export type NewEvent = ScriptEvent extends infer E
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
  /** Numbers of the policy on the line that may stand in a text. */
  harmlessNumbers(): readonly string[];
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
  /** The agent's decision on a keyword that waits. */
  keyword(input: ChannelInput<'session.keyword'>): Promise<SessionView>;
  notes(notes: string): Promise<SessionView>;
  /** A question of the customer and what becomes of it; all of it or nothing (domain.md row 15). */
  question(input: QuestionInput): Promise<SessionView>;
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

  /** The card that an event brought on screen, with its moment; a new call times its cards anew. */
  const clockAfter = (before: LiveSession, state: ScriptState, event: ScriptEvent): CardClock =>
    withCardShown(
      event.type === 'resumed' ? stoppedClock : before.clock,
      before.plan,
      state,
      event.at,
      event.type,
    );

  const append = async (event: ScriptEvent): Promise<SessionView> => {
    const before = current();
    const applied = next(before.plan, before.state, event);
    if (!applied.ok) throw new AppError('answer_not_possible', null, { reason: applied.reason });
    const fresh = applied.opened.filter((issue) => !isSameIssue(issue, before.checks, before.pack.questions));
    const opened = issuesFor(before, fresh, { now: event.at, newId: deps.newId });
    await deps.store.appendEvent({
      attemptId: before.attempt.id,
      n: before.attempt.events.length,
      event,
      answer: applied.answer,
      issues: opened,
      promise: promiseOfEvent(before.attempt, applied.state, event),
    });
    const now = current();
    show({
      ...now,
      attempt: { ...now.attempt, events: [...now.attempt.events, event] },
      state: applied.state,
      clock: clockAfter(before, applied.state, event),
      issues: [...now.issues, ...opened],
    });
    return render(current());
  };

  const stamped = (event: NewEvent): ScriptEvent => {
    if (onTheLine.has(event.type) && current().call?.phase !== 'talking') throw new AppError('no_call');
    const at = deps.clock.now();
    const answeredAt = current().call?.answeredAt ?? null;
    const offsetMs = answeredAt === null ? null : Math.max(0, at - answeredAt);
    if (event.type !== 'answer' && event.type !== 'verify') return { ...event, at, offsetMs };
    const { shownAt, characters } = render(current()).watch.pace;
    const shown = shownCard(shownAt, characters);
    return { ...event, ...(shown === undefined ? {} : { shown }), at, offsetMs };
  };

  const waitingKeywords = (): KeywordHit[] => {
    const { plan, state, attempt } = current();
    return openKeywords(plan, state, typedTexts(attempt.events, attempt.notes));
  };

  /** Opens the issues of words for which the pack wants no key; to be called after each typed text. */
  const openKeywordIssues = async (): Promise<SessionView> => {
    for (const hit of waitingKeywords()) {
      const { word, source, questionId, issue } = hit;
      if (opensAtOnce(current().plan, hit))
        await append(stamped({ type: 'keyword', word, source, questionId, issue }));
    }
    return render(current());
  };

  const dial = async (value: LiveSession): Promise<void> => {
    const callId = deps.newId();
    const now = deps.clock.now();
    const call = newOutgoingCall(callId, now);
    const clock = withCardShown(stoppedClock, value.plan, value.state, now, null);
    show({ ...value, call, clock, interrupted: false });
    try {
      await deps.phone.dial({ callId, target: deps.dialTarget(value.policy.holderMobile), headers: [] });
    } catch (error) {
      const ended: CallSnapshot = { ...call, phase: 'ended', ending: 'failed', endedAt: deps.clock.now() };
      const after = current();
      // The phone's own account of the failure, if it came first, is the better one.
      if (after.call?.callId === callId && after.call.phase !== 'ended') {
        show({ ...after, call: ended });
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
    harmlessNumbers: () => live?.plan.harmlessNumbers ?? [],
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
        const clock = withCardShown(stoppedClock, begun.plan, begun.state, deps.clock.now(), null);
        show({ ...begun, call, clock });
        if (call.answeredAt !== null) await deps.store.markAnswered(begun.attempt.id, call.answeredAt);
        return render(current());
      }),
    answer: (questionId, value, words) =>
      inOrder(async () => {
        await append(stamped({ type: 'answer', questionId, value, words: guarded(words, 'words') }));
        return openKeywordIssues();
      }),
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
        if (outcome === 'ambiguous')
          throw new AppError('bad_input', 'reply', { inputKind: factor.input, reason: 'ambiguous_reply' });
        if (outcome === 'unreadable') throw new AppError('bad_input', 'reply', { inputKind: factor.input });
        return append(stamped({ type: 'verify', factorId, outcome }));
      }),
    flag: (flag, words) =>
      inOrder(async () => {
        await append(stamped({ type: 'flag', flag, words: guarded(words, 'words') }));
        return openKeywordIssues();
      }),
    keyword: ({ word, source, open }) =>
      inOrder(() => {
        const hit = waitingKeywords().find((one) => one.word === word && one.source === source);
        if (hit === undefined) throw new AppError('not_found', 'word');
        if (open && hit.issue === null)
          throw new AppError('answer_not_possible', null, { reason: 'nothing_to_flag' });
        const { questionId, issue } = hit;
        return append(stamped({ type: 'keyword', word, source, questionId, issue: open ? issue : null }));
      }),
    question: (input) =>
      inOrder(async () => {
        const { plan, state } = current();
        guarded(input.text, 'text');
        guarded(input.answer?.words ?? '', 'words');
        guarded(input.promise?.what ?? '', 'what');
        const events = questionEvents(plan, state, input, { now: deps.clock.now(), newId: deps.newId }).map(
          stamped,
        );
        // All are tried before the first is stored.
        let ahead = state;
        for (const event of events) {
          const tried = next(plan, ahead, event);
          if (!tried.ok) throw new AppError('answer_not_possible', null, { reason: tried.reason });
          ahead = tried.state;
        }
        for (const event of events) await append(event);
        return render(current());
      }),
    notes: (notes) =>
      inOrder(async () => {
        const { attempt } = current();
        await deps.store.saveNotes(attempt.id, guarded(notes, 'notes'));
        const now = current();
        show({ ...now, attempt: { ...now.attempt, notes } });
        return openKeywordIssues();
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
