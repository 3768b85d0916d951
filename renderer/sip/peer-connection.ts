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
  type: string;
  kind?: string;
  packetsReceived?: number;
  packetsSent?: number;
  /** 0..1 */
  audioLevel?: number;
  /** Seconds. */
  jitter?: number;
  /** Seconds. */
  roundTripTime?: number;
};

/**
 * Sums a statistics report. All inbound rows count: a PBX that changes the SSRC makes Chromium open a second
 * row, and the one that the track belongs to stands still.
 */
export function mediaStats(rows: readonly StatsRow[], at: number): MediaStats {
  const audio = rows.filter((row) => row.kind === 'audio');
  const inbound = audio.filter((row) => row.type === 'inbound-rtp');
  const outbound = audio.filter((row) => row.type === 'outbound-rtp');
  const remote = audio.filter((row) => row.type === 'remote-inbound-rtp');
  return {
    at,
    packetsReceived: inbound.reduce((sum, row) => sum + (row.packetsReceived ?? 0), 0),
    packetsSent: outbound.reduce((sum, row) => sum + (row.packetsSent ?? 0), 0),
    inboundLevel: Math.max(0, ...inbound.map((row) => row.audioLevel ?? 0)),
    roundTripS: largest(remote.map((row) => row.roundTripTime)),
    jitterS: largest(inbound.map((row) => row.jitter)),
  };
}

function largest(values: readonly (number | undefined)[]): number | null {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? null : Math.max(...known);
}
