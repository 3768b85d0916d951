import type { CallParty } from '../../core/call/types.ts';
import { autoAnswerDecision } from '../../core/phone-policy/auto-answer.ts';
import type { PhonePolicy } from '../../core/phone-policy/policy-schema.ts';
import type { Clock, PhonePort } from '../../core/ports.ts';
import type { Log } from '../log/log.ts';
import type { Timers } from '../sync/timers.ts';

export type AutoAnswer = {
  /** UTC ms at which the call answers itself, null when it does not. Asked again it says the same. */
  decide(callId: string, party: CallParty): number | null;
  /** The call goes on ringing; false when it would not have answered itself. */
  stop(callId: string): boolean;
  /** The call is answered or over. */
  forget(callId: string): void;
};

/**
 * Answers calls by policy. What held when the call came in must still hold when it is answered: an agent who
 * became busy meanwhile is not put on the line.
 */
export const createAutoAnswer = (deps: {
  policy: PhonePolicy;
  phone: Pick<PhonePort, 'answer'>;
  clock: Clock;
  timers: Pick<Timers, 'after'>;
  log: Log;
  beep: () => void;
  /** What the seat shows now. */
  state: () => string;
  /** Calls that are up or ring, beside the given one. */
  otherCalls: (callId: string) => number;
  /** A call that was going to answer itself will not. */
  onStopped: () => void;
}): AutoAnswer => {
  const plans = new Map<string, { at: number | null; cancel: () => void }>();

  const decision = (callId: string, party: CallParty) =>
    autoAnswerDecision(deps.policy, {
      headers: party.headers,
      user: party.user,
      domain: party.domain ?? null,
      state: deps.state(),
      callsUp: deps.otherCalls(callId),
    });

  const stop = (callId: string): boolean => {
    const plan = plans.get(callId);
    if (plan === undefined || plan.at === null) return false;
    plan.cancel();
    plans.set(callId, { at: null, cancel: () => undefined });
    deps.onStopped();
    return true;
  };

  const answer = (callId: string, party: CallParty): void => {
    const still = decision(callId, party);
    if (!still.answer) {
      deps.log.info('agent.auto_answer_stopped', { refusal: still.refusal });
      stop(callId);
      return;
    }
    deps.log.info('agent.auto_answered', {});
    if (deps.policy.autoAnswer.beep) deps.beep();
    deps.phone.answer(callId).catch((error: unknown) => {
      deps.log.warn('agent.auto_answer_failed', {
        reason: error instanceof Error ? error.message : 'unknown',
      });
      stop(callId);
    });
  };

  return {
    decide: (callId, party) => {
      const known = plans.get(callId);
      if (known !== undefined) return known.at;
      const decided = decision(callId, party);
      if (!decided.answer) {
        if (decided.refusal !== 'off' && decided.refusal !== 'not_asked')
          deps.log.info('agent.auto_answer_refused', { refusal: decided.refusal });
        plans.set(callId, { at: null, cancel: () => undefined });
        return null;
      }
      const at = deps.clock.now() + decided.afterMs;
      const cancel = deps.timers.after(decided.afterMs, () => answer(callId, party));
      plans.set(callId, { at, cancel });
      return at;
    },
    stop,
    forget: (callId) => {
      plans.get(callId)?.cancel();
      plans.delete(callId);
    },
  };
};
