import type { ShownCard } from '../quality/pace.ts';
import type { ScriptEvent } from './events.ts';
import type { Plan } from './plan.ts';
import { positionOf } from './position.ts';
import type { ScriptState } from './state.ts';

/**
 * Since when each card of the present call has been on screen, by card; null for a card that must not be timed.
 * A card that comes back keeps its first moment, since it may have been read out then: the time is never too short.
 */
export type CardClock = Readonly<Record<string, number | null>>;

/** Nothing shown yet: at the start of every call. */
export const stoppedClock: CardClock = {};

const keyOf = (plan: Plan, state: ScriptState): string | null => {
  const position = positionOf(plan, state);
  if (position.kind === 'verify') return position.factor.id;
  if (position.kind !== 'question') return null;
  const { questionId } = position.step;
  return `${questionId} ${state.askings[questionId] ?? 1}`;
};

/**
 * The clock once `state` is on screen at `at` (UTC ms). `because` is the event that led there: a slip that is put
 * right by `correct` need not be read out again, so its card is not timed.
 */
export const withCardShown = (
  clock: CardClock,
  plan: Plan,
  state: ScriptState,
  at: number,
  because: ScriptEvent['type'] | null,
): CardClock => {
  const key = keyOf(plan, state);
  if (key === null || Object.hasOwn(clock, key)) return clock;
  return { ...clock, [key]: because === 'correct' ? null : at };
};

/**
 * When the card on screen could first be read out; null when it is not timed. Before the customer answered
 * (`answeredAt`, UTC ms) there was nobody to read to.
 */
export const readableSince = (
  clock: CardClock,
  plan: Plan,
  state: ScriptState,
  answeredAt: number | null,
): number | null => {
  const key = keyOf(plan, state);
  const shownAt = key === null ? null : (clock[key] ?? null);
  return shownAt === null || answeredAt === null ? null : Math.max(shownAt, answeredAt);
};

/** What an event keeps of the card it answers; undefined when it is not timed. */
export const shownCard = (since: number | null, characters: number): ShownCard | undefined =>
  since === null ? undefined : { at: since, characters };
