import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allLeaves, qualityAnswers, type QualityAnswer } from '../../../core/quality/form-schema.ts';
import { scoreForm } from '../../../core/quality/score.ts';
import { shippedForm } from '../../unit/core/quality/shipped-form.ts';

const form = shippedForm();
const ids = allLeaves(form).map(({ id }) => id);
const seeded = { seed: 20_261_123, numRuns: 2_000 };
const answers = fc
  .tuple(...ids.map(() => fc.constantFrom(...qualityAnswers)))
  .map((given) => Object.fromEntries(ids.map((id, at): [string, QualityAnswer] => [id, given[at] ?? 'na'])));
const fatal = fc.subarray(form.fatal.map(({ id }) => id));

describe('any filled-in form', () => {
  it('has a total from 0 to 100, and no dimension above its weight', () => {
    fc.assert(
      fc.property(answers, fatal, (given, raised) => {
        const score = scoreForm(form, given, raised);
        if (score === null) return expect(Object.values(given).every((one) => one === 'na')).toBe(true);
        expect(score.total).toBeGreaterThanOrEqual(0);
        expect(score.total).toBeLessThanOrEqual(100);
        for (const one of score.dimensions) {
          if (one.score === null) continue;
          expect(one.score).toBeGreaterThanOrEqual(0);
          expect(one.score).toBeLessThanOrEqual(one.weight);
        }
        expect(score.passed).toBe(raised.length === 0 && score.total >= form.pass);
      }),
      seeded,
    );
  });

  it('scores 0 and fails with any fatal item', () => {
    fc.assert(
      fc.property(answers, fatal, (given, raised) => {
        fc.pre(raised.length > 0);
        const score = scoreForm(form, given, raised);
        if (score !== null) expect(score).toMatchObject({ total: 0, passed: false });
      }),
      seeded,
    );
  });

  it('what does not apply leaves the base: the form without these items scores the same', () => {
    fc.assert(
      fc.property(answers, (given) => {
        const without = Object.fromEntries(Object.entries(given).filter(([, answer]) => answer !== 'na'));
        expect(scoreForm(form, given, [])).toEqual(scoreForm(form, without, []));
      }),
      seeded,
    );
  });

  it('a better answer never makes the total lower', () => {
    const better: Partial<Record<QualityAnswer, QualityAnswer>> = { not_met: 'part', part: 'met' };
    fc.assert(
      fc.property(answers, fc.constantFrom(...ids), (given, id) => {
        const next = better[given[id] ?? 'na'];
        if (next === undefined) return;
        const before = scoreForm(form, given, [])?.total ?? 0;
        expect(scoreForm(form, { ...given, [id]: next }, [])?.total).toBeGreaterThanOrEqual(before);
      }),
      seeded,
    );
  });
});
