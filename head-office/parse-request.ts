import type { z } from 'zod';
import { ProblemError } from './problem-error.ts';

/** Checks what came in. Throws `malformed` with field and rule; never repeats the value, it may be personal. */
export const parseRequest = <S extends z.ZodType>(schema: S, value: unknown): z.infer<S> => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue?.path.map(String).join('.') ?? '';
  throw new ProblemError(
    'malformed',
    `${field === '' ? 'The request' : field}: ${issue?.message ?? 'not as described'}.`,
  );
};
