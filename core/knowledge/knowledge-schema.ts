import { z } from 'zod';

/**
 * Knowledge as versioned data (domain.md section 4 `knowledge`, rows 94, 95 and 106). The texts are data of
 * the head office: no rule of the trade stands in code.
 */
const words = z.string().trim().min(1);

export const knowledgeEntrySchema = z.strictObject({
  /** K01 a topic, S01 a situation, F18 a regulation. */
  id: z.string().regex(/^[KSF]\d{1,2}$/),
  kind: z.enum(['topic', 'situation', 'regulation']),
  title: words.max(60),
  titleEn: words.max(120),
  body: words.max(2000),
  tags: z.array(words).default([]),
  /** Question ids of the script pack that the entry helps with. */
  questions: z.array(z.string().regex(/^[A-Z]\d{1,2}$/)).default([]),
  /** Issue codes whose abnormal answers the entry helps to explain. */
  issues: z.array(z.string().regex(/^I\d{2}$/)).default([]),
  source: words,
  caution: words,
  version: z.int().positive(),
  /** True where the text names a kind of product: never suggested before identity passed (design.md I4). */
  tellsProduct: z.boolean(),
});
export type KnowledgeEntry = z.infer<typeof knowledgeEntrySchema>;

/** One file: what all its entries share stands once, an entry may say otherwise. */
export const knowledgeFileSchema = z.strictObject({
  defaults: knowledgeEntrySchema
    .pick({ kind: true, source: true, caution: true, version: true, tellsProduct: true })
    .partial(),
  entries: z.array(z.record(z.string(), z.unknown())).min(1),
});
