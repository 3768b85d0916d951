import { mkdtemp, open, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { programPath, type Lab } from './lab.ts';
import { LabProcess } from './lab-process.ts';
import { levelOf, sampleRate, toneShare, toneSource, wavOf } from './phone/tones.ts';
import { takePortBlock } from '../port-block.ts';

export type BaresipEvent = { event: true; type: string; class: string; param?: string; peeruri?: string };

/** A telephone that we did not write (baresip): G.711, RFC 4733, hold, blind transfer. */
export type Baresip = {
  readonly user: string;
  /** What happened, oldest first: REGISTER_OK, CALL_INCOMING, CALL_ESTABLISHED, CALL_DTMF_START, CALL_CLOSED … */
  readonly events: readonly BaresipEvent[];
  /** `dial`, `accept`, `hangup`, `hold`, `resume`, `transfer` … as in its menu module. */
  command(name: string, params?: string): Promise<void>;
  /** Waits for an event after those that an earlier call returned. */
  event(type: string, limitMs?: number): Promise<BaresipEvent>;
  /** Digits heard so far. */
  digits(): string;
  /** Waits until the tone is the loudest thing in what its call plays. */
  hear(hz: number, limitMs?: number): Promise<void>;
  /** Waits until nothing audible has come for 400 ms. */
  hearSilence(limitMs?: number): Promise<void>;
  close(): Promise<void>;
};

const startLimitMs = 10_000;

/** Starts a baresip that registers with the lab and sends a tone. */
export async function startBaresip(
  lab: Lab,
  { user, hz, answers = 'auto' }: { user: string; hz: number; answers?: 'auto' | 'manual' },
): Promise<Baresip> {
  const block = await takePortBlock(lab.address);
  const folder = await mkdtemp(path.join(tmpdir(), 'callback-desk-baresip-'));
  // At the end of its file it hangs up.
  await writeFile(path.join(folder, 'tone.wav'), wavOf(toneSource(hz), 600));
  const control = block.first + 4;
  await writeFile(path.join(folder, 'config'), configuration(lab, block.first, control, folder));
  await writeFile(
    path.join(folder, 'accounts'),
    `<sip:${user}@${lab.domain}>;auth_user=${user};auth_pass=${lab.passwordOf(user)};` +
      `outbound="sip:${lab.address}:${lab.sipPort};transport=udp";answermode=${answers};` +
      'audio_codecs=PCMA,PCMU;regint=300\n',
  );
  const server = new LabProcess(
    'baresip',
    programPath('baresip'),
    ['-f', folder],
    path.join(folder, 'log'),
    folder,
  );
  const events: BaresipEvent[] = [];
  const socket = await connectSoon(lab.address, control, server);
  readNetstrings(socket, (value) => {
    if ((value as { event?: unknown }).event === true) events.push(value as BaresipEvent);
  });
  let seen = 0;
  const event = async (type: string, limitMs = startLimitMs): Promise<BaresipEvent> => {
    const end = performance.now() + limitMs;
    for (;;) {
      const at = events.findIndex((one, index) => index >= seen && one.type === type);
      const found = events[at];
      if (found !== undefined) {
        seen = at + 1;
        return found;
      }
      if (performance.now() > end)
        throw new Error(`baresip did not say ${type}: ${events.map((one) => one.type).join(' ')}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  const close = async (): Promise<void> => {
    socket.destroy();
    await server.stop();
    await block.release();
    await rm(folder, { recursive: true, force: true });
  };
  const command = (name: string, params = ''): Promise<void> =>
    new Promise((resolve, reject) => {
      const text = JSON.stringify({ command: name, params });
      socket.write(`${Buffer.byteLength(text)}:${text},`, (error) => (error ? reject(error) : resolve()));
    });
  try {
    // It registers while its control port opens, so the event may have gone by.
    await command('uafind', `sip:${user}@${lab.domain}`);
    await registered(lab, user);
  } catch (error) {
    await close();
    throw error;
  }
  const digits = (): string =>
    events
      .filter(({ type }) => type === 'CALL_DTMF_START')
      .map(({ param }) => param ?? '')
      .join('');
  const hear = (hz: number, limitMs = startLimitMs): Promise<void> =>
    until(`hear ${hz} Hz`, limitMs, async () => {
      const samples = await newestSamples(folder, 0.1);
      return samples !== null && levelOf(samples) > audibleLevel && toneShare(samples, hz) > clearShare;
    });
  const hearSilence = (limitMs = startLimitMs): Promise<void> => {
    let since: number | null = null;
    let size = -1;
    return until('hear silence', limitMs, async () => {
      const samples = await newestSamples(folder, 0.1);
      const length = await recordedBytes(folder);
      // While it is held it plays, and so records, nothing at all.
      const quiet = samples === null || length === size || levelOf(samples) < audibleLevel;
      size = length;
      since = quiet ? (since ?? performance.now()) : null;
      return since !== null && performance.now() - since > 400;
    });
  };
  return { user, events, command, event, digits, hear, hearSilence, close };
}

const audibleLevel = 0.01;
const clearShare = 0.35;

async function until(what: string, limitMs: number, fulfilled: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + limitMs;
  while (!(await fulfilled())) {
    if (performance.now() > end) throw new Error(`baresip did not ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
}

/** Its module sndfile writes what every call plays to a file of its own, named by the time. */
async function recording(folder: string): Promise<string | null> {
  const names = (await readdir(folder)).filter((name) => /^dump-.*-dec\.wav$/.test(name)).sort();
  const newest = names.at(-1);
  return newest === undefined ? null : path.join(folder, newest);
}

async function recordedBytes(folder: string): Promise<number> {
  const file = await recording(folder);
  return file === null ? 0 : (await stat(file)).size;
}

/** The last seconds of the newest recording; null while it is shorter. 16 bit, mono, 8 kHz. */
async function newestSamples(folder: string, seconds: number): Promise<Int16Array | null> {
  const file = await recording(folder);
  if (file === null) return null;
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const bytes = 2 * Math.round(seconds * sampleRate);
    const headerBytes = 44;
    if (size < headerBytes + bytes) return null;
    // Whole samples, counted from the end of the header.
    const from = size - bytes - ((size - headerBytes) % 2);
    const { buffer } = await handle.read(Buffer.alloc(bytes), 0, bytes, from);
    return Int16Array.from({ length: bytes / 2 }, (_, index) => buffer.readInt16LE(2 * index));
  } finally {
    await handle.close();
  }
}

/** The trace is the one place that surely shows it. */
async function registered(lab: Lab, user: string): Promise<void> {
  const end = performance.now() + startLimitMs;
  const done = (): boolean =>
    lab.trace.messages.some(
      ({ text }) =>
        /^SIP\/2\.0 200/.test(text) && /^CSeq: \d+ REGISTER/im.test(text) && text.includes(`<sip:${user}@`),
    );
  while (!done()) {
    if (performance.now() > end) throw new Error(`baresip ${user} did not register`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const configuration = (lab: Lab, first: number, control: number, folder: string): string =>
  [
    'poll_method epoll',
    // It takes the next port for TLS too.
    `sip_listen ${lab.address}:${first + 1}`,
    `net_interface ${lab.address}`,
    'call_max_calls 4',
    'audio_player aufile,/dev/null',
    `audio_source aufile,${folder}/tone.wav`,
    `audio_alert aufile,/dev/null`,
    `rtp_ports ${first + 10}-${first + 60}`,
    'module_path /usr/lib/baresip/modules',
    'module g711.so',
    'module aufile.so',
    // Records what a call plays: this is how it is known what baresip hears.
    'module sndfile.so',
    `snd_path ${folder}`,
    'module_tmp uuid.so',
    'module_tmp account.so',
    'module_app contact.so',
    'module_app menu.so',
    'module_app ctrl_tcp.so',
    `ctrl_tcp_listen ${lab.address}:${control}`,
    '',
  ].join('\n');

async function connectSoon(address: string, port: number, server: LabProcess): Promise<Socket> {
  const end = performance.now() + startLimitMs;
  for (;;) {
    const socket = await new Promise<Socket | null>((resolve) => {
      const trying = connect({ host: address, port }, () => resolve(trying));
      trying.once('error', () => resolve(null)); // not listening yet
    });
    if (socket !== null) return socket.on('error', () => undefined);
    if (!server.running || performance.now() > end) throw new Error('baresip did not start');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** `LENGTH:TEXT,` again and again; each text is JSON. */
function readNetstrings(socket: Socket, take: (value: unknown) => void): void {
  let rest = Buffer.alloc(0);
  socket.on('data', (data: Buffer) => {
    rest = Buffer.concat([rest, data]);
    for (;;) {
      const colon = rest.indexOf(':');
      if (colon < 0) return;
      const length = Number(rest.toString('latin1', 0, colon));
      if (rest.length < colon + length + 2) return;
      take(JSON.parse(rest.toString('utf8', colon + 1, colon + 1 + length)));
      rest = rest.subarray(colon + length + 2);
    }
  });
}
