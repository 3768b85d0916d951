import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiVersion, endpoints, type EndpointName } from '../../../core/sync/contract.ts';
import { problemSchema } from '../../../core/sync/problems.ts';
import { sampleBody } from '../../support/callback-samples.ts';
import { startHeadOffice, type TestHeadOffice } from '../../support/head-office.ts';
import { createOutboxDouble, type OutboxDouble } from '../../support/outbox-double.ts';
import { pushFrom } from '../../support/push-from.ts';

let headOffice: TestHeadOffice;
beforeAll(async () => {
  headOffice = await startHeadOffice();
});
afterAll(() => headOffice.close());

const newSeat = async (): Promise<{ queue: OutboxDouble; device: string; token: string }> => {
  const queue = createOutboxDouble();
  const { id: device } = await queue.device();
  return { queue, device, token: await headOffice.enrol(device) };
};

const raw = async (
  path: string,
  init: RequestInit,
): Promise<{ status: number; headers: Headers; text: string }> => {
  const response = await fetch(`${headOffice.url}${path}`, init);
  return { status: response.status, headers: response.headers, text: await response.text() };
};
const headers = (token: string | null, more: Record<string, string> = {}): Record<string, string> => ({
  'content-type': 'application/json',
  'api-version': apiVersion,
  ...(token === null ? {} : { authorization: `Bearer ${token}` }),
  ...more,
});
const counts = async (): Promise<unknown> =>
  (
    await headOffice.db.query(
      'SELECT (SELECT count(*) FROM inbox) AS inbox, (SELECT count(*) FROM device) AS devices, (SELECT count(*) FROM lane) AS lanes',
    )
  )[0];

describe('fuzz', () => {
  /** Values that do not belong where they are put. */
  const junk = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom<unknown>(
      null,
      -1,
      0,
      1.5,
      2 ** 53,
      1e308,
      '',
      '\u0000',
      '\ud800',
      'x'.repeat(5_000),
      [],
      {},
      [[]],
      '__proto__',
      "'; DROP TABLE inbox; --",
    ),
  );
  const problemsOf = (name: EndpointName): readonly string[] => endpoints[name].problems;

  it('some hundred malformed bodies: always an answer of the contract, never a 500, nothing stored by a 4xx', async () => {
    const { queue, device, token } = await newSeat();
    queue.add({ entityId: 'walls-5', body: sampleBody('walls-5') });
    queue.add({ entityId: 'walls-6', body: sampleBody('walls-6') });
    const push = await pushFrom(queue);
    const hello = {
      device,
      epoch: 1,
      nonce: 'nonce-1234',
      lanes: [{ lane: 0, next_seq: 1, acked: 0, head: '0'.repeat(64) }],
      app: '1.0.0',
      clock: 0,
    };
    const enrol = { code: 'AAAA', device, epoch: 1, app: '1.0.0', credentials: ['bearer'] };
    const bodies: [EndpointName, Record<string, unknown>][] = [
      ['push', push],
      ['hello', hello],
      ['enrol', enrol],
    ];
    const mutated = fc.constantFrom(...bodies).chain(([name, body]) => {
      const keys = Object.keys(body);
      const messageKeys = Object.keys(push.msgs[0] ?? {});
      return fc.oneof(
        fc
          .tuple(fc.constantFrom(...keys), junk)
          .map(([key, value]) => [name, { ...body, [key]: value }] as const),
        fc
          .constantFrom(...keys)
          .map(
            (key) =>
              [name, Object.fromEntries(Object.entries(body).filter(([other]) => other !== key))] as const,
          ),
        junk.map((value) => [name, value] as const),
        fc
          .tuple(fc.constantFrom(...messageKeys), junk)
          .map(
            ([key, value]) =>
              [
                'push',
                { ...push, msgs: push.msgs.map((message) => ({ ...message, [key]: value })) },
              ] as const,
          ),
      );
    });
    await fc.assert(
      fc.asyncProperty(mutated, async ([name, body]) => {
        const before = await counts();
        const answer = await headOffice.post(name, name === 'enrol' ? null : token, body);
        expect(answer.status).toBeLessThan(500);
        if (answer.status === 200) {
          expect(endpoints[name].answer.safeParse(answer.body).success).toBe(true);
        } else {
          const problem = problemSchema.parse(answer.body);
          expect(problemsOf(name)).toContain(problem.code);
          expect(problem.status).toBe(answer.status);
          expect(await counts()).toEqual(before);
        }
      }),
      { seed: 20261122, numRuns: 600 },
    );
  });

  it('some hundred bodies that are bytes, not JSON', async () => {
    const { token } = await newSeat();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.boolean(), async (bytes, packed) => {
        const answer = await raw('/v1/push', {
          method: 'POST',
          body: bytes,
          headers: headers(token, packed ? { 'content-encoding': 'gzip' } : {}),
        });
        expect(answer.status).toBe(400);
        expect(problemSchema.parse(JSON.parse(answer.text)).code).toBe('malformed');
      }),
      { seed: 20261122, numRuns: 200 },
    );
  });
});
