import { z } from 'zod';

/**
 * Reading pace (domain.md rows 10, 50, 68 and 3.6 C7). Nobody measures the speech itself: from the moment a card
 * is on screen to its answer at most that much time was spent reading it. So the pace worked out here is the
 * lowest that can have been; the true one may be higher, never lower.
 */
export const shownCardSchema = z.object({
  /** UTC ms from which the card could be read out: it was on screen and the customer on the line. */
  at: z.number().int(),
  /** Letters and digits of the text as read out, every variable with its real length; punctuation is not read. */
  characters: z.number().int().nonnegative(),
});
export type ShownCard = z.infer<typeof shownCardSchema>;

export const paceSchema = z.object({
  shownAt: z.number().int(),
  characters: z.number().int().nonnegative(),
  /** Characters a minute, rounded down: a lower bound. Null when the clock was set back meanwhile. */
  charsPerMinute: z.number().int().nullable(),
});
export type Pace = z.infer<typeof paceSchema>;

export const paceRulesSchema = z.object({
  /** Characters a minute from which the pace is a violation. */
  limit: z.number().int().positive(),
  /** The pace to aim at; null where the pack names none. */
  band: z.object({ from: z.number().int(), to: z.number().int() }).nullable(),
});
export type PaceRules = z.infer<typeof paceRulesSchema>;

const minuteMs = 60_000;

/** Pace of a text of `characters` between two moments (UTC ms); null when the second is before the first. */
export const charsPerMinute = (characters: number, from: number, to: number): number | null =>
  to < from ? null : Math.floor((characters * minuteMs) / Math.max(1, to - from));

/** What is stored with an answer given at `answeredAt`; null when the card was not timed. */
export const paceOf = (shown: ShownCard | undefined, answeredAt: number): Pace | null =>
  shown === undefined || shown.characters === 0
    ? null
    : {
        shownAt: shown.at,
        characters: shown.characters,
        charsPerMinute: charsPerMinute(shown.characters, shown.at, answeredAt),
      };

export const paceZones = ['over', 'fast', 'band', 'slow'] as const;
export type PaceZone = (typeof paceZones)[number];

/** Where a pace stands. Slow is no fault here: the time of a card holds the customer's answer too. */
export const zoneOf = (pace: number, { limit, band }: PaceRules): PaceZone => {
  if (pace >= limit) return 'over';
  if (band === null) return 'slow';
  return pace > band.to ? 'fast' : pace >= band.from ? 'band' : 'slow';
};

/** Seconds after which a text of `characters` is no longer faster than `pace`. */
export const secondsAt = (characters: number, pace: number): number => (characters * 60) / pace;

export type TimedAnswer = { questionId: string; at: number; pace?: Pace | undefined };

export type PaceSummary = {
  /** All characters over all time of the timed cards, a lower bound; null when none was timed. */
  average: number | null;
  /** Cards that were certainly read at the limit or faster, in order. */
  violations: { questionId: string; charsPerMinute: number; at: number }[];
};

/** Pace of a call; `since` leaves out what an earlier call brought along. */
export const summarisePace = (
  answers: readonly TimedAnswer[],
  rules: Pick<PaceRules, 'limit'>,
  since = 0,
): PaceSummary => {
  const timed = answers.flatMap(({ questionId, at, pace }) =>
    at < since || pace === undefined || pace.charsPerMinute === null
      ? []
      : [{ questionId, at, ms: at - pace.shownAt, characters: pace.characters, pace: pace.charsPerMinute }],
  );
  const ms = timed.reduce((sum, one) => sum + one.ms, 0);
  const characters = timed.reduce((sum, one) => sum + one.characters, 0);
  return {
    average: timed.length === 0 ? null : charsPerMinute(characters, 0, ms),
    violations: timed
      .filter(({ pace }) => pace >= rules.limit)
      .map(({ questionId, pace, at }) => ({ questionId, charsPerMinute: pace, at })),
  };
};
