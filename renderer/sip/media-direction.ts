/** Who sends in a session description, seen from its author (RFC 8866 section 6.7, RFC 3264 section 8.4). */
export type MediaDirection = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

/**
 * Direction of the first audio stream of an SDP body; null when there is no audio in it. A direction of the
 * session counts where the stream has none, and the connection address 0.0.0.0 is how telephones before
 * RFC 3264 asked for hold (RFC 2543 appendix B.5).
 */
export function mediaDirection(sdp: string): MediaDirection | null {
  const [session, ...streams] = sdp.split(/^(?=m=)/m);
  const audio = streams.find((stream) => stream.startsWith('m=audio '));
  if (session === undefined || audio === undefined) return null;
  const direction = directionIn(audio) ?? directionIn(session) ?? 'sendrecv';
  const address = /^c=IN IP4 (\S+)/m.exec(audio) ?? /^c=IN IP4 (\S+)/m.exec(session);
  // Before ICE has chosen, WebRTC writes 0.0.0.0 too; then the candidates say where to send (RFC 8839).
  const unheard = address?.[1] === '0.0.0.0' && !/^a=(?:ice-ufrag|candidate):/m.test(sdp);
  if (!unheard) return direction;
  return direction === 'sendrecv' || direction === 'sendonly' ? 'sendonly' : 'inactive';
}

const directionIn = (part: string): MediaDirection | null => {
  const found = /^a=(sendrecv|sendonly|recvonly|inactive)\s*$/m.exec(part);
  return (found?.[1] as MediaDirection | undefined) ?? null;
};

/** Whether the author of the description has put us on hold: it does not listen. */
export const isHold = (direction: MediaDirection): boolean =>
  direction === 'sendonly' || direction === 'inactive';
