import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sampleBody } from '../../support/callback-samples.ts';
import { problemFault, startFaultProxy, type Fault } from '../../support/fault-proxy.ts';
import { startHeadOffice, type TestHeadOffice } from '../../support/head-office.ts';
import { createOutboxDouble } from '../../support/outbox-double.ts';
import { createSyncSeat } from '../../support/sync-seat.ts';

let headOffice: TestHeadOffice;
beforeAll(async () => {
  headOffice = await startHeadOffice();
});
afterAll(() => headOffice.close());

const anyFault = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Fault>({ kind: 'pass' }) },
  fc.constantFrom<Fault>(
    { kind: 'drop' },
    { kind: 'lose-answer' },
    { kind: 'half-answer' },
    { kind: 'twice' },
    { kind: 'answer', status: 200, headers: { 'content-type': 'text/html' }, body: '<html>log in</html>' },
    { kind: 'answer', status: 200, headers: { 'content-type': 'application/json' }, body: '{}' },
    { kind: 'answer', status: 302, headers: { location: 'http://login.example/' } },
    { kind: 'answer', status: 502, body: 'bad gateway' },
    { kind: 'answer', status: 413, body: 'too large' },
    problemFault('internal'),
    problemFault('malformed'),
    problemFault('chain-broken'),
    problemFault('seq-gap'),
    problemFault('unauthenticated'),
    problemFault('rate-limited', { 'retry-after': '7' }),
    problemFault('unavailable', { 'retry-after': '2' }),
  ),
);

/** What the branch does meanwhile: works on, is restarted, or loses its machine to a backup. */
const anyEvent = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.integer({ min: 1, max: 12 }).map((count) => ({ kind: 'work' as const, count })),
  },
  { weight: 2, arbitrary: fc.constant({ kind: 'restart' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'fork' as const }) },
);

let lastRun = 0;

it('property: under any faults every record arrives exactly once in effect, in order, and the queue empties', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyFault, { maxLength: 25 }),
      fc.array(anyEvent, { minLength: 1, maxLength: 6 }),
      fc.integer(),
      async (faults, events, dice) => {
        const run = ++lastRun;
        const proxy = await startFaultProxy(headOffice.url);
        const queue = createOutboxDouble();
        const { id: device } = await queue.device();
        const token = await headOffice.enrol(device);
        let random = Math.abs(dice) % 1000;
        const seat = createSyncSeat(queue, { random: () => (random = (random * 7919 + 13) % 1000) / 1000 });
        const config = { url: proxy.url, token, app: '1.0.0' };
        const ids: string[] = [];
        const work = (count: number): void => {
          for (let index = 0; index < count; index += 1) {
            const id = `run-${run}-${ids.length}`;
            ids.push(id);
            queue.add({ entityId: id, body: sampleBody(id) });
          }
        };

        proxy.next(...faults);
        seat.loop.start(config);
        for (const event of events) {
          if (event.kind === 'work') {
            work(event.count);
            seat.loop.kick('work');
          } else if (event.kind === 'restart') {
            await seat.loop.stop();
            seat.loop.start(config);
          } else {
            await seat.loop.stop();
            await queue.newEpoch();
            seat.loop.start(config);
          }
          await new Promise(setImmediate);
        }
        await seat.drainThroughPauses();
        await seat.loop.stop();
        await proxy.close();

        // A message that a box on the way called malformed even alone is refused, and shown, but never gone.
        const arrived = await headOffice.recordIds('live', device);
        const present = new Set([...arrived, ...queue.refused.keys()]);
        expect(ids.filter((id) => !present.has(id))).toEqual([]);
        expect(new Set(arrived).size).toBe(arrived.length);
        const places = arrived.map((id) => ids.indexOf(id));
        expect(places).toEqual([...places].sort((a, b) => a - b));
        expect((await queue.outboxCounts()).waiting).toBe(0);
        for (const id of queue.refused.keys())
          expect(['malformed', 'too-large']).toContain(queue.refused.get(id)?.code);
      },
    ),
    { seed: 20261122, numRuns: 120, endOnFailure: true },
  );
}, 240_000);
