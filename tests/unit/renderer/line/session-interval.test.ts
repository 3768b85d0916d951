import { afterEach, expect, it, vi } from 'vitest';
import { headerOf, type SipRequest } from '../../../../main/practice/sip-message.ts';
import {
  granted,
  startScriptedSipServer,
  type ScriptedSipServer,
} from '../../../support/scripted-sip-server.ts';
import { accountOf, Seat, wait } from './seat.ts';

let server: ScriptedSipServer;
let seat: Seat;

afterEach(async () => {
  await seat.close();
  await server.close();
});

const open = async (invite: (request: SipRequest, n: number) => number): Promise<void> => {
  let n = 0;
  server = await startScriptedSipServer((request) => {
    if (request.method === 'REGISTER') return granted(request);
    if (request.method !== 'INVITE') return { status: 200 };
    const status = invite(request, (n += 1));
    return { status, headers: status === 422 ? [{ name: 'min-se', value: '3000' }] : [] };
  });
  seat = new Seat(accountOf('anna', [server.url]));
  await seat.register();
};

const invites = (): SipRequest[] => server.seen.filter(({ method }) => method === 'INVITE');

it('422: the INVITE goes out again with the longer interval, and the call is not lost', async () => {
  await open((_, n) => (n === 1 ? 422 : 486));
  await seat.phone.dial({ callId: 'call', target: 'sip:bert@practice.invalid', headers: [] });
  await vi.waitFor(() => expect(seat.call?.phase).toBe('ended'), wait);
  expect(seat.call).toMatchObject({ ending: 'busy', sipStatus: 486 });
  const [first, second] = invites().map(({ headers }) => ({
    callId: headerOf(headers, 'call-id'),
    from: headerOf(headers, 'from'),
    cseq: headerOf(headers, 'cseq'),
    session: headerOf(headers, 'session-expires'),
  }));
  expect(first).toMatchObject({ cseq: '1 INVITE', session: '1800' });
  expect(second).toEqual({ ...first, cseq: '2 INVITE', session: '3000' });
});

it('422 twice is a failure, not a loop', async () => {
  await open(() => 422);
  await seat.phone.dial({ callId: 'call', target: 'sip:bert@practice.invalid', headers: [] });
  await vi.waitFor(() => expect(seat.call).toMatchObject({ phase: 'ended', sipStatus: 422 }), wait);
  expect(invites()).toHaveLength(2);
});

it('an interval below 90 s is refused with the least one, and nothing rings', async () => {
  await open(() => 486);
  const contact = /<([^>]*)>/.exec(headerOf(server.seen[0]?.headers ?? [], 'contact') ?? '')?.[1] ?? '';
  server.send(
    [
      `INVITE ${contact} SIP/2.0`,
      'Via: SIP/2.0/WS x.invalid;branch=z9hG4bKshort',
      'From: <sip:bert@practice.invalid>;tag=1',
      'To: <sip:anna@practice.invalid>',
      'Call-ID: short',
      'CSeq: 1 INVITE',
      'Contact: <sip:bert@x.invalid>',
      'Supported: timer',
      'Session-Expires: 30',
      'Max-Forwards: 70',
      'Content-Length: 0',
      '',
      '',
    ].join('\r\n'),
  );
  await vi.waitFor(() => expect(server.answers.at(-1)?.status).toBe(422), wait);
  expect(headerOf(server.answers.at(-1)?.headers ?? [], 'min-se')).toBe('90');
  expect(seat.calls).toEqual([]);
});
