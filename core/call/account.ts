import { z } from 'zod';

export const audioCodecs = ['opus', 'PCMA', 'PCMU', 'G722'] as const;
export type AudioCodec = (typeof audioCodecs)[number];

/** A STUN or TURN server (RFC 8489, RFC 8656). */
export const iceServerSchema = z.object({
  /** `stun:`, `turn:` or `turns:` address (RFC 7064, RFC 7065). */
  url: z.string().max(200),
  username: z.string().max(100),
  credential: z.string().max(200),
});

/** A SIP account as the phone window needs it. Secrets come from the vault, never from settings. */
export const sipAccountSchema = z.object({
  /** wss:// or, on loopback only, ws://; the first that answers is used, in this order (RFC 7118). */
  servers: z.array(z.string().max(200)).min(1).max(5),
  /** Address of record, `sip:user@domain`. */
  uri: z.string(),
  authUser: z.string(),
  password: z.string(),
  displayName: z.string(),
  /** Route of every request outside a dialog (RFC 3261 section 8.1.1.1), e.g. `sip:edge.example.com;lr`. */
  outboundProxy: z.string().max(200).nullable(),
  iceServers: z.array(iceServerSchema).max(5),
  /** `relay` sends all media through TURN. */
  iceTransport: z.enum(['all', 'relay']),
  /** Offered in this order; a codec that is not listed is not offered. */
  codecs: z.array(z.enum(audioCodecs)).min(1),
  /** `auto` = telephone-event (RFC 4733) when the other side takes it, else INFO. */
  dtmf: z.enum(['auto', 'rfc4733', 'info']),
  /** Session-Expires asked for (RFC 4028) in seconds; null = only what the other side asks. At least 90. */
  sessionExpiresS: z.number().int().min(90).max(7200).nullable(),
  /** Registration asked for, in seconds. */
  registerExpiresS: z.number().int().min(60).max(3600),
  /** Added to every INVITE and REGISTER. */
  headers: z.array(z.object({ name: z.string().max(60), value: z.string().max(200) })).max(10),
  /** Conference focus of the PBX (RFC 4579); null = the PBX has none. */
  conferenceUri: z.string().max(200).nullable(),
  /**
   * UUID of this installation (RFC 5626 section 4.1): a registrar that knows it replaces the binding of before a
   * restart instead of ringing both. Without one it is new with every start.
   */
  instanceId: z.guid().optional(),
});
export type SipAccount = z.infer<typeof sipAccountSchema>;

/** What an account has unless somebody says otherwise. */
export const accountDefaults = {
  outboundProxy: null,
  iceServers: [],
  iceTransport: 'all',
  codecs: [...audioCodecs],
  dtmf: 'auto',
  sessionExpiresS: 1800,
  registerExpiresS: 300,
  headers: [],
  conferenceUri: null,
} satisfies Partial<SipAccount>;

/** What is kept of an account in the settings file: everything but the secrets. */
export const accountSettingsSchema = sipAccountSchema
  .omit({ password: true, displayName: true, iceServers: true, instanceId: true })
  .extend({
    iceServers: z.array(iceServerSchema.omit({ credential: true })).max(5),
    /** Whom the line check calls to hear itself: a number or SIP URI; null = the account's own address. */
    echoTarget: z.string().max(200).nullable(),
  });
export type AccountSettings = z.infer<typeof accountSettingsSchema>;

/** An account of the three things that every server needs to know. */
export const simpleAccount = (
  basics: Pick<AccountSettings, 'servers' | 'uri' | 'authUser'>,
): AccountSettings => ({
  ...accountDefaults,
  ...basics,
  iceServers: [],
  echoTarget: null,
});

/** Settings as they were kept before an account could have several servers. */
const firstAccountSchema = z.object({ server: z.string(), uri: z.string(), authUser: z.string() });

/** What the settings file holds for the account, also when an earlier version wrote it. */
export const storedAccountSchema = z.preprocess((stored) => {
  const first = firstAccountSchema.safeParse(stored);
  if (!first.success) return stored;
  const { server, uri, authUser } = first.data;
  return simpleAccount({ servers: [server], uri, authUser });
}, accountSettingsSchema.nullable());

export type AccountSecrets = {
  password: string;
  /** By `turnKey`. */
  credentials: Readonly<Record<string, string>>;
};

/** Name under which the credential of a TURN server is kept: the same user of the same server. */
export const turnKey = ({ url, username }: { url: string; username: string }): string => `${username} ${url}`;

/** The account as the phone window takes it. */
export const sipAccountOf = (
  { echoTarget: _, ...settings }: AccountSettings,
  secrets: AccountSecrets,
  displayName: string,
): SipAccount => ({
  ...settings,
  iceServers: settings.iceServers.map((server) => ({
    ...server,
    credential: secrets.credentials[turnKey(server)] ?? '',
  })),
  password: secrets.password,
  displayName,
});
