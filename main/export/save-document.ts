import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { app, dialog } from 'electron';
import { AppError } from '../ipc/app-error.ts';

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'document_full',
  EACCES: 'document_denied',
  EPERM: 'document_denied',
  EROFS: 'document_denied',
  EBUSY: 'document_busy',
  ENOENT: 'document_gone',
};

/**
 * Asks where a document shall go and has it written there; null when the person cancels. It is written beside
 * its place first: a disk that runs full leaves what was there before.
 * @throws AppError `document_not_written` with the reason.
 */
export const saveDocument = async (options: {
  name: string;
  kind: { name: string; extensions: string[] };
  write: (file: string) => Promise<void>;
}): Promise<string | null> => {
  const chosen = await dialog.showSaveDialog({
    defaultPath: join(app.getPath('documents'), options.name),
    filters: [options.kind],
  });
  if (chosen.canceled || chosen.filePath === '') return null;
  const partial = `${chosen.filePath}.part`;
  try {
    await options.write(partial);
    await rename(partial, chosen.filePath);
  } catch (error) {
    await rm(partial, { force: true });
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const reason = reasons[code];
    if (reason === undefined) throw error;
    throw new AppError('document_not_written', null, { reason });
  }
  return chosen.filePath;
};

/** A name fit for a file: what a policy number may hold besides letters and digits becomes `_`. */
export const fileNamePart = (text: string): string => text.replaceAll(/[^\p{L}\p{N}-]/gu, '_').slice(0, 60);
