import { randomBytes } from 'node:crypto';
import { startSipRelay } from '../../main/practice/sip-relay.ts';
import { sessionOf, stepUntil } from './agent.ts';
import type { Desk } from './desk.ts';
import { expect, test } from './desk.ts';
import { importPolicies, testPolicies } from './policies.ts';
import { becomeReady, phoneCommand } from './seat.ts';
import { connectAccount } from './phone-acts.ts';

const [policy] = testPolicies(1);
if (policy === undefined) throw new Error('one policy is needed');

/** The desk on a line with a second app, which plays the robot's side of the PBX. */
const deskAndRobot = async (launch: () => Promise<Desk>) => {
  const pbx = await startSipRelay({
    users: ['1001', '2001'].map((name) => ({ name, password: `right-${name}` })),
    random: randomBytes,
  });
  const [desk, robot] = [await launch(), await launch()];
  for (const [one, user] of [
    [desk, '1001'],
    [robot, '2001'],
  ] as const) {
    await connectAccount(one, {
      server: pbx.url,
      uri: `sip:${user}@${pbx.domain}`,
      password: `right-${user}`,
    });
  }
  await desk.call('app.setAgent', { name: '李敏', number: '1024' });
  await desk.call('app.setCompany', { name: '示例人寿', servicePhone: '95500' });
  await importPolicies(desk, [policy]);
  await becomeReady(desk);
  const ring = (headers: string[]): Promise<void> =>
    phoneCommand(robot, {
      type: 'dial',
      callId: 'from-robot',
      target: `sip:1001@${pbx.domain}`,
      headers,
    });
  return { pbx, desk, ring };
};

test('domain.md section 4 ROBOT_HANDOVER: the call opens its task and goes on at the first unanswered question', async ({
  launch,
}) => {
  const { pbx, desk, ring } = await deskAndRobot(launch);
  const reason = '客户要求人工';
  await ring([
    `X-Callback-Task: ${policy.policyNo}`,
    `X-Callback-Reason: ${encodeURIComponent(reason)}`,
    'X-Callback-Answers: Q10:correct,Q11:yes,Q13:unclear',
  ]);
  const incoming = async () => (await desk.call('softphone.state', {})).calls[0];
  await expect.poll(async () => (await incoming())?.handover).toMatchObject({ reason, answered: 3 });
  expect((await incoming())?.tasks[0]?.policyNo).toBe(policy.policyNo);
  await desk.call('softphone.answer', { callId: (await incoming())?.call.callId ?? '' });
  await expect.poll(async () => (await desk.call('call.snapshot', {})).session?.phase).toBe('talking');
  // The agent's own first words, identity, then the first question without an answer of the robot's: Q13 was
  // unclear, so it counts as none.
  expect((await sessionOf(desk)).script.card).toMatchObject({ kind: 'statement', questionId: 'H01' });
  await stepUntil(desk, policy, (card) => card.kind === 'question' && card.questionId === 'Q13');
  const asked = (await sessionOf(desk)).script.answered.map(({ questionId }) => questionId);
  expect(asked).toContain('Q11');
  await desk.close();
  await pbx.close();
});

test('a call without a word of a robot opens nothing by itself; the callback begins when the agent takes it up', async ({
  launch,
}) => {
  const { pbx, desk, ring } = await deskAndRobot(launch);
  await ring([]);
  const state = () => desk.call('softphone.state', {});
  await expect.poll(async () => (await state()).calls[0]?.call.phase).toBe('incoming');
  const callId = (await state()).calls[0]?.call.callId ?? '';
  await desk.call('softphone.answer', { callId });
  await expect.poll(async () => (await state()).calls[0]?.call.phase).toBe('talking');
  expect((await desk.call('call.snapshot', {})).session).toBeNull();
  const { rows } = await desk.call('worklist.page', { filter: 'all', search: '', offset: 0, limit: 1 });
  await desk.call('softphone.takeUp', { callId, taskId: rows[0]?.id ?? '' });
  expect((await sessionOf(desk)).phase).toBe('talking');
  expect((await state()).calls[0]).toMatchObject({ callback: true });
  // Free dialling is not for this role, whatever is on the line (domain.md F22).
  expect(await desk.ask('softphone.consult', { number: '13800000000' })).toMatchObject({
    ok: false,
    error: { code: 'not_permitted', field: 'number' },
  });
  await desk.call('softphone.hangUp', { callId });
  await expect.poll(async () => (await sessionOf(desk)).phase).toBe('wrap_up');
  await desk.close();
  await pbx.close();
});
