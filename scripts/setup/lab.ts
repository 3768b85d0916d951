import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import { printReport, type Report } from './progress.ts';
import { lastLines, runCommand } from './run-command.ts';
import { SetupError } from './setup-error.ts';
import { ensurePackages, type Need } from './system-packages.ts';

/** What the SIP lab of the tests is made of; some of it is only looked for by package, having no program. */
const packages: readonly Need[] = [
  { name: 'kamailio' },
  { name: 'kamailio-websocket-modules' },
  { name: 'kamailio-tls-modules' },
  { name: 'kamailio-outbound-modules' },
  { name: 'rtpengine-daemon' },
  { name: 'baresip-core' },
  { name: 'sip-tester', program: 'sipp' },
  { name: 'coturn', program: 'turnserver' },
  { name: 'iproute2', program: 'ip' },
  { name: 'openssl', program: 'openssl' },
];
const programs = ['kamailio', 'rtpengine', 'baresip', 'sipp', 'turnserver', 'openssl'] as const;
export type LabProgramName = (typeof programs)[number] | 'ip';

/** Services that come with the packages: the tests start their own copies, with their own settings. */
const services = [
  { unit: 'kamailio', program: 'kamailio' },
  { unit: 'rtpengine-daemon', program: 'rtpengine' },
  { unit: 'coturn', program: 'turnserver' },
] as const;

/** Whether the tests on the SIP lab can run here. */
export type LabReadiness = {
  /** Null when the lab can run; else why not, in one line. */
  readonly missing: string | null;
  /** Null when network namespaces can be made; else why not. */
  readonly namespacesMissing: string | null;
};

/** Absolute path of a program, also of one in a folder that ordinary users have not on their PATH; or null. */
export function findProgram(name: LabProgramName, searchPath = process.env['PATH'] ?? ''): string | null {
  const folders = [...searchPath.split(path.delimiter), '/usr/sbin', '/sbin', '/usr/bin', '/bin'];
  const found = folders.find((folder) => folder !== '' && existsSync(path.join(folder, name)));
  return found === undefined ? null : path.join(found, name);
}

/** The programs of the lab that are not on this machine. */
export const missingPrograms = (searchPath?: string): string[] =>
  programs.filter((name) => findProgram(name, searchPath) === null);

/**
 * Brings the servers and telephones of the SIP lab when that is possible and never throws for want of them: the
 * other tests run without. Services that the installation started are stopped and not started at boot.
 */
export async function ensureLab(report: Report = printReport): Promise<LabReadiness> {
  const missing = await bringPrograms(report);
  return { missing, namespacesMissing: missing ?? (await whyNoNamespaces()) };
}

async function bringPrograms(report: Report): Promise<string | null> {
  if (process.platform !== 'linux') return `the SIP lab runs on Linux only, this is ${process.platform}`;
  const absent = missingPrograms();
  const before = absent.length > 0 ? runningServices() : null;
  try {
    await ensurePackages(packages, 'testing on a real SIP network', report);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    report(error.message);
    return `its programs are not installed (${error.message.split('\n')[0] ?? ''})`;
  }
  if (before !== null) await stopStarted(before, report);
  const still = missingPrograms();
  return still.length === 0 ? null : `not installed: ${still.join(', ')}`;
}

/** Process ids of the servers that run as services, by program. */
function runningServices(): Map<number, string> {
  const found = new Map<number, string>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const program = path.basename(readlinkSync(`/proc/${entry}/exe`));
      if (services.some((service) => service.program === program)) found.set(Number(entry), program);
    } catch {
      // ended meanwhile, a kernel thread, or another user's
    }
  }
  return found;
}

async function stopStarted(before: ReadonlyMap<number, string>, report: Report): Promise<void> {
  const started = startedSince(before, runningServices());
  for (const { unit, program } of services) {
    if (![...started.values()].includes(program)) continue;
    report(`stopping the service ${unit}, which the installation had started`);
    const { code, output } = existsSync('/run/systemd/system')
      ? await runCommand('systemctl', ['disable', '--now', unit])
      : await runCommand('service', [unit, 'stop']);
    if (code !== 0) report(`  ${lastLines(output, 2)}`);
  }
  for (const pid of startedSince(before, runningServices()).keys()) process.kill(pid, 'SIGTERM');
}

/** What runs now and did not run before the installation. */
export function startedSince(
  before: ReadonlyMap<number, string>,
  now: ReadonlyMap<number, string>,
): Map<number, string> {
  return new Map([...now].filter(([pid]) => !before.has(pid)));
}

/** Making one and taking it away again is the only sure way to know: containers often forbid it even to root. */
async function whyNoNamespaces(): Promise<string | null> {
  if (process.getuid?.() !== 0) return 'network namespaces need root';
  const ip = findProgram('ip');
  if (ip === null) return 'network namespaces need the program ip (iproute2)';
  const name = `callback-desk-probe-${process.pid}`;
  const { code, output } = await runCommand(ip, ['netns', 'add', name]);
  if (code !== 0) return `network namespaces are not allowed here (${lastLines(output, 1)})`;
  await runCommand(ip, ['netns', 'delete', name]);
  return null;
}

/** What cannot run here: file patterns for the runners and a sentence for the person. */
export function leftOut({ missing, namespacesMissing }: LabReadiness): {
  patterns: string[];
  lines: string[];
} {
  if (missing !== null) {
    return {
      patterns: ['**/lab/**'],
      lines: [`the tests on the SIP lab (tests/integration/lab, tests/e2e/lab): ${missing}`],
    };
  }
  if (namespacesMissing === null) return { patterns: [], lines: [] };
  return {
    patterns: ['**/lab/**/*.netns.*'],
    lines: [
      `the tests with a network that is cut (lab/**/*.netns.test.ts, *.netns.spec.ts): ${namespacesMissing}`,
    ],
  };
}
