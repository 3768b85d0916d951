import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CheckRow } from '../../../core/call/line-check.ts';
import { checkRelay, type RelayServer } from '../../../main/account/check-relay.ts';
import type { NetworkEdges } from '../../../main/account/network-check.ts';
import { startTurn, type Turn } from '../../support/lab/turn.ts';

const edges = (change: Partial<NetworkEdges> = {}): NetworkEdges => ({
  now: () => Date.now(),
  resolve: () => Promise.resolve(['127.0.0.1']),
  proxies: () => Promise.resolve('DIRECT'),
  judge: () => Promise.resolve(null),
  limitMs: 20_000,
  ...change,
});

let turn: Turn;
beforeAll(async () => {
  turn = await startTurn('127.0.0.1');
});
afterAll(() => turn.close());

/** How the row of the check stands at its end. */
const check = async (server: RelayServer, change: Partial<NetworkEdges> = {}): Promise<Partial<CheckRow>> => {
  let row: Partial<CheckRow> = {};
  const report = (_step: string, next: Partial<CheckRow>): void => void (row = { ...row, ...next });
  await checkRelay(server, edges(change), report, new AbortController().signal);
  return row;
};

test.each(['udp', 'tcp'] as const)(
  'a real TURN server relays over %s and gets it back',
  async (transport) => {
    const row = await check({ ...turn, url: turn.urls[transport] });
    expect(row).toMatchObject({ state: 'passed', finding: null });
    expect(row.technical?.join()).toMatch(/relayed at 127\.0\.0\.1:\d+/);
  },
);

test.each(['udp', 'tcp'] as const)(
  'a wrong password over %s is named, and told to nobody',
  async (transport) => {
    const row = await check({
      url: turn.urls[transport],
      username: turn.username,
      credential: 'not-this-one',
    });
    expect(row).toMatchObject({ state: 'failed', finding: 'relay_login_wrong', values: { status: 401 } });
    expect(JSON.stringify(row)).not.toContain('not-this-one');
  },
);

test('a STUN server needs no login', async () => {
  const url = turn.urls.udp.replace('turn:', 'stun:').replace(/\?.*/, '');
  const row = await check({ url, username: '', credential: '' });
  expect(row).toMatchObject({ state: 'passed' });
  expect(row.technical?.join()).toMatch(/seen as 127\.0\.0\.1:\d+/);
});

test('a server that says nothing is named with its port', async () => {
  const mute = createSocket('udp4').bind(0, '127.0.0.1');
  await once(mute, 'listening');
  const { port } = mute.address();
  const row = await check(
    { url: `turn:relay.example:${port}`, username: 'a', credential: 'b' },
    { limitMs: 700 },
  );
  expect(row).toMatchObject({
    state: 'failed',
    finding: 'relay_silent',
    values: { host: 'relay.example', port: `UDP ${port}` },
  });
  mute.close();
});
