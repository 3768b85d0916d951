import type { Policy } from '../callback/policy.ts';
import type { Card } from '../script/view.ts';
import { rulesOf, valueNameOf, voiceFile, type DrillBook } from './drill-book.ts';
import type { DrillRules, ReplyCondition, VoiceActor } from './drill-schema.ts';
import { spokenValue } from './spoken-values.ts';

/** One turn of the customer: what to play, what to show, when, and whether he puts the phone down after it. */
export type CustomerReply = {
  caption: { 'zh-CN': string; en: string };
  /** File names under resources/practice/voices, in order; empty when only the caption speaks. */
  voices: readonly string[];
  /** Milliseconds from the card's appearance to the first word. */
  delayMs: number;
  hangUp: boolean;
};

/** What makes two cards the same asking: a customer answers each asking once. */
export function cardKey(card: Card): string {
  switch (card.kind) {
    case 'question':
      return `question ${card.questionId} ${card.asking}`;
    case 'verify':
      return `verify ${card.factorId} ${card.triesLeft}`;
    case 'statement':
    case 'abnormal':
      return `${card.kind} ${card.questionId}`;
    case 'not_self':
      return 'not_self';
    case 'ending':
      return `ending ${card.reason}`;
  }
}

/** What the card is about, whatever the asking: `time` in the rules counts these. */
export const cardTopic = (card: Card): string =>
  `${card.kind} ${'factorId' in card ? card.factorId : 'questionId' in card ? card.questionId : ''}`;

/**
 * The customer's turn for a card; null when the drill has him say nothing.
 *
 * @param time how often a card on this topic has been on screen in this call, from 1
 */
export function customerReply(input: {
  book: DrillBook;
  drill: DrillRules;
  card: Card;
  time: number;
  policy: Policy;
}): CustomerReply | null {
  const { book, drill, card, time, policy } = input;
  const rule = replyRule(book, drill, card, time);
  if (rule?.say === undefined) return null;
  const pace = drill.pace ?? book.pace;
  const read = Math.min(pace.maxMs, pace.thinkMs + ('text' in card ? card.text.length : 0) * pace.perCharMs);
  return {
    ...spoken(book, rule.say, policy),
    delayMs: read + (rule.delayMs ?? 0),
    hangUp: rule.hangUp ?? false,
  };
}

/** The rule by which the customer has his turn; undefined when none fits the card. */
export const replyRule = (
  book: DrillBook,
  drill: DrillRules,
  card: Card,
  time: number,
): DrillRules['replies'][number] | undefined =>
  rulesOf(book, drill).find(({ when }) => fits(when, card, time));

/** What the customer says when he picks up. */
export const greeting = (book: DrillBook, drill: DrillRules, policy: Policy): CustomerReply | null =>
  drill.greeting === undefined
    ? null
    : { ...spoken(book, drill.greeting, policy), delayMs: 500, hangUp: false };

function fits(when: ReplyCondition, card: Card, time: number): boolean {
  const { kind, questions, set, input } = when;
  if (kind !== undefined && kind !== card.kind) return false;
  // A condition on a question speaks of the question itself, unless the kind is named.
  if (kind === undefined && card.kind !== 'question' && card.kind !== 'verify') return false;
  if (questions !== undefined && !('questionId' in card && questions.includes(card.questionId))) return false;
  if (set !== undefined && !(card.kind === 'question' && card.set === set)) return false;
  if (input !== undefined && !(card.kind === 'verify' && card.inputKind === input)) return false;
  const asked = card.kind === 'question' ? Math.max(card.asking, time) : time;
  return when.time === undefined || when.time === asked;
}

function spoken(
  book: DrillBook,
  say: readonly string[],
  policy: Policy,
): Pick<CustomerReply, 'caption' | 'voices'> {
  const holder: VoiceActor = policy.holderGender === '女' ? 'woman' : 'man';
  const parts = say.map((entry) => {
    const name = valueNameOf(entry);
    const value = name === null ? null : spokenValue(name, policy);
    if (value !== null)
      return { ...value.caption, voices: value.words.map((word) => voiceFile(holder, word)) };
    const id = name === null ? entry : book.missing_value;
    const line = book.lines[id];
    if (line === undefined) throw new Error(`The drill book has no line ${id}`);
    return { 'zh-CN': line.zh, en: line.en, voices: [voiceFile(line.by === 'son' ? 'son' : holder, id)] };
  });
  return {
    caption: {
      'zh-CN': parts.map((part) => part['zh-CN']).join(''),
      en: parts.map((part) => part.en).join(' '),
    },
    voices: parts.flatMap((part) => part.voices),
  };
}
