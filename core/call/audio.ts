import { z } from 'zod';

/** A device as the person knows it. Chromium's ids change with the profile and the port, so labels are kept. */
export const audioDeviceSchema = z.object({ id: z.string(), label: z.string() });
export type AudioDevice = z.infer<typeof audioDeviceSchema>;

/** What the person chose, by label; null = the system's default. */
export const audioPreferencesSchema = z.object({
  microphone: z.string().max(200).nullable(),
  speaker: z.string().max(200).nullable(),
  /** Devices that ring, several at once; none listed = the speaker. */
  ringers: z.array(z.string().max(200)).max(8),
  /** 0..1 */
  ringVolume: z.number().min(0).max(1),
  echoCancellation: z.boolean(),
  noiseSuppression: z.boolean(),
  autoGainControl: z.boolean(),
});
export type AudioPreferences = z.infer<typeof audioPreferencesSchema>;

export const defaultAudioPreferences: AudioPreferences = {
  microphone: null,
  speaker: null,
  ringers: [],
  ringVolume: 0.8,
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
};

/** What is plugged in and what is in use now. */
export const audioStateSchema = z.object({
  microphones: z.array(audioDeviceSchema),
  speakers: z.array(audioDeviceSchema),
  preferences: audioPreferencesSchema,
  /** Labels in use, null = the system's default; they differ from the preferences while a chosen device is unplugged. */
  inUse: z.object({ microphone: z.string().nullable(), speaker: z.string().nullable() }),
  /** The microphone is needed and gives no sound: none is there, or the system or a switch has silenced it. */
  microphoneSilent: z.boolean(),
});
export type AudioState = z.infer<typeof audioStateSchema>;
