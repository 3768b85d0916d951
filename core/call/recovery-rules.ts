import type { CallSnapshot } from './types.ts';

/** What is known about one call at one moment. Times are milliseconds of one monotonic clock. */
export type CallFacts = {
  now: number;
  phase: CallSnapshot['phase'];
  direction: CallSnapshot['direction'];
  /** Either side has the call on hold: packets may rightly stop. */
  held: boolean;
  /** Requests reach the PBX; false from the loss of the socket to the next registration. */
  up: boolean;
  /** State of the media path; null without WebRTC or before the answer. */
  ice: RTCIceConnectionState | null;
  /** When the ICE state became what it is. */
  iceSince: number;
  /** The last moment at which the number of received packets had grown. */
  lastPacketAt: number;
};

/** Same names as in the DOM, which core does not know. */
type RTCIceConnectionState =
  'checking' | 'closed' | 'completed' | 'connected' | 'disconnected' | 'failed' | 'new';

export type CareMemory = {
  /** The call was up when the signalling was lost, and no re-INVITE has been answered since. */
  stale: boolean;
  /** The computer slept or changed its network since the last answered re-INVITE. */
  moved: boolean;
  /** When the signalling came back, or went. */
  changedAt: number;
  /** A re-INVITE of ours is out. */
  asking: boolean;
  /** Re-INVITEs without success in a row, and when the last one ended. */
  failures: number;
  failedAt: number;
  /** The other side's own re-INVITE was heard after the signalling came back. */
  peerAskedAt: number;
  /** Re-INVITEs that were sent for this silence on a path that ICE is content with. */
  silenceTold: number;
  /** Since when nothing is heard; null while it is. */
  deafSince: number | null;
  /** ICE restarts in a row that have not brought the media back, and when the last one was sent. */
  restarts: number;
  restartedAt: number;
};

export type CareAction = 'none' | 'refresh' | 'restart' | 'end';
export type CareVerdict = {
  signalling: CallSnapshot['signalling'];
  media: CallSnapshot['media'];
  action: CareAction;
  memory: CareMemory;
};

/** Milliseconds. */
export const careLimits = {
  /** No packet for so long is told as silence. Comfort noise and DTX still send some packets a second. */
  silent: 3_000,
  /** A pause in which packets are only late, when a re-INVITE is due anyway. */
  pause: 1_500,
  /** ICE calls a path disconnected after some missed checks; many come back by themselves. */
  disconnected: 1_000,
  /** After a restart a path that exists answers its first check within this, also over a slow line. */
  checking: 1_500,
  /**
   * ICE is content and nothing is heard: a new offer may wake what stands in between. Again after twice the time
   * each, up to `deafest`: a PBX that sends nothing while its side is muted is asked once a minute at most.
   */
  deaf: 8_000,
  deafest: 60_000,
  /** The longest that a restart has to find a path, while people still wait for the sound and later. */
  settling: 4_000,
  settlingLater: 8_000,
  /**
   * Neither signalling nor media for so long: nobody is there any more. People hang up on silence after some 15
   * to 20 s, and media relays drop a dead stream after 30 to 60 s; ending earlier would throw away calls that a
   * Wi-Fi change or a restarted PBX gives back.
   */
  dead: 30_000,
  /**
   * A call that rings is not asked after, and the caller's CANCEL may have been lost with the line: it rings on for
   * so long, while the line is away and again once it is back, and then counts as missed.
   */
  ringing: 10_000,
  /** Nobody gives up within a shorter loss: the call rings on as if nothing had been. */
  blip: 2_000,
  /** The side that was called lets the caller's re-INVITE come first: two at once only refuse each other. */
  courtesy: 600,
} as const;

export const newCare = (now: number): CareMemory => ({
  stale: false,
  moved: false,
  changedAt: now,
  asking: false,
  failures: 0,
  failedAt: -Infinity,
  peerAskedAt: -Infinity,
  silenceTold: 0,
  deafSince: null,
  restarts: 0,
  restartedAt: -Infinity,
});

/** A dozen restarts are the first minute of a loss. */
const patientRestarts = 15;

/**
 * 1, 2, 4, 4 ... s, and 8 s after the first minute: the time a restart has to find a path before the next one. The
 * state of the old path stays `failed` until the first check of the new one is answered, and a restart throws away
 * what gathered so far. What it finds nothing in it also cannot find when the network is back, where the other side
 * has given its checks up (rtpengine does): this time bounds how long a network that is back stays unheard. Doubling
 * it further cost up to a minute of silence after a loss of 30 s.
 */
const settlingAfter = (restarts: number): number =>
  restarts === 0
    ? 0
    : restarts > patientRestarts
      ? careLimits.settlingLater
      : Math.min(careLimits.settling, 2 ** (restarts - 1) * 1_000);

/** 8, 16, 32, 60 s. */
const deafAfter = (told: number): number => Math.min(careLimits.deafest, careLimits.deaf * 2 ** told);

/** 1, 2, 4, 8 s. */
const pauseAfter = (failures: number): number =>
  failures === 0 ? 0 : Math.min(8, 2 ** (failures - 1)) * 1_000;

/**
 * What a call's signalling and media are called, and what is to be done for it now. The rules: media that flows
 * is never torn down; a call ends only when both are dead (what the other side itself says, 481 or BYE, ends it
 * elsewhere); after a reconnect every call is refreshed at once, for until then the other side's BYE cannot
 * arrive.
 */
export function careFor(facts: CallFacts, before: CareMemory): CareVerdict {
  const media = mediaOf(facts);
  const deaf = facts.phase === 'talking' && (media === 'lost' || media === 'silent');
  const broken = isBroken(facts, before);
  const memory: CareMemory = {
    ...before,
    deafSince: deaf ? (before.deafSince ?? facts.now) : null,
    // A path that breaks is followed by another one, whose silence is told anew.
    silenceTold: deaf && !broken ? before.silenceTold : 0,
    restarts: media === 'flowing' && !broken ? 0 : before.restarts,
  };
  const signalling = !facts.up ? 'lost' : memory.stale ? 'restoring' : 'up';
  const verdict = (action: CareAction, change: Partial<CareMemory> = {}): CareVerdict => ({
    signalling,
    media,
    action,
    memory: { ...memory, ...change },
  });
  if (facts.phase === 'ended') return verdict('none');
  if (facts.phase !== 'talking') {
    // The answer to an INVITE goes to the socket it came over: a call that was still being set up has none.
    if (!memory.stale) return verdict('none');
    const since = facts.now - memory.changedAt;
    const over =
      facts.direction === 'outgoing' ? facts.up || since >= careLimits.dead : since >= careLimits.ringing;
    return verdict(over ? 'end' : 'none');
  }
  if (!facts.up) {
    const deafFor = memory.deafSince === null ? 0 : facts.now - memory.deafSince;
    return verdict(
      deafFor >= careLimits.dead && facts.now - memory.changedAt >= careLimits.dead ? 'end' : 'none',
    );
  }
  if (memory.asking || facts.now - memory.failedAt < pauseAfter(memory.failures)) return verdict('none');
  const [action, change] = wanted(facts, memory);
  if (action !== 'restart') return verdict(action, change);
  // A way that was lost and found is told at once; only what follows waits for its outcome.
  if (!memory.stale && facts.now - memory.restartedAt < settlingAfter(memory.restarts))
    return verdict('none');
  return verdict('restart', { ...change, restarts: memory.restarts + 1, restartedAt: facts.now });
}

/**
 * A restart that only checks and hears nothing counts too: where this end answered the call and now offers, both
 * agents may hold themselves for the controlled one (seen with rtpengine), and the next restart finds them agreed.
 */
const isBroken = (
  { ice, iceSince, now, lastPacketAt }: CallFacts,
  { restarts, restartedAt }: CareMemory,
): boolean => {
  if (ice === 'failed') return true;
  if (ice === 'disconnected') return now - iceSince >= careLimits.disconnected;
  const waited = restarts > 0 && now - restartedAt >= careLimits.checking;
  return ice === 'checking' && waited && now - lastPacketAt >= careLimits.pause;
};

function wanted(facts: CallFacts, memory: CareMemory): [CareAction, Partial<CareMemory>?] {
  const { now, ice } = facts;
  const broken = isBroken(facts, memory);
  if (memory.stale) {
    if (memory.peerAskedAt > memory.changedAt && !broken) return ['none', { stale: false, moved: false }];
    if (facts.direction === 'incoming' && now - memory.changedAt < careLimits.courtesy) return ['none'];
    const paused = !facts.held && ice !== null && now - facts.lastPacketAt >= careLimits.pause;
    const restart = memory.moved || paused || ice === 'disconnected' || ice === 'failed';
    return [restart && ice !== null ? 'restart' : 'refresh'];
  }
  if (broken) return ['restart'];
  // Counted from where this path began: packets need a moment on one that ICE has only just found, and a restart
  // in that moment would take it away again.
  const deafFrom =
    facts.held || memory.deafSince === null
      ? Infinity
      : Math.max(memory.deafSince, facts.iceSince, memory.restartedAt);
  if (now - deafFrom >= deafAfter(memory.silenceTold))
    return ['restart', { silenceTold: memory.silenceTold + 1 }];
  return ['none'];
}

function mediaOf({ phase, ice, held, now, lastPacketAt }: CallFacts): CallSnapshot['media'] {
  if (phase !== 'talking' || ice === null) return 'none';
  if (ice === 'failed' || ice === 'closed') return 'lost';
  const quiet = now - lastPacketAt >= careLimits.silent;
  if (ice === 'disconnected') return quiet || held ? 'lost' : 'flowing';
  return quiet && !held ? 'silent' : 'flowing';
}
