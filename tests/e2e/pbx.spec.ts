import { randomBytes } from 'node:crypto';
import { startSipRelay } from '../../main/practice/sip-relay.ts';
import type { Desk } from './desk.ts';
import { expect, test } from './desk.ts';
import { importPolicies, testPolicies } from './policies.ts';
import { becomeReady, phoneCommand } from './seat.ts';
import { askForAccount } from './phone-acts.ts';

/** A SIP server on loopback stands in for the PBX: it registers with digest and relays, as the practice line's does. */
const startPbx = async (): ReturnType<typeof startSipRelay> =>
  startSipRelay({
    users: [
      { name: '1001', password: 'right-1001' },
      { name: '2001', password: 'right-2001' },
    ],
    random: randomBytes,
  });

const connect = (desk: Desk, pbx: { url: string; domain: string }, user: string, password: string) =>
  askForAccount(desk, { server: pbx.url, uri: `sip:${user}@${pbx.domain}`, password });

test('connecting a PBX tells what is wrong and where, keeps nothing that did not work, and then works', async ({
  launch,
}) => {
  const pbx = await startPbx();
  const desk = await launch();
  expect(await connect(desk, pbx, '1001', 'wrong')).toMatchObject({
    ok: false,
    error: { code: 'not_registered', field: 'password', params: { reason: 'wrong_password' } },
  });
  expect((await desk.call('app.state', {})).pbx.configured).toBe(false);
  expect(await connect(desk, { url: 'ws://127.0.0.1:9', domain: pbx.domain }, '1001', 'x')).toMatchObject({
    ok: false,
    error: { code: 'not_registered', field: 'server', params: { reason: 'unreachable' } },
  });
  expect(await connect(desk, { url: 'ws://pbx.example', domain: pbx.domain }, '1001', 'x')).toMatchObject({
    ok: false,
    error: { code: 'address_not_allowed', field: 'servers.0', params: { reason: 'not_encrypted' } },
  });
  expect(await connect(desk, pbx, '1001', 'right-1001')).toMatchObject({ ok: true, value: { mode: 'live' } });
  expect((await desk.call('call.snapshot', {})).registration.state).toBe('registered');

  // A real call needs an opening that can be read out whole, and fictional policies are no real work.
  await importPolicies(desk, testPolicies(1));
  const { task } = await desk.call('worklist.next', {});
  const { rows } = await desk.call('worklist.page', { filter: 'all', search: '', offset: 0, limit: 1 });
  const taskId = task?.id ?? rows[0]?.id ?? '';
  expect(await desk.ask('call.start', { taskId })).toMatchObject({
    ok: false,
    error: { code: 'speaker_missing' },
  });
  expect(await desk.ask('import.choose', { source: 'sample' })).toMatchObject({
    ok: false,
    error: { code: 'sample_is_practice' },
  });
  await desk.close();
  await pbx.close();
});

test('an incoming call shows on every screen, leaves the focus alone, is answered by key and heard both ways', async ({
  launch,
}) => {
  const pbx = await startPbx();
  const desk = await launch();
  const caller = await launch();
  expect(await connect(desk, pbx, '1001', 'right-1001')).toMatchObject({ ok: true });
  expect(await connect(caller, pbx, '2001', 'right-2001')).toMatchObject({ ok: true });

  await becomeReady(desk);
  await desk.page.keyboard.press('Control+k');
  const search = desk.page.getByRole('searchbox');
  await expect(search).toBeFocused();
  await phoneCommand(caller, {
    type: 'dial',
    callId: 'from-2001',
    target: `sip:1001@${pbx.domain}`,
    headers: [],
  });
  await expect(desk.page.getByRole('region', { name: '来电' })).toBeVisible();
  await expect(search).toBeFocused();
  // What is being typed goes on, and neither answers nor rejects.
  await desk.page.keyboard.type('1 ');
  expect((await desk.call('call.snapshot', {})).call?.phase).toBe('incoming');

  await desk.page.keyboard.press('Control+Shift+A');
  await expect.poll(async () => (await desk.call('call.snapshot', {})).call?.phase).toBe('talking');
  const stats = async () => (await desk.call('call.snapshot', {})).call?.stats;
  await expect.poll(async () => (await stats())?.packetsReceived ?? 0).toBeGreaterThan(50);
  await expect.poll(async () => (await stats())?.packetsSent ?? 0).toBeGreaterThan(50);
  await desk.page.keyboard.press('Control+Shift+H');
  await expect.poll(async () => (await desk.call('call.snapshot', {})).call).toBeNull();
  await desk.close();
  await caller.close();
  await pbx.close();
});
