import {
  allLeaves,
  leavesOf,
  type QualityAnswer,
  type QualityDimension,
  type QualityForm,
  type QualityLeaf,
} from './form-schema.ts';

export type QualityAnswers = Readonly<Record<string, QualityAnswer>>;

export type DimensionScore = {
  id: string;
  weight: number;
  /** Points earned, of those that apply. */
  earned: number;
  applicable: number;
  /** earned ÷ applicable × weight, to one decimal; null when nothing of the dimension applies. */
  score: number | null;
};

export type QualityScore = {
  dimensions: DimensionScore[];
  /** 0 to 100, to one decimal; 0 with a fatal item. */
  total: number;
  passed: boolean;
};

/** To one decimal. What is shown is what counts: a total is compared with the pass mark after this. */
const toTenth = (value: number): number => Math.round((value + Number.EPSILON) * 10) / 10;

const earnedOf = (answer: QualityAnswer, { points }: QualityLeaf, { partCredit }: QualityForm): number =>
  answer === 'met' ? points : answer === 'part' ? points * partCredit : 0;

const exactOf = (form: QualityForm, dimension: QualityDimension, answers: QualityAnswers) => {
  let earned = 0;
  let applicable = 0;
  for (const leaf of dimension.items.flatMap(leavesOf)) {
    const answer = answers[leaf.id];
    if (answer === undefined || answer === 'na') continue;
    earned += earnedOf(answer, leaf, form);
    applicable += leaf.points;
  }
  return { earned, applicable, score: applicable === 0 ? null : (earned / applicable) * dimension.weight };
};

/** Items without an answer yet, in the order of the form. */
export const unanswered = (form: QualityForm, answers: QualityAnswers): string[] =>
  allLeaves(form).flatMap(({ id }) => (answers[id] === undefined ? [id] : []));

/** Each dimension from what is answered so far: what is not answered leaves the base, as 不适用 does. */
export const dimensionScores = (form: QualityForm, answers: QualityAnswers): DimensionScore[] =>
  form.dimensions.map((dimension) => {
    const { earned, applicable, score } = exactOf(form, dimension, answers);
    const { id, weight } = dimension;
    return { id, weight, earned, applicable, score: score === null ? null : toTenth(score) };
  });

/**
 * The score of a form (domain.md 3.6): dimension = earned ÷ applicable × weight, total = their sum. A dimension of
 * which nothing applies leaves the base too: the others are then taken as the whole. A fatal item makes the total 0.
 * Null when nothing at all applies.
 */
export const scoreForm = (
  form: QualityForm,
  answers: QualityAnswers,
  fatal: readonly string[],
): QualityScore | null => {
  let sum = 0;
  let base = 0;
  for (const dimension of form.dimensions) {
    const { score } = exactOf(form, dimension, answers);
    if (score === null) continue;
    sum += score;
    base += dimension.weight;
  }
  if (base === 0) return null;
  const total = fatal.length > 0 ? 0 : toTenth((sum / base) * 100);
  return {
    dimensions: dimensionScores(form, answers),
    total,
    passed: fatal.length === 0 && total >= form.pass,
  };
};
