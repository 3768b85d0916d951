import { expect, test } from '@playwright/test';
import {
  estimateMos,
  type QualityCause,
  type QualitySummary,
  type QualityView,
} from '../../../core/call/quality.ts';
import type { CallView } from '../../../core/ipc/features/softphone.ts';
import { en } from '../../../renderer/locales/en/catalogue.ts';
import { zhCn } from '../../../renderer/locales/zh-cn/catalogue.ts';
import { noFaults, type Faults } from '../../support/lab/fault-relay.ts';
import { keepOnFailure } from '../../support/lab/keep.ts';
import { importPolicies, testPolicies } from '../policies.ts';
import { FaultyLine } from './faulty-line.ts';

/** Generous: what is waited for takes seconds on a free machine. */
const limit = { timeout: 60_000 };

let line: FaultyLine;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  line = await FaultyLine.open();
  // A real callback needs an opening that can be read out whole.
  await line.desk.call('app.setAgent', { name: '测试坐席', number: '1001' });
  await line.desk.call('app.setCompany', { name: '测试人寿', servicePhone: '95500' });
  await importPolicies(line.desk, testPolicies(3));
});
test.afterAll(() => line.close());
test.afterEach(async ({}, testInfo) => {
  await keepOnFailure(testInfo, { lab: line.lab, phones: [line.app] });
  line.media.set(noFaults);
  line.sip.set(noFaults);
  await line.other.clear();
});

const viewOf = async (callId: string): Promise<CallView | undefined> =>
  (await line.app.calls()).find(({ call }) => call.callId === callId);
const qualityOf = async (callId: string): Promise<QualityView | null> =>
  (await viewOf(callId))?.quality ?? null;

/** Waits until the line is told to be clear, and what is told then. */
const clear = async (callId: string): Promise<QualityView> => {
  await expect.poll(() => qualityOf(callId), limit).toMatchObject({ verdict: 'good', cause: null });
  const quality = await qualityOf(callId);
  if (quality === null) throw new Error('the call has no quality');
  return quality;
};

const told = (quality: QualityView): string =>
  `${quality.verdict} MOS ${quality.mos.toFixed(2)}, loss ${(100 * quality.lossFraction).toFixed(1)} %, jitter ` +
  `${quality.jitterMs} ms, round trip ${quality.roundTripMs} ms, one way ${quality.delayMs} ms, ${quality.codec}`;

/** The callback of the next task begins on this call, so that there is a record to keep its quality. */
const takeUp = async (callId: string): Promise<void> => {
  const { rows } = await line.desk.call('worklist.page', { filter: 'all', search: '', offset: 0, limit: 20 });
  const open = rows.find(({ state }) => state === 'to_dial') ?? rows[0];
  await line.desk.call('softphone.takeUp', { callId, taskId: open?.id ?? '' });
};

/** Ends call and record; what was stored of the sound. */
const storedQuality = async (callId: string): Promise<QualitySummary> => {
  await line.app.act('hangUp', { callId });
  const session = async () => (await line.desk.call('call.snapshot', {})).session;
  await expect.poll(async () => (await session())?.phase, limit).toBe('wrap_up');
  const closing = { disposition: 'D11', appointmentAt: null, reason: '' };
  const { attemptId } = await line.desk.call('session.close', closing);
  const { calls } = await line.desk.call('record.get', { attemptId });
  const quality = calls[0]?.quality;
  if (quality === null || quality === undefined) throw new Error('the record has no quality');
  return quality;
};

const openDetails = async (): Promise<void> => {
  const button = line.desk.page.locator('.quality-button').first();
  if ((await button.getAttribute('aria-expanded')) !== 'true') await button.click();
  await line.desk.page.locator('.quality-details').waitFor();
};

test('a clean line: good, every figure in the header, no warning', async () => {
  const { callId } = await line.talk();
  const quality = await clear(callId);
  console.log(`      clean: ${told(quality)}`);
  expect(quality.mos).toBeGreaterThan(4);
  expect(quality.codec).toBe('PCMA');
  expect(quality.roundTripMs).not.toBeNull();
  await openDetails();
  const details = line.desk.page.locator('.quality-details');
  const { quality: words } = zhCn;
  for (const term of [words.score, words.loss, words.jitter, words.roundTrip, words.codec])
    await expect(details).toContainText(term);
  await expect(details).toContainText('PCMA');
  await expect(details).not.toContainText(words.unknown);
  await expect(line.desk.page.locator('.quality').first()).toHaveAttribute('data-verdict', 'good', limit);
  await expect(line.desk.page.getByTestId('call-notes')).toHaveCount(0);
  await line.app.act('hangUp', { callId });
  await line.app.ended(callId);
});

type Row = {
  name: string;
  faults: Partial<Faults>;
  cause: QualityCause;
  worst: (summary: QualitySummary) => void;
};
const rows: readonly Row[] = [
  {
    name: '8 % loss both ways',
    faults: { loss: 0.08 },
    cause: 'loss',
    worst: (summary) => expect(summary.lossFraction).toBeGreaterThan(0.01),
  },
  {
    // Up to 200 ms late, at random: some 40 ms of jitter as RFC 3550 counts it.
    name: 'packets up to 200 ms late',
    faults: { jitterMs: 200 },
    cause: 'jitter',
    worst: (summary) => expect(summary.jitterHighestMs).toBeGreaterThan(30),
  },
  {
    name: '400 ms delay each way',
    faults: { delayMs: 400 },
    cause: 'delay',
    worst: (summary) => expect(summary.roundTripAverageMs).toBeGreaterThan(100),
  },
];

for (const { name, faults, cause, worst } of rows) {
  test(`${name}: the verdict, its cause and the remedy while it lasts, good again after, kept with the call`, async () => {
    test.setTimeout(240_000);
    const before = { ...line.media.rtp.back };
    const { callId, call } = await line.talk();
    await takeUp(callId);
    await clear(callId);
    await openDetails();
    line.media.set(faults);
    const faultAt = { ...line.media.rtp.back };
    await expect.poll(async () => (await qualityOf(callId))?.cause, limit).toBe(cause);
    const during = await qualityOf(callId);
    expect(during?.verdict).not.toBe('good');
    const details = line.desk.page.locator('.quality-details');
    await expect(details).toContainText(zhCn.quality.remedy[cause], limit);
    await line.desk.call('app.setLocale', { locale: 'en' });
    await expect(details).toContainText(en.quality.remedy[cause], limit);
    await line.desk.call('app.setLocale', { locale: 'zh-CN' });
    await line.heardBothWays(call);
    // Long enough for the share that was lost to be near the one that was set.
    await expect.poll(() => line.media.rtp.back.passed - faultAt.passed, limit).toBeGreaterThan(400);
    const settled = await qualityOf(callId);
    const truth = {
      passed: line.media.rtp.back.passed - faultAt.passed,
      dropped: line.media.rtp.back.dropped - faultAt.dropped,
    };
    line.media.set(noFaults);
    const after = await clear(callId);
    await line.heardBothWays(call);
    const { stats } = (await viewOf(callId))?.call ?? {};
    const dropped = line.media.rtp.back.dropped - before.dropped;
    const summary = await storedQuality(callId);
    console.log(
      `      set: ${name}; the relay dropped ${((100 * truth.dropped) / (truth.passed + truth.dropped)).toFixed(1)} %`,
    );
    if (settled !== null) {
      const trueLoss = truth.dropped / (truth.passed + truth.dropped);
      const model = estimateMos({ ...settled, lossFraction: trueLoss });
      console.log(`      told: ${told(settled)}; E-model of the true loss: MOS ${model.toFixed(2)}`);
    }
    console.log(`      lost in the call: relay ${dropped}, app ${stats?.packetsLost}; after: ${told(after)}`);
    console.log(`      kept: ${JSON.stringify(summary)}`);
    // The app counts what the relay took, but for what came before its first packet.
    expect(Math.abs((stats?.packetsLost ?? 0) - dropped)).toBeLessThanOrEqual(5);
    expect(summary.mosLowest).toBeLessThan(summary.mosAverage);
    worst(summary);
  });
}

test('speaking while muted is told in a still line, keeps the focus, and leaves nothing open after the call', async () => {
  test.setTimeout(180_000);
  const { callId, call } = await line.talk();
  const phone = line.app.page;
  await phone.evaluate(() => {
    const shared = window as unknown as { openContexts: () => number };
    const contexts: WeakRef<AudioContext>[] = [];
    const Native = window.AudioContext;
    window.AudioContext = class extends Native {
      constructor(options?: AudioContextOptions) {
        super(options);
        contexts.push(new WeakRef(this));
      }
    };
    shared.openContexts = () =>
      contexts.filter((context) => (context.deref()?.state ?? 'closed') !== 'closed').length;
  });
  const openContexts = (): Promise<number> =>
    phone.evaluate(() => (window as unknown as { openContexts: () => number }).openContexts());
  const { page } = line.desk;
  const focused = page.getByRole('navigation').first().locator('a, button').first();
  await focused.focus();
  await expect(focused).toBeFocused();
  const hint = page.getByTestId('call-notes').getByText(zhCn.sound.speaksMuted);

  await expect(hint).toHaveCount(0);
  await line.app.act('setMuted', { callId, muted: true });
  // The microphone of this app sounds all the time, and the customer hears nothing of it.
  await call.hearNo(line.app.hz);
  await expect(hint).toBeVisible(limit);
  await expect(focused).toBeFocused();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect((await viewOf(callId))?.call.stats?.outboundLevel).toBeGreaterThan(0.05);
  expect(await openContexts()).toBe(1);

  await line.app.act('setMuted', { callId, muted: false });
  await expect(hint).toHaveCount(0, limit);
  await line.heardBothWays(call);
  await expect.poll(openContexts, limit).toBe(0);

  await line.app.act('setMuted', { callId, muted: true });
  await expect(hint).toBeVisible(limit);
  await line.app.act('hangUp', { callId });
  await line.app.ended(callId);
  await expect.poll(openContexts, limit).toBe(0);
});

const invitesSent = (): string[] => line.app.frames.filter((frame) => /->\nINVITE /.test(frame));
const ufragOf = (frame: string | undefined): string | undefined => /a=ice-ufrag:(\S+)/.exec(frame ?? '')?.[1];

test('media lost while SIP lives: it is said, ICE is restarted without a flood of re-INVITEs, the call is kept', async () => {
  test.setTimeout(240_000);
  const { callId, call } = await line.talk();
  await clear(callId);
  const notes = line.desk.page.getByTestId('call-notes');
  const { mediaSilent, mediaLost } = zhCn.callState;
  const said = new RegExp(`${mediaSilent.slice(0, 5)}|${mediaLost.slice(0, 4)}`);
  const media = async () => (await viewOf(callId))?.call.media;

  // A gap that ICE outlives: the sound is back with the network.
  line.media.set({ frozen: true });
  await expect.poll(media, limit).toMatch(/^(silent|lost)$/);
  line.media.set({ frozen: false });
  await expect.poll(media, limit).toBe('flowing');
  await line.heardBothWays(call);

  const earlier = invitesSent().length;
  line.media.set({ frozen: true });
  const frozenAt = Date.now();
  await expect(notes).toContainText(said, limit);
  await expect.poll(() => invitesSent().length, limit).toBeGreaterThan(earlier);
  await expect.poll(() => Date.now() - frozenAt, limit).toBeGreaterThan(30_000);
  const offers = invitesSent().slice(earlier);
  // Each is a restart: new credentials (RFC 8839 section 4.4.1.1.1).
  expect(new Set(offers.map(ufragOf)).size).toBe(offers.length);
  expect(offers.length).toBeLessThan(12);
  expect((await viewOf(callId))?.call).toMatchObject({ phase: 'talking', signalling: 'up' });
  console.log(`      30 s without media: ${offers.length} re-INVITE with an ICE restart, the call is kept`);
  await call.hangUp();
  await line.app.ended(callId);
});

test('SIP cut in a call: the media is never touched, and the call is whole again after', async () => {
  test.setTimeout(240_000);
  const { callId, call } = await line.talk();
  line.sip.set({ frozen: true });
  line.sip.cut();
  await expect.poll(async () => (await viewOf(callId))?.call.signalling, limit).toBe('lost');
  const { there, back } = line.media.rtp;
  const from = { there: there.passed, back: back.passed };
  await expect.poll(() => there.passed - from.there, limit).toBeGreaterThan(250);
  await expect.poll(() => back.passed - from.back, limit).toBeGreaterThan(250);
  expect((await viewOf(callId))?.call).toMatchObject({
    phase: 'talking',
    media: 'flowing',
    signalling: 'lost',
  });
  await line.heardBothWays(call);
  line.sip.set({ frozen: false });
  line.sip.cut();
  await expect.poll(async () => (await viewOf(callId))?.call.signalling, limit).toBe('up');
  await line.heardBothWays(call);
  await call.hangUp();
  await line.app.ended(callId);
});

test('a slow and unsteady way for SIP: calls are set up, and no server is called frozen', async () => {
  test.setTimeout(240_000);
  await line.app.takeCalls();
  await line.desk.page.evaluate(() => {
    const shared = window as unknown as { desk: DeskEvents; states: string[] };
    shared.states = [];
    shared.desk.on('registration.changed', ({ state }) => void shared.states.push(state));
  });
  // TCP loses nothing: what is lost on the way is sent again, so that 2 % loss is now and then some 300 ms more.
  line.sip.set({ delayMs: 300, jitterMs: 200, bytesPerSecond: 8_000 });
  line.other.onCall('answer');
  const beganAt = Date.now();
  const callId = await line.app.dial(line.other.number);
  const call = await line.other.incoming();
  await expect.poll(async () => (await viewOf(callId))?.call.phase, limit).toBe('talking');
  const tookMs = Date.now() - beganAt;
  await line.heardBothWays(call);
  // Several rounds of the watch over the server.
  const from = line.media.rtp.back.passed;
  await expect.poll(() => line.media.rtp.back.passed - from, limit).toBeGreaterThan(600);
  const states = await line.desk.page.evaluate(() => (window as unknown as { states: string[] }).states);
  expect(states.filter((state) => state !== 'registered')).toEqual([]);
  expect((await viewOf(callId))?.call).toMatchObject({
    phase: 'talking',
    signalling: 'up',
    media: 'flowing',
  });
  console.log(
    `      SIP with 0.6 s of round trip and up to 0.4 s more, 8 kB/s: dialled to talking ${tookMs} ms, no alarm in 12 s`,
  );
  await line.app.act('hangUp', { callId });
  await expect.poll(async () => (await viewOf(callId))?.call.phase ?? 'ended', limit).toBe('ended');
  await expect.poll(async () => (await call.ended()).status, limit).toBe(200);
});

type DeskEvents = { on(name: 'registration.changed', listener: (event: { state: string }) => void): void };
