import { z } from 'zod';

/**
 * A call as the product sees it; no type of the SIP library appears here (design.md section 1).
 * idle -> dialling -> ringing -> talking -> ended; incoming calls start in `incoming`.
 */
export const callPhases = ['dialling', 'ringing', 'incoming', 'talking', 'ended'] as const;
export type CallPhase = (typeof callPhases)[number];

/** Why a call ended. SIP failures keep their status code beside it (RFC 3261 section 21). */
export const callEndings = [
  'local_hangup',
  'remote_hangup',
  'cancelled',
  'busy',
  'no_answer',
  'rejected',
  'not_found',
  'unavailable',
  'microphone_refused',
  'not_registered',
  'network',
  'failed',
] as const;
export type CallEnding = (typeof callEndings)[number];

export const mediaStatsSchema = z.object({
  /** UTC ms of the sample. */
  at: z.number().int(),
  packetsReceived: z.number().int(),
  packetsSent: z.number().int(),
  /** 0..1, as in RTCInboundRtpStreamStats. */
  inboundLevel: z.number(),
  /** Seconds. */
  roundTripS: z.number().nullable(),
  jitterS: z.number().nullable(),
});
export type MediaStats = z.infer<typeof mediaStatsSchema>;

export const callSnapshotSchema = z.object({
  callId: z.string(),
  direction: z.enum(['outgoing', 'incoming']),
  phase: z.enum(callPhases),
  muted: z.boolean(),
  startedAt: z.number().int(),
  answeredAt: z.number().int().nullable(),
  endedAt: z.number().int().nullable(),
  ending: z.enum(callEndings).nullable(),
  sipStatus: z.number().int().nullable(),
  /** Latest media sample while talking. */
  stats: mediaStatsSchema.nullable(),
});
export type CallSnapshot = z.infer<typeof callSnapshotSchema>;

export const registrationSchema = z.object({
  state: z.enum(['off', 'connecting', 'registered', 'failed']),
  /** Stable reason code when failed (locale key `registration.*`). */
  reason: z
    .enum(['wrong_password', 'forbidden', 'not_found', 'timeout', 'unreachable', 'server_error'])
    .nullable(),
  sipStatus: z.number().int().nullable(),
});
export type Registration = z.infer<typeof registrationSchema>;

/** A SIP account as the phone window needs it. The password comes from the vault, never from settings. */
export const sipAccountSchema = z.object({
  /** wss:// or, on loopback only, ws://. */
  server: z.string(),
  /** Address of record, `sip:user@domain`. */
  uri: z.string(),
  authUser: z.string(),
  password: z.string(),
  displayName: z.string(),
});
export type SipAccount = z.infer<typeof sipAccountSchema>;

export const audioDeviceSchema = z.object({ id: z.string(), label: z.string() });
export type AudioDevice = z.infer<typeof audioDeviceSchema>;
