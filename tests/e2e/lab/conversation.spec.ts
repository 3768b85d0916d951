import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from '@playwright/test';
import { startSipRelay } from '../../../main/practice/sip-relay.ts';
import { keepOnFailure } from '../../support/lab/keep.ts';
import { startLab, type Lab } from '../../support/lab/lab.ts';
import { toneSource, wavOf } from '../../support/lab/phone/tones.ts';
import { accountDefaults, type SipAccount } from '../../../core/call/account.ts';
import { launchDesk, type Desk } from '../desk.ts';
import { AppPhone } from './app-phone.ts';
import { features, type Conversation, type LineKind } from './features.ts';
import { appOtherEnd, labOtherEnd, type OtherEnd } from './other-end.ts';

/** Far enough apart, and no multiples of each other. */
const tones = { app: 600, other: 1100, third: 1700 };

/** A line with its servers, the app under test on it, and the other ends. */
class Stage {
  readonly kind: LineKind;
  readonly desks: Desk[] = [];
  readonly apps: AppPhone[] = [];
  readonly ends: OtherEnd[] = [];
  lab: Lab | null = null;
  #folder = '';
  #line = { url: '', domain: '', passwordOf: (_user: string): string => '' };
  #closeLine: () => Promise<void> = () => Promise.resolve();
  #third: OtherEnd | null = null;

  constructor(kind: LineKind) {
    this.kind = kind;
  }

  async open(): Promise<void> {
    this.#folder = await mkdtemp(path.join(tmpdir(), 'callback-desk-tones-'));
    if (this.kind === 'Kamailio lab') {
      const lab = await startLab();
      this.lab = lab;
      this.#line = { url: lab.wsUrl, domain: lab.domain, passwordOf: lab.passwordOf };
      this.#closeLine = () => lab.stop();
    } else {
      const users = ['1001', '2001', '2002'].map((name) => ({ name, password: `right-${name}` }));
      const relay = await startSipRelay({ users, random: randomBytes });
      this.#line = { url: relay.url, domain: relay.domain, passwordOf: (user) => `right-${user}` };
      this.#closeLine = () => relay.close();
    }
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
    await this.#closeLine();
  }

  conversation(measured: Conversation['measured']): Conversation {
    const [app] = this.apps;
    const [other] = this.ends;
    if (app === undefined || other === undefined) throw new Error('the stage is not open');
    return {
      app,
      other,
      lab: this.lab,
      measured,
      third: async () => {
        if (this.#third === null) this.ends.push((this.#third = await this.#end('2002', tones.third)));
        return this.#third;
      },
      account: (change) => this.#register(app, change),
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

  async #register(app: AppPhone, change: Partial<SipAccount>): Promise<void> {
    await app.command({
      type: 'register',
      account: {
        ...accountDefaults,
        servers: [this.#line.url],
        uri: `sip:${app.user}@${this.#line.domain}`,
        authUser: app.user,
        password: this.#line.passwordOf(app.user),
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

  async #end(user: string, hz: number): Promise<OtherEnd> {
    return this.lab === null ? appOtherEnd(await this.#app(user, hz)) : labOtherEnd(this.lab, user, hz);
  }

  async #app(user: string, hz: number): Promise<AppPhone> {
    const file = path.join(this.#folder, `${user}.wav`);
    await writeFile(file, wavOf(toneSource(hz), 10));
    const desk = await launchDesk({ args: [`--use-file-for-fake-audio-capture=${file}`] });
    this.desks.push(desk);
    const app = new AppPhone(desk, user, hz);
    this.apps.push(app);
    const { url, domain, passwordOf } = this.#line;
    await app.connect({ url, domain, password: passwordOf(user) }, ['1001', '2001', '2002', '7777']);
    return app;
  }
}

for (const kind of ['practice line', 'Kamailio lab'] as const) {
  test.describe(kind, () => {
    const stage = new Stage(kind);
    test.beforeAll(() => stage.open());
    test.afterAll(() => stage.close());
    test.afterEach(async ({}, testInfo) => {
      await keepOnFailure(testInfo, { lab: stage.lab, phones: stage.apps });
      await stage.clear();
    });
    for (const feature of features.filter(({ lines }) => lines.includes(kind))) {
      test(feature.name, async () => {
        const measured: string[] = [];
        await feature.run(stage.conversation((what, ms) => measured.push(`${what} ${ms} ms`)));
        if (measured.length > 0) console.log(`      ${kind}: ${measured.join(', ')}`);
      });
    }
  });
}
