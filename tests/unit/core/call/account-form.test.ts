import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  accountSettingsSchema,
  sipAccountOf,
  sipAccountSchema,
  storedAccountSchema,
  turnKey,
} from '../../../../core/call/account.ts';
import { readAccountFile } from '../../../../core/call/account-file.ts';
import {
  accountFormOf,
  checkAccountForm,
  emptyAccountForm,
  targetOf,
  type AccountForm,
  type SavedAccount,
} from '../../../../core/call/account-form.ts';
import { isHeaderValue, isProtocolHeader, isToken } from '../../../../core/call/sip-grammar.ts';

const nothingSaved: SavedAccount = { settings: null, secrets: null };
const good: AccountForm = {
  ...emptyAccountForm,
  servers: ['wss://pbx.example:7443/ws'],
  uri: 'sip:8001@pbx.example',
  password: 'secret',
};
const check = (change: Partial<AccountForm>, saved = nothingSaved) =>
  checkAccountForm({ ...good, ...change }, saved);
const problem = (change: Partial<AccountForm>, saved = nothingSaved): [string, string][] => {
  const result = check(change, saved);
  return result.ok ? [] : result.problems.map(({ field, reason }) => [field, reason]);
};
const savedOf = (form: AccountForm): SavedAccount => {
  const result = checkAccountForm(form, nothingSaved);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return { settings: result.settings, secrets: result.secrets };
};

describe('an account form', () => {
  test('with the four basic fields is complete; the login name is that of the address', () => {
    expect(check({})).toEqual({
      ok: true,
      settings: {
        servers: ['wss://pbx.example:7443/ws'],
        uri: 'sip:8001@pbx.example',
        authUser: '8001',
        outboundProxy: null,
        iceServers: [],
        iceTransport: 'all',
        codecs: ['opus', 'PCMA', 'PCMU', 'G722'],
        dtmf: 'auto',
        sessionExpiresS: 1800,
        registerExpiresS: 300,
        headers: [],
        conferenceUri: null,
        echoTarget: null,
      },
      secrets: { password: 'secret', credentials: {} },
    });
  });

  test.each<[Partial<AccountForm>, string, string]>([
    [{ servers: [''] }, 'servers.0', 'not_an_address'],
    [{ servers: ['pbx.example'] }, 'servers.0', 'not_an_address'],
    [{ servers: ['https://pbx.example'] }, 'servers.0', 'wrong_scheme'],
    [{ servers: ['ws://pbx.example'] }, 'servers.0', 'not_encrypted'],
    [{ servers: ['wss://a:b@pbx.example'] }, 'servers.0', 'credentials_in_address'],
    [{ servers: ['wss://pbx.example/#x'] }, 'servers.0', 'not_an_address'],
    [{ servers: ['wss://a.example', 'wss://A.example/'] }, 'servers.1', 'server_twice'],
    [{ uri: '8001' }, 'uri', 'not_a_sip_uri'],
    [{ uri: 'sip:8001@pbx.example;x=y' }, 'uri', 'not_a_sip_uri'],
    [{ uri: 'sip:8001@pbx.example\r\nVia: x' }, 'uri', 'not_a_sip_uri'],
    [{ authUser: 'a"b' }, 'authUser', 'login_name_wrong'],
    [{ password: '' }, 'password', 'password_missing'],
    [{ outboundProxy: 'edge.example' }, 'outboundProxy', 'proxy_wrong'],
    [{ outboundProxy: 'sip:edge.example;lr>\r\nX: y' }, 'outboundProxy', 'proxy_wrong'],
    [
      { iceServers: [{ url: 'turn.example', username: '', credential: '' }] },
      'iceServers.0.url',
      'ice_url_wrong',
    ],
    [
      { iceServers: [{ url: 'turn:t.example:3478', username: '', credential: 'c' }] },
      'iceServers.0.username',
      'turn_user_missing',
    ],
    [
      { iceServers: [{ url: 'turns:t.example?transport=tcp', username: 'u', credential: '' }] },
      'iceServers.0.credential',
      'turn_credential_missing',
    ],
    [
      { iceTransport: 'relay', iceServers: [{ url: 'stun:s.example', username: '', credential: '' }] },
      'iceTransport',
      'relay_without_turn',
    ],
    [{ codecs: [] }, 'codecs', 'no_codec'],
    [{ sessionExpires: '89' }, 'sessionExpires', 'session_time_wrong'],
    [{ sessionExpires: '1e3' }, 'sessionExpires', 'session_time_wrong'],
    [{ registerExpires: '' }, 'registerExpires', 'register_time_wrong'],
    [{ registerExpires: '3601' }, 'registerExpires', 'register_time_wrong'],
    [{ headers: [{ name: 'X Branch', value: '1' }] }, 'headers.0.name', 'header_name_wrong'],
    [{ headers: [{ name: 'VIA', value: '1' }] }, 'headers.0.name', 'header_forbidden'],
    [{ headers: [{ name: 'X-A', value: 'a\r\nVia: b' }] }, 'headers.0.value', 'header_value_wrong'],
    [
      {
        headers: [
          { name: 'X-A', value: '1' },
          { name: 'x-a', value: '2' },
        ],
      },
      'headers.1.name',
      'header_twice',
    ],
    [{ conference: 'sip:a b' }, 'conference', 'conference_wrong'],
    [{ echo: '*43 <x>' }, 'echo', 'echo_wrong'],
    [{ outboundProxy: `sip:${'a'.repeat(250)}` }, 'outboundProxy', 'too_long'],
  ])('%j is refused at %s: %s', (change, field, reason) => {
    expect(problem(change)).toEqual([[field, reason]]);
  });

  test('tells every problem at once', () => {
    expect(problem({ servers: ['x'], uri: '', password: '' })).toEqual([
      ['servers.0', 'not_an_address'],
      ['uri', 'not_a_sip_uri'],
      ['password', 'password_missing'],
    ]);
  });

  test('keeps the saved password when it is left empty, but only for the same servers and login', () => {
    const saved = savedOf(good);
    const kept = { ...good, password: '' };
    expect(checkAccountForm({ ...kept, dtmf: 'info' }, saved)).toMatchObject({
      ok: true,
      secrets: { password: 'secret' },
    });
    expect(problem({ password: '', servers: ['wss://evil.example'] }, saved)).toEqual([
      ['password', 'password_for_other_server'],
    ]);
    expect(problem({ password: '', servers: [...good.servers, 'wss://evil.example'] }, saved)).toEqual([
      ['password', 'password_for_other_server'],
    ]);
    expect(problem({ password: '', uri: 'sip:8002@pbx.example' }, saved)).toEqual([
      ['password', 'password_for_other_server'],
    ]);
  });

  test('keeps a TURN credential for the same user of the same server only', () => {
    const turn = { url: 'turn:t.example:3478', username: 'u', credential: 'c' };
    const saved = savedOf({ ...good, iceServers: [turn] });
    expect(saved.secrets?.credentials).toEqual({ [turnKey(turn)]: 'c' });
    expect(check({ iceServers: [{ ...turn, credential: '' }] }, saved)).toMatchObject({ ok: true });
    expect(problem({ iceServers: [{ ...turn, username: 'other', credential: '' }] }, saved)).toEqual([
      ['iceServers.0.credential', 'turn_credential_missing'],
    ]);
    if (saved.settings === null || saved.secrets === null) throw new Error('nothing saved');
    expect(JSON.stringify(saved.settings)).not.toContain('"c"');
    const sip = sipAccountOf(saved.settings, saved.secrets, '坐席');
    expect(sip.iceServers).toEqual([turn]);
    expect(sipAccountSchema.strict().safeParse(sip).success).toBe(true);
  });

  test('is the same after it was kept and opened again', () => {
    const saved = savedOf({
      ...good,
      outboundProxy: 'sip:edge.example;lr',
      headers: [{ name: 'X-Branch', value: '北京 010' }],
      conference: '3000',
      sessionExpires: '',
    });
    if (saved.settings === null) throw new Error('nothing saved');
    const again = checkAccountForm(accountFormOf(saved.settings), saved);
    expect(again).toMatchObject({ ok: true, settings: saved.settings });
    expect(saved.settings.conferenceUri).toBe('sip:3000@pbx.example');
  });

  test('never lets a line end or a control character through, whatever is typed', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom('', '3000', 'a', 'sip:a.example', 'sip:a.example\r\nVia: x', 'a\nb', 'b\u0000'),
    );
    let accepted = 0;
    fc.assert(
      fc.property(text, text, text, text, (name, value, proxy, user) => {
        const result = check({
          headers: [{ name: `X-${name}`, value }],
          outboundProxy: proxy,
          authUser: user,
          conference: proxy,
          echo: user,
        });
        if (!result.ok) return;
        accepted += 1;
        expect(JSON.stringify(result.settings)).not.toMatch(/\\[rnt]|\\u00[01]/);
      }),
      { seed: 20261122, numRuns: 3_000 },
    );
    expect(accepted).toBeGreaterThan(20);
  });
});

describe('headers', () => {
  test.each(
    'Via From To Call-ID CSeq Contact Authorization Proxy-Authorization Route Content-Length v f t i m l'.split(
      ' ',
    ),
  )('%s belongs to the phone', (name) => expect(isProtocolHeader(name.toUpperCase())).toBe(true));
  test('of the office are free', () => {
    expect(isProtocolHeader('X-Branch')).toBe(false);
    expect(isProtocolHeader('P-Asserted-Service')).toBe(false);
    expect(isToken('X-Branch_1.a!')).toBe(true);
    expect(isToken('X:Branch')).toBe(false);
    expect(isHeaderValue('a\u0085b')).toBe(false);
  });
});

describe('kept settings', () => {
  test('of the first version become an account with one server', () => {
    const first = { server: 'wss://pbx.example/', uri: 'sip:8001@pbx.example', authUser: 'a8001' };
    expect(storedAccountSchema.parse(first)).toMatchObject({
      servers: ['wss://pbx.example/'],
      authUser: 'a8001',
      registerExpiresS: 300,
    });
    expect(storedAccountSchema.parse(null)).toBeNull();
    const now = savedOf(good).settings;
    expect(storedAccountSchema.parse(now)).toEqual(now);
    expect(storedAccountSchema.safeParse({ server: 5 }).success).toBe(false);
  });

  test('hold no field for a secret', () => {
    expect(Object.keys(accountSettingsSchema.shape)).not.toContain('password');
    expect(Object.keys(accountSettingsSchema.shape.iceServers.element.shape)).toEqual(['url', 'username']);
  });
});

describe('an account file', () => {
  test('needs the servers only; the rest is as in a new account', () => {
    const read = readAccountFile(
      '\uFEFF{"servers":["wss://a.example"],"uri":"sip:1@a.example","dtmf":"info"}',
    );
    expect(read).toMatchObject({ ok: true, form: { authUser: '1', dtmf: 'info', registerExpires: '300' } });
  });
  test.each([
    ['not json', 'account_not_json', ''],
    ['{"servers":["wss://a"],"password":"x"}', 'account_has_secret', 'password'],
    [
      '{"servers":["wss://a"],"iceServers":[{"url":"turn:t","username":"u","credential":"c"}]}',
      'account_has_secret',
      'credential',
    ],
    ['{"servers":["wss://a"],"server":"wss://b"}', 'account_unknown_name', 'server'],
    ['{"servers":["wss://a"],"registerExpiresS":5}', 'account_value_wrong', 'registerExpiresS'],
    ['{}', 'account_value_wrong', 'servers'],
  ])('%s is refused: %s %s', (text, reason, name) => {
    expect(readAccountFile(text)).toEqual({ ok: false, reason, name });
  });
});

test('a number is dialled at the domain of the account, a SIP address as it is', () => {
  expect(targetOf('*43', 'sip:8001@pbx.example:5061')).toBe('sip:*43@pbx.example:5061');
  expect(targetOf('sip:echo@other.example', 'sip:8001@pbx.example')).toBe('sip:echo@other.example');
});
