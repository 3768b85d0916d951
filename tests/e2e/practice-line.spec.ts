import type { Page } from '@playwright/test';
import { dialNext, waitForPhase } from './agent.ts';
import { expect, test, type Desk, type LaunchOptions } from './desk.ts';
import { importPolicies, testPolicies } from './policies.ts';
import { foregroundCall } from './phone-acts.ts';
import { callOf, calls } from './telephones.ts';

/**
 * What the lab's conversation rows have a PBX and a third telephone for, on the practice line itself: keys, and
 * transfers to the simulated colleague. Left out there: the conference, which a PBX mixes and this line has none.
 */
const policies = testPolicies(2);
const colleague = '8001';
const patience = { timeout: 30_000, intervals: [50] };

const practise = async (launch: (options?: LaunchOptions) => Promise<Desk>) => {
  const desk = await launch({ args: ['--practice-tempo=20'] });
  const informed: string[] = [];
  const watch = (page: Page): void => {
    page.on('websocket', (socket) =>
      socket.on('framesent', ({ payload }) => {
        if (payload.toString().startsWith('INFO ')) informed.push(payload.toString());
      }),
    );
  };
  for (const page of desk.app.windows()) watch(page);
  desk.app.on('window', watch);
  await desk.call('practice.start', { drill: 'T0', withSample: false });
  await importPolicies(desk, policies);
  await desk.call('softphone.setTransferTargets', { targets: [{ name: '组长', number: colleague }] });
  const { taskId } = await dialNext(desk);
  return { desk, taskId, callId: await foregroundCall(desk), informed };
};

const transferOf = async (desk: Desk, callId: string) => (await callOf(desk, callId))?.transfer ?? null;

/** The call is written up, and the same customer is dialled again: he must not be busy with the one before. */
const dialAgain = async (desk: Desk, taskId: string): Promise<void> => {
  await waitForPhase(desk, 'wrap_up');
  await desk.call('session.close', { disposition: 'D11', appointmentAt: null, reason: '' });
  await desk.call('call.start', { taskId });
  await waitForPhase(desk, 'talking');
};

test('keys leave as telephone events (RFC 4733), and the customer shows which he heard', async ({
  launch,
}) => {
  const { desk, callId, informed } = await practise(launch);
  await desk.call('softphone.sendDtmf', { callId, tones: '159#' });
  await expect
    .poll(async () => (await desk.call('call.snapshot', {})).session?.caption ?? '', patience)
    .toContain('159#');
  expect(informed).toEqual([]);
});

test('blind transfer: the colleague takes the customer, the desk is free, and the next call comes about', async ({
  launch,
}) => {
  const { desk, callId, taskId } = await practise(launch);
  await desk.call('softphone.transfer', { callId, number: colleague });
  await expect.poll(() => transferOf(desk, callId), patience).toMatchObject({ kind: 'blind', state: 'done' });
  await expect.poll(async () => (await callOf(desk, callId))?.phase ?? 'ended', patience).toBe('ended');
  await dialAgain(desk, taskId);
});

test('consultation and attended transfer: the colleague is heard, both calls of the desk end', async ({
  launch,
}) => {
  const { desk, callId, taskId } = await practise(launch);
  const { callId: consultCallId } = await desk.call('softphone.consult', { number: colleague });
  await expect.poll(async () => (await callOf(desk, consultCallId))?.phase, patience).toBe('talking');
  expect((await callOf(desk, callId))?.held.local).toBe(true);
  // The simulated line carries some -60 dB of room noise; speech is far above it.
  await expect
    .poll(async () => (await callOf(desk, consultCallId))?.stats?.inboundLevel ?? 0, patience)
    .toBeGreaterThan(0.02);
  await desk.call('softphone.completeTransfer', { callId, consultCallId });
  await expect
    .poll(async () => (await calls(desk)).every(({ phase }) => phase === 'ended'), patience)
    .toBe(true);
  await dialAgain(desk, taskId);
});

test('blind transfer that fails: the colleague is busy with the desk itself, and the customer is back', async ({
  launch,
}) => {
  const { desk, callId } = await practise(launch);
  const { callId: consultCallId } = await desk.call('softphone.consult', { number: colleague });
  await expect.poll(async () => (await callOf(desk, consultCallId))?.phase, patience).toBe('talking');
  await desk.call('softphone.swap', {});
  await expect.poll(async () => (await callOf(desk, callId))?.held.local, patience).toBe(false);
  await desk.call('softphone.transfer', { callId, number: colleague });
  await expect
    .poll(() => transferOf(desk, callId), patience)
    .toEqual({ kind: 'blind', state: 'failed', sipStatus: 486 });
  await expect
    .poll(async () => (await callOf(desk, callId)) ?? null, patience)
    .toMatchObject({ phase: 'talking', held: { local: false } });
});
