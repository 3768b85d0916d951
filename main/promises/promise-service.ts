import { isOverdue, nextPromise, promiseAlarmAt } from '../../core/callback/promise.ts';
import type { CustomerPromise, PromiseEvent } from '../../core/callback/promise.ts';
import type { WorkMode } from '../../core/callback/task.ts';
import type { ChannelInput, ChannelOutput } from '../../core/ipc/contract.ts';
import type { FollowUpNews } from '../../core/ipc/features/follow-ups.ts';
import type { PromiseRow } from '../../core/ipc/features/promises.ts';
import type { Clock, Store } from '../../core/ports.ts';
import { findSensitiveNumbers } from '../../core/privacy/sensitive-numbers.ts';
import type { Pack } from '../../core/script/pack-schema.ts';
import { AppError } from '../ipc/app-error.ts';
import { StoreError } from '../store/errors.ts';

export type PromiseService = {
  page(list: 'open' | 'closed'): Promise<ChannelOutput<'promise.page'>>;
  reply(input: ChannelInput<'promise.reply'>): Promise<void>;
  settle(input: ChannelInput<'promise.settle'>): Promise<void>;
  /** Counts and alarms, for the bar on every screen. */
  news(): Promise<FollowUpNews['promises']>;
};

export type PromiseServiceDeps = {
  store: Pick<Store, 'promises' | 'promise' | 'promiseAct' | 'promiseCounts'>;
  pack: () => Pack;
  clock: Clock;
  mode: () => WorkMode;
  agentId: () => string;
  /** After a promise has changed: the bar and the lists are told. */
  onChange: () => void;
};

/** As many as a person can look through; the rest waits behind them. */
const listed = 500;

/** Promises to customers outside of the call (domain.md rows 43 and 44): the list, the department's answer, the end. */
export const createPromiseService = (deps: PromiseServiceDeps): PromiseService => {
  const { store, clock } = deps;

  const act = async (id: string, event: PromiseEvent, words: string, field: string): Promise<void> => {
    if (findSensitiveNumbers(words).length > 0) throw new AppError('sensitive_number', field);
    const found = await store.promise(id);
    if (found === null) throw new AppError('not_found', 'id');
    const result = nextPromise(found, event);
    if (!result.ok) throw new AppError(result.fault, result.fault === 'note_needed' ? field : null);
    const { at, agentId } = event;
    const action = `promise.${event.type}`;
    try {
      await store.promiseAct({
        promise: result.promise,
        audit: { at, agentId, action, ref: id, detail: result.promise.state },
      });
    } catch (error) {
      if (error instanceof StoreError && error.code === 'promise_closed')
        throw new AppError('promise_closed');
      throw error;
    }
    deps.onChange();
  };

  const rowOf = (
    promise: CustomerPromise & { holderName: string; policyNo: string },
    pack: Pack,
    now: number,
  ): PromiseRow => {
    const owner = pack.promises?.owners.find(({ code }) => code === promise.owner);
    const way = pack.promises?.ways.find(({ code }) => code === promise.way);
    const { id, taskId, holderName, policyNo, question, what, dueAt, madeAt, state, reply, repliedAt } =
      promise;
    return {
      id,
      taskId,
      holderName,
      policyNo,
      question,
      what,
      dueAt,
      madeAt,
      state,
      reply,
      repliedAt,
      note: promise.note,
      closedAt: promise.closedAt,
      // A code of an older pack is shown as it is.
      owner: {
        code: promise.owner,
        name: owner?.name ?? { zh: promise.owner, en: promise.owner },
        isAsked: owner?.asked === true,
      },
      wayName: way?.name ?? { zh: promise.way, en: promise.way },
      isOverdue: isOverdue(promise, now),
    };
  };

  return {
    page: async (list) => {
      const now = clock.now();
      const mode = deps.mode();
      const [found, counts] = await Promise.all([
        store.promises({ mode, list, limit: listed }),
        store.promiseCounts(mode, now),
      ]);
      return { rows: found.map((one) => rowOf(one, deps.pack(), now)), counts };
    },
    reply: ({ id, words }) =>
      act(id, { type: 'replied', words, at: clock.now(), agentId: deps.agentId() }, words, 'reply'),
    settle: ({ id, done, note }) =>
      act(id, { type: 'settled', done, note, at: clock.now(), agentId: deps.agentId() }, note, 'note'),
    news: async () => {
      const now = clock.now();
      const mode = deps.mode();
      const [found, { open, overdue }] = await Promise.all([
        store.promises({ mode, list: 'open', limit: listed }),
        store.promiseCounts(mode, now),
      ]);
      const minutes = deps.pack().promises?.alarmMinutes ?? 0;
      // Who gave his word hears of it, whoever does the work.
      const alarms = found
        .filter((one) => one.madeBy === deps.agentId() && promiseAlarmAt(one, minutes) <= now)
        .map(({ id, dueAt, repliedAt }) => ({ id, dueAt, isReplied: repliedAt !== null }));
      return { open, overdue, alarms };
    },
  };
};
