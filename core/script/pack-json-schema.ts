import { z } from 'zod';
import { packSchema } from './pack-schema.ts';

/** The pack format as JSON Schema text, for editors that complete and check while typing. */
export const packJsonSchema = (): string => {
  const schema = z.toJSONSchema(packSchema, { target: 'draft-2020-12' });
  return `${JSON.stringify({ title: 'Callback Desk script pack', ...schema }, null, 2)}\n`;
};
