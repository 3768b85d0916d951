import { z } from 'zod';
import { parse } from 'yaml';
import { callbackKinds, contractStatuses } from '../callback/callback-kind.ts';
import { isoDate, payFrequencies, productDesigns } from '../callback/policy.ts';
import { importFields, problemCodes } from './fields.ts';

const word = z.string().min(1);
/** Words separated by commas, in one text so that long lists stay readable. */
const words = z
  .string()
  .transform((text) => text.split(',').map((one) => one.trim()))
  .pipe(z.array(word).min(1));
const count = z.number().int().positive();
const field = z.enum(importFields);

/** Shape of resources/import/vocabulary.yaml; its comments say what each list is for. */
const vocabularySchema = z.strictObject({
  format: z.literal(1),
  headings: z.record(field, words),
  parties: z.record(word, words),
  things: z.record(word, words),
  composed: z.partialRecord(field, z.strictObject({ party: word, thing: word })),
  refusedHeadings: words,
  premiumPerInstalment: words,
  premiumPerYear: words,
  moneyUnits: z.record(word, z.number().int().min(0).max(12)),
  foreignCurrencies: words,
  yearUnits: words,
  design: z.record(z.enum(productDesigns), words),
  payFrequency: z.record(z.enum(payFrequencies), words),
  callbackKind: z.record(z.enum(callbackKinds), words),
  contractStatus: z.record(z.enum(contractStatuses), words),
  gender: z.record(z.enum(['男', '女']), words),
  yes: words,
  no: words,
  channel: z.record(word, words),
  bankChannel: word,
  otherChannel: word,
  sameAsHolder: words,
  wholeLife: words,
  empty: words,
  mobilePattern: z.string().refine((pattern) => isPattern(pattern), 'not a regular expression'),
  limits: z.strictObject({
    sharedMobileHolders: z.number().int().min(2),
    holderMinAge: count,
    maxAge: count,
    earliestPolicyDate: isoDate,
    latestPolicyDays: count,
    maxCoolingOffDays: count,
    maxPayYears: count,
    maxPremiumYuan: count,
    maxWaitingDays: count,
  }),
  problems: z.record(z.enum(problemCodes), z.strictObject({ zh: word, en: word })),
});
export type Vocabulary = z.infer<typeof vocabularySchema>;

function isPattern(text: string): boolean {
  try {
    return new RegExp(text).source !== '';
  } catch {
    return false;
  }
}

/** Reads the text of vocabulary.yaml. Throws with the path of the first wrong entry. */
export const parseVocabulary = (yamlText: string): Vocabulary => vocabularySchema.parse(parse(yamlText));
