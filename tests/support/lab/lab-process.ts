import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

const stopLimitMs = 4000;

/** A server of the lab with all its children. Its output goes to a file. */
export class LabProcess {
  readonly name: string;
  readonly logFile: string;
  readonly #child: ChildProcess;
  /** Resolves when it has ended, for whatever reason. */
  readonly ended: Promise<void>;

  constructor(name: string, program: string, args: readonly string[], logFile: string, cwd: string) {
    this.name = name;
    this.logFile = logFile;
    const log = openSync(logFile, 'a');
    this.#child = spawn(program, args, { cwd, stdio: ['ignore', log, log] });
    closeSync(log);
    this.ended = new Promise((resolve) => {
      this.#child.once('exit', () => resolve());
      this.#child.once('error', () => resolve());
    });
    // A test process that breaks off takes its servers along; both end their children on SIGTERM.
    const end = (): void => void this.#child.kill('SIGTERM');
    process.once('exit', end);
    void this.ended.then(() => process.removeListener('exit', end));
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error(`${this.name} could not be started`);
    return this.#child.pid;
  }

  get running(): boolean {
    return this.#child.pid !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Every process of it ends at once, as by a crash of the machine. */
  async kill(): Promise<void> {
    const family = await processFamily(this.pid);
    for (const pid of family) signal(pid, 'SIGKILL');
    await this.ended;
    await allGone(this.name, family);
  }

  /** It keeps its sockets and answers nobody. */
  async freeze(): Promise<void> {
    for (const pid of await processFamily(this.pid)) signal(pid, 'SIGSTOP');
  }

  async thaw(): Promise<void> {
    for (const pid of (await processFamily(this.pid)).reverse()) signal(pid, 'SIGCONT');
  }

  /** Ends it in its own way, with force after 4 s; sees to it that no process of it is left. */
  async stop(): Promise<void> {
    if (!this.running) return;
    const family = await processFamily(this.pid);
    await this.thaw();
    signal(this.pid, 'SIGTERM');
    const late = setTimeout(() => {
      for (const pid of family) signal(pid, 'SIGKILL');
    }, stopLimitMs);
    await this.ended;
    clearTimeout(late);
    await allGone(this.name, family);
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // ended meanwhile
  }
}

/** A process and its descendants, the process itself first. Zombies do not count. */
export async function processFamily(pid: number): Promise<number[]> {
  const parents = new Map<number, number>();
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const stat = await readFile(`/proc/${entry}/stat`, 'utf8').catch(() => null);
    const [state, parent] = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
    if (state !== undefined && state !== 'Z') parents.set(Number(entry), Number(parent));
  }
  const family = parents.has(pid) ? [pid] : [];
  for (let index = 0; index < family.length; index += 1) {
    for (const [child, parent] of parents) if (parent === family[index]) family.push(child);
  }
  return family;
}

async function allGone(name: string, family: readonly number[]): Promise<void> {
  const until = Date.now() + stopLimitMs;
  for (;;) {
    const left: number[] = [];
    for (const pid of family) if ((await processFamily(pid)).length > 0) left.push(pid);
    if (left.length === 0) return;
    if (Date.now() > until) throw new Error(`${name} left processes behind: ${left.join(', ')}`);
    await delay(20);
  }
}
