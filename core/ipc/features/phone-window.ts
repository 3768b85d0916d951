import { z } from 'zod';
import {
  audioDeviceSchema,
  callSnapshotSchema,
  mediaStatsSchema,
  registrationSchema,
  sipAccountSchema,
} from '../../call/types.ts';
import { channel, eventChannel } from '../envelope.ts';

/**
 * Between main and the two windows that own media. Main sends `phone.command` with an id and waits for
 * `phoneWindow.reply` with the same id.
 */
export const phoneCommandSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('register'), account: sipAccountSchema }),
  z.object({ type: z.literal('unregister') }),
  z.object({ type: z.literal('dial'), callId: z.string(), target: z.string(), headers: z.array(z.string()) }),
  z.object({ type: z.literal('answer'), callId: z.string() }),
  z.object({ type: z.literal('hangUp'), callId: z.string() }),
  z.object({ type: z.literal('setMuted'), callId: z.string(), muted: z.boolean() }),
  z.object({ type: z.literal('devices') }),
  z.object({ type: z.literal('selectMicrophone'), deviceId: z.string() }),
]);
export type PhoneCommand = z.infer<typeof phoneCommandSchema>;

export const phoneEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('registration'), registration: registrationSchema }),
  z.object({ type: z.literal('call'), call: callSnapshotSchema }),
  z.object({ type: z.literal('stats'), callId: z.string(), stats: mediaStatsSchema }),
  z.object({
    type: z.literal('devices'),
    microphones: z.array(audioDeviceSchema),
    selected: z.string().nullable(),
  }),
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
      'internal',
    ])
    .nullable(),
  devices: z.object({ microphones: z.array(audioDeviceSchema), selected: z.string().nullable() }).nullable(),
});

/** How the simulated customer behaves on the next call; the practice director in main decides it from the drill. */
export const customerCommandSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('register'), account: sipAccountSchema }),
  z.object({
    type: z.literal('behave'),
    /** answer = picks up after ringMs; busy = 486; no_answer = lets it ring; reject = 603. */
    onInvite: z.enum(['answer', 'busy', 'no_answer', 'reject']),
    ringMs: z.number().int().min(0).max(120_000),
  }),
  /** Plays one recorded line (file name under resources/practice/voices) into the call. */
  z.object({ type: z.literal('say'), voice: z.string() }),
  z.object({ type: z.literal('hangUp') }),
]);
export type CustomerCommand = z.infer<typeof customerCommandSchema>;

export const phoneWindowChannels = {
  'phoneWindow.ready': channel(['phone', 'customer'], z.object({}), z.object({})),
  'phoneWindow.reply': channel(['phone'], phoneReplySchema, z.object({})),
  'phoneWindow.event': channel(['phone'], phoneEventSchema, z.object({})),
  'customerWindow.event': channel(
    ['customer'],
    z.object({ type: z.enum(['registered', 'answered', 'said', 'ended', 'failed']), detail: z.string() }),
    z.object({}),
  ),
} as const;

export const phoneWindowEvents = {
  'phone.command': eventChannel(['phone'], z.object({ id: z.number().int(), command: phoneCommandSchema })),
  'customer.command': eventChannel(['customer'], customerCommandSchema),
} as const;
