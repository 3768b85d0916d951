import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleBody } from '../../support/callback-samples.ts';
import { startHeadOffice, operatorToken, type TestHeadOffice } from '../../support/head-office.ts';
import { enrolledSeat, newRecordId, pushFrom, sendPush, type PushBody } from '../../support/push-from.ts';

let headOffice: TestHeadOffice;
beforeAll(async () => {
  headOffice = await startHeadOffice();
});
afterAll(() => headOffice.close());

const enrolled = (count = 0) => enrolledSeat(headOffice, count);
const push = (token: string, body: PushBody) => sendPush(headOffice, token, body);

describe('one bad record', () => {
  it('does not hold up the others and is kept with its reason', async () => {
    const { queue, device, token } = await enrolled();
    const ids = Array.from({ length: 50 }, newRecordId);
    for (const [index, id] of ids.entries()) {
      const good = sampleBody(id);
      queue.add({
        entityId: id,
        body: index === 20 ? good.replace('"attemptNumber":1', '"attemptNumber":"one"') : good,
      });
    }
    const answer = await push(token, await pushFrom(queue));
    expect(answer).toMatchObject({ status: 200, accepted_through: 50 });
    expect(answer.results).toEqual([
      {
        seq: 21,
        code: 'rejected',
        problem: {
          reason: 'invalid-body',
          field: 'attemptNumber',
          detail: 'Not of the described kind (invalid_type).',
        },
      },
    ]);
    expect(await headOffice.recordIds('live', device)).toEqual(ids.filter((_, index) => index !== 20));
    const again = await push(token, await pushFrom(queue));
    expect(again.results).toEqual(answer.results);
  });

  const poisons: [string, (id: string) => string][] = [
    ['no JSON', () => 'not JSON at all'],
    ['nothing', () => ''],
    ['a NUL in a text', (id) => sampleBody(id, { notes: 'a\u0000b' })],
    ['a raw NUL', (id) => `${sampleBody(id)}\u0000`],
    ['half a surrogate pair', (id) => sampleBody(id, { holderName: 'x\ud800' })],
    ['a NUL in an unknown field', (id) => `{"more":"\\u0000",${sampleBody(id).slice(1)}`],
    ...[33, 5_000, 100_000].map((depth): [string, (id: string) => string] => [
      `${depth} brackets deep`,
      (id) => `{"more":${'['.repeat(depth)}${']'.repeat(depth)},${sampleBody(id).slice(1)}`,
    ]),
    ['a number beyond every type', (id) => sampleBody(id).replace(/"startedAt":\d+/, '"startedAt":1e400')],
  ];
  it.each(poisons)('is refused, never a failure of the push: %s', async (_name, body) => {
    const { queue, device, token } = await enrolled(1);
    const id = newRecordId();
    queue.add({ entityId: id, body: body(id) });
    const after = newRecordId();
    queue.add({ entityId: after, body: sampleBody(after) });
    const answer = await push(token, await pushFrom(queue));
    expect(answer).toMatchObject({
      status: 200,
      accepted_through: 3,
      results: [{ seq: 2, problem: { reason: 'invalid-body' } }],
    });
    expect(await headOffice.recordIds('live', device)).toHaveLength(2);
  });

  it('is refused when its type, id or mode is not what the message says', async () => {
    const { queue, token } = await enrolled();
    queue.add({ entityId: newRecordId(), type: 'invoice', body: '{}' });
    const [future, other, apart] = [newRecordId(), newRecordId(), newRecordId()];
    queue.add({ entityId: future, schema: 9, body: sampleBody(future) });
    queue.add({ entityId: other, body: sampleBody('another-record') });
    queue.add({ entityId: apart, mode: 'practice', body: sampleBody(apart, { mode: 'live' }) });
    const { results } = await push(token, await pushFrom(queue));
    expect(results?.map(({ problem }) => problem.reason)).toEqual([
      'unknown-type',
      'unknown-type',
      'id-mismatch',
      'mode-mismatch',
    ]);
  });

  it('is accepted when it comes again mended, and no longer counts as refused', async () => {
    const { queue, device, token } = await enrolled();
    const id = newRecordId();
    queue.add({ entityId: id, body: '{}' });
    await push(token, await pushFrom(queue));
    const open = () =>
      headOffice.db.query('SELECT 1 FROM refusal WHERE device = $1 AND mended_at IS NULL', [device]);
    expect(await open()).toHaveLength(1);
    queue.add({ entityId: id, body: sampleBody(id) });
    expect((await push(token, await pushFrom(queue, 1))).results).toEqual([]);
    expect(await headOffice.recordIds('live', device)).toEqual([id]);
    expect(await open()).toHaveLength(0);
  });

  it('that was altered on the workstation is found by the chain: the batch is split down to it, the rest goes on', async () => {
    const { queue, device, token, ids } = await enrolled(3);
    queue.tamper(2, sampleBody(ids[1] ?? '', { successful: false }));
    expect(await push(token, await pushFrom(queue))).toMatchObject({
      status: 400,
      problem: { code: 'chain-broken', action: 'split' },
    });
    await push(token, await pushFrom(queue, 0, 1));
    expect(await push(token, await pushFrom(queue, 1, 1))).toMatchObject({
      status: 200,
      results: [{ seq: 2, code: 'rejected', problem: { reason: 'altered' } }],
    });
    expect(await push(token, await pushFrom(queue, 2, 1))).toMatchObject({
      status: 200,
      accepted_through: 3,
      results: [],
    });
    expect(await headOffice.recordIds('live', device)).toEqual([ids[0], ids[2]]);
  });
});

describe('design.md I2: exactly once in effect', () => {
  it('accepts the same record with the same content again, whichever way it comes', async () => {
    const first = await enrolled(1);
    await push(first.token, await pushFrom(first.queue));
    const second = await enrolled();
    const id = first.ids[0] ?? '';
    second.queue.add({ entityId: id, body: sampleBody(id) });
    second.queue.add({ entityId: id, body: sampleBody(id) });
    expect(await push(second.token, await pushFrom(second.queue))).toMatchObject({
      status: 200,
      results: [],
    });
    const [row] = await headOffice.db.query<{ copies: number }>(
      'SELECT count(*) AS copies FROM callback WHERE id = $1',
      [id],
    );
    expect(row?.copies).toBe(1);
  });

  it('shows the same record with another content as a conflict and keeps both', async () => {
    const first = await enrolled(1);
    await push(first.token, await pushFrom(first.queue));
    const second = await enrolled();
    const id = first.ids[0] ?? '';
    const other = sampleBody(id, { successful: false });
    second.queue.add({ entityId: id, body: other });
    const answer = await push(second.token, await pushFrom(second.queue));
    expect(answer).toMatchObject({
      status: 200,
      results: [{ seq: 1, code: 'conflict', problem: { reason: 'conflict', field: 'id' } }],
    });
    const [kept] = await headOffice.db.query<{ successful: boolean }>(
      'SELECT successful FROM callback WHERE id = $1',
      [id],
    );
    expect(kept?.successful).toBe(true);
    const [refused] = await headOffice.db.query<{ body: string }>(
      `SELECT encode(body, 'hex') AS body FROM refusal WHERE device = $1`,
      [(await second.queue.device()).id],
    );
    expect(Buffer.from(refused?.body ?? '', 'hex').toString('utf8')).toBe(other);
  });

  it('finds two contents under one id inside one push', async () => {
    const { queue, device, token, ids } = await enrolled(1);
    const id = ids[0] ?? '';
    queue.add({ entityId: id, body: sampleBody(id, { notes: 'changed' }) });
    expect((await push(token, await pushFrom(queue))).results).toMatchObject([{ seq: 2, code: 'conflict' }]);
    expect(await headOffice.recordIds('live', device)).toEqual([id]);
  });

  it('lets one of two devices win that send different contents at the same moment', async () => {
    const id = newRecordId();
    const sides = await Promise.all([enrolled(), enrolled()]);
    sides.forEach(({ queue }, index) =>
      queue.add({ entityId: id, body: sampleBody(id, { notes: `side ${index}` }) }),
    );
    const answers = await Promise.all(
      sides.map(async ({ queue, token }) => push(token, await pushFrom(queue))),
    );
    expect(answers.map(({ results }) => results?.length).sort()).toEqual([0, 1]);
  });
});

describe('practice', () => {
  it('records are kept apart and never stand among real ones', async () => {
    const { queue, device, token, ids } = await enrolled(2);
    const practice = newRecordId();
    queue.add({ entityId: practice, mode: 'practice', body: sampleBody(practice, { mode: 'practice' }) });
    expect(await push(token, await pushFrom(queue))).toMatchObject({
      status: 200,
      accepted_through: 3,
      results: [],
    });
    expect(await headOffice.recordIds('live', device)).toEqual(ids);
    expect(await headOffice.recordIds('practice', device)).toEqual([practice]);
    const read = async (mode: string) => {
      const response = await fetch(`${headOffice.url}/v1/admin/records?mode=${mode}&limit=500`, {
        headers: { authorization: `Bearer ${operatorToken}` },
      });
      const body = (await response.json()) as {
        records: { id: string; body: { mode: string } }[];
        counts: { practice: number };
      };
      return body;
    };
    const live = await read('live');
    expect(live.records.every(({ body }) => body.mode === 'live')).toBe(true);
    expect(live.records.some(({ id }) => id === practice)).toBe(false);
    const apart = await read('practice');
    expect(apart.records.map(({ id }) => id)).toContain(practice);
    expect(apart.counts.practice).toBe(apart.records.length);
  });

  it('a record cannot turn from practice to real', async () => {
    const { queue, token } = await enrolled();
    const id = newRecordId();
    queue.add({ entityId: id, mode: 'practice', body: sampleBody(id, { mode: 'practice' }) });
    queue.add({ entityId: id, body: sampleBody(id) });
    expect((await push(token, await pushFrom(queue))).results).toMatchObject([{ seq: 2, code: 'conflict' }]);
  });
});
