import { z } from 'zod';

/**
 * What a console does about a problem. The action comes with every problem, so that a console that does not
 * know a newer code still does the right thing:
 * - `retry`   outcome unknown: keep everything, try again with growing pauses
 * - `wait`    head office is alive but busy: not before `Retry-After`
 * - `split`   send fewer messages in one request; a single one that still fails is sent withheld
 * - `refresh` the two ends disagree on where they are: say hello again and go on from there
 * - `reenrol` this identity is no longer usable: take a new epoch (`device-forked`) or a new branch code
 * - `upgrade` this console is too old to be understood
 * - `human`   nothing a program could do
 */
export const problemActions = ['retry', 'wait', 'split', 'refresh', 'reenrol', 'upgrade', 'human'] as const;
export type ProblemAction = (typeof problemActions)[number];

type ProblemKind = { readonly status: number; readonly action: ProblemAction; readonly title: string };

/** Every problem head office answers with, for all endpoints. A code is never given another meaning. */
export const problems = {
  malformed: { status: 400, action: 'split', title: 'The request is not what the protocol describes.' },
  'chain-broken': { status: 400, action: 'split', title: 'The hash chain does not lead to head_hash.' },
  unauthenticated: { status: 401, action: 'reenrol', title: 'The device token is missing or not known.' },
  'device-revoked': { status: 403, action: 'human', title: 'Head office has withdrawn this device.' },
  'device-mismatch': { status: 403, action: 'reenrol', title: 'The token belongs to another device.' },
  'code-invalid': { status: 403, action: 'human', title: 'The branch code is unknown, used or out of date.' },
  'not-found': { status: 404, action: 'human', title: 'There is no such endpoint.' },
  'seq-gap': { status: 409, action: 'refresh', title: 'Messages before from_seq are missing.' },
  'device-forked': {
    status: 409,
    action: 'reenrol',
    title: 'The same place in the lane holds another message.',
  },
  'device-taken': { status: 409, action: 'human', title: 'This device belongs to another branch.' },
  'too-large': { status: 413, action: 'split', title: 'The request is larger than max_bytes.' },
  'media-type': { status: 415, action: 'upgrade', title: 'Only application/json, plain or gzip, is taken.' },
  'upgrade-needed': { status: 426, action: 'upgrade', title: 'This console is too old.' },
  'rate-limited': { status: 429, action: 'wait', title: 'Too many requests.' },
  internal: { status: 500, action: 'retry', title: 'Head office failed; nothing was changed.' },
  unavailable: { status: 503, action: 'wait', title: 'Head office cannot take work now.' },
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof problems;

export const problemContentType = 'application/problem+json';

/** The `type` member of RFC 9457: an identifier, not a page. */
export const problemType = (code: string): string => `urn:callback-desk:problem:${code}`;

/** An RFC 9457 problem as it travels. `code` is open so that a newer head office is still understood. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  action: z.enum(problemActions),
  /** For people and logs: field, reason, remedy. Never personal data. */
  detail: z.string(),
  /** `seq-gap`: the `from_seq` head office expects. */
  expected: z.number().int().optional(),
  /** `too-large`: the largest request body, in bytes before compression. */
  max_bytes: z.number().int().optional(),
  /** `upgrade-needed`: the oldest console version, or the API versions, that are understood. */
  min_app: z.string().optional(),
  api_versions: z.array(z.string()).optional(),
});
export type Problem = z.infer<typeof problemSchema>;

/** Builds the problem of a code; `extra` holds the members that the code carries. */
export const makeProblem = (
  code: ProblemCode,
  detail: string,
  extra: Pick<Problem, 'expected' | 'max_bytes' | 'min_app' | 'api_versions'> = {},
): Problem => ({ type: problemType(code), code, ...problems[code], detail, ...extra });
