import { z } from 'zod';

/**
 * The quality check form (质检评分表) as data: resources/quality/form.yaml, domain.md 3.6. What is good work, what it
 * weighs and what is fatal is head office's to say; how an answer becomes a score is in score.ts.
 */
export const qualityAnswers = ['met', 'part', 'not_met', 'na'] as const;
export type QualityAnswer = (typeof qualityAnswers)[number];

const bilingual = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
const itemId = z.string().regex(/^[A-Z]\d{1,2}[a-z]?$/, 'is no item id such as C1 or C1a');
const points = z.number().positive().max(100);

/**
 * What a kept record can say about an item (pre-score.ts). An item without one is for the ears alone. `asked` looks
 * for cards that were on screen and answered.
 */
export const recordCheckSchema = z.discriminatedUnion('check', [
  z.strictObject({ check: z.literal('asked'), questions: z.array(z.string().min(1)).min(1) }),
  z.strictObject({ check: z.literal('identity') }),
  z.strictObject({ check: z.literal('required') }),
  z.strictObject({ check: z.literal('single') }),
  z.strictObject({ check: z.literal('pace') }),
  z.strictObject({ check: z.literal('abnormal') }),
  z.strictObject({ check: z.literal('customer_questions') }),
  z.strictObject({ check: z.literal('own_words') }),
  z.strictObject({ check: z.literal('objections') }),
  z.strictObject({ check: z.literal('promises') }),
  z.strictObject({ check: z.literal('summary') }),
  z.strictObject({ check: z.literal('archive') }),
]);
export type RecordCheck = z.infer<typeof recordCheckSchema>;

const judged = {
  id: itemId,
  name: bilingual,
  points,
  /** Told to the agent when the item was not fully met: checks are there to improve (domain.md row 63). */
  improve: bilingual,
  record: recordCheckSchema.optional(),
};
const partSchema = z.strictObject(judged);
const itemSchema = z.union([
  z.strictObject(judged),
  z.strictObject({ id: itemId, name: bilingual, points, parts: z.array(partSchema).min(2) }),
]);
export type QualityItem = z.infer<typeof itemSchema>;
/** What is answered: an item, or a part of one. */
export type QualityLeaf = z.infer<typeof partSchema>;

const fatalSchema = z.strictObject({
  id: itemId,
  name: bilingual,
  improve: bilingual,
  record: recordCheckSchema.optional(),
});

const band = z.strictObject({ from: z.int().min(0), to: z.int().min(0) });
const paceSchema = z.strictObject({
  /** Characters a minute: full points, and half of them; above `violation` on an item of the law nothing. */
  full: band,
  half: z.array(band),
  violation: z.int().positive(),
  /** Faster than anybody reads aloud: the card cannot have been read by itself. */
  unspeakable: z.int().positive(),
});

export const qualityFormSchema = z
  .strictObject({
    id: z.string().min(1),
    version: z.string().regex(/^\d+\.\d+\.\d+$/),
    /** Total from which a call is good enough; a fatal item fails it whatever the total. */
    pass: z.number().min(0).max(100),
    /** Share of the points that 部分 earns. */
    partCredit: z.number().gt(0).lt(1),
    /** Issue (问题件) that a failed check opens. */
    failOpens: z.string().min(1),
    pace: paceSchema,
    dimensions: z
      .array(
        z.strictObject({
          id: z.string().regex(/^[a-z][a-z_]{0,30}$/),
          name: bilingual,
          weight: z.number().positive().max(100),
          items: z.array(itemSchema).min(1),
        }),
      )
      .min(1),
    fatal: z.array(fatalSchema),
  })
  .check(({ value, issues }) => {
    const fault = (path: (string | number)[], message: string): void => {
      issues.push({ code: 'custom', path, message, input: value });
    };
    const weights = value.dimensions.reduce((sum, { weight }) => sum + weight, 0);
    if (weights !== 100) fault(['dimensions'], `the weights add up to ${weights}, not to 100`);
    const seen = new Set<string>();
    const once = (id: string, path: (string | number)[]): void => {
      if (seen.has(id)) fault([...path, 'id'], `${id} is there twice`);
      seen.add(id);
    };
    value.dimensions.forEach((dimension, d) => {
      once(dimension.id, ['dimensions', d]);
      dimension.items.forEach((item, i) => {
        const path = ['dimensions', d, 'items', i];
        once(item.id, path);
        if (!('parts' in item)) return;
        const sum = item.parts.reduce((total, part) => total + part.points, 0);
        if (sum !== item.points)
          fault(
            [...path, 'parts'],
            `the points of the parts add up to ${sum}, ${item.id} has ${item.points}`,
          );
        item.parts.forEach((part, p) => once(part.id, [...path, 'parts', p]));
      });
    });
    value.fatal.forEach((item, at) => once(item.id, ['fatal', at]));
    const { full, half, violation, unspeakable } = value.pace;
    for (const one of [full, ...half])
      if (one.to < one.from) fault(['pace'], `the band ${one.from} to ${one.to} runs backwards`);
    if (violation <= Math.max(full.to, ...half.map(({ to }) => to)))
      fault(['pace', 'violation'], 'is not above the bands');
    if (unspeakable < violation) fault(['pace', 'unspeakable'], 'is below the violation');
  });
export type QualityForm = z.infer<typeof qualityFormSchema>;
export type QualityDimension = QualityForm['dimensions'][number];

/** What of an item is answered. */
export const leavesOf = (item: QualityItem): readonly QualityLeaf[] =>
  'parts' in item ? item.parts : [item];

/** Everything that is answered, in the order of the form. */
export const allLeaves = (form: QualityForm): readonly QualityLeaf[] =>
  form.dimensions.flatMap(({ items }) => items.flatMap(leavesOf));
