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
  /** One re-INVITE was sent for this silence. */
  silenceTold: boolean;
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
  /** ICE is content and nothing is heard: once, a new offer may wake what stands in between. */
  deaf: 8_000,
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
  silenceTold: false,
  deafSince: null,
  restarts: 0,
  restartedAt: -Infinity,
});

/**
 * 1, 2, 4, 8, 16 s: the time a restart has to find a path before the next one. The state of the old path stays
 * `failed` until the first check of the new one is answered, and a restart throws away what gathered so far.
 */
const settlingAfter = (restarts: number): number =>
  restarts === 0 ? 0 : Math.min(16, 2 ** (restarts - 1)) * 1_000;

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
  const memory: CareMemory = {
    ...before,
    deafSince: deaf ? (before.deafSince ?? facts.now) : null,
    silenceTold: deaf && before.silenceTold,
    restarts: media === 'flowing' && !isBroken(facts, before) ? 0 : before.restarts,
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
  const deafFor = facts.held || memory.deafSince === null ? 0 : now - memory.deafSince;
  if (deafFor >= careLimits.deaf && !memory.silenceTold) return ['restart', { silenceTold: true }];
  return ['none'];
}

function mediaOf({ phase, ice, held, now, lastPacketAt }: CallFacts): CallSnapshot['media'] {
  if (phase !== 'talking' || ice === null) return 'none';
  if (ice === 'failed' || ice === 'closed') return 'lost';
  const quiet = now - lastPacketAt >= careLimits.silent;
  if (ice === 'disconnected') return quiet || held ? 'lost' : 'flowing';
  return quiet && !held ? 'silent' : 'flowing';
}
