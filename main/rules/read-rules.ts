import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { z } from 'zod';
import { isNewerVersion } from '../../core/phone-policy/load-policy.ts';
import type { Log } from '../log/log.ts';

/** A file of rules: shipped with the program, replaced by head office's in the profile. */
export type RuleFile<T extends { id: string; version: string }> = {
  schema: z.ZodType<T>;
  /** Below resources/. */
  shipped: string;
  /** Name of head office's file in the profile folder. */
  headOffice: string;
};

/** Throws with path and reason when the text holds no such rules. */
export const parseRules = <T>(schema: z.ZodType<T>, text: string): T => {
  const parsed = schema.safeParse(parse(text, { schema: 'core' }));
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  throw new Error(`${first?.path.join('.') ?? ''}: ${first?.message ?? 'unknown problem'}`);
};

/**
 * The rules in force: the shipped ones, or head office's in the profile when they have the same id and a higher
 * version. A faulty file of head office is told in the log and never stops the desk; a faulty shipped one does.
 */
export const readRules = async <T extends { id: string; version: string }>(
  file: RuleFile<T>,
  { resources, profile, log }: { resources: string; profile: string; log: Log },
): Promise<T> => {
  const shipped = parseRules(file.schema, await readFile(join(resources, file.shipped), 'utf8'));
  try {
    const theirs = parseRules(file.schema, await readFile(join(profile, file.headOffice), 'utf8'));
    if (theirs.id === shipped.id && isNewerVersion(theirs.version, shipped.version)) return theirs;
    log.info('rules.not_newer', { file: file.headOffice, id: theirs.id, version: theirs.version });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT'))
      log.warn('rules.refused', {
        file: file.headOffice,
        reason: error instanceof Error ? error.message : 'unknown',
      });
  }
  return shipped;
};
