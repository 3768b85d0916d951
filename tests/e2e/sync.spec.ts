import { dialNext, stepUntil } from './agent.ts';
import type { Desk } from './desk.ts';
import { expect, test } from './desk.ts';
import { startHeadOffice } from '../support/head-office.ts';
import { startFaultProxy } from '../support/fault-proxy.ts';
import { importPolicies, testPolicies } from './policies.ts';

const policies = testPolicies(4);

/** One whole callback, closed as the answers allow; returns its record's id. */
const callback = async (desk: Desk, index: number): Promise<string> => {
  const policy = policies[index];
  if (policy === undefined) throw new Error('no such policy');
  await dialNext(desk);
  const session = await stepUntil(desk, policy, (card) => card.kind === 'ending');
  expect(session.script.dispositions[0]?.code).toBe('D01');
  return (await desk.call('session.close', { disposition: 'D01', appointmentAt: null, reason: '' }))
    .attemptId;
};

const counts = async (desk: Desk): Promise<{ waiting: number; sent: number; refused: number }> => {
  const { waiting, sent, refused } = (await desk.call('sync.status', {})).counts;
  return { waiting, sent, refused };
};

test('head office down, up, and answering slowly: everything waits, then arrives once', async ({
  launch,
}) => {
  const headOffice = await startHeadOffice();
  const proxy = await startFaultProxy(headOffice.url);
  const desk = await launch({ args: ['--practice-tempo=50'] });
  await desk.call('practice.start', { drill: 'T0', withSample: false });
  await importPolicies(desk, policies);

  const first = await callback(desk, 0);
  expect(await counts(desk)).toEqual({ waiting: 1, sent: 0, refused: 0 });
  expect((await desk.call('sync.status', {})).state).toBe('off');

  await desk.call('headOffice.connect', {
    url: proxy.url,
    code: await headOffice.issueBranchCode('分公司一'),
  });
  await expect.poll(() => counts(desk), { timeout: 20_000 }).toEqual({ waiting: 0, sent: 1, refused: 0 });

  proxy.each(() => ({ kind: 'drop' }));
  const second = await callback(desk, 1);
  await expect
    .poll(async () => (await desk.call('sync.status', {})).state, { timeout: 20_000 })
    .toBe('offline');
  expect(await counts(desk)).toEqual({ waiting: 1, sent: 1, refused: 0 });
  await expect(desk.page.getByRole('contentinfo')).toContainText('1');

  proxy.each(() => ({ kind: 'delay', ms: 1500 }));
  const third = await callback(desk, 2);
  await desk.call('sync.now', {});
  await expect.poll(() => counts(desk), { timeout: 60_000 }).toEqual({ waiting: 0, sent: 3, refused: 0 });

  // Practice records are marked, kept apart, and never among the real ones.
  const idsIn = async (table: string): Promise<string[]> =>
    (await headOffice.db.query<{ id: string }>(`SELECT id FROM ${table} ORDER BY seq`)).map(({ id }) => id);
  expect(await idsIn('callback')).toEqual([]);
  expect(await idsIn('practice_callback')).toEqual([first, second, third]);
  await desk.close();
  await proxy.close();
  await headOffice.close();
});

test('a wrong address and a wrong code are told with field and reason', async ({ launch }) => {
  const headOffice = await startHeadOffice();
  const desk = await launch();
  expect(
    await desk.ask('headOffice.connect', { url: 'http://head-office.example', code: 'x' }),
  ).toMatchObject({
    ok: false,
    error: { code: 'address_not_allowed', field: 'url', params: { reason: 'not_encrypted' } },
  });
  expect(await desk.ask('headOffice.connect', { url: 'http://127.0.0.1:9', code: 'x' })).toMatchObject({
    ok: false,
    error: { code: 'head_office_unreachable', field: 'url' },
  });
  expect(await desk.ask('headOffice.connect', { url: headOffice.url, code: 'wrong' })).toMatchObject({
    ok: false,
    error: { code: 'head_office_refused', field: 'code' },
  });
  await headOffice.close();
});
