import { describe, expect, test } from 'vitest';
import { charsPerMinute, paceOf, summarisePace, zoneOf } from '../../../../core/quality/pace.ts';
import { readableSince, shownCard, stoppedClock, withCardShown } from '../../../../core/script/card-clock.ts';
import { paceOfCall } from '../../../../core/script/record-checks.ts';
import { spokenLength } from '../../../../core/script/render.ts';
import { now, packText, planOf, Running } from '../script/support.ts';
import type { BareEvent } from '../script/support.ts';

const rules = { limit: 180, band: { from: 100, to: 120 } };

describe('domain.md 3.6: pace = characters read over the time of the card', () => {
  test.each([
    [60, 20_000, 180],
    [60, 20_001, 179],
    [60, 30_000, 120],
    [55, 30_000, 110],
    [60, 36_000, 100],
    [60, 0, 3_600_000],
  ])('%i characters in %i ms are %i a minute', (characters, ms, pace) => {
    expect(charsPerMinute(characters, now, now + ms)).toBe(pace);
  });

  test('a clock that was set back says nothing', () => {
    expect(charsPerMinute(60, now, now - 1)).toBeNull();
    expect(
      summarisePace(
        [{ questionId: 'Q10', at: now, pace: { shownAt: now + 5, characters: 60, charsPerMinute: null } }],
        rules,
      ),
    ).toEqual({ average: null, violations: [] });
  });

  test.each([
    [400, 'over'],
    [180, 'over'],
    [179, 'fast'],
    [121, 'fast'],
    [120, 'band'],
    [100, 'band'],
    [99, 'slow'],
  ])('%i is %s', (pace, zone) => {
    expect(zoneOf(pace, rules)).toBe(zone);
  });

  test('the figures are those of the pack', () => {
    expect(packText).toContain('fastestCharsPerMinute: 180');
    const { flow } = planOf().pack;
    expect([flow.fastestCharsPerMinute, flow.pace]).toEqual([180, { from: 100, to: 120 }]);
  });

  test('variables count as long as they are, punctuation does not', () => {
    expect(spokenLength('您的保费是12,000元，您清楚吗？')).toBe(15);
  });

  test('average is all characters over all time; an earlier call does not count', () => {
    const answer = (questionId: string, from: number, to: number, characters: number) => ({
      questionId,
      at: now + to,
      pace: paceOf({ at: now + from, characters }, now + to) ?? undefined,
    });
    const answers = [
      answer('Q01', 0, 10_000, 60),
      answer('Q10', 20_000, 50_000, 55),
      answer('Q11', 50_000, 80_000, 55),
      { questionId: 'Q12', at: now + 90_000 },
    ];
    expect(summarisePace(answers, rules, now + 15_000)).toEqual({ average: 110, violations: [] });
    expect(summarisePace(answers, rules)).toEqual({
      average: 145,
      violations: [{ questionId: 'Q01', charsPerMinute: 360, at: now + 10_000 }],
    });
  });
});

/** Plays a call with a clock of its own, as main does. */
class Timed {
  readonly running = new Running();
  clock = stoppedClock;
  at = now;

  constructor() {
    this.clock = withCardShown(this.clock, this.running.plan, this.running.state, this.at, null);
  }

  /** What an answer given after `ms` would keep of its card. */
  shownAfter(ms: number, answeredAt = now) {
    this.at += ms;
    return shownCard(readableSince(this.clock, this.running.plan, this.running.state, answeredAt), 20);
  }

  do(event: BareEvent): this {
    const result = this.running.attempt(event);
    if (!result.ok) throw new Error(result.reason);
    this.running.do(event);
    this.clock = withCardShown(this.clock, this.running.plan, this.running.state, this.at, event.type);
    return this;
  }
}

describe('since when a card could be read out', () => {
  test('not before the customer answered', () => {
    const timed = new Timed();
    expect(timed.shownAfter(9000, now + 7000)).toEqual({ at: now + 7000, characters: 20 });
    expect(readableSince(timed.clock, timed.running.plan, timed.running.state, null)).toBeNull();
  });

  test('a flag does not start the card again', () => {
    const timed = new Timed();
    timed.shownAfter(3000);
    timed.do({ type: 'flag', flag: 'complaint', words: '' });
    expect(timed.shownAfter(1000)).toEqual({ at: now, characters: 20 });
  });

  test('a card that is put right is not timed, and the next keeps the moment it was first shown', () => {
    const timed = new Timed();
    timed.do({ type: 'answer', questionId: 'Q01', value: 'read', words: '' });
    timed.shownAfter(4000);
    timed.do({ type: 'answer', questionId: 'Q02', value: 'yes', words: '' });
    timed.shownAfter(5000);
    timed.do({ type: 'correct', questionId: 'Q02' });
    expect(timed.shownAfter(500)).toBeUndefined();
    timed.do({ type: 'answer', questionId: 'Q02', value: 'yes', words: '' });
    expect(timed.shownAfter(500)).toEqual({ at: now + 4000, characters: 20 });
  });

  test('a question that is asked once more is timed anew', () => {
    const timed = new Timed();
    timed.running.until('Q11');
    timed.at = now + 60_000;
    timed.do({ type: 'answer', questionId: 'Q11', value: 'no', words: '' });
    timed.shownAfter(10_000);
    timed.do({ type: 'ask_again', questionId: 'Q11' });
    expect(timed.shownAfter(2000)).toEqual({ at: now + 70_000, characters: 20 });
  });

  test('identity questions are timed as well, and answers keep their pace in the record', () => {
    const running = new Running().until('F_dob');
    running.do({
      type: 'verify',
      factorId: 'F_dob',
      outcome: 'pass',
      shown: { at: now + 3000, characters: 11 },
    });
    expect(running.state.verifications.at(-1)?.pace).toMatchObject({ characters: 11, shownAt: now + 3000 });
    running.until('Q11');
    const before = running.events.length;
    running.do({
      type: 'answer',
      questionId: 'Q11',
      value: 'yes',
      words: '',
      shown: { at: now + before * 1000 - 2000, characters: 18 },
    });
    expect(running.state.answers.at(-1)?.pace).toEqual({
      shownAt: now + before * 1000 - 2000,
      characters: 18,
      charsPerMinute: 540,
    });
    expect(
      paceOfCall(running.plan, running.state, 0).violations.map(({ questionId }) => questionId),
    ).toContain('Q11');
  });
});
