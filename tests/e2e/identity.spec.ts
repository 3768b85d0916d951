import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dialNext, sessionOf, step, stepUntil } from './agent.ts';
import type { Desk } from './desk.ts';
import { expect, test } from './desk.ts';
import { chinaDay, importPolicies, testPolicies } from './policies.ts';

const [policy] = testPolicies(1);
if (policy === undefined) throw new Error('one policy is needed');

/** Words and figures of the policy that nobody may see or hear before identity has passed (design.md I4). */
const facts = [
  policy.product,
  '长青安康',
  '12,000',
  '12000',
  '身故保险金',
  '终身',
  '普通型',
  policy.birthDate,
  policy.idLast4,
  '年交',
  chinaDay(-5),
];

const textsOf = async (desk: Desk): Promise<string> => {
  const parts: string[] = [];
  for (const page of desk.app.windows()) {
    parts.push(await page.evaluate(() => document.documentElement.outerHTML + document.title));
    parts.push(
      await page.evaluate(() =>
        [...document.querySelectorAll('input,textarea')]
          .map((field) => (field as HTMLInputElement).value)
          .join(' '),
      ),
    );
  }
  parts.push(JSON.stringify(await desk.call('call.snapshot', {})));
  return parts.join('\n');
};

const expectNoFact = async (desk: Desk, moment: string): Promise<void> => {
  const text = await textsOf(desk);
  for (const fact of facts) expect(text.includes(fact), `${moment}: ${fact}`).toBe(false);
};

const startCall = async (desk: Desk): Promise<void> => {
  await desk.call('practice.start', { drill: 'T0', withSample: false });
  await importPolicies(desk, [policy]);
  await desk.page.reload();
  await desk.page.locator('[data-screen="worklist"]').waitFor();
  await expectNoFact(desk, 'work list');
  await dialNext(desk);
  await desk.page.locator('[data-screen="call"]').waitFor();
};

test('failed identity reveals no policy fact in any window, log or notification, and ends with D17', async ({
  launch,
}) => {
  const desk = await launch({ args: ['--practice-tempo=20'] });
  await desk.app.evaluate(({ Notification }) => {
    const shown = globalThis as unknown as { shownNotifications: string[] };
    shown.shownNotifications = [];
    Notification.prototype.show = function show(this: { title: string; body: string }) {
      shown.shownNotifications.push(`${this.title} ${this.body}`);
    };
  });
  await startCall(desk);
  let session = await stepUntil(desk, policy, (card) => card.kind === 'verify');
  await expectNoFact(desk, 'first factor');
  for (let wrong = 0; wrong < 10 && session.script.card.kind === 'verify'; wrong += 1) {
    const { card } = session.script;
    const reply = {
      date: '1931-02-03',
      id4: '0000',
      mobile: '13900000000',
      product: '别的产品',
      amount: '1',
    }[card.inputKind];
    session = (await desk.call('session.verify', { factorId: card.factorId, reply })).session;
    await expectNoFact(desk, `wrong reply ${wrong + 1}`);
  }
  expect(session.script.identity.status).toBe('failed');
  expect(session.script.card.kind).toBe('ending');
  const codes = session.script.dispositions.map((choice) => choice.code);
  expect(codes).toContain('D17');
  expect(codes).not.toContain('D01');
  expect(codes).not.toContain('D02');
  expect(session.script.issues.map((issue) => issue.code)).toContain('I02');
  const refused = await desk.ask('session.close', { disposition: 'D01', appointmentAt: null, reason: '' });
  expect(refused).toMatchObject({ ok: false, error: { code: 'disposition_not_allowed' } });
  const { attemptId } = await desk.call('session.close', {
    disposition: 'D17',
    appointmentAt: null,
    reason: '',
  });
  await expectNoFact(desk, 'after the call');

  const { record } = await desk.call('record.get', { attemptId });
  expect(record).toMatchObject({ identityPassed: false, successful: false, disposition: 'D17' });
  expect(record.verifications.every((one) => one.outcome === 'fail')).toBe(true);
  expect(JSON.stringify(record)).not.toContain('1931');
  const notifications = await desk.app.evaluate(
    () => (globalThis as unknown as { shownNotifications: string[] }).shownNotifications,
  );
  for (const fact of facts) expect(notifications.join(' ')).not.toContain(fact);
  await desk.close();
  const logs = await readdir(join(desk.profile, 'logs'));
  const text = (
    await Promise.all(logs.map((name) => readFile(join(desk.profile, 'logs', name), 'utf8')))
  ).join('\n');
  for (const fact of [...facts, policy.holderName, policy.mobile]) expect(text).not.toContain(fact);
});

test('somebody else on the line: one neutral sentence, then only D10, D15 and D16', async ({ launch }) => {
  const desk = await launch({ args: ['--practice-tempo=20'] });
  await startCall(desk);
  await step(desk, policy);
  let session = await step(desk, policy, { Q02: 'no' });
  if (session.script.card.kind === 'abnormal') session = await step(desk, policy);
  expect(session.script.card.kind).toBe('not_self');
  await desk.page.locator('[data-card-kind="not_self"]').waitFor();
  await expectNoFact(desk, 'not the holder');
  expect(session.script.dispositions.map((choice) => choice.code).sort()).toEqual(['D10', 'D15', 'D16']);
  expect(session.customer.facts).toBeNull();
});

test('two factors open the wall; a full identity number is refused before it is compared', async ({
  launch,
}) => {
  const desk = await launch({ args: ['--practice-tempo=20'] });
  await startCall(desk);
  const locked = await stepUntil(desk, policy, (card) => card.kind === 'verify');
  const { card } = locked.script;
  if (card.kind !== 'verify') throw new Error('a factor is asked');
  const refused = await desk.ask('session.verify', { factorId: card.factorId, reply: '11010519491231002X' });
  expect(refused).toMatchObject({ ok: false, error: { code: 'sensitive_number', field: 'reply' } });
  const unreadable = await desk.ask('session.verify', { factorId: card.factorId, reply: '??' });
  expect(unreadable).toMatchObject({ ok: false, error: { code: 'bad_input', field: 'reply' } });
  expect((await sessionOf(desk)).script.identity.factors[0]?.triesLeft).toBe(
    locked.script.identity.factors[0]?.triesLeft,
  );
  const first = await step(desk, policy);
  expect(first.script.identity).toMatchObject({ status: 'locked', passed: 1 });
  expect(first.customer.facts).toBeNull();
  const second = await step(desk, policy);
  expect(second.script.identity).toMatchObject({ status: 'passed', passed: 2 });
  expect(second.customer.facts?.product).toBe(policy.product);
  await expect(desk.page.getByText(policy.product).first()).toBeVisible();
});
