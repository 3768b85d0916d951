import type { Policy } from '../../core/callback/policy.ts';
import type { CustomerCommand } from '../../core/ipc/features/phone-window.ts';
import {
  cardKey,
  cardTopic,
  customerReply,
  greeting,
  type CustomerReply,
} from '../../core/practice/customer-reply.ts';
import type { DrillBook } from '../../core/practice/drill-book.ts';
import type { DrillRules } from '../../core/practice/drill-schema.ts';
import { keyReply } from '../../core/practice/key-reply.ts';
import type { Card } from '../../core/script/view.ts';

export type Caption = CustomerReply['caption'];

export type PracticeDirectorOptions = {
  book: DrillBook;
  drill: DrillRules;
  policy: Policy;
  send: (command: CustomerCommand) => void;
  onCaption: (caption: Caption | null) => void;
  /** 1 = at the drill's own pace; 10 = ten times as fast. */
  tempo: number;
};

/**
 * Leads the customer through one call: which line comes next is the drill's matter (core/practice), when it is
 * spoken is decided here. A new card cancels a reply that has not begun; what is being said is finished.
 */
export class PracticeDirector {
  readonly #options: PracticeDirectorOptions;
  readonly #times = new Map<string, number>();
  #talking = false;
  #greeted = false;
  #card: Card | null = null;
  #lastKey: string | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Lines handed over and not yet spoken. */
  #speaking = 0;
  #hangUpAfter = false;
  /** Keys heard in this call. */
  #keys = '';

  constructor(options: PracticeDirectorOptions) {
    this.#options = options;
    const { onInvite, ringMs } = options.drill.call;
    options.send({ type: 'behave', onInvite, ringMs: Math.round(ringMs / options.tempo) });
  }

  /** The customer picked up: he greets, then answers the card that is on screen. */
  answered(): void {
    const { book, drill, policy } = this.#options;
    this.#talking = true;
    this.#later(greeting(book, drill, policy), () => {
      this.#greeted = true;
      this.#respond();
    });
  }

  /** The card on screen now. The same asking again changes nothing. */
  onCard(card: Card): void {
    const key = cardKey(card);
    if (key === this.#lastKey) return;
    this.#lastKey = key;
    this.#card = card;
    this.#times.set(cardTopic(card), (this.#times.get(cardTopic(card)) ?? 0) + 1);
    if (this.#greeted) this.#respond();
  }

  /** One line was spoken to its end (or could not be played, which must not hold up the call). */
  spoken(): void {
    this.#speaking = Math.max(0, this.#speaking - 1);
    this.#hangUpWhenSilent();
  }

  /** The agent pressed a key. */
  heardKey(key: string): void {
    if (!this.#talking) return;
    this.#keys += key;
    const { caption, voices } = keyReply(key, this.#keys, this.#options.policy);
    this.#options.onCaption(caption);
    this.#speak(voices);
  }

  /** The call is over. */
  ended(): void {
    this.#talking = false;
    clearTimeout(this.#timer);
    this.#options.onCaption(null);
  }

  #respond(): void {
    const card = this.#card;
    clearTimeout(this.#timer);
    this.#hangUpAfter = false;
    if (card === null) return;
    const { book, drill, policy } = this.#options;
    const time = this.#times.get(cardTopic(card)) ?? 1;
    this.#later(customerReply({ book, drill, card, time, policy }), () => undefined);
  }

  #later(reply: CustomerReply | null, then: () => void): void {
    if (!this.#talking) return;
    if (reply === null) {
      then();
      return;
    }
    this.#timer = setTimeout(() => {
      this.#say(reply);
      then();
    }, reply.delayMs / this.#options.tempo);
  }

  #say(reply: CustomerReply): void {
    this.#options.onCaption(reply.caption);
    this.#speak(reply.voices);
    this.#hangUpAfter = reply.hangUp;
    this.#hangUpWhenSilent();
  }

  #speak(voices: CustomerReply['voices']): void {
    for (const voice of voices) {
      this.#speaking += 1;
      this.#options.send({ type: 'say', voice });
    }
  }

  #hangUpWhenSilent(): void {
    if (!this.#hangUpAfter || this.#speaking > 0 || !this.#talking) return;
    this.#hangUpAfter = false;
    this.#options.send({ type: 'hangUp' });
  }
}
