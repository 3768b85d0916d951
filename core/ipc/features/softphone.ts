import { z } from 'zod';
import { callSnapshotSchema, registrationSchema, rejections } from '../../call/types.ts';
import { qualityViewSchema } from '../../call/quality.ts';
import { channel, eventChannel } from '../envelope.ts';
import { taskRowSchema } from './worklist.ts';

/** The callback a robot hands over to the agent (domain.md section 4 ROBOT_HANDOVER). */
export const handoverSchema = z.object({
  taskId: z.string(),
  /** One of the reasons of domain.md ROBOT_HANDOVER, as the robot sent it. */
  reason: z.string(),
  /** Questions that the robot has an answer to. */
  answered: z.number().int(),
});

/** One call as the console shows it. The number is masked; names are those of the work list. */
export const callViewSchema = z.object({
  call: callSnapshotSchema,
  party: z.object({ name: z.string(), number: z.string() }),
  /** What the number belongs to in the local queue: at most three tasks, the most urgent first. */
  tasks: z.array(taskRowSchema),
  handover: handoverSchema.nullable(),
  /** The call of the running callback. */
  callback: z.boolean(),
  quality: qualityViewSchema.nullable(),
  /** Disposition that domain.md 3.3 suggests for the way the call ended; null while it is up or none fits. */
  suggestedDisposition: z.string().nullable(),
  /** UTC ms at which the call answers itself; null when it does not. */
  autoAnswerAt: z.number().int().nullable(),
});
export type CallView = z.infer<typeof callViewSchema>;

/** Somebody a call may be handed to: extension and name, from the line's settings. */
export const transferTargetSchema = z.object({ name: z.string().max(40), number: z.string().max(60) });
export type TransferTarget = z.infer<typeof transferTargetSchema>;

export const softphoneStateSchema = z.object({
  registration: registrationSchema,
  /** Calls that are up, oldest first, then the one that ended last. */
  calls: z.array(callViewSchema),
  /** The call that keys and headset buttons act on. */
  foreground: z.string().nullable(),
  /** Whether this person may dial a number that is on no task. */
  freeDialling: z.boolean(),
  transferTargets: z.array(transferTargetSchema),
  canConference: z.boolean(),
});
export type SoftphoneState = z.infer<typeof softphoneStateSchema>;

const callId = z.object({ callId: z.string() });
const nothing = z.object({});
const number = z.string().max(60);

export const softphoneChannels = {
  'softphone.state': channel(['console'], nothing, softphoneStateSchema),
  /** Free dialling; refused with `not_permitted` where the role may only dial tasks (domain.md F22). */
  'softphone.dial': channel(['console'], z.object({ number }), callId),
  /** The number dialled freely last. */
  'softphone.redial': channel(['console'], nothing, callId),
  'softphone.answer': channel(['console'], callId, nothing),
  'softphone.reject': channel(['console'], callId.extend({ rejection: z.enum(rejections) }), nothing),
  'softphone.hangUp': channel(['console'], callId, nothing),
  'softphone.setMuted': channel(['console'], callId.extend({ muted: z.boolean() }), nothing),
  'softphone.setHeld': channel(['console'], callId.extend({ held: z.boolean() }), nothing),
  /** Holds the call that is talked to and takes up the other one. */
  'softphone.swap': channel(['console'], nothing, nothing),
  'softphone.sendDtmf': channel(
    ['console'],
    callId.extend({ tones: z.string().regex(/^[0-9A-D*#,]{1,64}$/) }),
    nothing,
  ),
  /** A second call to a transfer target; the first is put on hold. */
  'softphone.consult': channel(['console'], z.object({ number }), callId),
  'softphone.transfer': channel(['console'], callId.extend({ number }), nothing),
  'softphone.completeTransfer': channel(['console'], callId.extend({ consultCallId: z.string() }), nothing),
  'softphone.conference': channel(['console'], nothing, nothing),
  /** Refuses the automatic answer of one call; it goes on ringing. */
  'softphone.stopAutoAnswer': channel(['console'], callId, nothing),
  /** The callback of a task on a call that is up: the customer rang, or a robot handed over. */
  'softphone.takeUp': channel(['console'], callId.extend({ taskId: z.string() }), nothing),
  'softphone.setTransferTargets': channel(
    ['console'],
    z.object({ targets: z.array(transferTargetSchema).max(50) }),
    softphoneStateSchema,
  ),
} as const;

export const softphoneEvents = {
  'softphone.changed': eventChannel(['console'], softphoneStateSchema),
} as const;
