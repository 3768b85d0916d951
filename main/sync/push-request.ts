import type { z } from 'zod';
import { recordLane } from '../../core/outbox/record-message.ts';
import type { OutboxMessage } from '../../core/ports.ts';
import type { PushMessage, pushRequestSchema } from '../../core/sync/contract.ts';

/** Why a message that head office cannot take is sent without its body. */
export type Withheld = NonNullable<PushMessage['withheld']>;

/** The push of these messages, at least one; `withheld` only for a single one. */
export const pushRequest = (
  device: { id: string; epoch: number },
  batch: { prevHash: string; messages: readonly OutboxMessage[] },
  nonce: string,
  withheld: Withheld | null,
): z.input<typeof pushRequestSchema> => ({
  device: device.id,
  epoch: device.epoch,
  lane: recordLane,
  from_seq: batch.messages[0]?.seq ?? 0,
  prev_hash: batch.prevHash,
  head_hash: batch.messages.at(-1)?.hash ?? '',
  nonce,
  msgs: batch.messages.map((message) => ({
    seq: message.seq,
    type: message.type,
    schema: message.schema,
    entity: message.entityId,
    entity_seq: message.entitySeq,
    mode: message.mode,
    wall: message.wall,
    body: withheld === null ? message.body : '',
    ...(withheld === null ? {} : { withheld }),
  })),
});
