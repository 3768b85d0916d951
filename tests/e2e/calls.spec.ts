import type { Page } from '@playwright/test';
import type { SipRelay } from '../../main/practice/sip-relay.ts';
import { expect, test, type Desk } from './desk.ts';
import {
  audible,
  callOf,
  calls,
  connect,
  heardAt,
  hears,
  hearsNothing,
  keysSent,
  phoneCommand,
  startPbx,
  talk,
  Telephone,
} from './telephones.ts';

type Line = { pbx: SipRelay; desk: Desk; phone: Page; customer: Telephone; supervisor: Telephone };

/** A desk and two telephones on one PBX; sound is real, from the desk's (fake) microphone to their ears. */
const withLine = async (launch: () => Promise<Desk>, run: (line: Line) => Promise<void>): Promise<void> => {
  const pbx = await startPbx();
  try {
    const desk = await launch();
    const phone = await connect(desk, pbx, '1001');
    const customer = await Telephone.open(desk, pbx, '2001');
    const supervisor = await Telephone.open(desk, pbx, '2002');
    for (const one of [customer, supervisor])
      await one.run({ type: 'behave', onInvite: 'answer', ringMs: 200 });
    await run({ pbx, desk, phone, customer, supervisor });
    await desk.close();
  } finally {
    await pbx.close();
  }
};

const held = (desk: Desk, callId: string) =>
  expect.poll(async () => (await callOf(desk, callId))?.held.local, { timeout: 15_000 });

test('hold sends no voice and resume brings it back, both ways; a mute survives both', async ({ launch }) => {
  await withLine(launch, async ({ pbx, desk, phone, customer }) => {
    await talk(desk, pbx, '2001', 'a');
    await hears(customer.page);
    await customer.speak();
    await hears(phone);

    await phoneCommand(desk, { type: 'setHeld', callId: 'a', held: true });
    await held(desk, 'a').toBe(true);
    await hearsNothing(customer.page);
    await customer.speak();
    await hearsNothing(phone);
    await phoneCommand(desk, { type: 'setHeld', callId: 'a', held: false });
    await held(desk, 'a').toBe(false);
    await hears(customer.page);

    await phoneCommand(desk, { type: 'setMuted', callId: 'a', muted: true });
    await hearsNothing(customer.page);
    await phoneCommand(desk, { type: 'setHeld', callId: 'a', held: true });
    await held(desk, 'a').toBe(true);
    await phoneCommand(desk, { type: 'setHeld', callId: 'a', held: false });
    await held(desk, 'a').toBe(false);
    expect((await callOf(desk, 'a'))?.muted).toBe(true);
    await hearsNothing(customer.page);
    expect(await heardAt(customer.page)).toBeLessThan(audible);
    await phoneCommand(desk, { type: 'setMuted', callId: 'a', muted: false });
    await hears(customer.page);
  });
});

test('both sides hold and resume in any order, and hear each other again', async ({ launch }) => {
  await withLine(launch, async ({ pbx, desk, phone, customer }) => {
    await talk(desk, pbx, '2001', 'a');
    await phoneCommand(desk, { type: 'setHeld', callId: 'a', held: true });
    await held(desk, 'a').toBe(true);
    await customer.run({ type: 'hold', held: true });
    await expect.poll(async () => (await callOf(desk, 'a'))?.held).toEqual({ local: true, remote: true });
    await phoneCommand(desk, { type: 'setHeld', callId: 'a', held: false });
    await held(desk, 'a').toBe(false);
    expect((await callOf(desk, 'a'))?.held.remote).toBe(true);
    await customer.run({ type: 'hold', held: false });
    await expect.poll(async () => (await callOf(desk, 'a'))?.held.remote).toBe(false);
    await hears(customer.page);
    await customer.speak();
    await hears(phone);
  });
});

test('keys leave as telephone events (RFC 4733), in order', async ({ launch }) => {
  await withLine(launch, async ({ pbx, desk, phone }) => {
    await talk(desk, pbx, '2001', 'a');
    await phoneCommand(desk, { type: 'sendDtmf', callId: 'a', tones: '15' });
    await phoneCommand(desk, { type: 'sendDtmf', callId: 'a', tones: '9#' });
    await expect.poll(() => keysSent(phone), { timeout: 15_000 }).toEqual(['1', '5', '9', '#']);
  });
});

test('a second call holds the first; swapping moves the voice, and each call hears only its own', async ({
  launch,
}) => {
  await withLine(launch, async ({ pbx, desk, customer, supervisor }) => {
    await talk(desk, pbx, '2001', 'a');
    await talk(desk, pbx, '2002', 'b');
    expect((await callOf(desk, 'a'))?.held.local).toBe(true);
    await hears(supervisor.page);
    await hearsNothing(customer.page);
    await phoneCommand(desk, { type: 'setHeld', callId: 'a', held: false });
    await held(desk, 'b').toBe(true);
    await hears(customer.page);
    await hearsNothing(supervisor.page);
    // The end of one call does not silence the other: each has its own copy of the microphone's track.
    await phoneCommand(desk, { type: 'hangUp', callId: 'b' });
    await expect.poll(async () => (await callOf(desk, 'b'))?.phase ?? 'ended').toBe('ended');
    await hears(customer.page);
  });
});

test('attended transfer: customer and supervisor hear each other, the desk is free', async ({ launch }) => {
  await withLine(launch, async ({ pbx, desk, customer, supervisor }) => {
    await talk(desk, pbx, '2001', 'a');
    await talk(desk, pbx, '2002', 'b');
    await phoneCommand(desk, { type: 'transferTo', callId: 'a', consultCallId: 'b' });
    await expect
      .poll(async () => (await calls(desk)).every(({ phase }) => phase === 'ended'), { timeout: 15_000 })
      .toBe(true);
    await customer.speak();
    await hears(supervisor.page);
    await supervisor.speak();
    await hears(customer.page);
  });
});

test('blind transfer: a target that does not answer gives the customer back, one that does takes him', async ({
  launch,
}) => {
  await withLine(launch, async ({ pbx, desk, customer, supervisor }) => {
    await talk(desk, pbx, '2001', 'a');
    await supervisor.run({ type: 'behave', onInvite: 'busy', ringMs: 0 });
    const target = `sip:2002@${pbx.domain}`;
    await phoneCommand(desk, { type: 'transfer', callId: 'a', target });
    await expect
      .poll(async () => (await callOf(desk, 'a'))?.transfer, { timeout: 15_000 })
      .toEqual({ kind: 'blind', state: 'failed', sipStatus: 486 });
    await held(desk, 'a').toBe(false);
    await hears(customer.page);

    await supervisor.run({ type: 'behave', onInvite: 'answer', ringMs: 200 });
    await phoneCommand(desk, { type: 'transfer', callId: 'a', target });
    await expect
      .poll(async () => (await callOf(desk, 'a'))?.phase ?? 'ended', { timeout: 15_000 })
      .toBe('ended');
    await customer.speak();
    await hears(supervisor.page);
    await supervisor.speak();
    await hears(customer.page);
  });
});

test('an announcement before the answer is heard, and the call is not yet answered', async ({ launch }) => {
  await withLine(launch, async ({ pbx, desk, phone, customer }) => {
    await customer.run({ type: 'behave', onInvite: 'answer', ringMs: 12_000, announce: true });
    await phoneCommand(desk, { type: 'dial', callId: 'a', target: `sip:2001@${pbx.domain}`, headers: [] });
    await expect.poll(async () => (await callOf(desk, 'a'))?.earlyMedia).toBe(true);
    await customer.speak();
    await hears(phone);
    expect((await callOf(desk, 'a'))?.phase).toBe('ringing');
    await expect.poll(async () => (await callOf(desk, 'a'))?.phase, { timeout: 20_000 }).toBe('talking');
    await hears(customer.page);
  });
});
