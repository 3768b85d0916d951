import { createHash } from 'node:crypto';
import { chainHash } from '../core/outbox/chain.ts';
import type { CallbackRecord } from '../core/callback/record.ts';
import type { PushMessage, PushRequest } from '../core/sync/contract.ts';
import { judge, type Refusal } from './judge.ts';
import { ProblemError } from './problem-error.ts';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** A message with its hash and what is to be done about it. */
export type Judged = {
  message: PushMessage;
  hash: string;
  contentHash: string;
  record: CallbackRecord | null;
  refusal: Refusal | null;
};

/**
 * Hashes of the messages by the chain. A batch that does not lead to `head_hash` is split by the console; a
 * single message that does not was altered after it was saved (or is withheld) and takes the hash that the
 * console claims, so that the lane can go on behind it.
 */
const hashes = (push: PushRequest): { hashes: string[]; altered: boolean } => {
  let before = push.prev_hash;
  const computed = push.msgs.map((message) => {
    const { entity, entity_seq, ...rest } = message;
    const identity = {
      ...rest,
      device: push.device,
      epoch: push.epoch,
      lane: push.lane,
      entityId: entity,
      entitySeq: entity_seq,
    };
    before = chainHash(sha256, before, identity, message.body);
    return before;
  });
  if (before === push.head_hash) return { hashes: computed, altered: false };
  if (push.msgs.length > 1) {
    throw new ProblemError(
      'chain-broken',
      'The hashes of these messages do not lead to head_hash. Send fewer at a time.',
    );
  }
  return { hashes: [push.head_hash], altered: true };
};

/** Decides about every message of a push by itself. Throws `chain-broken`. */
export const judgePush = (push: PushRequest): Judged[] => {
  const chain = hashes(push);
  return push.msgs.map((message, index) => {
    const base = { message, hash: chain.hashes[index] ?? push.head_hash, contentHash: sha256(message.body) };
    if (message.withheld !== undefined) {
      const detail =
        message.withheld === 'too-large'
          ? 'The record is larger than one request may be. Shorten its notes and send it again.'
          : 'Head office could not read the record. Export it and report it.';
      return { ...base, record: null, refusal: { reason: message.withheld, field: '', detail } };
    }
    if (chain.altered) {
      const detail =
        'The record was changed on the workstation after it was saved. A supervisor has to look at it.';
      return { ...base, record: null, refusal: { reason: 'altered', field: '', detail } };
    }
    const verdict = judge(message);
    return verdict.ok
      ? { ...base, record: verdict.record, refusal: null }
      : { ...base, record: null, refusal: verdict.refusal };
  });
};
