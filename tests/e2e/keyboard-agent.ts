import type { Page } from '@playwright/test';
import type { Card } from '../../core/script/view.ts';
import { normalValue, sessionOf } from './agent.ts';
import type { Desk } from './desk.ts';
import { expect } from './desk.ts';

/** Presses a key as often as said; only the keyboard is used. */
export const press = async (page: Page, ...keys: readonly string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key);
};

const identityOf = (card: Card): string => {
  if (card.kind === 'ending') return 'ending';
  if (card.kind === 'not_self') return 'not_self';
  if (card.kind === 'question') return `question ${card.questionId} ${card.asking}`;
  return `${card.kind} ${card.questionId}`;
};

type KeyboardAgentOptions = {
  /** The answer to give when it is not the normal one. */
  values?: Readonly<Record<string, string>>;
  /** Called before each card is dealt with, with the card on screen. */
  onCard?: (card: Card) => Promise<void>;
  /** Stops before this card. */
  until?: (card: Card) => boolean;
};

/**
 * Plays the agent by keyboard: reads the card, waits for the simulated customer where his words are needed,
 * and presses the keys that a person would press. Ends when the script is at its end.
 */
export const answerByKeyboard = async (desk: Desk, options: KeyboardAgentOptions = {}): Promise<Card> => {
  const { page } = desk;
  const asked = new Set<string>();
  for (let count = 0; count < 120; count += 1) {
    const { card } = (await sessionOf(desk)).script;
    const identity = identityOf(card);
    // Once the customer has hung up the choice of the disposition stands where the ending was.
    const kinds = card.kind === 'ending' ? ['ending', 'wrap_up'] : [card.kind];
    await expect(page.locator(kinds.map((kind) => `[data-card-kind="${kind}"]`).join(','))).toBeVisible();
    if ('questionId' in card)
      await expect(page.locator(`[data-question-id="${card.questionId}"]`)).toBeVisible();
    await options.onCard?.(card);
    if (card.kind === 'ending' || card.kind === 'not_self' || options.until?.(card) === true) return card;
    switch (card.kind) {
      case 'statement':
        await press(page, 'Enter');
        break;
      case 'question': {
        const value =
          (card.asking === 1 ? options.values?.[card.questionId] : undefined) ?? normalValue(card);
        const key = card.options.find((option) => option.value === value)?.key;
        if (key === undefined) throw new Error(`${card.questionId} has no answer ${value}`);
        await press(page, key);
        break;
      }
      case 'verify': {
        // What the customer says is what the agent types; the caption is cleared by the next line he speaks.
        const words = await spokenReply(desk, card);
        await page.keyboard.type(words);
        await press(page, 'Enter');
        break;
      }
      case 'abnormal':
        await press(page, card.canAskAgain && !asked.has(card.questionId) ? 'Enter' : 'Control+Enter');
        asked.add(card.questionId);
        break;
    }
    await expect
      .poll(async () => identityOf((await sessionOf(desk)).script.card), {
        timeout: 30_000,
        // A callback has some forty cards: the usual pauses between two looks would be most of its time.
        intervals: [20, 40, 80, 160, 500],
      })
      .not.toBe(identity);
  }
  throw new Error('the script has no end');
};

const lastCaptions = new WeakMap<Desk, string>();

/** The customer's reply to a factor: the first caption with a figure that was not there before. */
export const spokenReply = async (desk: Desk, card: Extract<Card, { kind: 'verify' }>): Promise<string> => {
  const before = lastCaptions.get(desk) ?? '';
  let words = '';
  await expect
    .poll(
      async () => {
        words = (await sessionOf(desk)).caption ?? '';
        return (
          words !== before && (card.inputKind === 'product' || /[\d零〇一二三四五六七八九幺]/.test(words))
        );
      },
      { timeout: 20_000 },
    )
    .toBe(true);
  lastCaptions.set(desk, words);
  // Of a sentence like "the last four are 9747" an agent types the figures.
  const figures = /[\dXx]{4}/.exec(words)?.[0];
  return card.inputKind === 'id4' && figures !== undefined ? figures : words.replace(/[。，！？.!?]/g, '');
};
