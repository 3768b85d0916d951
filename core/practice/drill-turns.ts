import type { Policy } from '../callback/policy.ts';
import type { ScriptEvent } from '../script/events.ts';
import type { Plan } from '../script/plan.ts';
import { projectCard } from '../script/project.ts';
import { readingSeconds } from '../script/render.ts';
import type { ScriptState } from '../script/state.ts';
import { next, start } from '../script/stepper.ts';
import type { Card } from '../script/view.ts';
import { cardKey, cardTopic, replyRule } from './customer-reply.ts';
import type { DrillBook } from './drill-book.ts';
import type { DrillRules } from './drill-schema.ts';

/** One thing the agent did in a practice call, with the card it was done at and what the customer said there. */
export type DrillTurn = {
  event: ScriptEvent;
  card: Card;
  /** Ids of the customer's lines at this card; empty when the drill has him say nothing. */
  said: readonly string[];
  silent: boolean;
  /** Spoken characters of the card's text, 0 where there is none. */
  characters: number;
  /** Milliseconds from the card's appearance to this event. */
  tookMs: number;
  /** The script after it. */
  after: ScriptState;
};

export type DrillCall = {
  book: DrillBook;
  drill: DrillRules;
  plan: Plan;
  policy: Policy;
  /** From `scriptVariables`. */
  variables: Readonly<Record<string, string>>;
  events: readonly ScriptEvent[];
  /** UTC ms at which the customer picked up; null when nobody did. */
  answeredAt: number | null;
};

const withSpokenText = (card: Card): string =>
  card.kind === 'statement' || card.kind === 'question' || card.kind === 'verify' ? card.text : '';

/**
 * Goes through the stored events of a practice call once more, with the stepper of the live call and the customer's
 * own rules. Null when the events do not fit the plan (the policy or the drill was changed since).
 */
export const drillTurns = (call: DrillCall): DrillTurn[] | null => {
  const { book, drill, plan, variables, answeredAt } = call;
  const times = new Map<string, number>();
  const turns: DrillTurn[] = [];
  let state = start(plan);
  let key: string | null = null;
  let shownAt = answeredAt ?? 0;
  let before = answeredAt ?? 0;
  for (const event of call.events) {
    const card = projectCard(plan, state, { variables, locale: 'zh-CN' });
    if (event.type === 'resumed') {
      // Another call: the customer picks up anew and remembers nothing of what he was asked.
      times.clear();
      key = null;
    }
    if (cardKey(card) !== key) {
      key = cardKey(card);
      shownAt = before;
      times.set(cardTopic(card), (times.get(cardTopic(card)) ?? 0) + 1);
    }
    const rule = replyRule(book, drill, card, times.get(cardTopic(card)) ?? 1);
    const result = next(plan, state, event);
    if (!result.ok) return null;
    state = result.state;
    turns.push({
      event,
      card,
      said: rule?.say ?? [],
      silent: rule?.silent === true,
      characters: readingSeconds(withSpokenText(card), 60),
      tookMs: Math.max(0, event.at - shownAt),
      after: state,
    });
    // What was answered in an earlier call of the chain lies before this one was picked up.
    before = Math.max(event.at, answeredAt ?? event.at);
  }
  return turns;
};
