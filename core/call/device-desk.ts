import { z } from 'zod';
import { soundLevelSchema } from './sound-level.ts';

/** What the console asks of the sound and the headsets, and what the phone window tells of them. */

export const checkCodes = [
  'level_good',
  'level_quiet',
  'level_silent',
  'level_clipping',
  'level_nobody',
  'noise_good',
  'noise_audible',
  'noise_loud',
  'echo_none',
  'echo_cancelled',
  'echo_heard',
  'echo_unknown',
  'loss_good',
  'loss_some',
  'loss_much',
  'loss_slow',
  'loss_nothing',
] as const;

/** One line of the pre-shift check; the figures are for the sentence, the code says which sentence. */
export const checkItemSchema = z.object({
  item: z.enum(['level', 'noise', 'echo', 'loss']),
  verdict: z.enum(['good', 'warn', 'bad']),
  code: z.enum(checkCodes),
  figures: z.record(z.string(), z.number()),
});
export type CheckItem = z.infer<typeof checkItemSchema>;

export const checkSteps = ['idle', 'recording', 'playing', 'listening', 'done', 'failed'] as const;

/** A running or finished check. The recording itself never leaves the phone window. */
export const checkStateSchema = z.object({
  step: z.enum(checkSteps),
  items: z.array(checkItemSchema),
  failure: z.enum(['microphone_refused', 'call_came', 'internal']).nullable(),
  /** The recording is still in memory and can be played again. */
  canReplay: z.boolean(),
});
export type CheckState = z.infer<typeof checkStateSchema>;

export const noCheck: CheckState = { step: 'idle', items: [], failure: null, canReplay: false };

/** The last finished check, kept in the settings. */
export const checkRecordSchema = z.object({
  /** UTC ms. */
  at: z.number().int(),
  items: z.array(checkItemSchema),
});

export const headsetSchema = z.object({
  name: z.string(),
  /** Which of its buttons the phone understands; none = it is only listened to. */
  buttons: z.array(z.enum(['hook', 'mute', 'hold', 'drop'])),
  /** Whether its lights follow the call. */
  lights: z.boolean(),
  /** `failed` = another program holds the device. */
  state: z.enum(['working', 'failed']),
});
export type Headset = z.infer<typeof headsetSchema>;

export const deviceCommandSchema = z.discriminatedUnion('type', [
  /** Levels flow for ten seconds after the last command with `on`; whoever looks repeats it. */
  z.object({ type: z.literal('meter'), on: z.boolean() }),
  /** Rings once on this device; null = the speaker in use. */
  z.object({ type: z.literal('testRing'), label: z.string().nullable() }),
  /** The two notes before a call answers itself, in the headset. */
  z.object({ type: z.literal('beep') }),
  z.object({ type: z.literal('startCheck') }),
  z.object({ type: z.literal('replayCheck') }),
  /** Ends a running check and drops the recording. */
  z.object({ type: z.literal('dropCheck') }),
  /** Answers with an event `headsets`. */
  z.object({ type: z.literal('headsets') }),
]);
export type DeviceCommand = z.infer<typeof deviceCommandSchema>;

export const deviceEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('level'), level: soundLevelSchema }),
  z.object({ type: z.literal('check'), check: checkStateSchema }),
  z.object({ type: z.literal('headsets'), headsets: z.array(headsetSchema) }),
]);
export type DeviceEvent = z.infer<typeof deviceEventSchema>;
