import { z } from 'zod';
import { knowledgeEntrySchema } from '../../knowledge/knowledge-schema.ts';
import { channel } from '../envelope.ts';
import { sessionViewSchema } from './call.ts';

/** An entry as the console shows it. */
const entryViewSchema = knowledgeEntrySchema.pick({
  id: true,
  kind: true,
  title: true,
  titleEn: true,
  body: true,
  source: true,
  caution: true,
  version: true,
});
export type KnowledgeView = z.infer<typeof entryViewSchema>;

const hitSchema = entryViewSchema.pick({ id: true, kind: true, title: true, titleEn: true }).extend({
  /** A part of the body; `marks` are [start, end) in `text`. */
  passage: z.object({ text: z.string(), marks: z.array(z.tuple([z.number().int(), z.number().int()])) }),
});
export type KnowledgeHit = z.infer<typeof hitSchema>;

const objectionCardSchema = z.object({
  id: z.string(),
  cause: z.string(),
  trigger: z.string(),
  feel: z.string(),
  /** Null unless a real case was approved (domain.md section 6 C5). */
  others: z.string().nullable(),
  solve: z.string(),
  open: z.string().nullable(),
  end: z.string().nullable(),
});
export type ObjectionCard = z.infer<typeof objectionCardSchema>;

/**
 * Knowledge beside the call. While an attempt is open and identity has not passed, nothing that tells a kind
 * of product leaves main (design.md I4).
 */
export const knowledgeChannels = {
  /** An empty query lists everything. `withheld` counts the hits that are shown after the identity check. */
  'knowledge.search': channel(
    ['console'],
    z.object({ query: z.string().max(100) }),
    z.object({ found: z.array(hitSchema), withheld: z.number().int() }),
  ),
  /** `entry` is null while it is withheld. */
  'knowledge.entry': channel(
    ['console'],
    z.object({ id: z.string().max(10) }),
    z.object({ entry: entryViewSchema.nullable() }),
  ),
  /** What helps at the question of the running session; nothing where there is none. */
  'knowledge.suggest': channel(
    ['console'],
    z.object({}),
    z.object({ questionId: z.string().nullable(), entries: z.array(entryViewSchema) }),
  ),
  'objection.list': channel(
    ['console'],
    z.object({}),
    z.object({
      objections: z.array(objectionCardSchema),
      /** Prompts that reflect back (domain.md row 39). */
      reflect: z.array(z.string()),
    }),
  ),
  /** Writes the objection into the attempt and opens the issue the playbook names. */
  'objection.choose': channel(
    ['console'],
    z.object({ objectionId: z.string().max(10) }),
    z.object({ session: sessionViewSchema }),
  ),
} as const;
