import { writeFile } from 'node:fs/promises';
import type { CallbackRecord } from '../../core/callback/record.ts';
import { fileNamePart, saveDocument } from './save-document.ts';

/** Written into each export, so that a reader years later knows what the fields mean (docs/sync-protocol.md). */
const formatName = 'callback-desk/callback-record';

/** Asks for a place and saves one record as JSON; null when the person cancels. */
export const exportRecord = (
  record: CallbackRecord,
  texts: Record<string, string>,
  now: number,
): Promise<string | null> => {
  const body = {
    format: formatName,
    formatVersion: 1,
    exportedAt: new Date(now).toISOString(),
    record,
    texts,
  };
  return saveDocument({
    name: `callback-${fileNamePart(record.policyNo)}-${new Date(record.startedAt).toISOString().slice(0, 10)}.json`,
    kind: { name: 'JSON', extensions: ['json'] },
    write: (file) => writeFile(file, `${JSON.stringify(body, null, 2)}\n`, 'utf8'),
  });
};
