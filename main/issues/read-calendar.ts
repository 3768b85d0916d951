import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { workingCalendarSchema, type WorkingCalendar } from '../../core/issue/working-days.ts';
import { isNewerVersion } from '../../core/phone-policy/load-policy.ts';
import type { Log } from '../log/log.ts';

/** Name of head office's file in the profile folder. */
export const headOfficeCalendarFile = 'working-days.yaml';

/** Throws with path and reason when the text is no calendar. */
export const parseCalendar = (text: string): WorkingCalendar => {
  const parsed = workingCalendarSchema.safeParse(parse(text, { schema: 'core' }));
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  throw new Error(`${first?.path.join('.') ?? ''}: ${first?.message ?? 'unknown problem'}`);
};

/**
 * The working days in force: the shipped calendar, or head office's in the profile when it has the same id and a
 * higher version. A faulty one is told in the log and never stops the desk; a faulty shipped one does.
 */
export const readCalendar = async (options: {
  resources: string;
  profile: string;
  log: Log;
}): Promise<WorkingCalendar> => {
  const { resources, profile, log } = options;
  const shipped = parseCalendar(await readFile(join(resources, 'calendar', 'china.yaml'), 'utf8'));
  try {
    const theirs = parseCalendar(await readFile(join(profile, headOfficeCalendarFile), 'utf8'));
    if (theirs.id === shipped.id && isNewerVersion(theirs.version, shipped.version)) return theirs;
    log.info('calendar.not_newer', { id: theirs.id, version: theirs.version });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT'))
      log.warn('calendar.refused', { reason: error instanceof Error ? error.message : 'unknown' });
  }
  return shipped;
};
