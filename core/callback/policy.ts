import { z } from 'zod';
import { callbackSubjectSchema } from './callback-kind.ts';

/** Product design types that decide the script (domain.md section 4, `when: design==…`). */
export const productDesigns = ['普通型', '分红型', '万能型', '投资连结型'] as const;
export type ProductDesign = (typeof productDesigns)[number];

export const payFrequencies = ['趸交', '年交', '半年交', '季交', '月交'] as const;
export type PayFrequency = (typeof payFrequencies)[number];

/** Calendar date without time or zone, `YYYY-MM-DD`, as printed on the policy (China Standard Time). */
export const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/**
 * One policy as the console keeps it. Never carries a full identity number (design.md I10): an import keeps
 * the last four characters and the birth date only.
 */
export const policySchema = z.object({
  id: z.string(),
  policyNo: z.string(),
  holderName: z.string(),
  holderGender: z.enum(['男', '女']).nullable(),
  holderBirthDate: isoDate.nullable(),
  /** Last four characters of the identity document, upper case (may end in X). */
  holderIdLast4: z.string().length(4).nullable(),
  /** Digits only, no country code. */
  holderMobile: z.string(),
  insuredName: z.string(),
  insuredIsHolder: z.boolean(),
  insuredBirthDate: isoDate.nullable(),
  product: z.string(),
  design: z.enum(productDesigns),
  /** 保障内容, free words for the pre-call card. */
  coverage: z.string(),
  /** 保险期间 as printed, e.g. 终身, 20年, 至70周岁. */
  termText: z.string(),
  /** 等待期 in days, 0 = none. */
  waitingDays: z.number().int().nonnegative(),
  /** 交费年期 in years; 1 with 趸交. */
  payYears: z.number().int().positive(),
  payFrequency: z.enum(payFrequencies),
  /** Yearly premium (or the single premium) in fen, so that no rounding creeps in. */
  premiumFen: z.number().int().positive(),
  effectiveDate: isoDate,
  /** 合同签收日, the usual start of the 犹豫期. */
  receiptDate: isoDate.nullable(),
  coolingOffStart: isoDate,
  /** 犹豫期 in days; data per policy, never a constant (domain.md F30). */
  coolingOffDays: z.number().int().positive(),
  /** Last day of the 犹豫期, inclusive. */
  coolingOffEnd: isoDate,
  /** Retention counts from here (domain.md F8); null = unknown = keep. */
  contractEnd: isoDate.nullable(),
  channel: z.string(),
  /** 代理银行, only for channel 银保. */
  bank: z.string().nullable(),
  sellerName: z.string().nullable(),
  sellerCode: z.string().nullable(),
  sellerMobile: z.string().nullable(),
  branch: z.string().nullable(),
  hasHealthDeclaration: z.boolean(),
  dualRecordRequired: z.boolean(),
  dualRecordConfirmed: z.boolean(),
  /** What the callback is about; missing = the new policy itself. */
  callback: callbackSubjectSchema.optional(),
});
export type Policy = z.infer<typeof policySchema>;
