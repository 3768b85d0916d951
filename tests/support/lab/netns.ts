import { execFile } from 'node:child_process';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { programPath } from './lab.ts';

const run = promisify(execFile);
const ip = async (...args: readonly string[]): Promise<string> => (await run(programPath('ip'), args)).stdout;

/** Names begin so and carry the process that made them; interface names have at most 15 characters. */
const prefix = 'cbd';

/** A network of its own behind one cable, in which a program of the tests runs. */
export type LabNetwork = {
  readonly name: string;
  /** Address at the near end, for the lab's servers: reached from inside. */
  readonly outside: string;
  readonly inside: string;
  /** Command that runs a program inside. */
  command(program: string, args: readonly string[]): { program: string; args: string[] };
  /** Pulls the cable. */
  cut(): Promise<void>;
  restore(): Promise<void>;
  /** Gives the inside another address, as a change from cable to Wi-Fi does; the old one is gone at once. */
  changeAddress(): Promise<string>;
  close(): Promise<void>;
};

/**
 * Makes a network namespace with one veth pair (needs root). Nothing leads from it to any other network. What
 * earlier runs left behind when they were killed is removed first. With `nameServer` programs inside ask port 53 of
 * the near end for names, and nobody else.
 */
export async function startNetwork(options: { nameServer?: boolean } = {}): Promise<LabNetwork> {
  await removeLeftovers();
  const index = await freeIndex();
  const name = `${prefix}${process.pid}x${index}`;
  const near = `${prefix}n${process.pid % 100_000}x${index}`;
  const far = `${prefix}f${process.pid % 100_000}x${index}`;
  // 10.213.0.0/16 is nobody's on a developer's machine; one /24 for each network.
  const net = `10.213.${index}`;
  const inside = ['2', '3'].map((host) => `${net}.${host}`);
  let current = 0;
  const within = (...args: readonly string[]): Promise<string> => ip('-n', name, ...args);
  const close = async (): Promise<void> => {
    await ip('netns', 'delete', name);
    // Goes with its other end, but not before the namespace is really empty.
    await ip('link', 'delete', near).catch(() => undefined);
    await removeFiles(name);
  };
  await ip('netns', 'add', name);
  try {
    await ip('link', 'add', near, 'type', 'veth', 'peer', 'name', far, 'netns', name);
    await ip('address', 'add', `${net}.1/24`, 'dev', near);
    await ip('link', 'set', near, 'up');
    await within('link', 'set', 'lo', 'up');
    await within('address', 'add', `${net}.2/24`, 'dev', far);
    await within('link', 'set', far, 'up');
    await within('route', 'add', 'default', 'via', `${net}.1`);
    if (options.nameServer === true) {
      // `ip netns exec` lays these over the files of the machine.
      await mkdir(filesOf(name), { recursive: true });
      await writeFile(path.join(filesOf(name), 'resolv.conf'), `nameserver ${net}.1\n`);
      await writeFile(path.join(filesOf(name), 'hosts'), '127.0.0.1 localhost\n::1 localhost\n');
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    name,
    outside: `${net}.1`,
    get inside() {
      return inside[current] ?? '';
    },
    command: (program, args) => ({
      program: programPath('ip'),
      args: ['netns', 'exec', name, program, ...args],
    }),
    cut: async () => void (await within('link', 'set', far, 'down')),
    restore: async () => {
      await within('link', 'set', far, 'up');
      // Went with the link.
      await within('route', 'replace', 'default', 'via', `${net}.1`);
    },
    changeAddress: async () => {
      const old = inside[current] ?? '';
      current = 1 - current;
      const next = inside[current] ?? '';
      await within('address', 'delete', `${old}/24`, 'dev', far);
      await within('address', 'add', `${next}/24`, 'dev', far);
      await within('route', 'replace', 'default', 'via', `${net}.1`);
      return next;
    },
    close,
  };
}

const filesOf = (name: string): string => path.join('/etc/netns', name);
const removeFiles = (name: string): Promise<void> => rm(filesOf(name), { recursive: true, force: true });

const ownName = new RegExp(`^${prefix}(\\d+)x(\\d+)$`);

async function names(): Promise<string[]> {
  return readdir('/run/netns').catch(() => []); // the folder comes with the first namespace
}

/** Removes networks whose process has ended. */
export async function removeLeftovers(): Promise<string[]> {
  const dead = (await names()).filter((name) => {
    const pid = ownName.exec(name)?.[1];
    return pid !== undefined && !alive(Number(pid));
  });
  for (const name of dead) {
    await ip('netns', 'delete', name).catch(() => undefined); // another run was faster
    await removeFiles(name);
  }
  return dead;
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function freeIndex(): Promise<number> {
  const taken = new Set((await names()).map((name) => Number(ownName.exec(name)?.[2])));
  const start = 1 + Math.floor(Math.random() * 250);
  for (let step = 0; step < 250; step += 1) {
    const index = 1 + ((start + step) % 250);
    if (!taken.has(index)) return index;
  }
  throw new Error('250 networks of the tests are in use');
}
