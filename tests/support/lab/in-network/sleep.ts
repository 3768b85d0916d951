import { readdir, readFile } from 'node:fs/promises';

/** The process and everything it started, by /proc. */
export async function processTree(root: number): Promise<number[]> {
  const parents = new Map<number, number>();
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const stat = await readFile(`/proc/${entry}/stat`, 'utf8').catch(() => null); // ended meanwhile
    if (stat === null) continue;
    parents.set(Number(entry), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const found = [root];
  for (const parent of found) for (const [child, of] of parents) if (of === parent) found.push(child);
  return found;
}

/**
 * Stops the processes as a sleeping computer does, and lets them go on. What a real sleep adds, a monotonic
 * clock that may stand still, cannot be had here.
 */
export async function sleepWhile(root: number, meanwhile: () => Promise<void>): Promise<void> {
  const pids = await processTree(root);
  try {
    for (const pid of pids) signal(pid, 'SIGSTOP');
    await meanwhile();
  } finally {
    for (const pid of pids.toReversed()) signal(pid, 'SIGCONT');
  }
}

/** A helper process of Chromium may end by itself between the listing and here. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
