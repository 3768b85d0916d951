import { describe, expect, it } from 'vitest';
import { allLeaves, leavesOf, qualityFormSchema } from '../../../../core/quality/form-schema.ts';
import { parseRules } from '../../../../main/rules/read-rules.ts';
import {
  fatalIds,
  openingParts,
  paceRows,
  paceViolation,
  passMark,
  qualityRows,
} from '../../../fixtures/domain/quality.ts';
import { shippedForm, shippedFormText } from './shipped-form.ts';

const form = shippedForm();

describe('the shipped form is that of domain.md 3.6', () => {
  it.each(qualityRows)('%s weighs %d and has its items with their points', (name, weight, items) => {
    const dimension = form.dimensions.find((one) => one.name.zh === name);
    expect(dimension?.weight).toBe(weight);
    expect(dimension?.items.map(({ id, points }) => [id, points])).toEqual(items);
    expect(items.reduce((sum, [, points]) => sum + points, 0)).toBe(weight);
  });

  it('has the three dimensions in their order, the fatal items, the pass mark and the pace bands', () => {
    expect(form.dimensions.map(({ name }) => name.zh)).toEqual(qualityRows.map(([name]) => name));
    expect(form.fatal.map(({ id }) => id)).toEqual(fatalIds);
    expect(form.pass).toBe(passMark);
    expect(form.partCredit).toBe(0.5);
    expect(form.pace.violation).toBe(paceViolation);
    const bands = [
      ...[form.pace.full].map(({ from, to }) => [from, to, 'full']),
      ...form.pace.half.map(({ from, to }) => [from, to, 'half']),
    ];
    expect(bands.sort()).toEqual(paceRows.map((row) => [...row]).sort());
  });

  it('asks the four parts of the opening each by itself (row 25)', () => {
    const [opening] = form.dimensions[0]?.items ?? [];
    expect(opening === undefined ? [] : leavesOf(opening).map(({ id }) => id)).toEqual(openingParts);
  });

  it('leaves tone, listening and key wording to the ears', () => {
    const unheard = allLeaves(form).filter(({ record }) => record === undefined);
    expect(unheard.map(({ id }) => id)).toEqual(['C1d', 'C5', 'E1', 'E2', 'E3', 'E4']);
  });
});

describe('a broken form is refused with its place and reason', () => {
  const faults: readonly (readonly [string, string, string])[] = [
    ['weight: 50', 'weight: 40', 'dimensions: the weights add up to 90, not to 100'],
    ['id: C5', 'id: C4', 'dimensions.0.items.4.id: C4 is there twice'],
    ['id: Z3', 'id: C3', 'fatal.2.id: C3 is there twice'],
    ['points: 4', 'points: 5', 'dimensions.0.items.0.parts: the points of the parts add up to 4, C1 has 5'],
    ['violation: 180', 'violation: 150', 'pace.violation: is not above the bands'],
    ['unspeakable: 400', 'unspeakable: 170', 'pace.unspeakable: is below the violation'],
    ['partCredit: 0.5', 'partCredit: 1', 'partCredit: '],
    ['pass: 85', 'pass: 850', 'pass: '],
    ['version: 1.0.0', 'version: one', 'version: '],
    ['{ check: pace }', '{ check: sound }', 'dimensions.0.items.6'],
    [
      'full: { from: 100, to: 120 }',
      'full: { from: 120, to: 100 }',
      'pace: the band 120 to 100 runs backwards',
    ],
  ];
  it.each(faults)('%s as %s', (right, wrong, told) => {
    expect(shippedFormText).toContain(right);
    expect(() => parseRules(qualityFormSchema, shippedFormText.replace(right, wrong))).toThrow(told);
  });
});
