import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBaresip } from '../../support/lab/baresip.ts';
import { startLab, type Lab } from '../../support/lab/lab.ts';
import { LabPhone } from '../../support/lab/phone.ts';
import { toneSource } from '../../support/lab/phone/tones.ts';
import { takePortBlock, type PortBlock } from '../../support/port-block.ts';
import { startSipp } from '../../support/lab/sipp.ts';

describe('telephones that we did not write', () => {
  let lab: Lab;
  let alice: LabPhone;
  let block: PortBlock;

  beforeAll(async () => {
    block = await takePortBlock('127.0.0.1');
    const routes = [1, 2, 3].map((n) => [`990${n}`, `sip:127.0.0.1:${block.first + n}`] as const);
    lab = await startLab({ routes: new Map(routes) });
    alice = await LabPhone.start(lab, { user: '2001', sound: () => toneSource(500) });
  });

  afterAll(async () => {
    await alice.close();
    await lab.stop();
    await block.release();
  });

  it('baresip answers, is heard, hears digits, holds, calls and hangs up', async () => {
    const baresip = await startBaresip(lab, { user: '2002', hz: 900 });
    const out = await alice.call('2002');
    await out.until('talking');
    await Promise.all([out.audio.hear(900), baresip.hear(500)]);
    out.audio.sendDigits('42');
    await out.when('be heard dialling', () => baresip.digits() === '42');
    await baresip.command('hold');
    await out.when('be held', () => out.remoteDirection === 'sendonly' || out.remoteDirection === 'inactive');
    await baresip.hearSilence();
    await baresip.command('resume');
    await out.when('be resumed', () => out.remoteDirection === 'sendrecv');
    await Promise.all([out.audio.hear(900), baresip.hear(500)]);
    await baresip.command('hangup');
    await out.until('ended');
    expect(out.endedBy).toBe('remote');

    alice.onCall = (call) => call.answer();
    await baresip.command('dial', `sip:2001@${lab.domain}`);
    const into = await alice.incoming();
    await into.audio.hear(900);
    await into.hangUp();
    await baresip.event('CALL_CLOSED');
    await baresip.close();
  });

  it('sipp is busy, unavailable, or answers after early media', async () => {
    const phones = [
      await startSipp('127.0.0.1', block.first + 1, [
        { answer: 180, reason: 'Ringing' },
        { waitMs: 100 },
        { answer: 486, reason: 'Busy Here' },
      ]),
      await startSipp('127.0.0.1', block.first + 2, [{ answer: 480, reason: 'Temporarily Unavailable' }]),
      await startSipp('127.0.0.1', block.first + 3, [
        { answer: 183, reason: 'Session Progress' },
        { waitMs: 100 },
        'talk',
      ]),
    ];
    expect((await (await alice.call('9901')).until('ended')).status).toBe(486);
    expect((await (await alice.call('9902')).until('ended')).status).toBe(480);
    const talk = await (await alice.call('9903')).until('talking');
    expect(talk.provisional).toContain(183);
    await talk.hangUp();
    for (const sipp of phones) {
      expect(await sipp.errors()).toBe('');
      await sipp.close();
    }
  });
});
