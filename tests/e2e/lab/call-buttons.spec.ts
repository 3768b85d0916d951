import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { startFocus } from '../../support/lab/focus.ts';
import { keepOnFailure } from '../../support/lab/keep.ts';
import { startLab, type Lab } from '../../support/lab/lab.ts';
import { header } from '../../support/lab/phone/sip-endpoint.ts';
import { toneSource, wavOf } from '../../support/lab/phone/tones.ts';
import { launchDesk, type Desk } from '../desk.ts';
import { askForAccount } from '../phone-acts.ts';
import { importPolicies, testPolicies } from '../policies.ts';
import { AppPhone } from './app-phone.ts';
import { labOtherEnd, type OtherCall } from './other-end.ts';

/**
 * The buttons and keys of a call, pressed as an agent presses them; what they do is heard and seen at the other
 * end, on telephones behind a real SIP server.
 */
const tones = { app: 600, customer: 1100, lead: 1700 };

let lab: Lab;
let desk: Desk;
let app: AppPhone;
let folder: string;
let customer: Awaited<ReturnType<typeof labOtherEnd>>;
let lead: Awaited<ReturnType<typeof labOtherEnd>>;
let page: Page;

test.beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'callback-desk-buttons-'));
  const file = path.join(folder, 'microphone.wav');
  await writeFile(file, wavOf(toneSource(tones.app), 10));
  lab = await startLab();
  desk = await launchDesk({ args: [`--use-file-for-fake-audio-capture=${file}`] });
  page = desk.page;
  app = new AppPhone(desk, '1001', tones.app);
  const password = lab.passwordOf('1001');
  await app.connect({ url: lab.wsUrl, domain: lab.domain, password }, []);
  await askForAccount(desk, {
    server: lab.wsUrl,
    uri: `sip:1001@${lab.domain}`,
    password,
    conference: `sip:3000@${lab.domain}`,
  });
  await desk.call('softphone.setTransferTargets', {
    targets: [
      { name: '班组长', number: '2002' },
      { name: '投诉组', number: '2003' },
    ],
  });
  await desk.call('app.setAgent', { name: '李敏', number: '1024' });
  await desk.call('app.setCompany', { name: '示例人寿', servicePhone: '95500' });
  customer = await labOtherEnd(lab, '2001', tones.customer);
  lead = await labOtherEnd(lab, '2002', tones.lead);
});

test.afterAll(async () => {
  await customer.close();
  await lead.close();
  await desk.close();
  await rm(desk.profile, { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
  await lab.stop();
});

test.afterEach(async ({}, testInfo) => {
  await keepOnFailure(testInfo, { lab, phones: [app] });
  for (const { call } of await app.calls())
    if (call.phase !== 'ended') await desk.ask('softphone.hangUp', { callId: call.callId });
  await app.until('be free', (calls) => calls.every(({ call }) => call.phase === 'ended'));
  await customer.clear();
  await lead.clear();
  await app.takeCalls();
});

const button = (name: string | RegExp): Locator => page.getByRole('button', { name });
const rowOf = (who: string): Locator => page.getByRole('group', { name: `${who} 的通话控制` });

/** The customer rings, and the agent presses the button on the card. */
const answered = async (): Promise<OtherCall> => {
  await expect.poll(async () => (await desk.call('agent.state', {})).rings).toBe(true);
  const call = await customer.dial('1001');
  await page.getByRole('region', { name: '来电' }).getByRole('button', { name: '接听' }).click();
  await call.talking();
  await Promise.all([app.hear(tones.customer), call.hear(tones.app)]);
  return call;
};

test('hold, mute and hang up by mouse: silence and voice at the other end', async () => {
  const call = await answered();
  const row = rowOf('2001');
  await row.getByRole('button', { name: '保持' }).click();
  await expect(row.getByText('通话在保持中，对方听不到您')).toBeVisible();
  await call.hearNo(tones.app);
  expect(['sendonly', 'inactive']).toContain(call.lab?.remoteDirection);
  await row.getByRole('button', { name: '已保持' }).click();
  await call.hear(tones.app);
  await row.getByRole('button', { name: '静音' }).click();
  await call.hearNo(tones.app);
  await row.getByRole('button', { name: '已静音' }).click();
  await call.hear(tones.app);
  await row.getByRole('button', { name: '挂断' }).click();
  expect((await call.ended()).status).toBe(200);
});

test('the pad: keys pressed, typed and pasted arrive in order', async () => {
  const call = await answered();
  await rowOf('2001').getByRole('button', { name: '拨号盘' }).click();
  for (const sign of ['1', '5', '9', '#']) await button(`按键 ${sign}`).click();
  await call.lab?.audio.hearDigits('159#');
  const field = page.getByRole('textbox', { name: '按键（通话中）' });
  await field.focus();
  await page.keyboard.type('42');
  await call.lab?.audio.hearDigits('159#42');
  await page.keyboard.insertText('*88');
  await call.lab?.audio.hearDigits('159#42*88');
  await expect(field).toHaveValue('159#42*88');
  await page.keyboard.press('Escape');
  await expect(field).toHaveCount(0);
});

test('blind transfer by its button: progress, the customer comes back when nobody takes him, and goes when somebody does', async () => {
  const call = await answered();
  const row = rowOf('2001');
  lead.onCall('ring');
  await row.getByRole('button', { name: '转接' }).click();
  await page.getByRole('radio', { name: /班组长/ }).check({ force: true });
  await button('直接转接').click();
  const rings = await lead.incoming();
  await expect(row.getByText(/正在呼叫转接对象|转接对象振铃中/)).toBeVisible();
  await rings.reject(486);
  await expect(row.getByText('客户已回到您这里')).toBeVisible();
  await Promise.all([app.hear(tones.customer), call.hear(tones.app)]);

  lead.onCall('answer');
  await page.keyboard.press('Control+t');
  await page.keyboard.type('班组');
  await button('直接转接').focus();
  await page.keyboard.press('Enter');
  const target = await lead.incoming();
  await target.hear(tones.customer);
  await expect(row).toHaveCount(0);
  await target.hangUp();
});

test('attended transfer by its buttons: consult, a refusal gives the customer back, swap, hand over', async () => {
  const call = await answered();
  const row = rowOf('2001');
  lead.onCall('ring');
  await row.getByRole('button', { name: '转接' }).click();
  await page.getByRole('radio', { name: /班组长/ }).check({ force: true });
  await button('先咨询').click();
  const refuses = await lead.incoming();
  await expect(rowOf('2002').locator('[data-strip-phase="ringing"]')).toBeVisible();
  await expect(row.getByText('通话在保持中，对方听不到您')).toBeVisible();
  await refuses.reject(486);
  await expect(page.locator('.strip-ended').getByText('对方占线，请稍后再拨。')).toBeVisible();
  await row.getByRole('button', { name: '已保持' }).click();
  await Promise.all([app.hear(tones.customer), call.hear(tones.app)]);

  lead.onCall('answer');
  await page.keyboard.press('Control+t');
  await page.keyboard.type('2002');
  await page.keyboard.press('Enter');
  const consulted = await lead.incoming();
  await consulted.hear(tones.app);
  await call.hearNo(tones.app);
  await button('切换').click();
  await call.hear(tones.app);
  await consulted.hearNo(tones.app);
  await page.keyboard.press('Control+Shift+L');
  await consulted.hear(tones.app);
  await call.hearNo(tones.app);
  await button('转给 2002').click();
  await (await lead.incoming()).hear(tones.customer);
  await app.until('be free', (calls) => calls.every(({ call: one }) => one.phase === 'ended'));
  await expect(button('切换')).toHaveCount(0);
});

test('conference by its button: three hear each other', async () => {
  const focus = await startFocus(lab);
  await answered();
  lead.onCall('answer');
  await page.keyboard.press('Control+t');
  await page.keyboard.type('班组');
  await page.keyboard.press('Enter');
  await (await lead.incoming()).hear(tones.app);
  await button('三方通话').click();
  await expect.poll(() => focus.legs().length, { timeout: 30_000 }).toBe(3);
  await Promise.all([app.hear(tones.customer), app.hear(tones.lead)]);
  await expect(page.getByText('三方通话中').first()).toBeVisible();
  await page.keyboard.press('Control+Shift+H');
  await expect.poll(() => focus.legs().length, { timeout: 30_000 }).toBe(2);
  await focus.close();
});

test('in a callback the same by keys alone, and a second caller disturbs nobody who is writing', async () => {
  const [policy] = testPolicies(1);
  if (policy === undefined) throw new Error('one policy is needed');
  await importPolicies(desk, [policy]);
  const call = await customer.dial('1001', [
    header('X-Callback-Task', policy.policyNo),
    header('X-Callback-Reason', encodeURIComponent('客户要求人工')),
  ]);
  const callId = await app.incoming();
  await page.keyboard.press('Control+Shift+A');
  await call.talking();
  await page.locator('[data-screen="call"]').waitFor();
  await call.hear(tones.app);
  await page.keyboard.press('Control+l');
  await call.hearNo(tones.app);
  await page.keyboard.press('Control+l');
  await call.hear(tones.app);
  await page.keyboard.press('Control+m');
  await call.hearNo(tones.app);
  await page.keyboard.press('Control+m');
  await call.hear(tones.app);
  await page.keyboard.press('Control+b');
  await page.keyboard.type('7*');
  await call.lab?.audio.hearDigits('7*');
  await page.keyboard.press('Escape');

  const notes = page.getByRole('textbox', { name: '备注' });
  await page.keyboard.press('F2');
  await page.keyboard.type('客户说下午');
  const second = await lead.dial('1001');
  await expect(page.getByRole('region', { name: '来电' })).toBeVisible();
  await expect(notes).toBeFocused();
  // Spaces, digits and Enter would press buttons or answer questions anywhere else.
  await page.keyboard.type(' 3 点 再谈 1 2');
  await page.keyboard.press('Enter');
  await page.keyboard.type('第二行');
  await expect(notes).toBeFocused();
  await expect(notes).toHaveValue('客户说下午 3 点 再谈 1 2\n第二行');
  const phases = async () => (await app.calls()).map((view) => view.call.phase).toSorted();
  expect(await phases()).toEqual(['incoming', 'talking']);
  await second.hangUp();
  await expect
    .poll(async () => (await desk.call('call.snapshot', {})).session?.notes)
    .toBe('客户说下午 3 点 再谈 1 2\n第二行');
  await expect(notes).toBeFocused();

  await page.keyboard.press('Control+Shift+H');
  expect((await call.ended()).status).toBe(200);
  expect((await app.ended(callId)).call.ending).toBe('local_hangup');
  await desk.call('session.close', { disposition: 'D11', appointmentAt: null, reason: '' });
});
