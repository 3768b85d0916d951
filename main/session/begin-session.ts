import { dialWindow } from '../../core/callback/dial-window.ts';
import { countsFrom } from '../../core/callback/task-life.ts';
import { pastAttempts } from '../../core/callback/tries.ts';
import { barredAs, type Barred } from '../../core/issue/recheck.ts';
import type { OpenAttempt } from '../../core/ports.ts';
import { stoppedClock } from '../../core/script/card-clock.ts';
import { choosePlan } from '../../core/script/plan.ts';
import type { Plan } from '../../core/script/plan.ts';
import type { ScriptState } from '../../core/script/state.ts';
import type { RobotHandover } from '../../core/call/handover.ts';
import type { CallSnapshot } from '../../core/call/types.ts';
import type { ScriptEvent } from '../../core/script/events.ts';
import { next, replay, start } from '../../core/script/stepper.ts';
import { AppError } from '../ipc/app-error.ts';
import type { LiveSession } from './live-session.ts';
import type { SessionDeps } from './session-service.ts';

type Loaded = Pick<LiveSession, 'task' | 'policy' | 'earlierIssues' | 'attempts' | 'followUps' | 'checks'> & {
  found: readonly { code: string; attemptId: string }[];
  barred: readonly Barred[];
};

const loadTask = async (taskId: string, deps: SessionDeps): Promise<Loaded> => {
  const found = await deps.store.task(taskId);
  if (found === null) throw new AppError('not_found', 'taskId');
  const { attempts, followUps, checks, barred } = found;
  return {
    task: found.task,
    policy: found.policy,
    earlierIssues: found.issues,
    found: found.issuesEver,
    attempts,
    followUps,
    checks,
    barred,
  };
};

/**
 * Opens an attempt on a task that may be dialled now. A hung-up callback of the same task goes on from its
 * answers, with the identity verified anew (flow_rules.resume_after_hangup).
 */
export const beginSession = async (
  taskId: string,
  deps: SessionDeps,
  onCall: { call: CallSnapshot; handover: RobotHandover | null } | null = null,
): Promise<LiveSession> => {
  // Between two calls: a call keeps the pack it begins with (design.md I7).
  await deps.packs.refresh();
  const loaded = deps.packs.current();
  const { pack } = loaded;
  const subject = await loadTask(taskId, deps);
  const now = deps.clock.now();
  if (subject.task.mode !== deps.mode()) throw new AppError('task_not_diallable');
  const speaker = deps.speaker();
  const barred = barredAs({ number: speaker.agentNumber, name: speaker.agentName }, subject.barred);
  if (barred !== null) throw new AppError('recheck_not_by_you', null, { reason: barred });
  // Practice is where a pack is learnt: it never asks.
  const isRead =
    subject.task.mode === 'practice' || (await deps.store.packReceipt(deps.agentId(), loaded.hash)) !== null;
  if (!isRead && onCall === null) throw new AppError('pack_not_read', null, { version: pack.pack.version });
  const window = dialWindow({
    task: subject.task,
    tries: pastAttempts(subject.attempts, pack.dispositions, countsFrom(subject.followUps, pack.followUps)),
    rules: pack.attempts,
    now,
    agentId: deps.agentId(),
  });
  // Who rings us, or is on the line with our robot, wants to talk now: the hours of dialling are not meant.
  if (!window.possible && onCall === null)
    throw new AppError('task_not_diallable', null, {
      reason: window.reason ?? 'not_open',
      nextAt: window.nextAt ?? 0,
    });
  const plan = choosePlan(pack, subject.policy, { now });
  const earlier = (await deps.store.resumableEvents(taskId)).filter(
    // Tags belong to the notes, and those stay with their own attempt.
    (event, _index, all) => (all[0]?.at ?? event.at) >= subject.task.createdAt && event.type !== 'note_tag',
  );
  // The answers of the hung-up call come along, so that this attempt's record is whole by itself. Answers to
  // another version of the script do not fit any more: the callback then starts from its beginning.
  const resumed: ScriptEvent[] =
    earlier.length === 0 ? [] : [...earlier, { type: 'resumed', at: now, offsetMs: null }];
  const replayed = replay(plan, resumed);
  if (!replayed.ok) deps.log.warn('session.not_resumed', { index: replayed.index, reason: replayed.reason });
  const handed = onCall?.handover ?? null;
  if (handed !== null && !pack.robotHandover.reasons.includes(handed.reason))
    deps.log.warn('session.handover_reason_unknown', {});
  const taken =
    handed === null || earlier.length > 0
      ? { events: replayed.ok ? resumed : [], state: replayed.ok ? replayed.state : start(plan) }
      : robotEvents(plan, handed, now);
  const { events } = taken;
  const attempt: OpenAttempt = {
    id: deps.newId(),
    taskId,
    agentId: deps.agentId(),
    mode: subject.task.mode,
    packId: pack.pack.id,
    packVersion: pack.pack.version,
    packHash: loaded.hash,
    scriptId: plan.scriptId,
    startedAt: onCall?.call.startedAt ?? now,
    answeredAt: null,
    callEndedAt: null,
    notes: '',
    events,
  };
  await deps.packs.keep(loaded);
  await deps.store.openAttempt(attempt);
  if (!isRead) {
    // Nobody who rings us is turned away for want of a receipt; that it was wanting is kept.
    const { agentId, id: ref } = attempt;
    await deps.store.audit({ at: now, agentId, action: 'pack.unread_call', ref, detail: loaded.hash });
  }
  return {
    ...liveSubject(subject, attempt.id),
    attempt,
    pack,
    plan,
    state: taken.state,
    issues: [],
    call: null,
    clock: stoppedClock,
    interrupted: false,
    caption: null,
  };
};

/** What was found in other calls than this one. */
const liveSubject = ({ found, barred: _barred, ...subject }: Loaded, attemptId: string) => ({
  ...subject,
  foundBefore: found.filter((one) => one.attemptId !== attemptId).map(({ code }) => code),
});

/**
 * What the robot did, as events of the script. An answer that does not fit (another version of the script, an
 * abnormal one, one that only a person may take) is left out: the agent asks that question again.
 */
const robotEvents = (
  plan: Plan,
  handover: RobotHandover,
  at: number,
): { events: ScriptEvent[]; state: ScriptState } => {
  const wanted: ScriptEvent[] = [
    { type: 'handed_over', reason: handover.reason, at, offsetMs: null },
    ...handover.answers.map((answer): ScriptEvent => ({
      type: 'robot_answer',
      ...answer,
      at,
      offsetMs: null,
    })),
  ];
  let state = start(plan);
  const events: ScriptEvent[] = [];
  for (const event of wanted) {
    const result = next(plan, state, event);
    if (!result.ok) continue;
    state = result.state;
    events.push(event);
  }
  return { events, state };
};

/** The attempt that a crash left open, rebuilt from the store; null when there is none. */
export const restoreSession = async (deps: SessionDeps): Promise<LiveSession | null> => {
  const attempt = await deps.store.openAttemptNow();
  if (attempt === null) return null;
  const pack = await deps.packs.byHash(attempt.packHash);
  const subject = await loadTask(attempt.taskId, deps);
  const plan = choosePlan(pack, subject.policy, { now: attempt.startedAt });
  const replayed = replay(plan, attempt.events);
  // Only a damaged store gets here. The stored answers stay in the record; the questions are asked again.
  if (!replayed.ok)
    deps.log.error('session.replay_failed', { index: replayed.index, reason: replayed.reason });
  return {
    ...liveSubject(subject, attempt.id),
    attempt,
    pack,
    plan,
    state: replayed.ok ? replayed.state : start(plan),
    earlierIssues: subject.earlierIssues.filter((issue) => issue.attemptId !== attempt.id),
    issues: subject.earlierIssues.filter((issue) => issue.attemptId === attempt.id),
    call: null,
    clock: stoppedClock,
    interrupted: true,
    caption: null,
  };
};
