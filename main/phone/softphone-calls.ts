import type { CallKind } from '../../core/call/call-log.ts';
import { newQuality, nextQuality, type QualityRules, type QualityState } from '../../core/call/quality.ts';
import type { CallParty, CallSnapshot, MediaStats } from '../../core/call/types.ts';
import type { RobotHandover } from '../../core/call/handover.ts';
import type { TaskRow } from '../../core/ipc/features/worklist.ts';

/** Everything main knows of one call. Replaced, never changed in place. */
export type KnownCall = {
  call: CallSnapshot;
  party: CallParty;
  kind: CallKind;
  /** Tasks that the caller's number belongs to. */
  tasks: readonly TaskRow[];
  /** What a robot hands over, with the task it means. */
  handover: (RobotHandover & { taskId: string }) | null;
  quality: QualityState;
  autoAnswerAt: number | null;
};

/** Calls by id, in the order in which they began. The one that ended last stays until the next begins. */
export type KnownCalls = ReadonlyMap<string, KnownCall>;

const isUp = ({ call }: KnownCall): boolean => call.phase !== 'ended';

export const callsUp = (calls: KnownCalls): KnownCall[] => [...calls.values()].filter(isUp);

/** A call that is new or has changed. What ended before is forgotten as soon as another call begins or ends. */
export const withCall = (
  calls: KnownCalls,
  call: CallSnapshot,
  party: CallParty,
  kindOfNew: CallKind,
): KnownCalls => {
  const before = calls.get(call.callId);
  const fresh: KnownCall = before ?? {
    call,
    party,
    kind: kindOfNew,
    tasks: [],
    handover: null,
    quality: newQuality,
    autoAnswerAt: null,
  };
  const stats = call.stats ?? before?.call.stats ?? null;
  const next: KnownCall = {
    ...fresh,
    party,
    call: { ...call, stats },
    autoAnswerAt: call.phase === 'incoming' ? fresh.autoAnswerAt : null,
  };
  const begins = before === undefined;
  const ends = call.phase === 'ended' && before !== undefined && isUp(before);
  const map = new Map(calls);
  if (begins || ends) for (const [id, known] of map) if (!isUp(known) && id !== call.callId) map.delete(id);
  return map.set(call.callId, next);
};

export const changed = (calls: KnownCalls, callId: string, change: Partial<KnownCall>): KnownCalls => {
  const known = calls.get(callId);
  return known === undefined ? calls : new Map(calls).set(callId, { ...known, ...change });
};

/** A second of media. */
export const withStats = (
  calls: KnownCalls,
  callId: string,
  stats: MediaStats,
  rules: QualityRules,
): KnownCalls => {
  const known = calls.get(callId);
  if (known === undefined || !isUp(known)) return calls;
  const held = known.call.held.local || known.call.held.remote;
  return changed(calls, callId, {
    call: { ...known.call, stats },
    quality: nextQuality(known.quality, stats, rules, held),
  });
};
