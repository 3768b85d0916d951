import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TransferState } from '../../../../core/call/types.ts';
import { headerOf } from '../../../../main/practice/sip-message.ts';
import { sipfragStatus } from '../../../../renderer/sip/transfer.ts';
import { PracticeDesk } from './practice-desk.ts';
import type { ScriptedPhone } from './scripted-phone.ts';

const wait = { timeout: 10_000, interval: 5 };

describe('transfers over real SIP', () => {
  let desk: PracticeDesk;
  let customer: ScriptedPhone;
  beforeEach(async () => {
    desk = await PracticeDesk.open();
    await desk.phone.register(desk.agentAccount);
    customer = await desk.scripted('third');
    customer.script.set('REFER', () => ({ status: 202 }));
    await desk.talkTo('third', 'a');
  });
  afterEach(async () => {
    await desk.close();
    customer.close();
  });
  const states = (): TransferState['state'][] => {
    const all = desk.phoneEvents.flatMap((event) =>
      event.type === 'call' && event.call.callId === 'a' && event.call.transfer !== null
        ? [event.call.transfer.state]
        : [],
    );
    return all.filter((state, at) => state !== all[at - 1]);
  };

  it('blind: holds, asks, follows the progress and ends the first leg when the target has answered', async () => {
    await desk.phone.transfer('a', desk.uri('fourth'));
    const [refer] = customer.requests('REFER');
    expect(headerOf(refer?.headers ?? [], 'refer-to')).toBe(`<${desk.uri('fourth')}>`);
    expect(headerOf(refer?.headers ?? [], 'referred-by')).toBe(`<${desk.agentAccount.uri}>`);
    expect(desk.of('a')).toMatchObject({
      held: { local: true },
      transfer: { state: 'trying', sipStatus: 202 },
    });
    await customer.notify(100);
    await customer.notify(180);
    await vi.waitFor(() => expect(desk.of('a')?.transfer?.state).toBe('ringing'), wait);
    expect(customer.requests('BYE')).toHaveLength(0);
    await customer.notify(200);
    await vi.waitFor(
      () => expect(desk.of('a')).toMatchObject({ phase: 'ended', ending: 'local_hangup' }),
      wait,
    );
    expect(customer.requests('BYE')).toHaveLength(1);
    expect(states()).toEqual(['asked', 'trying', 'ringing', 'done']);
    expect(desk.audio.microphoneOpen).toBe(false);
  });

  it('blind: a target that is busy gives the customer back to the agent, off hold', async () => {
    await desk.phone.transfer('a', desk.uri('fourth'));
    await customer.notify(486);
    await vi.waitFor(() => expect(desk.of('a')?.held.local).toBe(false), wait);
    expect(desk.of('a')).toMatchObject({
      phase: 'talking',
      transfer: { kind: 'blind', state: 'failed', sipStatus: 486 },
    });
    // A later hold is the agent's own and stays.
    await desk.phone.setHeld('a', true);
    expect(desk.of('a')?.held.local).toBe(true);
    // And he may try again.
    await desk.phone.transfer('a', desk.uri('fourth'));
    expect(desk.of('a')?.transfer).toMatchObject({ state: 'trying' });
  });

  it('blind: a refused REFER is told with its status and the customer is back', async () => {
    customer.script.set('REFER', () => ({ status: 603 }));
    await expect(desk.phone.transfer('a', desk.uri('fourth'))).rejects.toMatchObject({
      code: 'refused_by_peer',
      sipStatus: 603,
    });
    await vi.waitFor(() => expect(desk.of('a')?.held.local).toBe(false), wait);
    expect(desk.of('a')).toMatchObject({ phase: 'talking', transfer: { state: 'failed', sipStatus: 603 } });
  });

  it('blind: a PBX that takes the customer away by BYE without a word has made the transfer', async () => {
    await desk.phone.transfer('a', desk.uri('fourth'));
    await customer.ask('BYE');
    await vi.waitFor(
      () => expect(desk.of('a')).toMatchObject({ phase: 'ended', transfer: { state: 'done' } }),
      wait,
    );
  });

  it('blind: a PBX that refuses hold may still transfer', async () => {
    customer.script.set('re-INVITE', () => ({ status: 488 }));
    await desk.phone.transfer('a', desk.uri('fourth'));
    await customer.notify(200);
    await vi.waitFor(() => expect(desk.of('a')?.phase).toBe('ended'), wait);
  });

  it('refuses a target that is no address and a second transfer while one runs', async () => {
    await expect(desk.phone.transfer('a', 'no address')).rejects.toMatchObject({ code: 'bad_target' });
    await desk.phone.transfer('a', desk.uri('fourth'));
    await expect(desk.phone.transfer('a', desk.uri('focus'))).rejects.toMatchObject({
      code: 'call_in_progress',
    });
  });

  describe('attended', () => {
    let supervisor: ScriptedPhone;
    beforeEach(async () => {
      supervisor = await desk.scripted('fourth');
      await desk.talkTo('fourth', 'b');
    });
    afterEach(() => supervisor.close());

    it('names the consultation to be replaced and ends both legs when it is done', async () => {
      expect(desk.of('a')?.held.local).toBe(true);
      await desk.phone.transferTo('a', 'b');
      const referTo = headerOf(customer.requests('REFER')[0]?.headers ?? [], 'refer-to') ?? '';
      const invite = supervisor.invite?.headers ?? [];
      const replaces = decodeURIComponent(/Replaces=([^>]+)>/.exec(referTo)?.[1] ?? '');
      expect(replaces.split(';')[0]).toBe(headerOf(invite, 'call-id'));
      expect(replaces).toMatch(/;to-tag=[^;]+;from-tag=[^;]+$/);
      expect(headerOf(invite, 'from')).toContain(replaces.split('from-tag=')[1]);
      expect(referTo).toContain('fourth.invalid');
      await customer.notify(200);
      await vi.waitFor(() => expect(desk.of('a')?.phase).toBe('ended'), wait);
      await vi.waitFor(() => expect(desk.of('b')?.phase).toBe('ended'), wait);
      expect(desk.of('a')?.transfer).toMatchObject({ kind: 'attended', state: 'done' });
    });

    it('leaves both legs as they were when it fails', async () => {
      await desk.phone.transferTo('a', 'b');
      await customer.notify(503);
      await vi.waitFor(() => expect(desk.of('a')?.transfer?.state).toBe('failed'), wait);
      expect(desk.of('a')).toMatchObject({ phase: 'talking', held: { local: true } });
      expect(desk.of('b')).toMatchObject({ phase: 'talking', held: { local: false } });
    });

    it('wants two calls that are up', async () => {
      await expect(desk.phone.transferTo('a', 'a')).rejects.toMatchObject({ code: 'no_call' });
      await expect(desk.phone.transferTo('a', 'x')).rejects.toMatchObject({ code: 'no_call' });
    });
  });

  it('refuses to dial where the other side says (REFER), and goes on with the call', async () => {
    const answer = await customer.ask('REFER', [{ name: 'refer-to', value: `<${desk.uri('fourth')}>` }]);
    expect(answer.status).toBe(603);
    expect(desk.of('a')?.phase).toBe('talking');
  });

  it('reads a status line and nothing else out of a sipfrag', () => {
    expect(sipfragStatus('SIP/2.0 180 Ringing\r\n')).toBe(180);
    expect(sipfragStatus('SIP/2.0 603')).toBe(603);
    expect(sipfragStatus('INVITE sip:x SIP/2.0')).toBeNull();
    expect(sipfragStatus('')).toBeNull();
  });
});

describe('attended transfer to this desk (RFC 3891)', () => {
  let desk: PracticeDesk;
  let colleague: ScriptedPhone;
  let customer: ScriptedPhone;
  beforeEach(async () => {
    desk = await PracticeDesk.open();
    await desk.phone.register(desk.agentAccount);
    colleague = await desk.scripted('third');
    customer = await desk.scripted('fourth');
    await desk.talkTo('third', 'a');
  });
  afterEach(async () => {
    await desk.close();
    colleague.close();
    customer.close();
  });
  const replaces = (): string => {
    const invite = colleague.invite?.headers ?? [];
    const [refer] = [headerOf(invite, 'from') ?? ''];
    const own = /tag=(.+)$/.exec(refer)?.[1] ?? '';
    return `${headerOf(invite, 'call-id')};to-tag=${own};from-tag=${colleague.tag}`;
  };

  it('takes the new call in place of the old one, with its mute and without ringing', async () => {
    await desk.phone.setMuted('a', true);
    const answer = await customer.call('agent', [{ name: 'replaces', value: replaces() }]);
    expect(answer.status).toBe(200);
    await vi.waitFor(() => expect(desk.of('a')?.phase).toBe('ended'), wait);
    await vi.waitFor(() => expect(desk.call).toMatchObject({ callId: 'a', phase: 'ended' }), wait);
    const taken = desk.phoneEvents.findLast((event) => event.type === 'call' && event.call.callId !== 'a');
    expect(taken).toMatchObject({ call: { phase: 'talking', muted: true }, party: { user: 'fourth' } });
    expect(desk.audio.everRang).toBe(false);
    expect(desk.audio.microphoneOpen).toBe(true);
    expect(colleague.requests('BYE')).toHaveLength(1);
  });

  it('refuses one that names a call it does not have', async () => {
    const answer = await customer.call('agent', [
      { name: 'replaces', value: 'unknown@x;to-tag=1;from-tag=2' },
    ]);
    expect(answer.status).toBe(481);
    expect(desk.of('a')?.phase).toBe('talking');
  });
});
