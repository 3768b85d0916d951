import { z } from 'zod';
import { sipAccountSchema } from '../../call/account.ts';
import { audioPreferencesSchema, audioStateSchema } from '../../call/audio.ts';
import { deviceCommandSchema, deviceEventSchema } from '../../call/device-desk.ts';
import {
  callPartySchema,
  callSnapshotSchema,
  mediaStatsSchema,
  registrationSchema,
  rejections,
} from '../../call/types.ts';
import { channel, eventChannel } from '../envelope.ts';

const callId = z.string();

/**
 * Between main and the two windows that own media. Main sends `phone.command` with an id and waits for
 * `phoneWindow.reply` with the same id.
 */
export const phoneCommandSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('register'), account: sipAccountSchema }),
  z.object({ type: z.literal('unregister') }),
  /** The computer woke up or the network changed: what was open before is not to be trusted. */
  z.object({ type: z.literal('wake') }),
  z.object({ type: z.literal('dial'), callId, target: z.string(), headers: z.array(z.string()) }),
  z.object({ type: z.literal('answer'), callId }),
  z.object({ type: z.literal('reject'), callId, rejection: z.enum(rejections) }),
  z.object({ type: z.literal('hangUp'), callId }),
  z.object({ type: z.literal('setMuted'), callId, muted: z.boolean() }),
  z.object({ type: z.literal('setHeld'), callId, held: z.boolean() }),
  z.object({ type: z.literal('sendDtmf'), callId, tones: z.string().regex(/^[0-9A-D*#,]{1,64}$/) }),
  /** Blind transfer: REFER to `target`. */
  z.object({ type: z.literal('transfer'), callId, target: z.string() }),
  /** Attended transfer: REFER with Replaces of the consultation call. */
  z.object({ type: z.literal('transferTo'), callId, consultCallId: z.string() }),
  /** Brings all calls that are up into the conference of the PBX. */
  z.object({ type: z.literal('conference') }),
  z.object({ type: z.literal('audio') }),
  z.object({ type: z.literal('setAudio'), preferences: audioPreferencesSchema }),
  /** Do not disturb: an incoming call is answered with 486 at once and does not ring. */
  z.object({ type: z.literal('setDoNotDisturb'), on: z.boolean() }),
  /** Trying the sound devices; what comes of it is told as `devices` events. */
  z.object({ type: z.literal('devices'), command: deviceCommandSchema }),
]);
export type PhoneCommand = z.infer<typeof phoneCommandSchema>;

export const phoneEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('registration'), registration: registrationSchema }),
  z.object({ type: z.literal('call'), call: callSnapshotSchema, party: callPartySchema }),
  z.object({ type: z.literal('stats'), callId, stats: mediaStatsSchema }),
  z.object({ type: z.literal('audio'), audio: audioStateSchema }),
  z.object({ type: z.literal('devices'), event: deviceEventSchema }),
]);

/** Replies of the phone window; `error` is one of the closed set of reasons. */
export const phoneReplySchema = z.object({
  id: z.number().int(),
  error: z
    .enum([
      'not_registered',
      'microphone_refused',
      'no_call',
      'call_in_progress',
      'unreachable',
      'wrong_password',
      /** The other side or the PBX refused hold, transfer, DTMF or conference. */
      'refused_by_peer',
      'no_conference',
      'bad_target',
      'internal',
    ])
    .nullable(),
  sipStatus: z.number().int().nullable(),
  audio: audioStateSchema.nullable(),
});

/** How the simulated customer behaves on the next call; the practice director in main decides it from the drill. */
export const customerCommandSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('register'),
    account: sipAccountSchema,
    /** Somebody to whom the agent may hand the customer: picks up and says this recorded line. */
    colleague: z.object({ account: sipAccountSchema, greeting: z.string() }).optional(),
  }),
  z.object({
    type: z.literal('behave'),
    /** answer = picks up after ringMs; busy = 486; no_answer = lets it ring; reject = 603. */
    onInvite: z.enum(['answer', 'busy', 'no_answer', 'reject']),
    ringMs: z.number().int().min(0).max(120_000),
    /** With `reject`: the status instead of 603. */
    status: z.number().int().min(400).max(699).optional(),
    /** Speaks before picking up, as an exchange's announcement does (183 with a session description). */
    announce: z.boolean().optional(),
  }),
  /** Plays one recorded line (file name under resources/practice/voices) into the call. */
  z.object({ type: z.literal('say'), voice: z.string() }),
  z.object({ type: z.literal('hold'), held: z.boolean() }),
  /** Presses keys, as in a voice menu. */
  z.object({ type: z.literal('keys'), tones: z.string().regex(/^[0-9A-D*#,]{1,64}$/) }),
  z.object({ type: z.literal('hangUp') }),
]);
export type CustomerCommand = z.infer<typeof customerCommandSchema>;

export const phoneWindowChannels = {
  'phoneWindow.ready': channel(['phone', 'customer'], z.object({}), z.object({})),
  'phoneWindow.reply': channel(['phone'], phoneReplySchema, z.object({})),
  'phoneWindow.event': channel(['phone'], phoneEventSchema, z.object({})),
  'customerWindow.event': channel(
    ['customer'],
    z.object({
      type: z.enum(['registered', 'answered', 'said', 'key', 'ended', 'failed']),
      detail: z.string(),
    }),
    z.object({}),
  ),
} as const;

export const phoneWindowEvents = {
  'phone.command': eventChannel(['phone'], z.object({ id: z.number().int(), command: phoneCommandSchema })),
  'customer.command': eventChannel(['customer'], customerCommandSchema),
} as const;
