import { readFile, stat } from 'node:fs/promises';
import { AppError } from '../ipc/app-error.ts';

/**
 * A file that a person chose, whole. Its size is asked before it is read: a wrong choice of some gigabytes must not
 * fill the memory first. Throws AppError `file_unreadable`, or what `tooLarge` makes for one of more than `largest` bytes.
 */
export const readGiven = async (path: string, largest: number, tooLarge: () => AppError): Promise<Buffer> => {
  try {
    if ((await stat(path)).size > largest) throw tooLarge();
    return await readFile(path);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('file_unreadable', null, { reason: 'access' });
  }
};
