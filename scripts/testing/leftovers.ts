import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const MARK = 'CALLBACK_DESK_RUN';
const GRACE_MS = 3000;
const POLL_MS = 100;

/** Marks the programs of one run, whatever they start in turn, by a variable in their environment. */
export interface RunMark {
  readonly env: Readonly<Record<typeof MARK, string>>;
  /** Ends what still runs after a grace of 3 s; returns the names of what had to be ended. Linux only. */
  readonly endLeftovers: () => Promise<string[]>;
}

export function markRun(): RunMark {
  const id = randomUUID();
  return { env: { [MARK]: id }, endLeftovers: () => endMarked(`${MARK}=${id}`) };
}

async function endMarked(mark: string): Promise<string[]> {
  if (process.platform !== 'linux') return [];
  const deadline = Date.now() + GRACE_MS;
  while (marked(mark).length > 0 && Date.now() < deadline) await delay(POLL_MS);
  const left = marked(mark);
  for (const { pid } of left) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // it has just ended by itself
    }
  }
  return left.map(({ pid, name }) => `${name} (${pid})`);
}

function marked(mark: string): { pid: number; name: string }[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && Number(entry) !== process.pid)
    .flatMap((entry) => {
      try {
        const variables = readFileSync(`/proc/${entry}/environ`, 'utf8').split('\0');
        if (!variables.includes(mark)) return [];
        return [{ pid: Number(entry), name: readFileSync(`/proc/${entry}/comm`, 'utf8').trim() }];
      } catch {
        return []; // ended meanwhile, or another user's
      }
    });
}
