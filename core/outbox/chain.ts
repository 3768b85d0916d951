import type { WorkMode } from '../callback/task.ts';

/** SHA-256 of the UTF-8 bytes of a text, as 64 lower-case hex digits. Injected: core knows no platform. */
export type Sha256 = (text: string) => string;

/** `prev` of the first message of a lane in an epoch. */
export const genesisHash = '0'.repeat(64);

/** What makes a message this message and no other (sync.md 4.2), apart from its body. */
export type MessageIdentity = {
  device: string;
  epoch: number;
  lane: number;
  seq: number;
  type: string;
  schema: number;
  entityId: string;
  entitySeq: number;
  /** UTC ms by the workstation's clock. */
  wall: number;
  mode: WorkMode;
};

/**
 * One text per identity: a JSON array in fixed order, so that no two identities share a text (quotes and
 * commas inside a value are escaped).
 */
const canonicalIdentity = (id: MessageIdentity): string =>
  JSON.stringify([
    id.device,
    id.epoch,
    id.lane,
    id.seq,
    id.type,
    id.schema,
    id.entityId,
    id.entitySeq,
    id.wall,
    id.mode,
  ]);

/**
 * Hash of one message: SHA-256 over the hash before it, its identity and its body text exactly as sent.
 * Both ends compute it; a cloned or edited profile shows as another hash for the same number (sync.md 4.2).
 */
export const chainHash = (sha256: Sha256, prev: string, identity: MessageIdentity, body: string): string =>
  sha256(`${prev}\n${canonicalIdentity(identity)}\n${body}`);

/**
 * Checks messages in order against the hash before the first.
 * Returns the sequence number of the first message whose hash is not what it must be, or null.
 */
export const firstBrokenLink = (
  sha256: Sha256,
  prev: string,
  messages: readonly (MessageIdentity & { body: string; hash: string })[],
): number | null => {
  let before = prev;
  for (const message of messages) {
    if (chainHash(sha256, before, message, message.body) !== message.hash) return message.seq;
    before = message.hash;
  }
  return null;
};
