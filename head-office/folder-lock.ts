import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, under another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

const take = async (file: string): Promise<boolean> => {
  try {
    await writeFile(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
};

/**
 * Makes the folder this process's own until the returned function is called: the embedded engine has no lock
 * itself, and two of them in one folder destroy it. The lock of a process that was killed is taken over.
 */
export const lockFolder = async (folder: string): Promise<() => Promise<void>> => {
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'in-use-by');
  if (!(await take(file))) {
    const pid = Number(await readFile(file, 'utf8'));
    if (Number.isInteger(pid) && pid > 0 && isRunning(pid)) {
      throw new Error(
        `${folder} is in use by process ${pid}. Stop that head office, or remove ${file} if it is none.`,
      );
    }
    await rm(file, { force: true });
    if (!(await take(file))) throw new Error(`${folder} was taken by another head office at this moment.`);
  }
  return () => rm(file, { force: true });
};
