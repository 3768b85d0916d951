import type { z } from 'zod';
import type { CallbackRecord } from '../../core/callback/record.ts';
import { endpoints, type pushRequestSchema } from '../../core/sync/contract.ts';
import { pushRequest } from '../../main/sync/push-request.ts';
import { sampleBody } from './callback-samples.ts';
import type { TestHeadOffice } from './head-office.ts';
import { createOutboxDouble, type OutboxDouble } from './outbox-double.ts';

export type PushBody = z.input<typeof pushRequestSchema>;

/** The push of a queue's messages after `afterSeq`, exactly as the console builds it. */
export const pushFrom = async (queue: OutboxDouble, afterSeq = 0, limit = 500): Promise<PushBody> =>
  pushRequest(
    await queue.device(),
    await queue.outboxAfter(afterSeq, limit, 10_000_000),
    'nonce-of-a-test',
    null,
  );

let lastId = 0;
/** A record id that no other test of this run has. */
export const newRecordId = (): string => `record-${++lastId}`;

/** Puts a good record into the queue and gives its id. */
export const addRecord = (queue: OutboxDouble, change: Partial<CallbackRecord> = {}): string => {
  const id = newRecordId();
  queue.add({ entityId: id, body: sampleBody(id, change), mode: change.mode ?? 'live' });
  return id;
};

/** A console that has enrolled, with `count` records waiting. */
export const enrolledSeat = async (
  headOffice: TestHeadOffice,
  count = 0,
): Promise<{ queue: OutboxDouble; device: string; token: string; ids: string[] }> => {
  const queue = createOutboxDouble();
  const { id: device } = await queue.device();
  const token = await headOffice.enrol(device);
  return { queue, device, token, ids: Array.from({ length: count }, () => addRecord(queue)) };
};

/** Sends a push as it is; the answer with its fields, or with its problem. */
export const sendPush = async (headOffice: TestHeadOffice, token: string, body: PushBody) => {
  const answer = await headOffice.post('push', token, body);
  return {
    status: answer.status,
    problem: answer.body,
    ...endpoints.push.answer.partial().parse(answer.body),
  };
};
