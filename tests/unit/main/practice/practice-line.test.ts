import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CustomerCommand } from '../../../../core/ipc/features/phone-window.ts';
import { PracticeLine } from '../../../../main/practice/practice-line.ts';
import { question } from '../../core/practice/cards.ts';
import { practicePolicy } from '../../core/practice/practice-policy.ts';
import { shippedBook } from '../../core/practice/shipped-book.ts';
import { cannedDescription, SilentAudio } from '../../renderer/phone/practice-desk.ts';
import { CustomerPhone } from '../../../../renderer/customer/customer-phone.ts';
import { SipPhone } from '../../../../renderer/phone/sip-phone.ts';

const wait = { timeout: 10_000, interval: 5 };

describe('PracticeLine with a customer window on it', () => {
  let line: PracticeLine;
  let customer: CustomerPhone;
  let phone: SipPhone;
  let captions: (string | null)[];
  let phases: string[];
  let said: string[];

  beforeEach(() => {
    captions = [];
    phases = [];
    said = [];
    // The window speaks a line in no time; everything else about it is real.
    customer = new CustomerPhone({
      handlerFactory: cannedDescription,
      voice: {
        say: (voice) => {
          said.push(voice);
          line.customerEvent({ type: 'said', detail: voice });
        },
        hush: () => undefined,
      },
      onEvent: (event) => line.customerEvent(event),
      now: () => Date.now(),
      random: () => 0,
    });
    line = new PracticeLine({
      book: shippedBook(),
      sendToCustomer: (command: CustomerCommand) => void customer.run(command),
      onCaption: (caption) => captions.push(caption?.en ?? null),
      tempo: 100,
    });
    phone = new SipPhone({
      audio: new SilentAudio(),
      clock: { now: () => Date.now() },
      newId: () => 'in',
      random: () => 0,
    });
    phone.onEvent((event) => {
      if (event.type === 'call') phases.push(event.call.ending ?? event.call.phase);
    });
  });
  afterEach(async () => {
    await phone.unregister();
    await customer.stop();
    await line.stop();
  });

  const dial = async (callId: string, target: string): Promise<void> => {
    line.beforeDial(practicePolicy);
    await phone.dial({ callId, target, headers: [] });
  };

  it('carries a whole call: ring, greeting, answers to cards, a hang-up', async () => {
    const { account, target } = await line.start('T0');
    expect(new URL(account.servers[0] ?? '').hostname).toBe('127.0.0.1');
    await phone.register(account);
    await dial('c1', target);
    line.onCard(question('Q02'));
    await vi.waitFor(() => expect(captions).toContain('Yes, speaking.'), wait);
    line.onCard(question('Q19'));
    await vi.waitFor(() => expect(captions.at(-1)).toContain('not clear'), wait);
    await phone.hangUp('c1');
    await vi.waitFor(() => expect(captions.at(-1)).toBeNull(), wait);
    expect(phases).toEqual(['dialling', 'ringing', 'talking', 'local_hangup']);
  });

  it('a chosen drill takes effect with the next call', async () => {
    const { account, target } = await line.start('T0');
    await phone.register(account);
    line.setDrill('busy');
    await dial('c1', target);
    await vi.waitFor(() => expect(phases.at(-1)).toBe('busy'), wait);
    line.setDrill('not_in');
    await dial('c2', target);
    await vi.waitFor(() => expect(phases.at(-1)).toBe('no_answer'), wait);
  });

  it('gives new passwords at each start, and the old ones open nothing', async () => {
    const first = await line.start('T0');
    const second = await line.start('T0');
    expect(second.account.password).not.toBe(first.account.password);
    await expect(
      phone.register({ ...second.account, password: first.account.password }),
    ).rejects.toMatchObject({ code: 'wrong_password' });
  });

  it('brings a customer window back that was loaded again', async () => {
    const { account, target } = await line.start('T0');
    await phone.register(account);
    await customer.stop();
    line.customerReady();
    await vi.waitFor(async () => {
      await dial(`c${phases.length}`, target);
      await vi.waitFor(() => expect(phases.at(-1)).toBe('talking'), { timeout: 500 });
    }, wait);
  });

  it('keys that come as INFO are heard by the customer, who shows them all and reads the digits back', async () => {
    const { account, target } = await line.start('T0');
    await phone.register({ ...account, dtmf: 'info' });
    await dial('c1', target);
    await vi.waitFor(() => expect(phases.at(-1)).toBe('talking'), wait);
    await phone.sendDtmf('c1', '15#');
    await vi.waitFor(() => expect(captions).toContain('(hears the keys 15#)'), wait);
    expect(said.filter((voice) => /-n-\d\.ogg$/.test(voice)).map((voice) => voice.slice(-5, -4))).toEqual([
      '1',
      '5',
    ]);
  });

  it('refuses a drill that nobody wrote', async () => {
    await expect(line.start('T99')).rejects.toMatchObject({ code: 'unknown_drill' });
  });

  it('gives up on a customer window that never comes, and frees the port', async () => {
    const lonely = new PracticeLine({
      book: shippedBook(),
      sendToCustomer: () => undefined,
      onCaption: () => undefined,
      customerTimeoutMs: 50,
    });
    await expect(lonely.start('T0')).rejects.toMatchObject({ code: 'customer_not_ready' });
  });

  it('starts again after a window that could not be opened, undisturbed by the first start', async () => {
    const opened = vi
      .fn<() => Promise<void>>()
      .mockRejectedValueOnce(new Error('no window'))
      .mockResolvedValue();
    const retried = new PracticeLine({
      book: shippedBook(),
      sendToCustomer: (command) => {
        if (command.type === 'register' && opened.mock.calls.length > 0)
          retried.customerEvent({ type: 'registered', detail: '' });
      },
      openCustomer: opened,
      onCaption: () => undefined,
      customerTimeoutMs: 100,
    });
    await expect(retried.start('T0')).rejects.toThrow('no window');
    const { account } = await retried.start('T0');
    await new Promise((resolve) => setTimeout(resolve, 150));
    await phone.register(account);
    await phone.unregister();
    await retried.stop();
  });

  it('lists the drills with titles in both languages', () => {
    expect(line.drills().find(({ id }) => id === 'T1')).toEqual({
      id: 'T1',
      title: { 'zh-CN': '儿子接听', en: 'The son answers' },
      teaches: { 'zh-CN': expect.stringContaining('本人') as string, en: expect.any(String) as string },
    });
  });
});
