import { z } from 'zod';
import { importFields, problemCodes } from '../../import/fields.ts';
import { channel } from '../envelope.ts';

const field = z.enum(importFields);

/** What is wrong (error: the row is not taken) or was mended (notice: taken, and told) in one cell. */
export const cellProblemSchema = z.object({
  severity: z.enum(['error', 'notice']),
  field: field.nullable(),
  /** Column heading as in the file, and its letter (A, B, …). */
  column: z.string(),
  columnLetter: z.string(),
  code: z.enum(problemCodes),
  /** What the cell held, shortened, identity and account numbers masked. */
  found: z.string(),
  /** What was made of it, for notices. */
  taken: z.string().nullable(),
});
export type CellProblem = z.infer<typeof cellProblemSchema>;

export const importRowSchema = z.object({
  /** Line number as the spreadsheet program shows it, heading = 1. */
  line: z.number().int(),
  verdict: z.enum(['new', 'changed', 'same', 'error']),
  policyNo: z.string(),
  holderName: z.string(),
  mobileMasked: z.string(),
  problems: z.array(cellProblemSchema),
});
export type ImportRow = z.infer<typeof importRowSchema>;

export const importPreviewSchema = z.object({
  importId: z.string(),
  fileName: z.string(),
  format: z.enum(['csv', 'xlsx']),
  encoding: z.enum(['utf-8', 'utf-8-bom', 'gb18030', 'utf-16le']).nullable(),
  delimiter: z.string().nullable(),
  /** Sheets of a workbook; the first non-empty one is taken. */
  sheet: z.string().nullable(),
  columns: z.array(
    z.object({
      index: z.number().int(),
      letter: z.string(),
      heading: z.string(),
      samples: z.array(z.string()),
      field: field.nullable(),
    }),
  ),
  missingFields: z.array(field),
  /** Name of the saved mapping that fitted the headings, if one did. */
  savedMapping: z.string().nullable(),
  totals: z.object({
    rows: z.number().int(),
    new: z.number().int(),
    changed: z.number().int(),
    same: z.number().int(),
    error: z.number().int(),
    notices: z.number().int(),
  }),
});
export type ImportPreview = z.infer<typeof importPreviewSchema>;

export const importChannels = {
  /** Opens the system's file dialog (or takes the shipped sample); null when the person cancels. */
  'import.choose': channel(
    ['console'],
    z.object({ source: z.enum(['dialog', 'sample']) }),
    importPreviewSchema.nullable(),
  ),
  'import.remap': channel(
    ['console'],
    z.object({
      importId: z.string(),
      mapping: z.array(z.object({ index: z.number().int().min(0), field: field.nullable() })),
      saveAs: z.string().max(60).nullable(),
    }),
    importPreviewSchema,
  ),
  'import.rows': channel(
    ['console'],
    z.object({
      importId: z.string(),
      only: z.enum(['all', 'new', 'changed', 'same', 'error', 'notice']),
      offset: z.number().int().min(0),
      limit: z.number().int().min(1).max(500),
    }),
    z.object({ total: z.number().int(), rows: z.array(importRowSchema) }),
  ),
  'import.commit': channel(
    ['console'],
    z.object({ importId: z.string() }),
    z.object({
      inserted: z.number().int(),
      updated: z.number().int(),
      unchanged: z.number().int(),
      refused: z.number().int(),
    }),
  ),
  /** Writes the refused rows with their reasons to a CSV beside the source, for mending and importing again. */
  'import.saveRefused': channel(
    ['console'],
    z.object({ importId: z.string() }),
    z.object({ path: z.string().nullable() }),
  ),
  'import.cancel': channel(['console'], z.object({ importId: z.string() }), z.object({})),
} as const;
