import { z } from 'zod';
import { lineCauseSchema } from './line-check.ts';

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

/** One second of a call's media, summed over all audio streams (W3C webrtc-stats). */
export const mediaStatsSchema = z.object({
  /** UTC ms of the sample. */
  at: z.number().int(),
  packetsReceived: z.number().int(),
  packetsSent: z.number().int(),
  /** Since the call began. */
  packetsLost: z.number().int(),
  /** Came too late to be played, since the call began (RFC 3611 section 4.7.1 calls it discard). */
  packetsDiscarded: z.number().int(),
  /** 0..1, as in RTCInboundRtpStreamStats. */
  inboundLevel: z.number(),
  /** 0..1; what the microphone gives. While muted: the loudest of the last 3 s, which pauses in speech do not end. */
  outboundLevel: z.number(),
  /** Seconds; to the far end where it sends RTCP reports, else to the other end of the ICE path. */
  roundTripS: z.number().nullable(),
  /** Seconds (RFC 3550 section 6.4.1). */
  jitterS: z.number().nullable(),
  /** Mean seconds a sample waited in the jitter buffer since the call began. */
  jitterBufferS: z.number().nullable(),
  /** Samples that mean is made of: two readings give the wait between them. */
  samplesPlayed: z.number().int(),
  /** Name of the codec that is received, e.g. `opus` or `PCMA`; null before the first packet. */
  codec: z.string().nullable(),
});
export type MediaStats = z.infer<typeof mediaStatsSchema>;

/** How a transfer (REFER, RFC 3515; attended with Replaces, RFC 3891) stands. */
export const transferStateSchema = z.object({
  kind: z.enum(['blind', 'attended']),
  /** `failed` = the target did not take the call: the customer is back with the agent. */
  state: z.enum(['asked', 'trying', 'ringing', 'done', 'failed']),
  sipStatus: z.number().int().nullable(),
});
export type TransferState = z.infer<typeof transferStateSchema>;

export const callSnapshotSchema = z.object({
  callId: z.string(),
  direction: z.enum(['outgoing', 'incoming']),
  phase: z.enum(callPhases),
  muted: z.boolean(),
  /** Hold by direction of the session description (RFC 3264 section 8.4), each side for itself. */
  held: z.object({ local: z.boolean(), remote: z.boolean() }),
  /** The way to the PBX: `lost` while the socket is gone, `restoring` from the reconnect to the answered re-INVITE. */
  signalling: z.enum(['up', 'lost', 'restoring']),
  /** What is heard: `silent` = no packet for 3 s, `lost` = the ICE connection is gone. */
  media: z.enum(['none', 'flowing', 'silent', 'lost']),
  /** The other side's own ringing tone or announcement is heard before the answer (RFC 3960). */
  earlyMedia: z.boolean(),
  transfer: transferStateSchema.nullable(),
  /** True while the call is a leg of a conference that the PBX mixes (RFC 4579). */
  conference: z.boolean(),
  startedAt: z.number().int(),
  answeredAt: z.number().int().nullable(),
  endedAt: z.number().int().nullable(),
  ending: z.enum(callEndings).nullable(),
  sipStatus: z.number().int().nullable(),
  /** ITU-T Q.850 cause of the refusal's Reason header (RFC 3326), where a gateway gave one. */
  q850Cause: z.number().int().nullable(),
  /** Latest media sample while talking. */
  stats: mediaStatsSchema.nullable(),
});
export type CallSnapshot = z.infer<typeof callSnapshotSchema>;

/** Who calls, and what an incoming INVITE said about itself. Stays between the phone window and main. */
export const callPartySchema = z.object({
  /** User part of the other side's SIP URI: a number or a name. */
  user: z.string().max(256),
  displayName: z.string().max(256),
  /** Domain part of that URI; absent where the phone window did not say it. Only the PBX vouches for it. */
  domain: z.string().max(253).optional(),
  /**
   * Headers of an incoming INVITE by lower-case name: `x-callback-*`, `user-to-user` (RFC 7433), `alert-info`,
   * `call-info`, `answer-mode` (RFC 5373); all others stay in the phone window.
   */
  headers: z.record(z.string().max(100), z.string().max(2000)),
});
export type CallParty = z.infer<typeof callPartySchema>;

/** Why an incoming call is refused, as the caller's PBX is told (RFC 3261 sections 21.4.18, 21.4.24, 21.6.2). */
export const rejections = ['busy', 'declined', 'unavailable'] as const;
export type Rejection = (typeof rejections)[number];

export const registrationSchema = z.object({
  state: z.enum(['off', 'connecting', 'registered', 'failed']),
  /** Stable reason code when failed (locale key `registration.*`). */
  reason: z
    .enum(['wrong_password', 'forbidden', 'not_found', 'timeout', 'unreachable', 'server_error'])
    .nullable(),
  sipStatus: z.number().int().nullable(),
  /** Address of the server in use or tried last. */
  server: z.string().nullable(),
  /** UTC ms of the next try while there is no registration; null when none is planned. */
  nextTryAt: z.number().int().nullable(),
  /** Why the server is `unreachable`, once main has looked; the phone window cannot know and leaves it out. */
  cause: lineCauseSchema.nullable().optional(),
});
export type Registration = z.infer<typeof registrationSchema>;

/** Nothing registered and nothing tried. */
export const noRegistration: Registration = {
  state: 'off',
  reason: null,
  sipStatus: null,
  server: null,
  nextTryAt: null,
};
