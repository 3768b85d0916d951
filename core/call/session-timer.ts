/** Negotiation of session timers, RFC 4028: both ends learn of a dialog whose other end is gone. */

/** RFC 4028 section 4: nothing shorter is ever agreed on. */
export const leastSessionS = 90;

export type SessionTimer = {
  /** Agreed Session-Expires, in seconds. */
  expiresS: number;
  /** Whether this end sends the refreshes. */
  ours: boolean;
};

export type SessionExpires = { expiresS: number; refresher: 'uac' | 'uas' | null };

/** Value of a Session-Expires header, e.g. `1800;refresher=uas`; null when it is none. */
export function readSessionExpires(value: string | null): SessionExpires | null {
  const seconds = /^\s*(\d{1,9})\s*(?:;|$)/.exec(value ?? '')?.[1];
  if (seconds === undefined) return null;
  const refresher = /;\s*refresher\s*=\s*(uac|uas)\b/i.exec(value ?? '')?.[1]?.toLowerCase();
  return {
    expiresS: Number(seconds),
    refresher: refresher === 'uac' || refresher === 'uas' ? refresher : null,
  };
}

/** What an answered INVITE of ours agreed on (section 7.2); null = this session has no timer. */
export function agreedByAnswer(sessionExpires: string | null): SessionTimer | null {
  const read = readSessionExpires(sessionExpires);
  // Without a name the side that asked refreshes.
  return read === null ? null : { expiresS: read.expiresS, ours: read.refresher !== 'uas' };
}

export type OfferedTimer = {
  sessionExpires: string | null;
  /** Whether the caller's Supported has `timer`. */
  supported: boolean;
  /** What this account would like, in seconds; null = nothing. */
  wantedS: number | null;
  /** The caller's Min-SE, in seconds; 0 when there was none. */
  minS: number;
};

/** What our 2xx to an INVITE of the other side says (section 9, table 2); null = no timer. */
export function agreedByUs({ sessionExpires, supported, wantedS, minS }: OfferedTimer): SessionTimer | null {
  const read = readSessionExpires(sessionExpires);
  if (read !== null) {
    // Somebody on the way wants the timer; a caller that does not know it leaves the work to us.
    return { expiresS: read.expiresS, ours: !supported || read.refresher === 'uas' };
  }
  if (!supported || wantedS === null) return null;
  return { expiresS: Math.max(wantedS, minS, leastSessionS), ours: true };
}

/** Milliseconds after the last refresh at which this end refreshes: half of the time (section 7.2). */
export const refreshAfterMs = ({ expiresS }: SessionTimer): number => expiresS * 500;

/** Milliseconds after the last refresh at which the other end is given up: section 10. */
export const deadAfterMs = ({ expiresS }: SessionTimer): number =>
  (expiresS - Math.min(32, Math.floor(expiresS / 3))) * 1_000;
