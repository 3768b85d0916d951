import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startTcpRelay, type FaultRelay } from '../../support/lab/fault-relay.ts';
import { startLab, type Lab } from '../../support/lab/lab.ts';
import { startMediaDetour, type MediaDetour } from '../../support/lab/media-detour.ts';
import type { LabPhone } from '../../support/lab/phone.ts';
import { toneSource, wavOf } from '../../support/lab/phone/tones.ts';
import { launchDesk, type Desk } from '../desk.ts';
import { AppPhone } from './app-phone.ts';
import { labOtherEnd, type OtherCall, type OtherEnd } from './other-end.ts';

const tones = { app: 600, other: 1100 };

/** The real app on the real servers, with a fault relay on each of its two ways: SIP (TCP) and media (UDP). */
export class FaultyLine {
  readonly lab: Lab;
  readonly media: MediaDetour;
  readonly sip: FaultRelay;
  readonly desk: Desk;
  readonly app: AppPhone;
  readonly other: OtherEnd & { phone: LabPhone };
  readonly #folder: string;

  private constructor(
    parts: Pick<FaultyLine, 'lab' | 'media' | 'sip' | 'desk' | 'app' | 'other'> & { folder: string },
  ) {
    ({
      lab: this.lab,
      media: this.media,
      sip: this.sip,
      desk: this.desk,
      app: this.app,
      other: this.other,
    } = parts);
    this.#folder = parts.folder;
  }

  static async open(): Promise<FaultyLine> {
    const folder = await mkdtemp(path.join(tmpdir(), 'callback-desk-tones-'));
    const microphone = path.join(folder, 'microphone.wav');
    await writeFile(microphone, wavOf(toneSource(tones.app), 10));
    const lab = await startLab();
    const media = await startMediaDetour(lab, 20_260_101);
    const { hostname, port } = new URL(media.wsUrl);
    const target = { address: hostname, port: Number(port) };
    const sip = await startTcpRelay({ address: '127.0.0.1', target, seed: 3 });
    const desk = await launchDesk({ args: [`--use-file-for-fake-audio-capture=${microphone}`] });
    const app = new AppPhone(desk, '1001', tones.app);
    const line = { url: `ws://127.0.0.1:${sip.port}`, domain: lab.domain, password: lab.passwordOf('1001') };
    await app.connect(line, ['2001']);
    const other = await labOtherEnd(lab, '2001', tones.other);
    return new FaultyLine({ lab, media, sip, desk, app, other, folder });
  }

  async close(): Promise<void> {
    await this.other.close();
    await this.desk.close();
    await this.sip.close();
    await this.media.close();
    await rm(this.desk.profile, { recursive: true, force: true });
    await rm(this.#folder, { recursive: true, force: true });
    // A way that was cut is an error to Kamailio.
    await this.lab.stop({ errorsExpected: true });
  }

  /** A call from the other end, answered by the agent and heard both ways. */
  async talk(): Promise<{ callId: string; call: OtherCall }> {
    await this.app.takeCalls();
    const call = await this.other.dial(this.app.user);
    const callId = await this.app.incoming();
    await this.app.act('answer', { callId });
    await call.talking();
    await this.heardBothWays(call);
    return { callId, call };
  }

  async heardBothWays(call: OtherCall): Promise<void> {
    await Promise.all([this.app.hear(this.other.hz), call.hear(this.app.hz)]);
  }
}
