import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startFocus } from '../../support/lab/focus.ts';
import { startLab, type Lab } from '../../support/lab/lab.ts';
import { LabPhone } from '../../support/lab/phone.ts';
import { header } from '../../support/lab/phone/sip-endpoint.ts';
import { toneSource } from '../../support/lab/phone/tones.ts';

describe('lab phones through Kamailio and rtpengine', () => {
  let lab: Lab;
  let alice: LabPhone;
  let bob: LabPhone;
  let carol: LabPhone;

  beforeAll(async () => {
    lab = await startLab();
    alice = await LabPhone.start(lab, { user: '2001', sound: () => toneSource(500) });
    bob = await LabPhone.start(lab, { user: '2002', sound: () => toneSource(900) });
    carol = await LabPhone.start(lab, { user: '2003', sound: () => toneSource(1300) });
  });

  afterAll(async () => {
    for (const phone of [alice, bob, carol]) await phone.close();
    await lab.stop();
  });

  const connected = async () => {
    bob.onCall = (call) => call.answer();
    const out = await alice.call('2002');
    const into = await bob.incoming();
    await out.until('talking');
    return { out, into };
  };

  it('carries a tone both ways and ends on both sides', async () => {
    const { out, into } = await connected();
    await Promise.all([into.audio.hear(500), out.audio.hear(900)]);
    expect(into.audio.hears(900)).toBe(false);
    await out.hangUp();
    await into.until('ended');
    expect(into.endedBy).toBe('remote');
  });

  it('tells ringing, early media and every refusal, with the Reason header', async () => {
    bob.onCall = (call) => call.earlyMedia();
    const early = await alice.call('2002');
    await early.audio.hear(900);
    expect(early.state).toBe('ringing');
    expect(early.provisional).toContain(183);
    await early.hangUp();
    expect((await bob.incoming()).state).toBe('ended');
    for (const [status, reason] of [
      [486, 'Busy Here'],
      [480, 'Temporarily Unavailable'],
      [603, 'Decline'],
    ] as const) {
      bob.onCall = (call) => call.reject(status, reason, `Q.850;cause=${status}`);
      const refused = await (await alice.call('2002')).until('ended');
      expect([refused.status, refused.reasonHeader]).toEqual([status, `Q.850;cause=${status}`]);
      await bob.incoming();
    }
    expect((await (await alice.call('7777')).until('ended')).status).toBe(404);
    expect((await (await alice.call('1001')).until('ended')).status).toBe(480);
  });

  it('carries own headers, RFC 4733 digits and INFO digits', async () => {
    bob.onCall = (call) => call.answer();
    const out = await alice.call('2002', [
      header('x-callback-policy', 'P-1'),
      header('user-to-user', '0041'),
    ]);
    const into = await bob.incoming();
    await out.until('talking');
    expect(into.invite?.headers).toContainEqual({ name: 'x-callback-policy', value: 'P-1' });
    out.audio.sendDigits('159#');
    await into.audio.hearDigits('159#');
    expect((await out.sendInfo('7')).status).toBe(200);
    expect(into.infoDigits).toBe('7');
    await into.hangUp();
    await out.until('ended');
  });

  it('holds in one direction and resumes', async () => {
    const { out, into } = await connected();
    await out.audio.hear(900);
    expect((await out.hold()).status).toBe(200);
    expect(into.remoteDirection).toBe('sendonly');
    await out.audio.hearSilence();
    await into.audio.hear(500);
    await out.resume();
    await out.audio.hear(900);
    await out.hangUp();
  });

  it('transfers blindly, reports a failed transfer, and transfers with Replaces', async () => {
    const { out, into } = await connected();
    carol.onCall = (call) => call.reject(486, 'Busy Here');
    const failed = await out.refer('2003');
    await out.when('report the failure', () => failed.statuses.includes(486));
    await out.audio.hear(900);

    carol.onCall = (call) => call.answer();
    const consulted = await alice.call('2003');
    await consulted.until('talking');
    const done = await out.refer('', consulted);
    await out.when('report success', () => done.statuses.includes(200));
    await consulted.until('ended');
    const customer = bob.calls.at(-1);
    await customer?.audio.hear(1300);
    await carol.calls.at(-1)?.audio.hear(900);
    await out.hangUp();
    await into.until('ended');
    await customer?.hangUp();
  });

  it('mixes three legs in the conference', async () => {
    const focus = await startFocus(lab);
    const legs = [await alice.call('3000'), await bob.call('3000'), await carol.call('3000')] as const;
    for (const leg of legs) await leg.until('talking');
    await Promise.all([
      legs[0].audio.hear(900),
      legs[0].audio.hear(1300),
      legs[1].audio.hear(500),
      legs[1].audio.hear(1300),
      legs[2].audio.hear(500),
      legs[2].audio.hear(900),
    ]);
    expect(legs[0].audio.hears(500)).toBe(false);
    for (const leg of legs) await leg.hangUp();
    await focus.close();
  });

  it('refuses a wrong password', async () => {
    await expect(LabPhone.start(lab, { user: '2004', password: 'wrong' })).rejects.toThrow('401');
  });

  it('keeps every message of both sides in the trace', () => {
    const text = lab.trace.toText();
    expect(text).toContain('INVITE sip:2002@lab.test');
    expect(text).toContain('SIP/2.0 486 Busy Here');
    expect(text).not.toContain(lab.passwordOf('2001'));
  });
});

describe('a lab with SHA-256', () => {
  it('challenges with it, and telephones that know it get in', async () => {
    const lab = await startLab({ digest: 'SHA-256' });
    const phone = await LabPhone.start(lab, { user: '2001' });
    // The server mirrors its messages beside the telephone's own way; they may come later.
    await vi.waitFor(() => expect(lab.trace.toText()).toMatch(/algorithm=SHA-256/), { timeout: 10_000 });
    await phone.close();
    await lab.stop();
  });
});

describe('several labs at once', () => {
  it('have ports of their own', async () => {
    const labs = await Promise.all([startLab(), startLab()]);
    expect(new Set(labs.map(({ sipPort }) => sipPort)).size).toBe(2);
    for (const lab of labs) await lab.stop();
  });
});
