import { describe, expect, it } from 'vitest';
import { contract, events } from '../../core/ipc/contract.ts';
import type { ChannelName } from '../../core/ipc/contract.ts';
import { AppError } from '../../main/ipc/app-error.ts';
import { runCall } from '../../main/ipc/run-call.ts';
import type { Handlers } from '../../main/ipc/run-call.ts';

const lines: string[] = [];
const log = {
  info: (event: string) => void lines.push(event),
  warn: (event: string) => void lines.push(event),
  error: (event: string) => void lines.push(event),
};

/** Handlers of which only the given ones may be reached. */
const only = (handlers: Partial<Handlers>): Handlers =>
  new Proxy(handlers, {
    get: (target, name) => {
      const found = target[name as ChannelName];
      if (found === undefined) throw new Error(`handler ${String(name)} must not be reached`);
      return found;
    },
  }) as Handlers;

const none = only({});

describe('the contract between the processes', () => {
  it('lets a window call its own channels only', async () => {
    for (const [name, channel] of Object.entries(contract)) {
      for (const role of ['console', 'phone', 'customer', null] as const) {
        if (role !== null && channel.from.includes(role)) continue;
        expect(await runCall(none, log, role, name, {})).toEqual({
          ok: false,
          error: { code: 'forbidden_sender', field: null, params: {} },
        });
      }
    }
    expect(lines).toContain('ipc.forbidden_sender');
  });

  it('gives no window of media a way to the policies, and the console none into the phone window', () => {
    const phone = Object.entries(contract).filter(([, channel]) => channel.from.includes('phone'));
    expect(phone.map(([name]) => name).sort()).toEqual([
      'phoneWindow.event',
      'phoneWindow.ready',
      'phoneWindow.reply',
    ]);
    const customer = Object.entries(contract).filter(([, channel]) => channel.from.includes('customer'));
    expect(customer.map(([name]) => name).sort()).toEqual(['customerWindow.event', 'phoneWindow.ready']);
    const toConsole = Object.entries(events).filter(([, event]) => event.to.includes('console'));
    expect(toConsole.every(([, event]) => event.to.length === 1)).toBe(true);
  });

  it.each(['', 'nope', '__proto__', 'constructor', 'toString', 42, null, undefined, {}, ['app.state']])(
    'refuses the channel name %j',
    async (name) => {
      expect(await runCall(none, log, 'console', name, {})).toMatchObject({
        ok: false,
        error: { code: 'bad_input', field: 'channel' },
      });
    },
  );

  it('names the field of a bad input and does not run the handler', async () => {
    expect(
      await runCall(none, log, 'console', 'session.answer', { questionId: 'Q10', value: 7, words: '' }),
    ).toEqual({
      ok: false,
      error: { code: 'bad_input', field: 'value', params: {} },
    });
    expect(
      await runCall(none, log, 'console', 'worklist.page', {
        filter: 'open',
        search: '',
        offset: -1,
        limit: 10,
      }),
    ).toMatchObject({
      error: { code: 'bad_input', field: 'offset' },
    });
    expect(await runCall(none, log, 'console', 'worklist.page', null)).toMatchObject({
      error: { code: 'bad_input' },
    });
  });

  it('takes what the schema does not name out of input and output', async () => {
    let seen: unknown;
    const handlers = only({
      'session.notes': (input) => {
        seen = input;
        throw new AppError('no_attempt');
      },
      'import.saveRefused': () => ({ path: null, secret: 'x' }),
    });
    expect(await runCall(handlers, log, 'console', 'session.notes', { notes: 'a', extra: 1 })).toMatchObject({
      error: { code: 'no_attempt' },
    });
    expect(seen).toEqual({ notes: 'a' });
    expect(await runCall(handlers, log, 'console', 'import.saveRefused', { importId: 'i' })).toEqual({
      ok: true,
      value: { path: null },
    });
  });

  it('refuses an output that breaks the schema instead of passing it on', async () => {
    const handlers = only({
      'worklist.next': () => ({ task: { product: '福满一生' }, nextPossibleAt: null }) as never,
    });
    const answer = await runCall(handlers, log, 'console', 'worklist.next', {});
    expect(answer).toEqual({ ok: false, error: { code: 'internal', field: null, params: {} } });
    expect(JSON.stringify(answer)).not.toContain('福满一生');
  });

  it('passes expected failures on with code, field and parameters, and keeps unexpected ones to the log', async () => {
    const handlers = only({
      'softphone.swap': () => {
        throw new AppError('no_call', 'call', { n: 1 });
      },
      'call.redial': () => {
        throw Object.assign(new Error('worker'), { code: 'store_unavailable' });
      },
      'softphone.conference': () => {
        throw new Error('SELECT secret FROM policy');
      },
    });
    expect(await runCall(handlers, log, 'console', 'softphone.swap', {})).toEqual({
      ok: false,
      error: { code: 'no_call', field: 'call', params: { n: 1 } },
    });
    expect(await runCall(handlers, log, 'console', 'call.redial', {})).toMatchObject({
      error: { code: 'store_unavailable' },
    });
    const internal = await runCall(handlers, log, 'console', 'softphone.conference', {});
    expect(internal).toEqual({ ok: false, error: { code: 'internal', field: null, params: {} } });
  });
});
