import { expect, test } from '@playwright/test';
import { keepOnFailure } from '../../support/lab/keep.ts';
import { DeskInNetwork } from './desk-in-network.ts';
import type { OtherCall } from './other-end.ts';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const secondsSince = (at: number, then: number): string => `${((then - at) / 1_000).toFixed(2)} s`;

/** The app behind a cable of its own: what happens to the network happens to nobody else. */
test.describe('network faults', () => {
  let opened: DeskInNetwork | null = null;
  let stage: DeskInNetwork;
  let call: { id: string; other: OtherCall };

  test.beforeAll(async () => {
    opened = stage = await DeskInNetwork.open();
  });
  test.afterAll(() => opened?.close());
  test.afterEach(async ({}, testInfo) => {
    await keepOnFailure(testInfo, { lab: stage.lab, phones: [stage.app] });
    await stage.registered();
    for (const view of await stage.app.calls())
      if (view.call.phase !== 'ended') await stage.desk.ask('softphone.hangUp', { callId: view.call.callId });
    await stage.app.takeCalls();
    await stage.other.clear();
  });

  /** One calls, the other answers, and both hear each other. */
  const talk = async (caller: 'app' | 'other' = 'other'): Promise<void> => {
    let id: string;
    let other: OtherCall;
    if (caller === 'app') {
      id = await stage.app.dial(stage.other.number);
      other = await stage.other.incoming();
      await other.answer();
    } else {
      other = await stage.other.dial(stage.app.user);
      id = await stage.app.incoming();
      await stage.app.act('answer', { callId: id });
    }
    await stage.app.talking(id);
    await other.hear(stage.app.hz);
    await stage.app.hear(stage.other.hz);
    call = { id, other };
  };

  /** Sound both ways that is new since the fault's end; the figures count from there. */
  const soundIsBack = async (what: string, endedAt: number): Promise<void> => {
    const registered = await stage.registered();
    await stage.app.untilCall(call.id, 'have its signalling back', (view) => view.call.signalling === 'up');
    // The other end falls silent and speaks again: only what flows now is heard.
    await call.other.speak(false);
    await stage.app.hearNo(stage.other.hz);
    await call.other.speak(true);
    await stage.app.hear(stage.other.hz);
    await call.other.hear(stage.app.hz);
    await stage.app.untilCall(call.id, 'say that it is heard', (view) => view.call.media === 'flowing');
    console.log(
      `      ${what}: registered ${secondsSince(endedAt, registered)} after, sound both ways proved ${secondsSince(endedAt, Date.now())} after`,
    );
  };

  /** Nothing is left of the call on either side or at the server. */
  const endsCleanly = async (): Promise<void> => {
    await stage.app.act('hangUp', { callId: call.id });
    await stage.app.ended(call.id);
    expect((await call.other.ended()).status).toBe(200);
  };

  for (const seconds of [5, 20]) {
    test(`the cable is pulled for ${seconds} s in mid-call: the same call goes on`, async () => {
      await talk('app');
      await stage.network.cut();
      await stage.app.untilCall(
        call.id,
        'say that the line is lost',
        (view) => view.call.signalling === 'lost',
      );
      await pause(seconds * 1_000);
      expect((await stage.app.calls()).find((view) => view.call.callId === call.id)?.call.phase).toBe(
        'talking',
      );
      await stage.network.restore();
      await soundIsBack(`cable back after ${seconds} s`, Date.now());
      await endsCleanly();
    });
  }

  for (const [caller, what] of [
    ['app', 'called by the app'],
    ['other', 'called from outside'],
  ] as const) {
    test(`the address changes in a call, ${what}: registered from the new one, sound both ways again`, async () => {
      await talk(caller);
      await stage.network.changeAddress();
      const changedAt = Date.now();
      await stage.app.untilCall(
        call.id,
        'notice',
        (view) => view.call.signalling !== 'up' || view.call.media !== 'flowing',
      );
      console.log(`      address changed: noticed ${secondsSince(changedAt, Date.now())} after`);
      await soundIsBack(`address changed, ${what}`, changedAt);
      await endsCleanly();
    });
  }

  test('the address changes while nobody calls: the next call comes in', async () => {
    await stage.network.changeAddress();
    const changedAt = Date.now();
    await stage.until('noticed', ({ state }) => state !== 'registered');
    console.log(
      `      address changed, idle: registered ${secondsSince(changedAt, await stage.registered())} after`,
    );
    await talk();
    await endsCleanly();
  });

  test('sleep of 20 s in mid-call (power events by the test), with another address after it: the call goes on', async () => {
    await talk('app');
    await stage.sleep(async () => {
      await stage.network.changeAddress();
      await pause(20_000);
    });
    await soundIsBack('awake in mid-call', Date.now());
    await endsCleanly();
  });

  test('sleep of 20 s in mid-call (power events by the test): a caller who hung up meanwhile leaves no call behind', async () => {
    await talk();
    await stage.sleep(async () => {
      await pause(2_000);
      await call.other.hangUp();
      await pause(18_000);
    });
    const awakeAt = Date.now();
    const view = await stage.app.ended(call.id);
    expect(view.call.ending).toBe('remote_hangup');
    console.log(
      `      awake after the caller hung up: the card says so ${secondsSince(awakeAt, Date.now())} after`,
    );
  });

  test('sleep of 20 s while nobody calls (power events by the test): the next call comes in', async () => {
    await stage.sleep(() => pause(20_000));
    const awakeAt = Date.now();
    await talk();
    console.log(`      awake, idle: a call heard both ways ${secondsSince(awakeAt, Date.now())} after`);
    await endsCleanly();
  });

  test('the server stands still in mid-call, and goes on', async () => {
    await talk();
    await stage.lab.kamailio.freeze();
    const frozenAt = Date.now();
    await stage.app.untilCall(call.id, 'notice', (view) => view.call.signalling === 'lost');
    console.log(`      frozen server: noticed ${secondsSince(frozenAt, Date.now())} after`);
    // Sound does not pass through it, and goes on.
    await call.other.hear(stage.app.hz);
    await stage.lab.kamailio.thaw();
    await soundIsBack('server goes on', Date.now());
    await endsCleanly();
  });

  // The last one: the server forgets where the other telephone is.
  test('the server ends in mid-call and starts again: the same call goes on', async () => {
    await talk('app');
    await stage.lab.kamailio.kill();
    await stage.app.untilCall(
      call.id,
      'say that the line is lost',
      (view) => view.call.signalling === 'lost',
    );
    await stage.until('told why', ({ cause }) => cause?.finding === 'port_refused');
    // Sound does not pass through it, and goes on.
    await call.other.hear(stage.app.hz);
    await stage.lab.kamailio.restart();
    await soundIsBack('server started again', Date.now());
    expect((await stage.registration()).cause ?? null).toBeNull();
    await endsCleanly();
  });
});
