import { z } from 'zod';

/**
 * What the line check tries, in this order: four steps once for each server address, `relay` once for each STUN
 * or TURN server.
 */
export const checkSteps = [
  'address',
  'dns',
  'tcp',
  'tls',
  'websocket',
  'relay',
  'register',
  'microphone',
  'call',
] as const;
export type CheckStep = (typeof checkSteps)[number];

/** Who can mend what was found. */
export type Helper = 'agent' | 'it' | 'pbx';

/**
 * Everything a step can find, and who is to be asked. `warned` leaves the line usable. The words are locale
 * keys `lineFinding.<code>`, and docs/operating/connection-errors.md explains each at length.
 */
export const lineFindings = {
  name_not_found: { helper: 'agent', warned: false },
  dns_no_answer: { helper: 'it', warned: false },
  proxy_not_tested: { helper: 'it', warned: true },
  proxy_unreachable: { helper: 'it', warned: false },
  proxy_login_needed: { helper: 'it', warned: false },
  proxy_refused: { helper: 'it', warned: false },
  port_refused: { helper: 'pbx', warned: false },
  port_blocked: { helper: 'it', warned: false },
  host_unreachable: { helper: 'it', warned: false },
  connection_cut: { helper: 'it', warned: false },
  certificate_untrusted: { helper: 'it', warned: false },
  certificate_expired: { helper: 'pbx', warned: false },
  certificate_not_yet_valid: { helper: 'pbx', warned: false },
  certificate_wrong_name: { helper: 'pbx', warned: false },
  certificate_expires_soon: { helper: 'pbx', warned: true },
  clock_wrong: { helper: 'it', warned: false },
  clock_off: { helper: 'it', warned: true },
  tls_too_old: { helper: 'pbx', warned: false },
  tls_not_spoken: { helper: 'pbx', warned: false },
  tls_silent: { helper: 'it', warned: false },
  tls_failed: { helper: 'pbx', warned: false },
  ws_login_page: { helper: 'it', warned: false },
  ws_forbidden: { helper: 'pbx', warned: false },
  ws_not_found: { helper: 'pbx', warned: false },
  ws_redirected: { helper: 'pbx', warned: false },
  ws_server_error: { helper: 'pbx', warned: false },
  ws_refused: { helper: 'pbx', warned: false },
  ws_no_sip: { helper: 'pbx', warned: false },
  ws_silent: { helper: 'pbx', warned: false },
  ws_cut: { helper: 'it', warned: false },
  relay_silent: { helper: 'it', warned: false },
  relay_login_wrong: { helper: 'agent', warned: false },
  relay_refused: { helper: 'pbx', warned: false },
  register_wrong_password: { helper: 'agent', warned: false },
  register_forbidden: { helper: 'pbx', warned: false },
  register_not_found: { helper: 'agent', warned: false },
  register_timeout: { helper: 'pbx', warned: false },
  register_unreachable: { helper: 'it', warned: false },
  register_server_error: { helper: 'pbx', warned: false },
  microphone_missing: { helper: 'agent', warned: false },
  microphone_refused: { helper: 'agent', warned: false },
  call_refused: { helper: 'pbx', warned: false },
  call_to_itself_refused: { helper: 'pbx', warned: true },
  call_not_answered: { helper: 'pbx', warned: false },
  call_dropped: { helper: 'pbx', warned: false },
  no_audio_received: { helper: 'it', warned: false },
  no_audio_sent: { helper: 'agent', warned: false },
  echo_silent: { helper: 'pbx', warned: true },
} as const satisfies Readonly<Record<string, { helper: Helper; warned: boolean }>>;

export type LineFinding = keyof typeof lineFindings;
export const lineFindingCodes = Object.keys(lineFindings) as LineFinding[];

/** Why a server cannot be reached, in the words of the line check. */
export const lineCauseSchema = z.object({
  finding: z.enum(lineFindingCodes as [LineFinding, ...LineFinding[]]),
  /** For the sentence `lineFinding.<finding>`: never a secret or a person's data. */
  values: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type LineCause = z.infer<typeof lineCauseSchema>;

export const checkRowSchema = z.object({
  step: z.enum(checkSteps),
  /** The address, for the steps that are tried per server. */
  server: z.string().nullable(),
  state: z.enum(['waiting', 'running', 'passed', 'warned', 'failed', 'skipped']),
  /** Time the step took; null before its end. */
  ms: z.number().int().nullable(),
  finding: z.enum(lineFindingCodes as [LineFinding, ...LineFinding[]]).nullable(),
  /** For the sentence: never a secret or a person's data. */
  values: z.record(z.string(), z.union([z.string(), z.number()])),
  /** What an expert wants to read, one fact a line; English, never a secret. */
  technical: z.array(z.string()),
});
export type CheckRow = z.infer<typeof checkRowSchema>;

export const lineCheckSchema = z.object({
  state: z.enum(['running', 'done', 'stopped']),
  /** UTC ms. */
  startedAt: z.number().int(),
  rows: z.array(checkRowSchema),
});
export type LineCheck = z.infer<typeof lineCheckSchema>;

const perServer: readonly CheckStep[] = ['dns', 'tcp', 'tls', 'websocket'];

/** The steps of one check before any has begun. `servers` and `relays` are checked addresses. */
export const plannedCheck = (
  servers: readonly string[],
  relays: readonly string[],
  startedAt: number,
): LineCheck => {
  const row = (step: CheckStep, server: string | null): CheckRow => ({
    step,
    server,
    state: 'waiting',
    ms: null,
    finding: null,
    values: {},
    technical: [],
  });
  return {
    state: 'running',
    startedAt,
    rows: [
      row('address', null),
      ...servers.flatMap((server) => perServer.map((step) => row(step, server))),
      ...relays.map((relay) => row('relay', relay)),
      row('register', null),
      row('microphone', null),
      row('call', null),
    ],
  };
};

/** One row changed; the others stay the same objects. */
export const withRow = (
  check: LineCheck,
  at: { step: CheckStep; server: string | null },
  change: Partial<Omit<CheckRow, 'step' | 'server'>>,
): LineCheck => ({
  ...check,
  rows: check.rows.map((row) =>
    row.step === at.step && row.server === at.server ? { ...row, ...change } : row,
  ),
});

/** The end: what has not run is skipped, and the check is `done` or `stopped`. */
export const endedCheck = (check: LineCheck, state: 'done' | 'stopped'): LineCheck => ({
  ...check,
  state,
  rows: check.rows.map((row) =>
    row.state === 'waiting' || row.state === 'running' ? { ...row, state: 'skipped' } : row,
  ),
});

/**
 * `good` = everything passed; `usable` = calls work but something wants attention, for example the second of two
 * servers or a relay; `bad` = no calls. Null while it runs.
 */
export const checkVerdict = (check: LineCheck): 'good' | 'usable' | 'bad' | null => {
  if (check.state !== 'done') return null;
  const ofLine = check.rows.filter(({ step }) => step !== 'relay' && !perServer.includes(step));
  if (ofLine.some(({ state }) => state === 'failed' || state === 'skipped')) return 'bad';
  return check.rows.every(({ state }) => state === 'passed' || state === 'skipped') ? 'good' : 'usable';
};
