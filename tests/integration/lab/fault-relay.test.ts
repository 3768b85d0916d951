import { createSocket, type Socket } from 'node:dgram';
import { connect, createServer, type AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { startTcpRelay, startUdpRelay } from '../../support/lab/fault-relay.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const udp = async (onMessage: (data: string, socket: Socket, port: number) => void): Promise<Socket> => {
  const socket = createSocket('udp4');
  socket.on('message', (data, from) => onMessage(data.toString(), socket, from.port));
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  closing.push(() => socket.close());
  return socket;
};

const until = async (fulfilled: () => boolean): Promise<void> => {
  const end = Date.now() + 8000;
  while (!fulfilled()) {
    if (Date.now() > end) throw new Error('waited too long');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

const udpPair = async (seed = 7) => {
  const got: string[] = [];
  const echo = await udp((data, socket, port) => socket.send(data, port, '127.0.0.1'));
  const relay = await startUdpRelay({
    address: '127.0.0.1',
    target: { address: '127.0.0.1', port: echo.address().port },
    seed,
  });
  closing.push(() => relay.close());
  const client = await udp((data) => got.push(data));
  const send = (text: string): void => client.send(text, relay.port, '127.0.0.1');
  return { got, relay, send };
};

it('UDP: passes, delays, drops by the seed, freezes', async () => {
  const { got, relay, send } = await udpPair();
  send('a');
  await until(() => got.length === 1);
  relay.set({ delayMs: 60 });
  const sent = performance.now();
  send('b');
  await until(() => got.length === 2);
  // Both ways are delayed; the clock of timers may be a millisecond early.
  expect(performance.now() - sent).toBeGreaterThan(115);

  relay.set({ delayMs: 0, frozen: true });
  send('never');
  relay.set({ frozen: false, loss: 0.3 });
  const before = relay.counts.dropped;
  for (let index = 0; index < 200; index += 1) {
    send(`n${index}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
  send('end');
  await until(() => relay.counts.dropped + relay.counts.passed >= 300);
  const dropped = relay.counts.dropped - before;
  expect(dropped).toBeGreaterThan(60);
  expect(dropped).toBeLessThan(140);
});

it('UDP: reorders', async () => {
  const { got, relay, send } = await udpPair(3);
  relay.set({ reorder: 0.3 });
  for (let index = 0; index < 60; index += 1) send(String(index));
  await until(() => got.length === 60);
  expect(got).not.toEqual([...got].sort((one, two) => Number(one) - Number(two)));
});

it('TCP: keeps order and bytes through delay and jitter, holds while frozen, cuts', async () => {
  const server = createServer((socket) => socket.on('error', () => undefined).pipe(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  const target = { address: '127.0.0.1', port: (server.address() as AddressInfo).port };
  const relay = await startTcpRelay({ address: '127.0.0.1', target });
  closing.push(() => relay.close());
  let got = '';
  let gone = false;
  const client = connect({ host: '127.0.0.1', port: relay.port });
  client.on('data', (data) => (got += data.toString()));
  client.on('close', () => (gone = true));
  client.on('error', () => undefined);
  relay.set({ delayMs: 5, jitterMs: 20 });
  const text = Array.from({ length: 50 }, (_, index) => `${index};`);
  for (const part of text) {
    client.write(part);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await until(() => got === text.join(''));
  relay.set({ frozen: true });
  client.write('late');
  const frozen = await Promise.race([
    until(() => got.endsWith('late')).then(() => false),
    new Promise((resolve) => setTimeout(() => resolve(true), 200)),
  ]);
  expect(frozen).toBe(true);
  relay.set({ frozen: false });
  await until(() => got.endsWith('late'));
  relay.cut();
  await until(() => gone);
});
