import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { app, dialog } from 'electron';
import type { CallbackRecord } from '../../core/callback/record.ts';

/** Written into each export, so that a reader years later knows what the fields mean (docs/sync-protocol.md). */
const formatName = 'callback-desk/callback-record';

/** Asks for a place and saves one record as JSON; null when the person cancels. */
export const exportRecord = async (
  record: CallbackRecord,
  texts: Record<string, string>,
  now: number,
): Promise<string | null> => {
  const name = `callback-${record.policyNo.replaceAll(/[^\w-]/g, '_')}-${new Date(record.startedAt).toISOString().slice(0, 10)}.json`;
  const chosen = await dialog.showSaveDialog({
    defaultPath: join(app.getPath('documents'), name),
    filters: [{ name: 'JSON', extensions: ['json'] }],
  });
  if (chosen.canceled || chosen.filePath === '') return null;
  const body = {
    format: formatName,
    formatVersion: 1,
    exportedAt: new Date(now).toISOString(),
    record,
    texts,
  };
  await writeFile(chosen.filePath, `${JSON.stringify(body, null, 2)}\n`, 'utf8');
  return chosen.filePath;
};
