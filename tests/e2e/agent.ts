import type { SessionView } from '../../core/ipc/features/call.ts';
import type { Card } from '../../core/script/view.ts';
import type { Desk } from './desk.ts';
import { expect } from './desk.ts';
import type { TestPolicy } from './policies.ts';

/** Where the session stands now; fails when there is none. */
export const sessionOf = async (desk: Desk): Promise<SessionView> => {
  const { session } = await desk.call('call.snapshot', {});
  if (session === null) throw new Error('there is no callback going on');
  return session;
};

export const waitForPhase = (desk: Desk, phase: SessionView['phase']): Promise<void> =>
  expect
    .poll(async () => (await desk.call('call.snapshot', {})).session?.phase, { timeout: 20_000 })
    .toBe(phase);

/** What the agent types for an identity factor when the customer answers rightly. */
export const rightReply = (card: Extract<Card, { kind: 'verify' }>, policy: TestPolicy): string => {
  const replies = {
    date: policy.birthDate,
    id4: policy.idLast4,
    mobile: policy.mobile,
    product: policy.product,
    amount: policy.premium,
  };
  return replies[card.inputKind];
};

/** The answer with which nothing is abnormal. */
export const normalValue = (card: Extract<Card, { kind: 'question' | 'statement' }>): string => {
  if (card.kind === 'statement') return 'read';
  const values = card.options.map((option) => option.value);
  const byKind = { YN: 'yes', NY: 'no', OPEN: 'correct', OPT: values[0] ?? '', ST: 'read', RATE: '5' }[
    card.set
  ];
  return values.includes(byKind) ? byKind : (values[0] ?? '');
};

/** One step of a calm callback, asked of main as the console would; returns the session after it. */
export const step = async (
  desk: Desk,
  policy: TestPolicy,
  values: Readonly<Record<string, string>> = {},
): Promise<SessionView> => {
  const { card } = (await sessionOf(desk)).script;
  switch (card.kind) {
    case 'statement':
    case 'question': {
      const value = values[card.questionId] ?? normalValue(card);
      return (await desk.call('session.answer', { questionId: card.questionId, value, words: '' })).session;
    }
    case 'verify':
      return (await desk.call('session.verify', { factorId: card.factorId, reply: rightReply(card, policy) }))
        .session;
    case 'abnormal':
      return (await desk.call('session.goOn', { questionId: card.questionId })).session;
    case 'not_self':
    case 'ending':
      throw new Error(`the script is at its end: ${card.kind}`);
  }
};

/** Goes on until a card satisfies the condition; a script has fewer than a hundred cards. */
export const stepUntil = async (
  desk: Desk,
  policy: TestPolicy,
  until: (card: Card) => boolean,
  values: Readonly<Record<string, string>> = {},
): Promise<SessionView> => {
  let session = await sessionOf(desk);
  for (let count = 0; count < 100 && !until(session.script.card); count += 1)
    session = await step(desk, policy, values);
  expect(until(session.script.card)).toBe(true);
  return session;
};

/** Dials the next task of the work list and waits for the customer. */
export const dialNext = async (desk: Desk): Promise<SessionView> => {
  const { task } = await desk.call('worklist.next', {});
  if (task === null) throw new Error('there is no task to dial');
  await desk.call('call.start', { taskId: task.id });
  await waitForPhase(desk, 'talking');
  return sessionOf(desk);
};
