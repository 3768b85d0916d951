import { z } from 'zod';
import { workModes } from '../callback/task.ts';
import type { ProblemCode } from './problems.ts';

/**
 * The one table of head-office endpoints, used by both ends (design.md section 1; docs/sync-protocol.md says
 * it in words). Field names and meanings never change: new optional fields may be added, and both ends ignore
 * fields they do not know. A change that is not of that kind gets another `Api-Version`.
 */

/** Value of the `Api-Version` header of every request and answer. */
export const apiVersion = '2026-11-01';
export const apiVersionHeader = 'api-version';

/** Most messages and most bytes of body text in one push (sync.md 4.3). */
export const maxPushMessages = 500;
export const maxPushBodyBytes = 1_000_000;

/** Places in a lane count from 1; 0 stands before the first message. */
const seq = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER);
const place = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const lane = z.number().int().min(0).max(15);
const epoch = z.number().int().min(1).max(2_147_483_647);
const utcMs = z.number().int();
const hash = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hexadecimal digits');
/** Echoed in the answer: what does not come back was not answered by head office (captive portals). */
const nonce = z.string().regex(/^[\w-]{8,64}$/, 'expected 8 to 64 letters, digits, - or _');
const name = z.string().regex(/^[\w.:-]{1,64}$/, 'expected 1 to 64 letters, digits or _.:-');
const version = z
  .string()
  .regex(/^\d{1,5}\.\d{1,5}\.\d{1,5}(?:[-+][\w.-]{1,32})?$/, 'expected a version such as 1.2.3');
/** Head office's database identity; another value means another or a restored head office. */
const incarnation = z.uuid();

export const enrolRequestSchema = z.object({
  /** One-time branch code as handed out by head office; case, spaces and dashes do not matter. */
  code: z.string().min(1).max(64),
  device: z.uuid(),
  epoch,
  app: version,
  /** Kinds of credential this console can hold, best first. */
  credentials: z.array(z.string().max(32)).min(1).max(8),
});

export const enrolAnswerSchema = z.object({
  device: z.uuid(),
  branch: z.string(),
  incarnation,
  /** `bearer` version 1 today; mTLS (RFC 8705) or DPoP (RFC 9449) come as further schemes. */
  credential: z.object({ scheme: z.literal('bearer'), version: z.literal(1), token: z.string().min(1) }),
});

export const helloRequestSchema = z.object({
  device: z.uuid(),
  epoch,
  nonce,
  lanes: z.array(z.object({ lane, next_seq: seq, acked: place, head: hash })).max(16),
  app: version,
  /** The console's wall clock, UTC ms: told, never judged (sync.md 4.5). */
  clock: utcMs,
});

export const helloAnswerSchema = z.object({
  nonce: z.string(),
  incarnation,
  lanes: z.array(z.object({ lane, accepted_through: place, durable_through: place })),
  server_time: utcMs,
  min_app: version,
  /** Messages per second this console may send, null = as fast as it can. */
  drain_rate: z.number().positive().nullable(),
});

export const pushMessageSchema = z.object({
  seq,
  /** What the body is, with the number of its schema: see `recordTypes`. */
  type: name,
  schema: z.number().int().min(1).max(32_767),
  /** The thing the message is about; `entity_seq` orders the messages of one entity. */
  entity: name,
  entity_seq: seq,
  mode: z.enum(workModes),
  /** When it was saved by the console's wall clock, UTC ms. */
  wall: utcMs,
  /** JSON as text, exactly as hashed. A body that is no JSON spoils its own message only. */
  body: z.string(),
  /**
   * Why the body is empty: it was too large, or head office could not read it. Only in a push of one message.
   * The message is refused with this reason and the lane moves on.
   */
  withheld: z.enum(['too-large', 'malformed']).optional(),
});
export type PushMessage = z.infer<typeof pushMessageSchema>;

export const pushRequestSchema = z
  .object({
    device: z.uuid(),
    epoch,
    lane,
    from_seq: seq,
    /** Hash of the message before `from_seq`. */
    prev_hash: hash,
    /** Hash of the last message here: proves the whole batch (core/outbox/chain.ts). */
    head_hash: hash,
    nonce,
    msgs: z.array(pushMessageSchema).min(1).max(maxPushMessages),
  })
  .superRefine((push, ctx) => {
    const stray = push.msgs.findIndex((message, index) => message.seq !== push.from_seq + index);
    if (stray >= 0)
      ctx.addIssue({
        code: 'custom',
        path: ['msgs', stray, 'seq'],
        message: 'expected from_seq and no gaps',
      });
    if (push.msgs.length > 1 && push.msgs.some((message) => message.withheld !== undefined)) {
      ctx.addIssue({ code: 'custom', path: ['msgs'], message: 'a withheld message travels alone' });
    }
  });
export type PushRequest = z.infer<typeof pushRequestSchema>;

/**
 * Exceptions of a push. `conflict`: this id was accepted before with another content. `rejected`: the message
 * itself is wrong. Either way the lane has moved past it, head office shows it, and a person mends it.
 */
export const resultCodes = ['conflict', 'rejected'] as const;
export type ResultCode = (typeof resultCodes)[number];

/** Why a message was refused; closed on head office's side, open on the console's (newer reasons may come). */
export const refusalReasons = [
  'conflict',
  'unknown-type',
  'invalid-body',
  'id-mismatch',
  'mode-mismatch',
  'altered',
  'too-large',
  'malformed',
] as const;
export type RefusalReason = (typeof refusalReasons)[number];

export const pushResultSchema = z.object({
  seq,
  code: z.string(),
  problem: z.object({
    /** One of `refusalReasons`. */
    reason: z.string(),
    /** Path of the field inside the body, empty when the whole message is meant. */
    field: z.string(),
    detail: z.string(),
  }),
});
export type PushResult = z.infer<typeof pushResultSchema>;

export const pushAnswerSchema = z.object({
  nonce: z.string(),
  incarnation,
  /** Everything up to here is stored at head office, refused messages included. */
  accepted_through: place,
  /** Everything up to here is also in a confirmed backup: only then may a console purge it. */
  durable_through: place,
  /** Exceptions only, also of messages that were sent before: a lost answer loses no refusal. */
  results: z.array(pushResultSchema),
});

export type Endpoint<Req extends z.ZodType = z.ZodType, Res extends z.ZodType = z.ZodType> = {
  readonly method: 'POST';
  readonly path: string;
  /** `code` = the one-time branch code in the body, `device` = Authorization: Bearer. */
  readonly auth: 'code' | 'device';
  readonly request: Req;
  readonly answer: Res;
  readonly problems: readonly ProblemCode[];
};

const endpoint = <Req extends z.ZodType, Res extends z.ZodType>(
  path: string,
  auth: Endpoint['auth'],
  request: Req,
  answer: Res,
  own: readonly ProblemCode[],
): Endpoint<Req, Res> => ({ method: 'POST', path, auth, request, answer, problems: [...common, ...own] });

/** Problems that any endpoint may answer with. */
const common: readonly ProblemCode[] = [
  'malformed',
  'too-large',
  'media-type',
  'upgrade-needed',
  'rate-limited',
  'internal',
  'unavailable',
];
const deviceProblems: readonly ProblemCode[] = ['unauthenticated', 'device-revoked', 'device-mismatch'];

export const endpoints = {
  enrol: endpoint('/v1/enrol', 'code', enrolRequestSchema, enrolAnswerSchema, [
    'code-invalid',
    'device-taken',
  ]),
  hello: endpoint('/v1/hello', 'device', helloRequestSchema, helloAnswerSchema, deviceProblems),
  push: endpoint('/v1/push', 'device', pushRequestSchema, pushAnswerSchema, [
    ...deviceProblems,
    'chain-broken',
    'seq-gap',
    'device-forked',
  ]),
} as const;
export type EndpointName = keyof typeof endpoints;
