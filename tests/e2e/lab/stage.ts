import { createHash, randomBytes, X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { accountDefaults, type SipAccount } from '../../../core/call/account.ts';
import { emptyAccountForm, type AccountForm } from '../../../core/call/account-form.ts';
import { startSipRelay } from '../../../main/practice/sip-relay.ts';
import { startLab, type Lab } from '../../support/lab/lab.ts';
import { toneSource, wavOf } from '../../support/lab/phone/tones.ts';
import { takePortBlock } from '../../support/port-block.ts';
import { launchDesk, type Desk } from '../desk.ts';
import { profileWithPolicy } from '../seat.ts';
import { AppPhone } from './app-phone.ts';
import { musicHz, type Conversation, type LineKind } from './conversation.ts';
import { foreignOtherEnd } from './foreign-end.ts';
import { appOtherEnd, labOtherEnd, type OtherEnd } from './other-end.ts';

/** Far enough apart, and no multiples of each other. */
const tones = { app: 600, other: 1100, third: 1700, foreign: 900 };
const gatewayNumber = '9901';

type Line = { url: string; domain: string; passwordOf(user: string): string; close(): Promise<void> };

/** A line with its servers, the app under test on it, and the other ends. */
export class Stage {
  readonly kind: LineKind;
  readonly desks: Desk[] = [];
  readonly apps: AppPhone[] = [];
  readonly ends: OtherEnd[] = [];
  lab: Lab | null = null;
  #folder = '';
  #line: Line = { url: '', domain: '', passwordOf: () => '', close: () => Promise.resolve() };
  #gateway: Conversation['gateway'] = null;
  readonly #later = new Map<string, Promise<OtherEnd>>();

  constructor(kind: LineKind) {
    this.kind = kind;
  }

  async open(): Promise<void> {
    this.#folder = await mkdtemp(path.join(tmpdir(), 'callback-desk-tones-'));
    this.#line = await (this.kind === 'practice line' ? this.#practiceLine() : this.#labLine());
    await this.#app('1001', tones.app);
    this.ends.push(await this.#end('2001', tones.other));
  }

  async close(): Promise<void> {
    for (const end of this.ends) await end.close();
    for (const desk of this.desks) {
      await desk.close();
      await rm(desk.profile, { recursive: true, force: true });
    }
    await rm(this.#folder, { recursive: true, force: true });
    await this.#line.close();
  }

  conversation(measured: Conversation['measured']): Conversation {
    const [app] = this.apps;
    const [other] = this.ends;
    if (app === undefined || other === undefined) throw new Error('the stage is not open');
    return {
      app,
      other,
      lab: this.lab,
      gateway: this.#gateway,
      measured,
      third: () => this.#once('third', () => this.#end('2002', tones.third)),
      foreign: () =>
        this.#once('foreign', () => {
          if (this.lab === null) throw new Error('baresip needs the lab');
          return foreignOtherEnd(this.lab, '2003', tones.foreign);
        }),
      account: (change) => this.#register(app, change),
      save: (change = {}) => app.save({ ...this.#form(app), ...change }),
      check: (change) => app.checkLine({ ...this.#form(app), ...change }),
    };
  }

  /** Whatever a row left behind ends before the next one. */
  async clear(): Promise<void> {
    for (const app of this.apps) {
      for (const { call } of await app.calls()) {
        if (call.phase !== 'ended') await app.desk.ask('softphone.hangUp', { callId: call.callId });
      }
      await app.until('be free', (calls) => calls.every(({ call }) => call.phase === 'ended'));
      await app.takeCalls();
    }
    for (const end of this.ends) {
      await end.clear();
      end.onCall('ring');
    }
  }

  async #practiceLine(): Promise<Line> {
    const users = ['1001', '2001', '2002'].map((name) => ({ name, password: `right-${name}` }));
    const relay = await startSipRelay({ users, random: randomBytes });
    const { url, domain } = relay;
    return { url, domain, passwordOf: (user) => `right-${user}`, close: () => relay.close() };
  }

  async #labLine(): Promise<Line> {
    const guarded = this.kind === 'guarded lab';
    const block = await takePortBlock('127.0.0.1');
    const gateway = { number: gatewayNumber, port: block.first + 1 };
    const lab = await startLab({
      routes: new Map([[gateway.number, `sip:127.0.0.1:${gateway.port}`]]),
      ...(guarded ? { digest: 'SHA-256', transcode: true, musicHz } : {}),
    });
    this.lab = lab;
    this.#gateway = gateway;
    const close = async (): Promise<void> => {
      await block.release();
      await lab.stop();
    };
    const { domain, passwordOf } = lab;
    return { url: guarded ? lab.wssUrl : lab.wsUrl, domain, passwordOf, close };
  }

  #form({ user }: AppPhone): AccountForm {
    const { url, domain, passwordOf } = this.#line;
    const [uri, password] = [`sip:${user}@${domain}`, passwordOf(user)];
    return { ...emptyAccountForm, servers: [url], uri, password };
  }

  async #register(app: AppPhone, change: Partial<SipAccount>): Promise<void> {
    const { url, domain, passwordOf } = this.#line;
    await app.command({
      type: 'register',
      account: {
        ...accountDefaults,
        servers: [url],
        uri: `sip:${app.user}@${domain}`,
        authUser: app.user,
        password: passwordOf(app.user),
        displayName: '',
        ...change,
      },
    });
    const registered = async (): Promise<boolean> =>
      (await app.desk.call('softphone.state', {})).registration.state === 'registered';
    // The first look may still see the old registration, which the new one replaces without a gap to wait for.
    await new Promise((resolve) => setTimeout(resolve, 300));
    const end = Date.now() + 10_000;
    while (!(await registered())) {
      if (Date.now() > end) throw new Error('the app did not register again');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  #once(name: string, start: () => Promise<OtherEnd>): Promise<OtherEnd> {
    const known = this.#later.get(name);
    if (known !== undefined) return known;
    const starting = start().then((end) => {
      this.ends.push(end);
      return end;
    });
    this.#later.set(name, starting);
    return starting;
  }

  async #end(user: string, hz: number): Promise<OtherEnd> {
    return this.lab === null ? appOtherEnd(await this.#app(user, hz)) : labOtherEnd(this.lab, user, hz);
  }

  async #app(user: string, hz: number): Promise<AppPhone> {
    const file = path.join(this.#folder, `${user}.wav`);
    await writeFile(file, wavOf(toneSource(hz), 10));
    const { url, domain, passwordOf } = this.#line;
    const desk = await launchDesk({
      // Calls that ask for it answer themselves when they come from this line's own domain.
      profile: await profileWithPolicy([
        ['autoAnswer:\n  enabled: false', 'autoAnswer:\n  enabled: true'],
        ['  trusted: []', `  trusted:\n    - { user: '*', domain: ${domain} }`],
      ]),
      args: [`--use-file-for-fake-audio-capture=${file}`, ...(await this.#trust())],
    });
    this.desks.push(desk);
    await desk.call('app.welcomeDone', {});
    const app = new AppPhone(desk, user, hz);
    this.apps.push(app);
    const numbers = ['1001', '2001', '2002', '2003', '7777', gatewayNumber];
    await app.connect({ url, domain, password: passwordOf(user) }, numbers);
    return app;
  }

  /** The key of the lab's certificate, trusted by Chromium for this run only. */
  async #trust(): Promise<string[]> {
    if (this.kind !== 'guarded lab' || this.lab === null) return [];
    const certificate = new X509Certificate(await readFile(path.join(this.lab.folder, 'cert.pem')));
    const key = certificate.publicKey.export({ type: 'spki', format: 'der' });
    const pin = createHash('sha256').update(key).digest('base64');
    return [`--ignore-certificate-errors-spki-list=${pin}`];
  }
}
