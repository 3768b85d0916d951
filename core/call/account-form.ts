import { z } from 'zod';
import {
  accountDefaults,
  audioCodecs,
  turnKey,
  type AccountSecrets,
  type AccountSettings,
} from './account.ts';
import { readServerAddress } from './server-address.ts';
import {
  isAddressOfRecord,
  isHeaderValue,
  isIceUrl,
  isProtocolHeader,
  isSipUri,
  isToken,
  isUserPart,
} from './sip-grammar.ts';

const line = z.string().max(400);

/** The account as it stands in the form: whatever was typed, so that nothing is lost while it is not right yet. */
export const accountFormSchema = z.object({
  servers: z.array(line).min(1).max(5),
  uri: line,
  /** Empty = the user part of the URI. */
  authUser: line,
  /** Empty = the saved one. */
  password: line,
  outboundProxy: line,
  /** An empty credential means the saved one. */
  iceServers: z.array(z.object({ url: line, username: line, credential: line })).max(5),
  iceTransport: z.enum(['all', 'relay']),
  /** Those that are offered, in order. */
  codecs: z.array(z.enum(audioCodecs)),
  dtmf: z.enum(['auto', 'rfc4733', 'info']),
  /** Seconds; empty = off. */
  sessionExpires: line,
  /** Seconds. */
  registerExpires: line,
  headers: z.array(z.object({ name: line, value: line })).max(10),
  conference: line,
  echo: line,
});
export type AccountForm = z.infer<typeof accountFormSchema>;

export const accountProblems = [
  'not_an_address',
  'credentials_in_address',
  'not_encrypted',
  'wrong_scheme',
  'server_twice',
  'not_a_sip_uri',
  'login_name_wrong',
  'password_missing',
  'password_for_other_server',
  'proxy_wrong',
  'ice_url_wrong',
  'turn_user_missing',
  'turn_credential_missing',
  'relay_without_turn',
  'no_codec',
  'session_time_wrong',
  'register_time_wrong',
  'header_name_wrong',
  'header_forbidden',
  'header_twice',
  'header_value_wrong',
  'conference_wrong',
  'echo_wrong',
  'too_long',
] as const;

export type FieldProblem = {
  /** Path of the field, e.g. `uri` or `servers.1`. */
  field: string;
  reason: (typeof accountProblems)[number];
  values: Readonly<Record<string, string>>;
};

export type CheckedAccount =
  { ok: true; settings: AccountSettings; secrets: AccountSecrets } | { ok: false; problems: FieldProblem[] };

/** What is kept of the account already; the console knows only that there are secrets, not which. */
export type SavedAccount = { settings: AccountSettings | null; secrets: AccountSecrets | null };

export const emptyAccountForm: AccountForm = {
  servers: [''],
  uri: '',
  authUser: '',
  password: '',
  outboundProxy: '',
  iceServers: [],
  iceTransport: accountDefaults.iceTransport,
  codecs: accountDefaults.codecs,
  dtmf: accountDefaults.dtmf,
  sessionExpires: String(accountDefaults.sessionExpiresS),
  registerExpires: String(accountDefaults.registerExpiresS),
  headers: [],
  conference: '',
  echo: '',
};

/** The form of an account that is kept; the secrets stay where they are. */
export const accountFormOf = (settings: AccountSettings): AccountForm => ({
  servers: settings.servers,
  uri: settings.uri,
  authUser: settings.authUser,
  password: '',
  outboundProxy: settings.outboundProxy ?? '',
  iceServers: settings.iceServers.map((server) => ({ ...server, credential: '' })),
  iceTransport: settings.iceTransport,
  codecs: settings.codecs,
  dtmf: settings.dtmf,
  sessionExpires: settings.sessionExpiresS === null ? '' : String(settings.sessionExpiresS),
  registerExpires: String(settings.registerExpiresS),
  headers: settings.headers,
  conference: settings.conferenceUri ?? '',
  echo: settings.echoTarget ?? '',
});

/** User part of an address of record; empty when it has none. */
export const userOf = (uri: string): string => /^sips?:([^@]+)@/.exec(uri.trim())?.[1] ?? '';

/** Domain of an address of record; empty when it has none. */
export const domainOf = (uri: string): string => /@([^;?]+)/.exec(uri.trim())?.[1] ?? '';

/** A number or SIP URI typed by a person, as a SIP URI at the account's own domain. */
export const targetOf = (typed: string, accountUri: string): string =>
  /^sips?:/.test(typed) ? typed : `sip:${typed}@${domainOf(accountUri)}`;

const wholeSeconds = (text: string, least: number, most: number): number | null => {
  const value = /^\d{1,5}$/.test(text.trim()) ? Number(text.trim()) : NaN;
  return value >= least && value <= most ? value : null;
};

const isTarget = (text: string): boolean => isSipUri(text) || isUserPart(text);

/**
 * Checks everything that was typed and finds all problems at once. A secret that was left empty is taken from
 * the saved account, but a saved password goes only to the servers and the login it was saved for: whoever
 * changes the address has to know the password.
 */
export const checkAccountForm = (form: AccountForm, saved: SavedAccount): CheckedAccount => {
  const problems: FieldProblem[] = [];
  const bad = (field: string, reason: FieldProblem['reason'], values: FieldProblem['values'] = {}): void => {
    problems.push({ field, reason, values });
  };
  const short = (field: string, text: string, most: number): string => {
    if (text.trim().length > most) bad(field, 'too_long', { most: String(most) });
    return text.trim();
  };
  const optional = (
    field: string,
    text: string,
    fits: (value: string) => boolean,
    reason: FieldProblem['reason'],
  ) => {
    const value = short(field, text, 200);
    if (value !== '' && !fits(value)) bad(field, reason);
    return value === '' ? null : value;
  };

  const servers: string[] = [];
  form.servers.forEach((typed, index) => {
    const field = `servers.${index}`;
    const read = readServerAddress(short(field, typed, 200), { secure: 'wss:', plain: 'ws:' });
    if ('problem' in read) bad(field, read.problem, { wanted: 'wss://' });
    else if (servers.includes(read.address)) bad(field, 'server_twice');
    else servers.push(read.address);
  });

  const uri = short('uri', form.uri, 200);
  if (!isAddressOfRecord(uri)) bad('uri', 'not_a_sip_uri', { wanted: 'sip:1001@example.com' });
  const authUser = short('authUser', form.authUser, 100) || userOf(uri);
  if (/[\p{Cc}"\\]/u.test(authUser)) bad('authUser', 'login_name_wrong');

  const outboundProxy = optional('outboundProxy', form.outboundProxy, isSipUri, 'proxy_wrong');
  const conferenceUri = optional('conference', form.conference, isTarget, 'conference_wrong');
  const echoTarget = optional('echo', form.echo, isTarget, 'echo_wrong');

  const password = checkedPassword(form.password, { servers, uri, authUser }, saved, bad);
  const credentials: Record<string, string> = {};
  const iceServers = form.iceServers.map((server, index) => {
    const at = `iceServers.${index}`;
    const kept = {
      url: short(`${at}.url`, server.url, 200),
      username: short(`${at}.username`, server.username, 100),
    };
    if (!isIceUrl(kept.url)) bad(`${at}.url`, 'ice_url_wrong');
    else if (kept.url.startsWith('turn')) {
      const credential = server.credential || (saved.secrets?.credentials[turnKey(kept)] ?? '');
      if (kept.username === '') bad(`${at}.username`, 'turn_user_missing');
      if (credential === '') bad(`${at}.credential`, 'turn_credential_missing');
      else credentials[turnKey(kept)] = credential;
    }
    return kept;
  });
  if (form.iceTransport === 'relay' && !iceServers.some(({ url }) => url.startsWith('turn')))
    bad('iceTransport', 'relay_without_turn');

  const codecs = [...new Set(form.codecs)];
  if (codecs.length === 0) bad('codecs', 'no_codec');
  const sessionExpiresS =
    form.sessionExpires.trim() === '' ? null : wholeSeconds(form.sessionExpires, 90, 7200);
  if (sessionExpiresS === null && form.sessionExpires.trim() !== '')
    bad('sessionExpires', 'session_time_wrong');
  const registerExpiresS = wholeSeconds(form.registerExpires, 60, 3600);
  if (registerExpiresS === null) bad('registerExpires', 'register_time_wrong');

  const headers = form.headers.map((header, index) => {
    const at = `headers.${index}`;
    const name = short(`${at}.name`, header.name, 60);
    const value = short(`${at}.value`, header.value, 200);
    if (!isToken(name)) bad(`${at}.name`, 'header_name_wrong');
    else if (isProtocolHeader(name)) bad(`${at}.name`, 'header_forbidden', { name });
    else if (
      form.headers.slice(0, index).some((other) => other.name.trim().toLowerCase() === name.toLowerCase())
    )
      bad(`${at}.name`, 'header_twice', { name });
    if (!isHeaderValue(value)) bad(`${at}.value`, 'header_value_wrong');
    return { name, value };
  });

  if (problems.length > 0 || registerExpiresS === null) return { ok: false, problems };
  return {
    ok: true,
    settings: {
      servers,
      uri,
      authUser,
      outboundProxy,
      iceServers,
      iceTransport: form.iceTransport,
      codecs,
      dtmf: form.dtmf,
      sessionExpiresS,
      registerExpiresS,
      headers,
      conferenceUri: conferenceUri === null ? null : targetOf(conferenceUri, uri),
      echoTarget,
    },
    secrets: { password, credentials },
  };
};

const checkedPassword = (
  typed: string,
  account: Pick<AccountSettings, 'servers' | 'uri' | 'authUser'>,
  saved: SavedAccount,
  bad: (field: string, reason: FieldProblem['reason']) => void,
): string => {
  if (typed !== '') {
    if (typed.length > 200) bad('password', 'too_long');
    return typed;
  }
  const password = saved.secrets?.password ?? '';
  if (saved.settings === null || password === '') {
    bad('password', 'password_missing');
    return '';
  }
  const { servers, uri, authUser } = saved.settings;
  const hosts = new Set(servers.map((server) => new URL(server).host));
  const same =
    uri === account.uri &&
    authUser === account.authUser &&
    account.servers.every((server) => hosts.has(new URL(server).host));
  if (!same) bad('password', 'password_for_other_server');
  return password;
};
