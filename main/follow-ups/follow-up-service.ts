import { intoBands } from '../../core/callback/dial-window.ts';
import { escalatesAt, nextLife } from '../../core/callback/task-life.ts';
import type { LifeFault, TaskEvent } from '../../core/callback/task-life.ts';
import type { WorkMode } from '../../core/callback/task.ts';
import type { ReceiptScan } from '../../core/callback/receipt-scan.ts';
import { addDays, endOfDay, localDate } from '../../core/callback/zone-time.ts';
import type { ChannelInput, ChannelOutput } from '../../core/ipc/contract.ts';
import type { ErrorCode } from '../../core/ipc/envelope.ts';
import type { FollowUpNews, FollowUpRow } from '../../core/ipc/features/follow-ups.ts';
import type { Clock, Store } from '../../core/ports.ts';
import { findSensitiveNumbers } from '../../core/privacy/sensitive-numbers.ts';
import type { Pack } from '../../core/script/pack-schema.ts';
import { AppError } from '../ipc/app-error.ts';
import type { Log } from '../log/log.ts';
import { StoreError } from '../store/errors.ts';
import type { Timers } from '../sync/timers.ts';
import { takesScans } from './scan-service.ts';

export type FollowUpService = {
  page(list: 'open' | 'closed'): Promise<ChannelOutput<'followUp.page'>>;
  /** Throws AppError with what is missing and the field it is about. */
  close(input: ChannelInput<'followUp.close'>): Promise<void>;
  open(taskId: string, kind: string): Promise<void>;
  news(): Promise<FollowUpNews>;
  /** Escalates what is due and tells the counts and alarms. Runs by itself. */
  kick(): void;
  start(): void;
  stop(): void;
};

export type FollowUpServiceDeps = {
  store: Pick<
    Store,
    'task' | 'saveLife' | 'followUps' | 'followUpCounts' | 'tasksToEscalate' | 'taskPage' | 'scansOf'
  >;
  pack: () => Pack;
  clock: Clock;
  timers: Timers;
  log: Log;
  mode: () => WorkMode;
  agentId: () => string;
  promises: () => Promise<FollowUpNews['promises']>;
  /** Throws `role_not_allowed` when closing this kind needs more than the person's role has. */
  checkMayClose: (kind: string) => void;
  onNews: (news: FollowUpNews) => void;
  /** An appointment or a promise has come that was not told of before. */
  onAlarm: (of: 'appointment' | 'promise') => void;
};

/** An alarm counts in minutes. */
const lookEveryMs = 15_000;
/** As many as a person can look through; the rest waits behind them. */
const listed = 500;
const alarmsAtOnce = 20;
const escalatedAtOnce = 200;

const fields: Partial<Record<LifeFault, { code: ErrorCode; field: string | null }>> = {
  note_needed: { code: 'note_needed', field: 'note' },
  receipt_needed: { code: 'receipt_needed', field: 'receipt' },
  appointment_needed: { code: 'appointment_needed', field: 'appointmentAt' },
  appointment_in_past: { code: 'appointment_in_past', field: 'appointmentAt' },
  appointment_after_deadline: { code: 'appointment_after_deadline', field: 'appointmentAt' },
  outside_dial_window: { code: 'outside_dial_window', field: 'appointmentAt' },
  follow_up_closed: { code: 'follow_up_closed', field: null },
  unknown_follow_up: { code: 'follow_up_closed', field: null },
};

/** What is done for tasks beside dialling, escalation before the deadline, and alarms of appointments. */
export const createFollowUpService = (deps: FollowUpServiceDeps): FollowUpService => {
  const { store, clock, log } = deps;
  let cancel: (() => void) | null = null;
  let stopped = false;
  const told = new Set<string>();

  /** One event of a task's life, worked out on what is stored and saved if that is still so. */
  const live = async (
    taskId: string,
    event: TaskEvent,
    audit: { action: string; ref: string; detail: string },
  ): Promise<void> => {
    const found = await store.task(taskId);
    if (found === null) throw new AppError('not_found', 'taskId');
    const { task, attempts, followUps } = found;
    const pack = deps.pack();
    const result = nextLife({ task, attempts, followUps }, event, pack);
    if (!result.ok) {
      const known = fields[result.fault] ?? { code: 'bad_input', field: null };
      throw new AppError(known.code, known.field, {
        deadlineAt: task.deadlineAt,
        nextAt: intoBands(event.at, pack.attempts),
      });
    }
    const { file } = result;
    if (event.type === 'time' && file.followUps.length === followUps.length) return;
    const input = {
      task: file.task,
      readAt: task.updatedAt,
      followUps: file.followUps,
      at: event.at,
      agentId: deps.agentId(),
      audit,
    };
    try {
      await store.saveLife(input);
    } catch (error) {
      if (error instanceof StoreError && error.code === 'task_changed') throw new AppError('task_changed');
      throw error;
    }
  };

  const escalate = async (now: number): Promise<void> => {
    const { attempts } = deps.pack();
    const until = endOfDay(
      addDays(localDate(now, attempts.timeZone), attempts.escalateDays),
      attempts.timeZone,
    );
    for (const taskId of await store.tasksToEscalate(deps.mode(), until, escalatedAtOnce)) {
      try {
        await live(
          taskId,
          { type: 'time', at: now },
          { action: 'task.escalated', ref: taskId, detail: String(escalatesAt(until, attempts)) },
        );
      } catch (error) {
        // A call began in between: it escalates at its end. All others go on.
        log.warn('follow_ups.not_escalated', { reason: error instanceof AppError ? error.code : 'unknown' });
      }
    }
  };

  const news = async (): Promise<FollowUpNews> => {
    const now = clock.now();
    const mode = deps.mode();
    const [counts, appointments, promises] = await Promise.all([
      store.followUpCounts(mode, now),
      store.taskPage({
        mode,
        filter: 'appointments',
        search: '',
        offset: 0,
        limit: alarmsAtOnce,
        now,
        agentId: deps.agentId(),
      }),
      deps.promises(),
    ]);
    const alarms = appointments.rows
      .filter(({ dial, state }) => state === 'appointment' && dial.reason === 'agreed')
      .map(({ id, holderName, appointmentAt }) => ({ taskId: id, holderName, at: appointmentAt ?? now }));
    return { ...counts, alarms, promises };
  };

  /** Whether one of them was not told of before; from now on all were. */
  const isFresh = (keys: readonly string[]): boolean => {
    const fresh = keys.filter((key) => !told.has(key));
    for (const key of fresh) told.add(key);
    return fresh.length > 0;
  };
  const look = async (): Promise<void> => {
    await escalate(clock.now());
    const found = await news();
    deps.onNews(found);
    if (isFresh(found.alarms.map(({ taskId, at }) => `${taskId} ${at}`))) deps.onAlarm('appointment');
    // An answer of the department is news of its own.
    if (isFresh(found.promises.alarms.map(({ id, dueAt, isReplied }) => `${id} ${dueAt} ${isReplied}`)))
      deps.onAlarm('promise');
  };
  const kick = (): Promise<void> =>
    look().catch((error: unknown) => {
      // The next look is seconds away; the list itself says when the store is gone.
      log.error('follow_ups.look_failed', { reason: error instanceof Error ? error.message : 'unknown' });
    });
  const again = (): void => {
    cancel = deps.timers.after(lookEveryMs, () => {
      void kick().then(() => {
        if (!stopped) again();
      });
    });
  };

  const rowOf = (
    followUp: Awaited<ReturnType<Store['followUps']>>[number],
    scans: readonly ReceiptScan[],
    pack: Pack,
    now: number,
  ): FollowUpRow => {
    const kind = pack.followUps.find(({ code }) => code === followUp.kind);
    // A kind of an older pack is shown by its code and can no longer be acted on.
    const unknown = { zh: followUp.kind, en: followUp.kind };
    const { id, taskId, holderName, policyNo, state, origin, openedAt, dueAt, note, receipt, closedAt } =
      followUp;
    return {
      id,
      taskId,
      holderName,
      policyNo,
      name: kind?.name ?? unknown,
      owner: kind?.owner ?? unknown,
      state,
      origin,
      openedAt,
      dueAt,
      isOverdue: state === 'open' && dueAt < now,
      outcomes: (kind?.outcomes ?? []).map(({ code, name, result, needs }) => ({
        code,
        name,
        result,
        needs,
      })),
      outcome: kind?.outcomes.find(({ code }) => code === followUp.outcome)?.name ?? null,
      note,
      receipt,
      scans: scans.filter(({ followUpId }) => followUpId === id),
      takesScans: state !== 'superseded' && takesScans(followUp, pack.followUps),
      closedAt,
    };
  };

  return {
    page: async (list) => {
      const now = clock.now();
      const found = await store.followUps({ mode: deps.mode(), list, offset: 0, limit: listed });
      const scans = await store.scansOf(found.map(({ id }) => id));
      return { rows: found.map((one) => rowOf(one, scans, deps.pack(), now)), news: await news() };
    },
    close: async (input) => {
      for (const field of ['note', 'receipt'] as const)
        if (findSensitiveNumbers(input[field]).length > 0) throw new AppError('sensitive_number', field);
      // The id begins with the task's (core/callback/follow-up.ts).
      const [taskId = '', kind = ''] = input.id.split(':');
      deps.checkMayClose(kind);
      await live(
        taskId,
        { type: 'follow_up_closed', ...input, agentId: deps.agentId(), at: clock.now() },
        { action: 'follow_up.closed', ref: input.id, detail: input.outcome },
      );
      await kick();
    },
    open: async (taskId, kind) => {
      await live(
        taskId,
        { type: 'follow_up_opened', kind, at: clock.now() },
        { action: 'follow_up.opened', ref: taskId, detail: kind },
      );
      await kick();
    },
    news,
    kick: () => void kick(),
    start: () => {
      void kick();
      again();
    },
    stop: () => {
      stopped = true;
      cancel?.();
    },
  };
};
