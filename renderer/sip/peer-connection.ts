import type { Session } from 'sip.js';
import type { MediaStats } from '../../core/call/types.ts';

/** The WebRTC connection under a session; null before the offer, after the end, and where there is no WebRTC. */
export function peerConnectionOf(session: Session): RTCPeerConnection | null {
  const handler: object | undefined = session.sessionDescriptionHandler;
  if (handler === undefined || !('peerConnection' in handler)) return null;
  return (handler.peerConnection as RTCPeerConnection | undefined) ?? null;
}

/** One sample of the media; `at` is UTC ms. */
export async function readMediaStats(peer: RTCPeerConnection, at: number): Promise<MediaStats> {
  const rows: StatsRow[] = [];
  (await peer.getStats()).forEach((row: StatsRow) => rows.push(row));
  return mediaStats(rows, at);
}

/** The members of the W3C statistics dictionaries that are read here. */
export type StatsRow = {
  id?: string;
  type: string;
  kind?: string;
  packetsReceived?: number;
  packetsSent?: number;
  /** Below zero when more packets came than were expected (RFC 3550 appendix A.3). */
  packetsLost?: number;
  packetsDiscarded?: number;
  /** 0..1 */
  audioLevel?: number;
  /** Seconds. */
  jitter?: number;
  /** Seconds. */
  roundTripTime?: number;
  /** Seconds; of a candidate pair, measured by its connectivity checks. */
  currentRoundTripTime?: number;
  /** Of a transport: id of the candidate pair in use. */
  selectedCandidatePairId?: string;
  /** Seconds, over all samples since the call began. */
  jitterBufferDelay?: number;
  jitterBufferEmittedCount?: number;
  /** Milliseconds. */
  lastPacketReceivedTimestamp?: number;
  codecId?: string;
  /** `audio/PCMA` */
  mimeType?: string;
};

/**
 * Sums a statistics report. All inbound rows count: a PBX that changes the SSRC makes Chromium open a second
 * row, and the one that the track belongs to stands still. Many telephones send no RTCP reports and many PBXs do
 * not pass them on; then the round trip is that of ICE's own checks, which reach as far as the media relay. The
 * longer of the two counts: the far end cannot be nearer than the relay.
 */
export function mediaStats(rows: readonly StatsRow[], at: number): MediaStats {
  const audio = rows.filter((row) => row.kind === 'audio');
  const inbound = audio.filter((row) => row.type === 'inbound-rtp');
  const outbound = audio.filter((row) => row.type === 'outbound-rtp');
  const source = audio.filter((row) => row.type === 'media-source');
  const remote = audio.filter((row) => row.type === 'remote-inbound-rtp');
  const inUse = new Set(rows.map((row) => row.selectedCandidatePairId));
  const paths = rows.filter(({ type, id }) => type === 'candidate-pair' && id !== undefined && inUse.has(id));
  return {
    at,
    packetsReceived: sum(inbound.map((row) => row.packetsReceived)),
    packetsSent: sum(outbound.map((row) => row.packetsSent)),
    packetsLost: Math.max(0, sum(inbound.map((row) => row.packetsLost))),
    packetsDiscarded: sum(inbound.map((row) => row.packetsDiscarded)),
    inboundLevel: Math.max(0, ...inbound.map((row) => row.audioLevel ?? 0)),
    outboundLevel: Math.max(0, ...source.map((row) => row.audioLevel ?? 0)),
    roundTripS: largest([
      ...remote.map((row) => row.roundTripTime),
      ...paths.map((row) => row.currentRoundTripTime),
    ]),
    jitterS: largest(inbound.map((row) => row.jitter)),
    jitterBufferS: jitterBufferS(inbound),
    samplesPlayed: sum(inbound.map((row) => row.jitterBufferEmittedCount)),
    codec: codecOf(inbound, rows),
  };
}

/** Mean stay of a sample in the jitter buffer, in seconds (W3C webrtc-stats); null before the first one. */
function jitterBufferS(inbound: readonly StatsRow[]): number | null {
  const emitted = sum(inbound.map((row) => row.jitterBufferEmittedCount));
  return emitted === 0 ? null : sum(inbound.map((row) => row.jitterBufferDelay)) / emitted;
}

/** Name of the codec on the stream that is alive: the one whose last packet is the newest. */
function codecOf(inbound: readonly StatsRow[], rows: readonly StatsRow[]): string | null {
  const heard = inbound.filter((row) => (row.packetsReceived ?? 0) > 0 && row.codecId !== undefined);
  const newest = heard.reduce<StatsRow | null>((best, row) => {
    const newer = (row.lastPacketReceivedTimestamp ?? 0) >= (best?.lastPacketReceivedTimestamp ?? 0);
    return newer ? row : best;
  }, null);
  const codec =
    newest === null ? undefined : rows.find(({ type, id }) => type === 'codec' && id === newest.codecId);
  return codec?.mimeType?.replace(/^audio\//i, '') ?? null;
}

const sum = (values: readonly (number | undefined)[]): number =>
  values.reduce<number>((total, value) => total + (value ?? 0), 0);

function largest(values: readonly (number | undefined)[]): number | null {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? null : Math.max(...known);
}
