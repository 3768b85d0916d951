import { z } from 'zod';
import { audioStateSchema } from '../../call/audio.ts';
import { checkRecordSchema, checkStateSchema, headsetSchema } from '../../call/device-desk.ts';
import { soundLevelSchema } from '../../call/sound-level.ts';
import { channel, eventChannel } from '../envelope.ts';

const nothing = z.object({});

/** Sound devices and headsets, as the console sees and tries them. Choosing is `phone.setAudio`. */
export const deviceChannels = {
  /** `devices.level` events flow for ten seconds; the console asks again while somebody looks. */
  'devices.meter': channel(['console'], z.object({ on: z.boolean() }), nothing),
  /** Rings once on a speaker by its label; null = the speaker in use. */
  'devices.testRing': channel(['console'], z.object({ label: z.string().max(200).nullable() }), nothing),
  /** Refused with `call_in_progress` while a call is up. */
  'devices.check': channel(['console'], z.object({ action: z.enum(['start', 'replay', 'drop']) }), nothing),
  'devices.checkState': channel(
    ['console'],
    nothing,
    z.object({ check: checkStateSchema, last: checkRecordSchema.nullable() }),
  ),
  'devices.headsets': channel(['console'], nothing, z.object({ headsets: z.array(headsetSchema) })),
} as const;

export const deviceEvents = {
  'devices.level': eventChannel(['console'], soundLevelSchema),
  'devices.audioChanged': eventChannel(['console'], audioStateSchema),
  'devices.checkChanged': eventChannel(
    ['console'],
    z.object({ check: checkStateSchema, last: checkRecordSchema.nullable() }),
  ),
  'devices.headsetsChanged': eventChannel(['console'], z.object({ headsets: z.array(headsetSchema) })),
} as const;
