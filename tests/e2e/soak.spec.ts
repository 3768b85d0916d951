import { readFile } from 'node:fs/promises';
import type { CDPSession, Page } from '@playwright/test';
import type { Desk } from './desk.ts';
import { expect, test } from './desk.ts';

/** design.md section 6: memory after 300 calls within 50 MB of after 10. */
const warmUp = 10;
const calls = 300;
const cycles = 50;
const allowedGrowthMb = 50;

/** RFC 3261 timers B, D, F, H and J keep what is left of a call for 64 x T1 = 32 s; that is no leak. */
const transactionsEndMs = 33_000;

/** What Blink counts of the phone window's page; all must come back to where they were. */
const counters = ['RTCPeerConnections', 'AudioHandlers', 'JSEventListeners', 'Nodes', 'Documents'] as const;
/**
 * A closed connection or two may still wait for the collector, with ten listeners each; a leak would be one of
 * each kind with every call.
 */
const slack = {
  RTCPeerConnections: 3,
  AudioHandlers: 0,
  JSEventListeners: 30,
  Nodes: 0,
  Documents: 0,
} as const;
type Counts = Record<(typeof counters)[number], number>;

const countsOf = async (cdp: CDPSession): Promise<Counts> => {
  // Peer connections are let go of by two collections: the first frees the wrapper, the second what it held.
  for (let round = 0; round < 3; round += 1) await cdp.send('HeapProfiler.collectGarbage');
  const { metrics } = await cdp.send('Performance.getMetrics');
  return Object.fromEntries(
    counters.map((name) => [name, metrics.find((metric) => metric.name === name)?.value ?? -1]),
  ) as Counts;
};

/** Waste that no collection has come round to is no growth: every page and main collect before they are measured. */
const collect = async (desk: Desk): Promise<void> => {
  for (const role of ['console', 'phone', 'customer'] as const) {
    const page = await desk.window(role);
    const cdp = await page.context().newCDPSession(page);
    // One collection frees what the one before let go of; what an audio or a network thread held comes back later.
    for (let round = 0; round < 3; round += 1) {
      await cdp.send('HeapProfiler.collectGarbage');
      // Freed pages that the allocators keep for the next call go back too.
      await cdp.send('Memory.simulatePressureNotification', { level: 'critical' });
      await page.waitForTimeout(500);
    }
    await cdp.detach();
  }
  await desk.app.evaluate(async () => {
    const { setFlagsFromString } = process.getBuiltinModule('node:v8');
    const { runInNewContext } = process.getBuiltinModule('node:vm');
    setFlagsFromString('--expose-gc');
    const gc = runInNewContext('gc') as () => void;
    for (let round = 0; round < 3; round += 1) {
      gc();
      await new Promise((done) => setTimeout(done, 100));
    }
  });
};

/** Memory that belongs to each process of the app alone, MB; what it shares, as the program itself, is not meant. */
const memoryOf = async (desk: Desk): Promise<{ total: number; parts: string }> => {
  await collect(desk);
  const processes = await desk.app.evaluate(({ app, BrowserWindow }) => {
    // The far end is a window of this app in practice only; real work has none.
    const farEnd = BrowserWindow.getAllWindows()
      .find((window) => window.webContents.getURL().startsWith('app://customer/'))
      ?.webContents.getOSProcessId();
    return app
      .getAppMetrics()
      .filter(({ pid }) => pid !== farEnd)
      .map(({ pid, type, serviceName }) => ({ pid, name: serviceName ?? type }));
  });
  let total = 0;
  const parts: string[] = [];
  for (const { pid, name } of processes) {
    const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8');
    const kilobytes = [...rollup.matchAll(/^Private_\w+:\s+(\d+) kB/gm)].map((match) => Number(match[1]));
    const megabytes = kilobytes.reduce((sum, value) => sum + value, 0) / 1024;
    total += megabytes;
    parts.push(`${name} ${megabytes.toFixed(0)}`);
  }
  return { total, parts: parts.join(', ') };
};

const command = (desk: Desk, role: 'phone' | 'customer', value: unknown): Promise<void> =>
  desk.app.evaluate(
    ({ BrowserWindow }, [to, payload]) => {
      const window = BrowserWindow.getAllWindows().find((one) =>
        one.webContents.getURL().startsWith(`app://${to}/`),
      );
      if (to === 'phone')
        window?.webContents.send('desk:event', 'phone.command', { id: 999_999, command: payload });
      else window?.webContents.send('desk:event', 'customer.command', payload);
    },
    [role, value] as const,
  );

const phaseOf = async (desk: Desk, callId: string): Promise<string | undefined> =>
  (await desk.call('softphone.state', {})).calls.find(({ call }) => call.callId === callId)?.call.phase;

/** Microphone tracks and peer connections that are still open. */
const stillOpen = (page: Page): Promise<{ tracks: number; peers: number }> =>
  page.evaluate(() =>
    (window as unknown as { stillOpen: () => { tracks: number; peers: number } }).stillOpen(),
  );

/** Knows what is handed out without holding on to it; Blink's counters do not tell open from closed. */
const watchMedia = `{
  const tracks = new Set();
  const keep = (track) => tracks.add(new WeakRef(track));
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  const clone = MediaStreamTrack.prototype.clone;
  navigator.mediaDevices.getUserMedia = async (constraints) => {
    const stream = await ask(constraints);
    stream.getTracks().forEach(keep);
    return stream;
  };
  MediaStreamTrack.prototype.clone = function () {
    const copy = clone.call(this);
    keep(copy);
    return copy;
  };
  const peers = new Set();
  const Native = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Native {
    constructor(...given) {
      super(...given);
      peers.add(new WeakRef(this));
    }
  };
  const isOpen = (peer) => peer !== undefined && peer.connectionState !== 'closed';
  window.stillOpen = () => ({
    tracks: [...tracks].filter((track) => track.deref()?.readyState === 'live').length,
    peers: [...peers].filter((peer) => isOpen(peer.deref())).length,
  });
}`;

/** One call through the real line: dialled, answered, a word of media, hung up by either side in turn. */
const oneCall = async (desk: Desk, n: number): Promise<void> => {
  const callId = `soak-${n}`;
  await command(desk, 'phone', {
    type: 'dial',
    callId,
    target: 'sip:customer@practice.invalid',
    headers: [],
  });
  await expect.poll(() => phaseOf(desk, callId), { intervals: [20] }).toBe('talking');
  if (n % 2 === 0) await command(desk, 'phone', { type: 'hangUp', callId });
  else await command(desk, 'customer', { type: 'hangUp' });
  await expect.poll(async () => (await phaseOf(desk, callId)) ?? 'ended', { intervals: [20] }).toBe('ended');
};

test(`${calls} calls in a row and ${cycles} registrations leave nothing behind`, async ({ launch }) => {
  test.setTimeout(900_000);
  const desk = await launch({ args: ['--practice-tempo=20'] });
  await desk.call('practice.start', { drill: 'T0', withSample: false });
  const phone = await desk.window('phone');
  await phone.evaluate(watchMedia);
  await command(desk, 'customer', { type: 'behave', onInvite: 'answer', ringMs: 0 });
  const cdp = await phone.context().newCDPSession(phone);
  await cdp.send('Performance.enable');

  for (let n = 1; n <= warmUp; n += 1) await oneCall(desk, n);
  await phone.waitForTimeout(transactionsEndMs);
  const before = { counts: await countsOf(cdp), memory: await memoryOf(desk) };
  for (let n = warmUp + 1; n <= calls; n += 1) await oneCall(desk, n);
  await phone.waitForTimeout(transactionsEndMs);
  const after = { counts: await countsOf(cdp), memory: await memoryOf(desk) };
  console.log(
    `soak: after ${warmUp} calls ${before.memory.total.toFixed(0)} MB (${before.memory.parts}) ${JSON.stringify(before.counts)}`,
  );
  console.log(
    `soak: after ${calls} calls ${after.memory.total.toFixed(0)} MB (${after.memory.parts}) ${JSON.stringify(after.counts)}`,
  );
  expect(await stillOpen(phone)).toEqual({ tracks: 0, peers: 0 });
  for (const name of counters)
    expect(after.counts[name], name).toBeLessThanOrEqual(before.counts[name] + slack[name]);
  expect(after.memory.total - before.memory.total).toBeLessThan(allowedGrowthMb);

  const state = async () => (await desk.call('softphone.state', {})).registration.state;
  for (let n = 0; n < cycles; n += 1) {
    await desk.call('practice.stop', {});
    await desk.call('practice.start', { drill: 'T0', withSample: false });
    expect(await state()).toBe('registered');
  }
  // The last of them is as good as the first.
  await command(desk, 'customer', { type: 'behave', onInvite: 'answer', ringMs: 0 });
  await oneCall(desk, calls + 1);
  await desk.close();
});
