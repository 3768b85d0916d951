import type { z } from 'zod';
import { recordLane } from '../../core/outbox/record-message.ts';
import type { OutboxStore } from '../../core/ports.ts';
import { endpoints, maxPushBodyBytes, type pushAnswerSchema } from '../../core/sync/contract.ts';
import { fullBatch, grown, halved } from './batch-size.ts';
import type { Failure } from './failure.ts';
import { askHeadOffice, type HttpEdge } from './head-office-client.ts';
import { pushRequest, type Withheld } from './push-request.ts';
import type { Log } from '../log/log.ts';

export type SyncConfig = {
  /** Base URL of head office: `https:`, or `http:` on loopback. */
  url: string;
  token: string;
  /** Version of this console. */
  app: string;
};

export type SessionEdge = HttpEdge & { store: OutboxStore; newNonce: () => string; log: Log };

const helloTimeoutMs = 15_000;
const pushTimeoutMs = 30_000;
/** How often in a row the two ends may disagree about the place before the person is told. */
const patience = 4;

/** What one step did. `pauseMs` > 0 when head office asks for a slower drain. */
export type Step =
  | { kind: 'sent'; messages: number; pauseMs: number }
  | { kind: 'again' }
  | { kind: 'nothing' }
  | { kind: 'failed'; failure: Failure };

type Greeted = {
  deviceId: string;
  epoch: number;
  incarnation: string;
  through: number;
  drainRate: number | null;
};

const localFailure = (reason: Failure['reason']): Step => ({
  kind: 'failed',
  failure: { reason, problem: null, status: null, retryAfterMs: null },
});

/**
 * The conversation with head office: hello first, then one push at a time (stop and wait keeps the order,
 * sync.md 4.2). Each step asks once and moves the store's watermark by what head office said, never by what
 * it did not. `alive` turns false when the loop has given this session up: late answers are then dropped.
 */
export class SyncSession {
  readonly #edge: SessionEdge;
  readonly #config: SyncConfig;
  readonly #abort: AbortSignal;
  #greeted: Greeted | null = null;
  #limit = fullBatch;
  #withheld: Withheld | null = null;
  #disagreements = 0;

  constructor(edge: SessionEdge, config: SyncConfig, abort: AbortSignal) {
    this.#edge = edge;
    this.#config = config;
    this.#abort = abort;
  }

  /** Says hello again before the next push. */
  forgetPlace(): void {
    this.#greeted = null;
  }

  /** Hello, or one push, or nothing to do. */
  step(): Promise<Step> {
    return this.#greeted === null ? this.#hello() : this.#push(this.#greeted);
  }

  #target(timeoutMs: number) {
    return { baseUrl: this.#config.url, token: this.#config.token, timeoutMs, abort: this.#abort };
  }

  async #hello(): Promise<Step> {
    const { store, log, newNonce } = this.#edge;
    const device = await store.device();
    const state = await store.outboxState();
    const outcome = await askHeadOffice(this.#edge, this.#target(helloTimeoutMs), endpoints.hello, {
      device: device.id,
      epoch: device.epoch,
      nonce: newNonce(),
      lanes: [{ lane: recordLane, next_seq: state.nextSeq, acked: state.acked, head: state.headHash }],
      app: this.#config.app,
      clock: this.#edge.now(),
    });
    if (this.#abort.aborted) return { kind: 'nothing' };
    if (!outcome.ok) return { kind: 'failed', failure: outcome.failure };
    const { answer } = outcome;
    const accepted = answer.lanes.find(({ lane }) => lane === recordLane)?.accepted_through ?? 0;
    if (device.incarnation !== answer.incarnation) {
      if (device.incarnation !== null) log.warn('sync.other_head_office', { accepted, acked: state.acked });
      await store.setIncarnation(answer.incarnation);
    }
    // Restored from an older backup: what it lost goes out again. When it is ahead of us an answer was lost, or
    // this profile is the older copy; sending again tells which, taking over its number would hide the latter.
    if (accepted < state.acked) {
      log.warn('sync.head_office_went_back', { accepted, acked: state.acked });
      await store.outboxAck({ acceptedThrough: accepted, refused: [] });
    }
    const through = Math.min(accepted, state.acked);
    this.#greeted = {
      deviceId: device.id,
      epoch: device.epoch,
      incarnation: answer.incarnation,
      through,
      drainRate: answer.drain_rate,
    };
    return { kind: 'again' };
  }

  async #push(greeted: Greeted): Promise<Step> {
    const { store, newNonce } = this.#edge;
    const batch = await store.outboxAfter(
      greeted.through,
      this.#withheld === null ? this.#limit : 1,
      maxPushBodyBytes,
    );
    const last = batch.messages.at(-1);
    if (last === undefined) return { kind: 'nothing' };
    const device = { id: greeted.deviceId, epoch: greeted.epoch };
    const request = pushRequest(device, batch, newNonce(), this.#withheld);
    const outcome = await askHeadOffice(this.#edge, this.#target(pushTimeoutMs), endpoints.push, request);
    if (this.#abort.aborted) return { kind: 'nothing' };
    if (!outcome.ok) return this.#pushFailed(outcome.failure, batch.messages.length);
    if (outcome.answer.incarnation !== greeted.incarnation || outcome.answer.accepted_through < last.seq) {
      return this.#disagree('bad_answer');
    }
    await this.#accept(outcome.answer, greeted, last.seq);
    const count = batch.messages.length;
    return {
      kind: 'sent',
      messages: count,
      pauseMs: greeted.drainRate === null ? 0 : (count / greeted.drainRate) * 1000,
    };
  }

  async #accept(answer: z.infer<typeof pushAnswerSchema>, greeted: Greeted, through: number): Promise<void> {
    const at = this.#edge.now();
    // Exceptions beyond this batch cannot be ours to record yet: they come again with their own batch.
    const refused = answer.results
      .filter(({ seq }) => seq > greeted.through && seq <= through)
      .map(({ seq, problem }) => ({
        seq,
        code: problem.reason,
        detail: problem.field === '' ? problem.detail : `${problem.field}: ${problem.detail}`,
        at,
      }));
    await this.#edge.store.outboxAck({ acceptedThrough: through, refused });
    this.#greeted = { ...greeted, through };
    this.#limit = grown(this.#limit);
    this.#withheld = null;
    this.#disagreements = 0;
  }

  async #pushFailed(failure: Failure, sent: number): Promise<Step> {
    if (failure.reason === 'timeout') this.#limit = halved(sent);
    const { problem, status } = failure;
    if (problem?.action === 'split' || status === 413) return this.#split(failure, sent);
    if (problem?.code === 'device-forked') {
      const step = this.#disagree('forked');
      if (step.kind === 'failed') return step;
      this.#edge.log.warn('sync.device_forked');
      await this.#edge.store.newEpoch();
      return step;
    }
    if (problem?.action === 'refresh') return this.#disagree('bad_answer');
    return { kind: 'failed', failure };
  }

  #split(failure: Failure, sent: number): Step {
    if (sent > 1) {
      this.#limit = halved(sent);
      return { kind: 'again' };
    }
    // Even alone it does not get through: its place is sent without its body, so that the others can follow.
    if (this.#withheld !== null) {
      this.#withheld = null;
      return { kind: 'failed', failure };
    }
    this.#withheld = failure.status === 413 ? 'too-large' : 'malformed';
    this.#edge.log.warn('sync.message_withheld', { reason: this.#withheld });
    return { kind: 'again' };
  }

  /** Back to hello; after too many in a row without a message getting through the person is told. */
  #disagree(reason: Failure['reason']): Step {
    this.#greeted = null;
    this.#disagreements += 1;
    if (this.#disagreements <= patience) return { kind: 'again' };
    this.#disagreements = 0;
    return localFailure(reason);
  }
}
