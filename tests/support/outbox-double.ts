import { createHash, randomUUID } from 'node:crypto';
import { chainHash, genesisHash } from '../../core/outbox/chain.ts';
import { acknowledge } from '../../core/outbox/states.ts';
import type { OutboxMessage, OutboxStore } from '../../core/ports.ts';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

export type QueuedMessage = Pick<OutboxMessage, 'entityId' | 'body'> &
  Partial<Omit<OutboxMessage, 'seq' | 'hash'>>;

/** The queue as a test sees it: what it holds and what was refused. */
export type OutboxDouble = OutboxStore & {
  add(message: QueuedMessage): void;
  readonly refused: Map<string, { code: string; detail: string }>;
  /** Every watermark that was set, in order. */
  readonly acks: number[];
  epoch(): number;
  acked(): number;
  /** Takes everything back to this moment: a restored profile, or with `copy` a cloned one. */
  snapshot(): { restore(): void; copy(): OutboxDouble };
  /** Changes a body behind the hash's back. */
  tamper(seq: number, body: string): void;
};

type State = {
  id: string;
  epoch: number;
  incarnation: string | null;
  acked: number;
  messages: OutboxMessage[];
};

/**
 * An in-memory double of the SQLite outbox, for tests that need thousands of queues or copies of one. It keeps
 * the rules of OutboxStore: the watermark never passes the queue, nothing is deleted, a new epoch starts at 1.
 */
export const createOutboxDouble = (from?: State): OutboxDouble => {
  let state: State = from ?? { id: randomUUID(), epoch: 1, incarnation: null, acked: 0, messages: [] };
  const refused = new Map<string, { code: string; detail: string }>();
  const acks: number[] = [];

  const hashOf = (prev: string, epoch: number, message: Omit<OutboxMessage, 'hash'>): string => {
    const { body, ...identity } = message;
    return chainHash(sha256, prev, { ...identity, device: state.id, epoch, lane: 0 }, body);
  };
  const chained = (messages: readonly Omit<OutboxMessage, 'hash'>[], epoch: number): OutboxMessage[] => {
    let prev = genesisHash;
    return messages.map((message) => {
      prev = hashOf(prev, epoch, message);
      return { ...message, hash: prev };
    });
  };
  const head = (): string => state.messages.at(-1)?.hash ?? genesisHash;

  return {
    refused,
    acks,
    epoch: () => state.epoch,
    acked: () => state.acked,
    add: (message) => {
      const before = state.messages.filter(({ entityId }) => entityId === message.entityId).length;
      const complete = {
        type: 'callback',
        schema: 1,
        wall: 1_795_000_000_000,
        mode: 'live' as const,
        entitySeq: before + 1,
        ...message,
        seq: state.messages.length + 1,
      };
      state = {
        ...state,
        messages: [...state.messages, { ...complete, hash: hashOf(head(), state.epoch, complete) }],
      };
    },
    tamper: (seq, body) => {
      state = { ...state, messages: state.messages.map((one) => (one.seq === seq ? { ...one, body } : one)) };
    },
    snapshot: () => {
      const kept = state;
      return {
        restore: () => {
          state = kept;
        },
        copy: () => createOutboxDouble(kept),
      };
    },
    device: () => Promise.resolve({ id: state.id, epoch: state.epoch, incarnation: state.incarnation }),
    setIncarnation: (incarnation) => {
      state = { ...state, incarnation };
      return Promise.resolve();
    },
    newEpoch: () => {
      const epoch = state.epoch + 1;
      const unsent = state.messages
        .slice(state.acked)
        .map((message, index) => ({ ...message, seq: index + 1 }));
      state = { ...state, epoch, acked: 0, messages: chained(unsent, epoch) };
      return Promise.resolve();
    },
    outboxState: () =>
      Promise.resolve({ nextSeq: state.messages.length + 1, acked: state.acked, headHash: head() }),
    outboxAfter: (afterSeq, limit, maxBytes) => {
      const messages: OutboxMessage[] = [];
      let bytes = 0;
      for (const message of state.messages.slice(afterSeq, afterSeq + limit)) {
        bytes += Buffer.byteLength(message.body);
        if (messages.length > 0 && bytes > maxBytes) break;
        messages.push(message);
      }
      return Promise.resolve({ prevHash: state.messages[afterSeq - 1]?.hash ?? genesisHash, messages });
    },
    outboxAck: ({ acceptedThrough, refused: exceptions }) => {
      const next = acknowledge({ nextSeq: state.messages.length + 1, acked: state.acked }, acceptedThrough);
      if (next === null) return Promise.reject(new Error(`ack of ${acceptedThrough} beyond the queue`));
      for (const { seq, code, detail } of exceptions) {
        refused.set(state.messages[seq - 1]?.entityId ?? `seq ${seq}`, { code, detail });
      }
      acks.push(acceptedThrough);
      state = { ...state, acked: next.acked };
      return Promise.resolve();
    },
    outboxCounts: () =>
      Promise.resolve({
        waiting: state.messages.length - state.acked,
        sent: state.acked - refused.size,
        refused: refused.size,
        oldestWaitingAt: state.messages[state.acked]?.wall ?? null,
      }),
    outboxItems: () => Promise.resolve({ total: 0, rows: [] }),
    requeueRefused: () => Promise.resolve(),
  };
};
