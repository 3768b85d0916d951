import { z } from 'zod';
import { workModes } from './task.ts';

/**
 * A promise to a customer (domain.md row 43): what, until when, how and by whom. `kept`: seen to in time; `late`:
 * seen to after its time; `broken`: not seen to. An open one past its time counts as broken until somebody deals
 * with it; the end of the task's callback does not end it.
 */
export const promiseStates = ['open', 'kept', 'late', 'broken'] as const;

export const promiseSchema = z.object({
  id: z.string(),
  taskId: z.string(),
  /** The attempt in which it was made. */
  attemptId: z.string(),
  mode: z.enum(workModes),
  /** What the customer had asked. */
  question: z.string(),
  what: z.string(),
  dueAt: z.number().int(),
  /** Codes of `promises.ways` and `promises.owners` of the pack. */
  way: z.string(),
  owner: z.string(),
  madeAt: z.number().int(),
  madeBy: z.string(),
  state: z.enum(promiseStates),
  /** What the department answered (row 44); empty until it has. */
  reply: z.string(),
  repliedAt: z.number().int().nullable(),
  repliedBy: z.string().nullable(),
  note: z.string(),
  closedAt: z.number().int().nullable(),
  closedBy: z.string().nullable(),
});
export type CustomerPromise = z.infer<typeof promiseSchema>;

export type PromiseEvent =
  | { type: 'replied'; words: string; at: number; agentId: string }
  | { type: 'settled'; done: boolean; note: string; at: number; agentId: string };

export type PromiseFault = 'promise_closed' | 'note_needed';
export type PromiseResult = { ok: true; promise: CustomerPromise } | { ok: false; fault: PromiseFault };

/** One step in the life of a promise. A promise that was dealt with stays as it is. */
export const nextPromise = (promise: CustomerPromise, event: PromiseEvent): PromiseResult => {
  if (promise.state !== 'open') return { ok: false, fault: 'promise_closed' };
  switch (event.type) {
    case 'replied': {
      const reply = event.words.trim();
      if (reply === '') return { ok: false, fault: 'note_needed' };
      return { ok: true, promise: { ...promise, reply, repliedAt: event.at, repliedBy: event.agentId } };
    }
    case 'settled': {
      const note = event.note.trim();
      if (note === '') return { ok: false, fault: 'note_needed' };
      const state = !event.done ? 'broken' : event.at <= promise.dueAt ? 'kept' : 'late';
      return { ok: true, promise: { ...promise, state, note, closedAt: event.at, closedBy: event.agentId } };
    }
  }
};

export const isOverdue = (promise: Pick<CustomerPromise, 'state' | 'dueAt'>, now: number): boolean =>
  promise.state === 'open' && promise.dueAt < now;

/** From when on a promise gives the alarm: shortly before its time, or as soon as the department has answered. */
export const promiseAlarmAt = (
  promise: Pick<CustomerPromise, 'dueAt' | 'repliedAt'>,
  alarmMinutes: number,
): number => Math.min(promise.dueAt - alarmMinutes * 60_000, promise.repliedAt ?? Number.MAX_SAFE_INTEGER);
