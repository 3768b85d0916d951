import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoffMs, syncBackoff } from '../../../core/outbox/backoff.ts';
import { firstBrokenLink, genesisHash } from '../../../core/outbox/chain.ts';
import { acknowledge, messageState } from '../../../core/outbox/states.ts';
import { StoreError } from '../../../main/store/errors.ts';
import { sha256 } from '../../../main/store/repositories/audit.ts';
import { makeAttempt, makeRecord, startedAt } from '../../fixtures/store/attempts.ts';
import { openHere, tempDir } from '../../fixtures/store/open.ts';
import { makePolicy } from '../../fixtures/store/policies.ts';

const seed = 20_260_301;

type Step =
  | { kind: 'close' }
  | { kind: 'ack'; through: number; refused: number[] }
  | { kind: 'requeue'; which: number }
  | { kind: 'epoch' }
  | { kind: 'restart' };

const stepArbitrary: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ kind: 'close' as const }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('ack' as const),
      through: fc.integer({ min: -1, max: 12 }),
      refused: fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 3 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('requeue' as const), which: fc.integer({ min: 1, max: 12 }) }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'epoch' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'restart' as const }) },
);

/** The queue as a plain list: what the store must look like from outside. */
type Entry = { n: number; entity: string; epoch: number; seq: number; refused: boolean; requeued: boolean };

describe('outbox against a model', () => {
  it('design.md I3: any order of closing, answers, refusals, mending, new epochs and restarts loses and doubles nothing', () => {
    fc.assert(
      fc.property(fc.array(stepArbitrary, { minLength: 5, maxLength: 25 }), (steps) => {
        const { dir, remove } = tempDir();
        const file = join(dir, 'desk.sqlite');
        let { db, store } = openHere(file);
        store.importPolicies({
          mode: 'live',
          policies: [makePolicy(1)],
          at: startedAt,
          source: 'list.csv',
          agentId: 'a1',
        });
        const taskId = store.nextTask('live', startedAt, 'a1').task?.id ?? '';
        let entries: Entry[] = [];
        let epoch = 1;
        let lane = { nextSeq: 1, acked: 0 };
        const isWaiting = (entry: Entry): boolean => entry.epoch === epoch && entry.seq > lane.acked;
        const push = (entity: string): void => {
          entries = [
            ...entries,
            { n: entries.length + 1, entity, epoch, seq: lane.nextSeq, refused: false, requeued: false },
          ];
          lane = { ...lane, nextSeq: lane.nextSeq + 1 };
        };
        const refuses = (work: () => void): boolean => {
          try {
            work();
            return false;
          } catch (error) {
            if (error instanceof StoreError) return true;
            throw error;
          }
        };

        for (const [index, step] of steps.entries()) {
          if (step.kind === 'close') {
            const task = store.task(taskId)?.task;
            if (task === undefined) throw new Error('no task');
            const attempt = makeAttempt({ id: `at${index}`, taskId, startedAt: startedAt + index });
            store.openAttempt(attempt);
            store.closeAttempt({
              record: makeRecord(attempt),
              task: { ...task, state: 'redial' },
              issues: [],
              at: startedAt,
            });
            push(attempt.id);
          } else if (step.kind === 'ack') {
            const next = acknowledge(lane, step.through);
            const refused = step.refused.filter((seq) => seq <= step.through);
            const wrong = refuses(() =>
              store.outboxAck({
                acceptedThrough: step.through,
                refused: refused.map((seq) => ({ seq, code: 'invalid-body', detail: '', at: startedAt })),
              }),
            );
            expect(wrong).toBe(next === null);
            if (next !== null) {
              lane = next;
              entries = entries.map((entry) =>
                entry.epoch === epoch && refused.includes(entry.seq) ? { ...entry, refused: true } : entry,
              );
            }
          } else if (step.kind === 'requeue') {
            const target = entries.find((entry) => entry.n === step.which);
            const may = target !== undefined && target.refused && !target.requeued && !isWaiting(target);
            expect(refuses(() => store.requeueRefused(step.which, startedAt))).toBe(!may);
            if (may) {
              entries = entries.map((entry) => (entry.n === target.n ? { ...entry, requeued: true } : entry));
              push(target.entity);
            }
          } else if (step.kind === 'epoch') {
            store.newEpoch();
            let seq = 0;
            const waiting = new Set(entries.filter(isWaiting).map((entry) => entry.n));
            epoch += 1;
            entries = entries.map((entry) =>
              waiting.has(entry.n) ? { ...entry, epoch, seq: ++seq } : entry,
            );
            lane = { nextSeq: seq + 1, acked: 0 };
          } else {
            db.close();
            ({ db, store } = openHere(file));
          }

          const { messages } = store.outboxAfter(0, 500, 10_000_000);
          const mine = entries.filter((entry) => entry.epoch === epoch);
          expect(messages.map((message) => [message.seq, message.entityId])).toEqual(
            mine.map((entry) => [entry.seq, entry.entity]),
          );
          const { id: device } = store.device();
          expect(
            firstBrokenLink(
              sha256,
              genesisHash,
              messages.map((message) => ({ ...message, device, epoch, lane: 0 })),
            ),
          ).toBeNull();
          expect(store.outboxState()).toMatchObject(lane);

          const stateOf = (entry: Entry) =>
            entry.epoch === epoch
              ? messageState(lane.acked, entry.seq, entry.refused)
              : entry.refused
                ? 'refused'
                : 'sent';
          for (const state of ['waiting', 'sent', 'refused'] as const) {
            const expected = entries
              .filter((entry) => stateOf(entry) === state && !(state === 'refused' && entry.requeued))
              .map((entry) => entry.n);
            const { total, rows } = store.outboxItems(state, 0, 100);
            expect(rows.map((row) => row.seq).sort((a, b) => a - b)).toEqual(expected);
            expect(total).toBe(expected.length);
            expect(store.outboxCounts()[state]).toBe(expected.length);
          }
          for (const entry of entries.filter((candidate) => !candidate.requeued)) {
            expect(store.record(entry.entity)?.syncState).toBe(stateOf(entry));
          }
        }
        db.close();
        remove();
      }),
      { seed, numRuns: 40 },
    );
  });
});

describe('backoff', () => {
  it('sync.md 4.3: always lies between 1 s and 5 min, and the same seed gives the same pauses', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -5, max: 10_000 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (failures, value) => {
          const pause = backoffMs(failures, () => value);
          expect(pause).toBeGreaterThanOrEqual(syncBackoff.baseMs);
          expect(pause).toBeLessThanOrEqual(syncBackoff.capMs);
          expect(Number.isInteger(pause)).toBe(true);
          expect(backoffMs(failures, () => value)).toBe(pause);
        },
      ),
      { seed, numRuns: 500 },
    );
  });
});
