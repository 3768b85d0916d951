import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { findProgram, missingPrograms, type LabProgramName } from '../../../scripts/setup/lab.ts';
import { kamailioConfig } from './kamailio-config.ts';
import { LabProcess } from './lab-process.ts';
import { toneSource, wavOf } from './phone/tones.ts';
import { takePortBlock } from '../port-block.ts';
import { rtpengineReady, sipServerReady } from './probes.ts';
import { startSipTrace, type SipTrace } from './sip-trace.ts';

export type LabOptions = {
  /** IPv4 address of all servers; loopback by default, the end of a veth pair where a network is cut. */
  address?: string;
  digest?: 'MD5' | 'SHA-256';
  /** Lets rtpengine convert opus to PCMA; else browsers must offer PCMA or PCMU. */
  transcode?: boolean;
  /** Tone that a telephone hears while a browser holds it; without one it hears nothing. */
  musicHz?: number;
  /** `sip:` addresses of users that never register, by user name. */
  routes?: ReadonlyMap<string, string>;
  /** How long it rings before the server gives up with 408. */
  ringLimitMs?: number;
  /** Seconds for which the registrar registers at most. */
  maxExpiresS?: number;
};

/** One server of the lab, for faults. */
export type LabServer = {
  kill(): Promise<void>;
  freeze(): Promise<void>;
  thaw(): Promise<void>;
  /** Starts it again after `kill`, or stops and starts it; resolves when it answers. */
  restart(): Promise<void>;
};

export type Lab = {
  readonly address: string;
  readonly domain: string;
  readonly wsUrl: string;
  /** With a certificate that nobody signed. */
  readonly wssUrl: string;
  readonly sipPort: number;
  readonly mediaPorts: { readonly first: number; readonly last: number };
  /** Run folder: configuration, logs, certificate. */
  readonly folder: string;
  readonly kamailio: LabServer;
  readonly rtpengine: LabServer;
  readonly trace: SipTrace;
  passwordOf(user: string): string;
  /** Lines of Kamailio's log that say ERROR or CRITICAL. */
  errors(): Promise<string[]>;
  logs(): Promise<{ kamailio: string; rtpengine: string }>;
  /**
   * Ends everything and removes the run folder.
   * @throws when a process was left or Kamailio reported an error, unless `errorsExpected`
   */
  stop(options?: { errorsExpected?: boolean }): Promise<void>;
};

/** Agents 1001..1004 (browsers), telephones 2001..2006, 3000 a conference. */
const userNames = ['1001', '1002', '1003', '1004', '2001', '2002', '2003', '2004', '2005', '2006', '3000'];
const passwordOf = (user: string): string => `pw-${user}`;
const domain = 'lab.test';
const startLimitMs = 15_000;

/** A browser that ends an encrypted socket does not wait for the answer to its close frame. */
const afterItsEnd = /websocket \[ws_frame\.c:\d+\]: \w+\(\): sending (?:WebSocket frame|message)/;

/** A real SIP network on one address: Kamailio (UDP, WS, WSS) and rtpengine, with ports of its own. */
export async function startLab(options: LabOptions = {}): Promise<Lab> {
  const missing = missingPrograms();
  if (missing.length > 0)
    throw new Error(`the SIP lab needs ${missing.join(', ')}: run npm test as root once`);
  const address = options.address ?? '127.0.0.1';
  const block = await takePortBlock(address);
  const folder = await mkdtemp(path.join(tmpdir(), 'callback-desk-lab-'));
  const ports = {
    sip: block.first + 1,
    ws: block.first + 2,
    wss: block.first + 3,
    ng: block.first + 4,
    hep: block.first + 5,
    cli: block.first + 6,
  };
  const media = { first: block.first + 10, last: block.first + block.size - 1 };
  const trace = await startSipTrace(address, ports.hep);
  await makeCertificate(folder, address);
  const music = options.musicHz ?? null;
  if (music !== null) await writeFile(path.join(folder, 'music.wav'), wavOf(toneSource(music), 60));
  const configFile = path.join(folder, 'kamailio.cfg');
  await writeFile(
    configFile,
    kamailioConfig({
      address,
      ports,
      domain,
      folder,
      users: new Map(userNames.map((user) => [user, passwordOf(user)])),
      digest: options.digest ?? 'MD5',
      transcode: options.transcode ?? false,
      music: music !== null,
      routes: options.routes ?? new Map(),
      ringLimitMs: options.ringLimitMs ?? 30_000,
      maxExpiresS: options.maxExpiresS ?? 3600,
    }),
  );

  const rtpengine = new RestartableServer(
    () => {
      const log = path.join(folder, 'rtpengine.log');
      const args = rtpengineArguments(address, ports, media);
      return Promise.resolve(new LabProcess('rtpengine', programPath('rtpengine'), args, log, folder));
    },
    () => rtpengineReady(address, ports.ng, startLimitMs),
  );
  const kamailio = new RestartableServer(
    async () => {
      const pidFile = path.join(folder, 'kamailio.pid');
      // Left by a killed one it would refuse to start.
      await rm(pidFile, { force: true });
      const log = path.join(folder, 'kamailio.log');
      const args = ['-DD', '-E', '-m', '64', '-M', '8', '-Y', folder, '-P', pidFile, '-f', configFile];
      return new LabProcess('kamailio', programPath('kamailio'), args, log, folder);
    },
    () => sipServerReady(address, ports.sip, domain, startLimitMs),
  );

  const readLog = (name: string): Promise<string> =>
    readFile(path.join(folder, name), 'utf8').catch(() => '(no log)');
  const logs = async () => ({
    kamailio: await readLog('kamailio.log'),
    rtpengine: await readLog('rtpengine.log'),
  });
  const errors = async (): Promise<string[]> =>
    (await logs()).kamailio
      .split('\n')
      .filter((line) => /\b(ERROR|CRITICAL)\b/.test(line) && !afterItsEnd.test(line));
  const end = async (): Promise<void> => {
    await kamailio.stop();
    await rtpengine.stop();
    await trace.close();
    await block.release();
  };

  try {
    // Kamailio asks rtpengine once at its start and would leave it out for a while if it were not there yet.
    await rtpengine.start();
    await kamailio.start();
  } catch (error) {
    const text = await logs();
    await end();
    await rm(folder, { recursive: true, force: true });
    throw new Error(`${String(error)}\n${text.kamailio.slice(-2000)}\n${text.rtpengine.slice(-1000)}`, {
      cause: error,
    });
  }
  return {
    address,
    domain,
    wsUrl: `ws://${address}:${ports.ws}`,
    wssUrl: `wss://${address}:${ports.wss}`,
    sipPort: ports.sip,
    mediaPorts: media,
    folder,
    kamailio,
    rtpengine,
    trace,
    passwordOf,
    errors,
    logs,
    stop: async ({ errorsExpected = false } = {}) => {
      // Before the end: its processes call it critical that the others end.
      const found = await errors();
      await end();
      await rm(folder, { recursive: true, force: true });
      if (found.length > 0 && !errorsExpected) throw new Error(`Kamailio reported:\n${found.join('\n')}`);
    },
  };
}

const rtpengineArguments = (
  address: string,
  ports: { ng: number; cli: number },
  media: { first: number; last: number },
): readonly string[] => [
  // Without the settings that its package put on the machine.
  '--config-file=none',
  '--foreground',
  '--log-stderr',
  '--log-level=5',
  '--table=-1',
  `--interface=${address}`,
  `--listen-ng=${address}:${ports.ng}`,
  `--listen-cli=${address}:${ports.cli}`,
  `--port-min=${media.first}`,
  `--port-max=${media.last}`,
  '--num-threads=2',
  '--timeout=60',
  '--delete-delay=0',
  '--tos=0',
];

/** @throws when the program is not on this machine */
export function programPath(name: LabProgramName): string {
  const found = findProgram(name);
  if (found === null) throw new Error(`${name} is not installed: run npm test as root once`);
  return found;
}

/** A server that can go away and come back under the same address. */
class RestartableServer implements LabServer {
  readonly #launch: () => Promise<LabProcess>;
  readonly #ready: () => Promise<void>;
  #process: LabProcess | null = null;

  constructor(launch: () => Promise<LabProcess>, ready: () => Promise<void>) {
    this.#launch = launch;
    this.#ready = ready;
  }

  async start(): Promise<void> {
    const started = await this.#launch();
    this.#process = started;
    const ended = started.ended.then(() => {
      throw new Error(`${started.name} ended at once`);
    });
    // Whichever comes first decides; a later end is looked for by nobody.
    ended.catch(() => undefined);
    await Promise.race([this.#ready(), ended]);
  }

  async kill(): Promise<void> {
    await this.#process?.kill();
  }

  async freeze(): Promise<void> {
    await this.#process?.freeze();
  }

  async thaw(): Promise<void> {
    await this.#process?.thaw();
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  async stop(): Promise<void> {
    await this.#process?.stop();
    this.#process = null;
  }
}

/** A key and a certificate of its own for one run; both go with the run folder. */
async function makeCertificate(folder: string, address: string): Promise<void> {
  await promisify(execFile)(programPath('openssl'), [
    'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2',
    '-subj', `/CN=${domain}`, '-addext', `subjectAltName=DNS:${domain},IP:${address}`,
    '-keyout', path.join(folder, 'key.pem'), '-out', path.join(folder, 'cert.pem'),
  ]); // prettier-ignore
}
