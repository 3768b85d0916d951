/**
 * The cases of RFC 4475 "SIP Torture Test Messages", written anew from its descriptions and addressed to the
 * phone under test. `expected` is what the RFC wants an element to do: `valid` = understand it (any answer but
 * a syntax error), a list = refuse with one of these, `dropped` = no answer at all.
 */
export type TortureCase = {
  name: string;
  /** Section of RFC 4475. */
  section: string;
  expected: 'valid' | 'dropped' | readonly number[];
  /** SIP.js asks for a branch or a tag of RFC 3261; no RFC 2543 element speaks WebSocket (RFC 7118, 2014). */
  orRefused?: true;
  /** Some lenience that the RFC leaves to the element: the message may also be understood. */
  orValid?: true;
  text: string;
};

export type Target = {
  /** The phone's Contact URI. */
  contact: string;
  /** Address of record. */
  aor: string;
};

const crlf = '\r\n';
let serial = 0;

type Change = {
  start?: string;
  /** Replaces, removes (null) or adds headers by name. */
  headers?: Record<string, string | readonly string[] | null>;
  body?: string;
};

const build = (method: string, target: Target, change: Change = {}): string => {
  serial += 1;
  const base: Record<string, string | readonly string[] | null> = {
    Via: `SIP/2.0/WS torture.invalid;branch=z9hG4bK-t${serial}`,
    'Max-Forwards': '70',
    From: '<sip:caller@example.net>;tag=t1',
    To: `<${target.aor}>`,
    'Call-ID': `torture-${serial}@example.net`,
    CSeq: `${serial} ${method}`,
    Contact: '<sip:caller@torture.invalid;transport=ws>',
    'Content-Length': String(Buffer.byteLength(change.body ?? '')),
    ...change.headers,
  };
  const lines = Object.entries(base).flatMap(([name, value]) =>
    value === null ? [] : (typeof value === 'string' ? [value] : value).map((one) => `${name}: ${one}`),
  );
  return [change.start ?? `${method} ${target.contact} SIP/2.0`, ...lines, '', change.body ?? ''].join(crlf);
};

const sdp = [
  'v=0',
  'o=- 1 1 IN IP4 192.0.2.1',
  's=-',
  'c=IN IP4 192.0.2.1',
  't=0 0',
  'm=audio 49170 RTP/AVP 0',
  '',
].join(crlf);
const withSdp = { headers: { 'Content-Type': 'application/sdp' }, body: sdp };
const bad = [400] as const;

/** The cases for one phone; ids inside are new with each call. */
export const tortureCases = (target: Target): TortureCase[] => {
  const request = (method: string, change: Change = {}): string => build(method, target, change);
  const user = /^sips?:([^@;]+)@/.exec(target.contact)?.[1] ?? '';
  const inviteMethod = "!interesting-Method0123456789_*+`.%indeed'~";
  return [
    {
      name: 'wsinv',
      section: '3.1.1.1',
      expected: 'valid',
      text: [
        `INVITE ${target.contact} SIP/2.0`,
        `TO :${crlf} ${target.aor} ;   tag    = 1918181833n`,
        'from   : "J Rosenberg \\\\\\""       <sip:jdrosen@example.com>',
        '  ;',
        '  tag = 98asjd8',
        'MaX-fOrWaRdS: 0068',
        'Call-ID: wsinv.ndaksdj@192.0.2.1',
        'Content-Length   : 0',
        'cseq: 0009',
        '  INVITE',
        'Via  : SIP  /   2.0',
        ' /UDP',
        '    192.0.2.2;branch=z9hG4bK390skdjuw',
        's :',
        'NewFangledHeader:   newfangled value',
        ' continued newfangled value',
        'UnknownHeaderWithUnusualValue: ;;,,;;,;',
        'm:"Quoted string \\"\\"" <sip:jdrosen@example.com> ; newparam =',
        '      newvalue ;',
        '  secondparam ; q = 0.33',
        '',
        '',
      ].join(crlf),
    },
    {
      name: 'intmeth',
      section: '3.1.1.2',
      expected: 'valid',
      text: request(inviteMethod, {
        headers: {
          From: `"BEL:\\\u0007 NUL:\\\u0000 DEL:\\\u007f" <sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*@example.net>;tag=_token~1'+\`*%!-.`,
        },
      }),
    },
    {
      name: 'esc01',
      section: '3.1.1.3',
      expected: 'valid',
      text: request('OPTIONS', {
        headers: { To: `<sip:%75se%72@example.com>`, From: '<sip:I%20have%20spaces@example.net>;tag=938' },
      }),
    },
    {
      name: 'escnull',
      section: '3.1.1.4',
      expected: 'valid',
      text: request('OPTIONS', { headers: { From: '<sip:null-%00-null@example.com>;tag=839923423' } }),
    },
    { name: 'esc02', section: '3.1.1.5', expected: 'valid', text: request('RE%47IST%45R') },
    {
      name: 'lwsdisp',
      section: '3.1.1.6',
      expected: 'valid',
      text: request('OPTIONS', { headers: { From: 'caller<sip:caller@example.com>;tag=323' } }),
    },
    {
      name: 'longreq',
      section: '3.1.1.7',
      expected: 'valid',
      text: request('INVITE', {
        headers: {
          From: `<sip:caller@example.net>;tag=${'12982'.repeat(40)}424`,
          To: `"I have a user name of ${'extreme '.repeat(12)}proportion"<${target.aor}:6000;unknownparam1=${'very'.repeat(20)}longvalue>`,
          'Call-ID': `longreq.one${'really'.repeat(20)}longcallid`,
          [`Unknown-${'Long'.repeat(20)}-Name`]: `unknown-${'long'.repeat(20)}-value`,
          Via: Array.from(
            { length: 34 },
            (_, n) => `SIP/2.0/TCP sip${33 - n}.example.com;branch=z9hG4bK-long-${n}`,
          ),
          ...withSdp.headers,
        },
        body: sdp,
      }),
    },
    {
      name: 'dblreq',
      section: '3.1.1.8',
      expected: 'valid',
      text: request('OPTIONS') + request('INVITE', withSdp),
    },
    {
      name: 'semiuri',
      section: '3.1.1.9',
      expected: 'valid',
      text: request('OPTIONS', { start: `OPTIONS sip:user;par=u%40example.net@example.com SIP/2.0` }),
    },
    {
      name: 'transports',
      section: '3.1.1.10',
      expected: 'valid',
      text: request('OPTIONS', {
        headers: {
          Via: ['UDP t1', 'SCTP t2', 'TLS t3', 'UNKNOWN t4', 'TCP t5'].map(
            (one, n) => `SIP/2.0/${one}.example.com;branch=z9hG4bK-tr-${n}`,
          ),
        },
      }),
    },
    {
      name: 'mpart01',
      section: '3.1.1.11',
      expected: 'valid',
      text: request('MESSAGE', {
        headers: { 'Content-Type': 'multipart/mixed;boundary=7a9cbec02ceef655' },
        body: `--7a9cbec02ceef655${crlf}Content-Type: text/plain${crlf}${crlf}Hello${crlf}--7a9cbec02ceef655${crlf}Content-Type: application/octet-stream${crlf}${crlf}0\u0001\u0002${crlf}--7a9cbec02ceef655--`,
      }),
    },
    {
      name: 'unreason',
      section: '3.1.1.12',
      expected: 'dropped',
      text: request('INVITE', {
        start: 'SIP/2.0 200 = 2**3 * 5**2 но сто девяносто девять - простое',
        headers: { Contact: '<sip:user@host198.example.com>' },
      }),
    },
    {
      name: 'noreason',
      section: '3.1.1.13',
      expected: 'dropped',
      text: request('INVITE', { start: 'SIP/2.0 100 ' }),
    },
    {
      name: 'badinv01',
      section: '3.1.2.1',
      expected: bad,
      text: request('INVITE', {
        headers: {
          To: '<sip:j.user@example.com',
          From: '<sip:caller@example.net>;;,;,,tag=1',
          Contact: '"Joe" <sip:joe@example.org>;;;;',
        },
      }),
    },
    {
      name: 'clerr',
      section: '3.1.2.2',
      expected: bad,
      text: request('INVITE', {
        headers: { 'Content-Type': 'application/sdp', 'Content-Length': '9999' },
        body: sdp,
      }),
    },
    {
      name: 'ncl',
      section: '3.1.2.3',
      expected: bad,
      text: request('INVITE', {
        headers: { 'Content-Type': 'application/sdp', 'Content-Length': '-999' },
        body: sdp,
      }),
    },
    {
      name: 'scalar02',
      section: '3.1.2.4',
      expected: bad,
      text: request('REGISTER', {
        headers: {
          CSeq: '36893488147419103232 REGISTER',
          'Max-Forwards': '300',
          Expires: '10000000000000000000',
        },
      }),
    },
    {
      name: 'scalarlg',
      section: '3.1.2.5',
      expected: 'dropped',
      text: request('REGISTER', {
        start: 'SIP/2.0 503 Service Unavailable',
        headers: {
          CSeq: '9292394834772304023312 OPTIONS',
          'Retry-After': '949302838503028349304023988',
          Warning: '1812 overture "In Progress"',
        },
      }),
    },
    {
      name: 'quotbal',
      section: '3.1.2.6',
      expected: bad,
      text: request('INVITE', { headers: { To: '"Mr. J. User <sip:j.user@example.com>' } }),
    },
    {
      name: 'ltgtruri',
      section: '3.1.2.7',
      expected: bad,
      text: request('INVITE', { start: `INVITE <${target.contact}> SIP/2.0` }),
    },
    {
      name: 'lwsruri',
      section: '3.1.2.8',
      expected: bad,
      text: request('INVITE', { start: `INVITE ${target.contact}; lr SIP/2.0` }),
    },
    {
      name: 'lwsstart',
      section: '3.1.2.9',
      expected: bad,
      text: request('INVITE', { start: `INVITE  ${target.contact}  SIP/2.0` }),
    },
    {
      name: 'trws',
      section: '3.1.2.10',
      expected: bad,
      orValid: true,
      text: request('OPTIONS', { start: `OPTIONS ${target.contact} SIP/2.0  ` }),
    },
    {
      name: 'escruri',
      section: '3.1.2.11',
      expected: bad,
      text: request('INVITE', { start: `INVITE ${target.contact}?Route=%3Csip:example.com%3E SIP/2.0` }),
    },
    {
      name: 'baddate',
      section: '3.1.2.12',
      expected: bad,
      orValid: true,
      text: request('OPTIONS', { headers: { Date: 'Fri, 01 Jan 2010 16:00:00 EST' } }),
    },
    {
      name: 'regbadct',
      section: '3.1.2.13',
      expected: bad,
      orValid: true,
      text: request('REGISTER', {
        headers: { Contact: 'sip:user@example.com?Route=%3Csip:sip.example.com%3E' },
      }),
    },
    {
      name: 'badaspec',
      section: '3.1.2.14',
      expected: bad,
      orValid: true,
      text: request('OPTIONS', { headers: { To: '"Watson, Thomas" < sip:t.watson@example.org >' } }),
    },
    {
      name: 'baddn',
      section: '3.1.2.15',
      expected: bad,
      orValid: true,
      text: request('OPTIONS', { headers: { From: 'Bell, Alexander <sip:a.g.bell@example.com>;tag=43' } }),
    },
    {
      name: 'badvers',
      section: '3.1.2.16',
      expected: [505],
      text: request('OPTIONS', { start: `OPTIONS ${target.contact} SIP/7.0` }),
    },
    {
      name: 'mismatch01',
      section: '3.1.2.17',
      expected: bad,
      text: request('OPTIONS', { headers: { CSeq: '8 INVITE' } }),
    },
    {
      name: 'mismatch02',
      section: '3.1.2.18',
      expected: [400, 501],
      text: request('NEWMETHOD', { headers: { CSeq: '8 INVITE' } }),
    },
    {
      name: 'bigcode',
      section: '3.1.2.19',
      expected: 'dropped',
      text: request('INVITE', { start: 'SIP/2.0 4294967301 better not break the receiver' }),
    },
    {
      name: 'badbranch',
      section: '3.2.1',
      expected: bad,
      orValid: true,
      text: request('OPTIONS', { headers: { Via: 'SIP/2.0/WS 192.0.2.1;branch=z9hG4bK' } }),
    },
    {
      name: 'insuf',
      section: '3.3.1',
      expected: bad,
      text: request('INVITE', { headers: { 'Call-ID': null, From: null, To: null } }),
    },
    {
      name: 'unkscm',
      section: '3.3.2',
      expected: [416],
      text: request('OPTIONS', { start: 'OPTIONS nobodyKnowsThisScheme:totallyopaquecontent SIP/2.0' }),
    },
    {
      name: 'novelsc',
      section: '3.3.3',
      expected: [416],
      text: request('OPTIONS', { start: 'OPTIONS soap.beep://192.0.2.103:3002 SIP/2.0' }),
    },
    {
      name: 'unksm2',
      section: '3.3.4',
      expected: 'valid',
      text: request('REGISTER', {
        headers: {
          To: 'isbn:2983792873',
          From: '<http://www.example.com>;tag=3234233',
          Contact: '<name:John_Smith>',
        },
      }),
    },
    {
      name: 'bext01',
      section: '3.3.5',
      expected: [420],
      text: request('INVITE', {
        headers: {
          Require: 'nothingSupportsThis, nothingSupportsThisEither',
          'Proxy-Require': 'noProxiesSupportThis',
          ...withSdp.headers,
        },
        body: sdp,
      }),
    },
    {
      name: 'invut',
      section: '3.3.6',
      expected: [415],
      text: request('INVITE', {
        headers: { 'Content-Type': 'application/unknownformat' },
        body: '<audio><pcmu port="443"/></audio>',
      }),
    },
    {
      name: 'regaut01',
      section: '3.3.7',
      expected: 'valid',
      text: request('REGISTER', { headers: { Authorization: 'NoOneKnowsThisScheme opaque-data=here' } }),
    },
    {
      name: 'multi01',
      section: '3.3.8',
      expected: bad,
      text: request('INVITE', {
        headers: {
          'Call-ID': ['one@example.net', 'two@example.net'],
          From: ['<sip:a@example.net>;tag=1', '<sip:b@example.net>;tag=2'],
          ...withSdp.headers,
        },
        body: sdp,
      }),
    },
    {
      name: 'mcl01',
      section: '3.3.9',
      expected: bad,
      text: request('OPTIONS', {
        headers: { 'Content-Length': ['13', '5'], 'Content-Type': 'text/plain' },
        body: 'There is no way to know how many octets',
      }),
    },
    {
      name: 'bcast',
      section: '3.3.10',
      expected: 'dropped',
      text: request('INVITE', {
        start: 'SIP/2.0 200 OK',
        headers: {
          Via: ['SIP/2.0/UDP 192.0.2.198;branch=z9hG4bK1', 'SIP/2.0/UDP 255.255.255.255;branch=z9hG4bK2'],
        },
      }),
    },
    {
      name: 'zeromf',
      section: '3.3.11',
      expected: 'valid',
      text: request('OPTIONS', { headers: { 'Max-Forwards': '0' } }),
    },
    {
      name: 'cparam01',
      section: '3.3.12',
      expected: 'valid',
      text: request('REGISTER', { headers: { Contact: 'sip:+19725552222@gw1.example.net;unknownparam' } }),
    },
    {
      name: 'cparam02',
      section: '3.3.13',
      expected: 'valid',
      text: request('REGISTER', { headers: { Contact: '<sip:+19725552222@gw1.example.net;unknownparam>' } }),
    },
    {
      name: 'regescrt',
      section: '3.3.14',
      expected: 'valid',
      text: request('REGISTER', {
        headers: { Contact: '<sip:user@example.com?Route=%3Csip:sip.example.com%3E>' },
      }),
    },
    {
      name: 'sdp01',
      section: '3.3.15',
      expected: [406],
      orValid: true,
      text: request('INVITE', { headers: { Accept: 'text/nobodyKnowsThis', ...withSdp.headers }, body: sdp }),
    },
    {
      name: 'inv2543',
      section: '3.4.1',
      expected: 'valid',
      orRefused: true,
      text: [
        `INVITE ${target.contact} SIP/2.0`,
        'Via: SIP/2.0/UDP iftgw.example.com',
        'From: <sip:+13035551111@ift.client.example.net;user=phone>',
        'Record-Route: <sip:UserB@example.com;maddr=ss1.example.com>',
        `To: <${target.aor}>`,
        'Call-ID: inv2543.1717@ift.client.example.com',
        'CSeq: 56 INVITE',
        'Content-Type: application/sdp',
        '',
        sdp,
      ].join(crlf),
    },
    // Not of the RFC: what a hostile caller would put where a screen shows it.
    {
      name: 'html',
      section: '-',
      expected: 'valid',
      text: request('INVITE', {
        headers: {
          From: `"<img src=x onerror=window.pwned=1><script>window.pwned=1</script>" <sip:%3Cscript%3E${user}@example.net>;tag=x`,
          ...withSdp.headers,
        },
        body: sdp,
      }),
    },
  ];
};
