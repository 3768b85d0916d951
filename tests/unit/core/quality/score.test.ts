import { describe, expect, it } from 'vitest';
import { allLeaves, type QualityAnswer } from '../../../../core/quality/form-schema.ts';
import {
  dimensionScores,
  scoreForm,
  unanswered,
  type QualityAnswers,
} from '../../../../core/quality/score.ts';
import { fatalIds, qualityRows } from '../../../fixtures/domain/quality.ts';
import { shippedForm } from './shipped-form.ts';

const form = shippedForm();
const leaves = allLeaves(form);
const all = (answer: QualityAnswer): Record<string, QualityAnswer> =>
  Object.fromEntries(leaves.map(({ id }) => [id, answer]));
const totalOf = (answers: QualityAnswers, fatal: readonly string[] = []) =>
  scoreForm(form, answers, fatal)?.total;
/** The parts of an item, or the item itself. */
const partsOf = (id: string): string[] =>
  leaves.map((leaf) => leaf.id).filter((leaf) => leaf === id || (id === 'C1' && leaf.startsWith('C1')));
const items = qualityRows.flatMap(([, weight, rows]) =>
  rows.map(([id, points]) => [id, points, weight] as const),
);

describe('the score', () => {
  it('is 100, 50 and 0 when everything is met, met in part and not met', () => {
    expect(totalOf(all('met'))).toBe(100);
    expect(totalOf(all('part'))).toBe(50);
    expect(totalOf(all('not_met'))).toBe(0);
  });

  it.each(items)('%s not met costs its %d points, in part half of them', (id, points) => {
    const given = (answer: QualityAnswer) =>
      totalOf({ ...all('met'), ...Object.fromEntries(partsOf(id).map((part) => [part, answer])) });
    expect(given('not_met')).toBe(100 - points);
    expect(given('part')).toBe(100 - points / 2);
    // What does not apply leaves the base: the rest was all met.
    expect(given('na')).toBe(100);
  });

  it.each(items)(
    'with %s (%d of %d) not applicable the rest of its dimension weighs more',
    (id, points, weight) => {
      const other = items.find(([one, , same]) => one !== id && same === weight);
      if (other === undefined) throw new Error('a dimension of one item');
      const [otherId, otherPoints] = other;
      const answers = {
        ...all('met'),
        ...Object.fromEntries(partsOf(id).map((part) => [part, 'na' as const])),
        ...Object.fromEntries(partsOf(otherId).map((part) => [part, 'not_met' as const])),
      };
      const lost = (otherPoints / (weight - points)) * weight;
      expect(totalOf(answers)).toBeCloseTo(100 - lost, 0);
      expect(scoreForm(form, answers, [])?.dimensions.find((one) => one.weight === weight)?.applicable).toBe(
        weight - points,
      );
    },
  );

  it('takes a dimension out of the base of which nothing applies', () => {
    const experience = form.dimensions[2]?.items.map(({ id }) => id) ?? [];
    const without = { ...all('met'), ...Object.fromEntries(experience.map((id) => [id, 'na' as const])) };
    const score = scoreForm(form, { ...without, C3: 'not_met' }, []);
    expect(score?.dimensions[2]?.score).toBeNull();
    expect(score?.total).toBe(87.5);
    expect(scoreForm(form, all('na'), [])).toBeNull();
  });

  it.each(fatalIds)('%s makes the total 0 and fails, whatever the rest', (id) => {
    expect(scoreForm(form, all('met'), [id])).toMatchObject({ total: 0, passed: false });
    expect(scoreForm(form, all('met'), [id])?.dimensions.map(({ score }) => score)).toEqual([50, 30, 20]);
  });

  it('passes from 85 on', () => {
    // 15 points lost: P1 (8), E3 (4) and E4 (3).
    const lost = { ...all('met'), P1: 'not_met', E3: 'not_met', E4: 'not_met' } as const;
    expect(scoreForm(form, lost, [])).toMatchObject({ total: 85, passed: true });
    expect(scoreForm(form, { ...lost, C1d: 'part' }, [])).toMatchObject({ total: 84.5, passed: false });
  });

  it('runs along with what is answered so far', () => {
    expect(unanswered(form, {})).toEqual(leaves.map(({ id }) => id));
    expect(dimensionScores(form, {}).map(({ score }) => score)).toEqual([null, null, null]);
    const [first] = dimensionScores(form, { C2: 'met', C3: 'part' });
    expect(first).toMatchObject({ earned: 8, applicable: 13, score: 30.8 });
  });
});
