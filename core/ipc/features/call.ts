import { z } from 'zod';
import { audioPreferencesSchema, audioStateSchema } from '../../call/audio.ts';
import { callSnapshotSchema, registrationSchema } from '../../call/types.ts';
import { keywordSources } from '../../script/keywords.ts';
import { scriptViewSchema } from '../../script/view.ts';
import { watchViewSchema } from '../../script/watch.ts';
import { workModes } from '../../callback/task.ts';
import { channel, eventChannel } from '../envelope.ts';

/** The customer as the console may show him: product and premium are null until identity passed. */
export const customerCardSchema = z.object({
  holderName: z.string(),
  mobileMasked: z.string(),
  policyNo: z.string(),
  coolingOffEnd: z.string(),
  coolingOffDaysLeft: z.number().int(),
  tries: z.number().int(),
  triesNeeded: z.number().int(),
  openIssues: z.number().int(),
  elderly: z.boolean().nullable(),
  /** Policy facts behind the identity wall. */
  facts: z
    .object({
      product: z.string(),
      design: z.string(),
      coverage: z.string(),
      premium: z.string(),
      payment: z.string(),
      term: z.string(),
    })
    .nullable(),
});

const named = z.object({ code: z.string(), name: z.string() });

const promiseChoicesSchema = z.object({
  /** Moments that are not over, UTC ms. */
  due: z.array(named.extend({ at: z.number().int() })),
  /** After this moment the agent is told that it is late; null when it is over. */
  usualLatestAt: z.number().int().nullable(),
  ways: z.array(named),
  owners: z.array(named),
});
export type PromiseChoices = z.infer<typeof promiseChoicesSchema>;

/** What is on the call screen: one attempt, its script, its call. */
export const sessionViewSchema = z.object({
  attemptId: z.string(),
  taskId: z.string(),
  mode: z.enum(workModes),
  /** `talking` while a call is up; `wrap_up` after it; `interrupted` after a crash or restart in mid-call. */
  phase: z.enum(['dialling', 'talking', 'wrap_up', 'interrupted']),
  customer: customerCardSchema,
  script: scriptViewSchema,
  notes: z.string(),
  /** Pace, steps and keywords. */
  watch: watchViewSchema,
  /** What may be promised, by the pack; null where it says nothing of promises. */
  promiseChoices: promiseChoicesSchema.nullable(),
  /** Hours of the day in which customers may be called, for appointments. */
  dialBands: z.array(z.object({ from: z.string(), to: z.string() })),
  /** What the attempt holds is on disk up to this many events. */
  savedEvents: z.number().int(),
  /** Practice mode only: what the simulated customer just said. */
  caption: z.string().nullable(),
});
export type SessionView = z.infer<typeof sessionViewSchema>;

const sessionResult = z.object({ session: sessionViewSchema });

export const callChannels = {
  /** Everything the console needs after a load or reload: truth lives in main. */
  'call.snapshot': channel(
    ['console'],
    z.object({}),
    z.object({
      registration: registrationSchema,
      call: callSnapshotSchema.nullable(),
      session: sessionViewSchema.nullable(),
    }),
  ),
  /** Opens an attempt on the task and dials the number on the policy; no other number can be dialled. */
  'call.start': channel(['console'], z.object({ taskId: z.string() }), sessionResult),
  /** Dials again inside the open attempt (after a fault or hang-up). */
  'call.redial': channel(['console'], z.object({}), sessionResult),
  'phone.audio': channel(['console'], z.object({}), audioStateSchema),
  'phone.setAudio': channel(['console'], z.object({ preferences: audioPreferencesSchema }), audioStateSchema),

  'session.answer': channel(
    ['console'],
    z.object({ questionId: z.string(), value: z.string(), words: z.string().max(2000) }),
    sessionResult,
  ),
  'session.skip': channel(['console'], z.object({ questionId: z.string() }), sessionResult),
  /** The typed reply is compared in main and forgotten; only pass or fail is kept. */
  'session.verify': channel(
    ['console'],
    z.object({ factorId: z.string(), reply: z.string().max(100) }),
    sessionResult,
  ),
  'session.forgot': channel(['console'], z.object({ factorId: z.string() }), sessionResult),
  'session.askAgain': channel(['console'], z.object({ questionId: z.string() }), sessionResult),
  'session.goOn': channel(['console'], z.object({ questionId: z.string() }), sessionResult),
  'session.correct': channel(['console'], z.object({ questionId: z.string() }), sessionResult),
  'session.flag': channel(
    ['console'],
    z.object({
      // A question of the customer has a form of its own: `question.record`.
      flag: z.enum(['abnormal', 'complaint', 'voice_mismatch', 'cancel_wish']),
      words: z.string().max(2000),
    }),
    sessionResult,
  ),
  /** The agent's word on a keyword: opens its issue, or says that there is none. */
  'session.keyword': channel(
    ['console'],
    z.object({ word: z.string().max(100), source: z.enum(keywordSources), open: z.boolean() }),
    sessionResult,
  ),
  'session.notes': channel(['console'], z.object({ notes: z.string().max(4000) }), sessionResult),
  /** Hangs up if a call is still up, closes the attempt, and proposes the next task. */
  'session.close': channel(
    ['console'],
    z.object({
      disposition: z.string(),
      appointmentAt: z.number().int().nullable(),
      reason: z.string().max(500),
    }),
    z.object({ attemptId: z.string(), nextTaskId: z.string().nullable() }),
  ),
} as const;

export const callEvents = {
  'registration.changed': eventChannel(['console'], registrationSchema),
  'call.changed': eventChannel(['console'], callSnapshotSchema.nullable()),
  /** The person tried to close the window while a call is up; the console says why it stays. */
  'call.closeRefused': eventChannel(['console'], z.object({})),
  'session.changed': eventChannel(['console'], sessionViewSchema.nullable()),
} as const;
