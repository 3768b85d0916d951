import { dialNext, sessionOf, step, stepUntil, waitForPhase } from './agent.ts';
import { expect, test } from './desk.ts';
import { importPolicies, testPolicies } from './policies.ts';
import { foregroundCall, hangUp } from './phone-acts.ts';

const policies = testPolicies(3);
const [policy] = policies;
if (policy === undefined) throw new Error('a policy is needed');

const fast = { args: ['--practice-tempo=20'] };

test('every drill can be chosen and is told in both languages', async ({ launch }) => {
  const desk = await launch(fast);
  const { drills } = await desk.call('practice.drills', {});
  for (const id of ['T0', 'T1', 'T2', 'T3', 'T4', 'T5', 'T6'])
    expect(drills.map((drill) => drill.id)).toContain(id);
  for (const drill of drills) {
    for (const text of [drill.title, drill.teaches]) {
      expect(text['zh-CN']).toMatch(/[\u4e00-\u9fff]/);
      expect(text.en).toMatch(/[a-z]/i);
    }
  }
  const unknown = await desk.ask('practice.start', { drill: 'T99', withSample: false });
  expect(unknown).toMatchObject({ ok: false, error: { code: 'practice_failed', field: 'drill' } });
});

for (const { kind, ending, disposition } of [
  { kind: 'busy', ending: 'busy', disposition: 'D31' },
  { kind: 'no_answer', ending: 'no_answer', disposition: 'D30' },
]) {
  test(`domain.md 3.3 ${disposition}: a customer who is ${kind} is a try with its own code`, async ({
    launch,
  }) => {
    const desk = await launch(fast);
    await desk.call('practice.start', { drill: 'T0', withSample: false });
    const { drills } = await desk.call('practice.drills', {});
    const drill = drills.find((one) => (kind === 'busy' ? /engaged/i : /nobody/i).test(one.title.en));
    if (drill === undefined)
      throw new Error(`no drill for ${kind} among ${drills.map((one) => one.title.en).join(', ')}`);
    await desk.call('practice.setDrill', { drill: drill.id });
    await importPolicies(desk, policies);
    const { task } = await desk.call('worklist.next', {});
    await desk.call('call.start', { taskId: task?.id ?? '' });
    if (kind === 'no_answer') {
      await expect.poll(async () => (await desk.call('call.snapshot', {})).call?.phase).toBe('ringing');
      await hangUp(desk);
    }
    await waitForPhase(desk, 'wrap_up');
    const { call, session } = await desk.call('call.snapshot', {});
    expect(call?.ending === ending || (kind === 'no_answer' && call?.ending === 'cancelled')).toBe(true);
    expect(session?.script.dispositions.map((choice) => choice.code)).toContain(disposition);
    expect(session?.script.dispositions.map((choice) => choice.code)).not.toContain('D01');
    // domain.md 3.6 Z4: nobody is on the line, so nobody can have answered.
    const invented = await desk.ask('session.answer', { questionId: 'Q01', value: 'read', words: '' });
    expect(invented).toMatchObject({ ok: false, error: { code: 'no_call' } });
    await desk.call('session.close', { disposition, appointmentAt: null, reason: '' });
    const { row } = await desk.call('task.card', { taskId: task?.id ?? '' });
    expect(row).toMatchObject({ tries: 1, state: 'redial', lastDisposition: disposition });
    expect(row.notBeforeAt ?? 0).toBeGreaterThan(Date.now());
  });
}

test('microphones are listed by name before any call, and the chosen one is used in the next', async ({
  launch,
}) => {
  const desk = await launch(fast);
  await desk.call('practice.start', { drill: 'T0', withSample: true });
  const { microphones, preferences } = await desk.call('phone.audio', {});
  expect(microphones.length).toBeGreaterThan(1);
  for (const microphone of microphones) expect(microphone.label).not.toBe('');
  const chosen = microphones.at(-1);
  await desk.call('phone.setAudio', { preferences: { ...preferences, microphone: chosen?.label ?? '' } });
  expect((await desk.call('phone.audio', {})).inUse.microphone).toBe(chosen?.label);
  await dialNext(desk);
  await expect
    .poll(async () => (await desk.call('call.snapshot', {})).call?.stats?.packetsSent ?? 0)
    .toBeGreaterThan(20);
});

test('mute is heard by nobody: packets go on, the state says muted', async ({ launch }) => {
  const desk = await launch(fast);
  await desk.call('practice.start', { drill: 'T0', withSample: false });
  await importPolicies(desk, policies);
  await dialNext(desk);
  const callId = await foregroundCall(desk);
  await desk.call('softphone.setMuted', { callId, muted: true });
  await expect.poll(async () => (await desk.call('call.snapshot', {})).call?.muted).toBe(true);
  await desk.call('softphone.setMuted', { callId, muted: false });
  await expect.poll(async () => (await desk.call('call.snapshot', {})).call?.muted).toBe(false);
});

test('the customer is heard: sound arrives while he speaks', async ({ launch }) => {
  const desk = await launch();
  await desk.call('practice.start', { drill: 'T0', withSample: false });
  await importPolicies(desk, policies);
  await dialNext(desk);
  await expect
    .poll(async () => (await desk.call('call.snapshot', {})).call?.stats?.inboundLevel ?? 0, {
      timeout: 15_000,
      intervals: [200],
    })
    // The simulated line carries some -60 dB of room noise; speech is far above it.
    .toBeGreaterThan(0.02);
});

test('domain.md 3.3 D11: hung up midway, the next call verifies again and goes on at the first unanswered question', async ({
  launch,
}) => {
  const desk = await launch(fast);
  await desk.call('practice.start', { drill: 'T0', withSample: false });
  await importPolicies(desk, [policy]);
  const { taskId } = await dialNext(desk);
  await stepUntil(desk, policy, (card) => card.kind === 'question' && card.questionId === 'Q14');
  await hangUp(desk);
  await waitForPhase(desk, 'wrap_up');
  const cut = await sessionOf(desk);
  expect(cut.script.dispositions.map((choice) => choice.code)).toContain('D11');
  await desk.call('session.close', { disposition: 'D11', appointmentAt: null, reason: '' });

  await desk.call('call.start', { taskId });
  await waitForPhase(desk, 'talking');
  const again = await sessionOf(desk);
  expect(again.attemptId).not.toBe(cut.attemptId);
  expect(again.script.identity.status).toBe('locked');
  expect(again.customer.facts).toBeNull();
  await stepUntil(desk, policy, (card) => card.kind === 'verify');
  await step(desk, policy);
  const verified = await step(desk, policy);
  expect(verified.script.identity.status).toBe('passed');
  expect(verified.script.card).toMatchObject({ kind: 'question', questionId: 'Q14' });
});
