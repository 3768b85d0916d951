import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { emptyAccountForm, type AccountForm } from '../../../core/call/account-form.ts';
import type { Registration } from '../../../core/call/types.ts';
import { electronInNetwork } from '../../support/lab/in-network/launch.ts';
import { processTree, sleepWhile } from '../../support/lab/in-network/sleep.ts';
import { startLab, type Lab } from '../../support/lab/lab.ts';
import { startNameServer, type NameServer } from '../../support/lab/name-server.ts';
import { startNetwork, type LabNetwork } from '../../support/lab/netns.ts';
import { toneSource, wavOf } from '../../support/lab/phone/tones.ts';
import { launchDesk, type Desk } from '../desk.ts';
import { AppPhone } from './app-phone.ts';
import { labOtherEnd, type OtherEnd } from './other-end.ts';
import { trustFirstCertificate } from './trust-first.ts';

/** Far enough apart, and no multiples of each other. */
const tones = { app: 600, other: 1100 };
const limitMs = 60_000;

type Closing = (() => Promise<void>)[];

/** Newest first; what fails does not leave the rest behind. */
async function closeAll(closing: Closing): Promise<void> {
  const failures: unknown[] = [];
  for (const close of closing.toReversed()) await close().catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw new AggregateError(failures, 'the stage was not closed as it should be');
}

/**
 * The real app in a network of its own, behind a cable that can be cut and readdressed; Kamailio, rtpengine and
 * the other telephone at the near end of the cable.
 */
export class DeskInNetwork {
  readonly network: LabNetwork;
  readonly lab: Lab;
  readonly app: AppPhone;
  readonly other: OtherEnd;
  readonly #names: NameServer | null;
  readonly #closing: Closing;

  private constructor(
    parts: Pick<DeskInNetwork, 'network' | 'lab' | 'app' | 'other'>,
    names: NameServer | null,
    closing: Closing,
  ) {
    this.#names = names;
    this.network = parts.network;
    this.lab = parts.lab;
    this.app = parts.app;
    this.other = parts.other;
    this.#closing = closing;
  }

  /** With `byName` the app knows the server by a name. Whatever was opened is closed again when a later step fails. */
  static async open(options: { args?: readonly string[]; byName?: boolean } = {}): Promise<DeskInNetwork> {
    const closing: Closing = [];
    try {
      const byName = options.byName === true;
      const network = await startNetwork({ nameServer: byName });
      closing.push(() => network.close());
      const names = byName ? await startNameServer(network.outside) : null;
      if (names !== null) closing.push(() => names.close());
      const lab = await startLab({ address: network.outside });
      closing.push(() => lab.stop({ errorsExpected: true }));
      const folder = await mkdtemp(path.join(tmpdir(), 'callback-desk-tones-'));
      closing.push(() => rm(folder, { recursive: true, force: true }));
      const file = path.join(folder, 'app.wav');
      await writeFile(file, wavOf(toneSource(tones.app), 10));
      const desk = await launchDesk({
        args: [`--use-file-for-fake-audio-capture=${file}`, ...(options.args ?? [])],
        wrap: async (electron) => {
          const program = await electronInNetwork(network, electron);
          closing.push(() => program.close());
          return program.executablePath;
        },
      });
      closing.push(async () => {
        await desk.close();
        await rm(desk.profile, { recursive: true, force: true });
      });
      await trustFirstCertificate(desk.app);
      const app = new AppPhone(desk, '1001', tones.app);
      await app.connect(
        { url: serverOf(lab, byName), domain: lab.domain, password: lab.passwordOf('1001') },
        ['2001'],
      );
      const other = await labOtherEnd(lab, '2001', tones.other);
      closing.push(() => other.close());
      return new DeskInNetwork({ network, lab, app, other }, names, closing);
    } catch (error) {
      await closeAll(closing);
      throw error;
    }
  }

  close(): Promise<void> {
    return closeAll(this.#closing);
  }

  get desk(): Desk {
    return this.app.desk;
  }

  /** The name server that the app asks. */
  get names(): NameServer {
    if (this.#names === null) throw new Error('opened without names');
    return this.#names;
  }

  /** What the settings hold. */
  get account(): AccountForm {
    const { lab, app } = this;
    return {
      ...emptyAccountForm,
      servers: [serverOf(lab, this.#names !== null)],
      uri: `sip:${app.user}@${lab.domain}`,
      password: lab.passwordOf(app.user),
    };
  }

  async registration(): Promise<Registration> {
    return (await this.desk.call('softphone.state', {})).registration;
  }

  /** Waits for a state of the registration; resolves with the wall clock at which it was seen. */
  async until(
    what: string,
    fulfilled: (registration: Registration) => boolean,
    patienceMs = limitMs,
  ): Promise<number> {
    const end = Date.now() + patienceMs;
    for (;;) {
      const registration = await this.registration();
      if (fulfilled(registration)) return Date.now();
      if (Date.now() > end) throw new Error(`not ${what}: ${JSON.stringify(registration)}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  registered(): Promise<number> {
    return this.until('registered', ({ state }) => state === 'registered');
  }

  /** Stops every process of the app, and tells main of the sleep as the system would. */
  async sleep(meanwhile: () => Promise<void>): Promise<void> {
    await this.#power('suspend');
    // The launcher goes on: it is no part of the computer that sleeps.
    const [, electron = 0] = await processTree(this.desk.app.process().pid ?? 0);
    await sleepWhile(electron, meanwhile);
    await this.#power('resume');
  }

  async #power(event: 'suspend' | 'resume'): Promise<void> {
    await this.desk.app.evaluate(({ powerMonitor }, name) => void powerMonitor.emit(name), event);
  }
}

/** The lab's certificate is for its domain and for its address. */
const serverOf = ({ wssUrl, domain }: Lab, byName: boolean): string => {
  const { port } = new URL(wssUrl);
  return byName ? `wss://${domain}:${port}` : wssUrl;
};
