import { expect, test, type Desk } from '../desk.ts';
import { sessionOf } from '../agent.ts';
import { answerByKeyboard, press } from '../keyboard-agent.ts';
import {
  answerKey,
  closeByKey,
  dialByKey,
  issuesIn,
  nextCard,
  practise,
  rowsOf,
  toQuestion,
} from './callbacks.ts';

/**
 * domain.md row 94: the five situations in which an agent needs help at once. In each the entry of the knowledge base
 * is beside the card at one key, and the call comes to the end that the entry describes.
 */
const helpIs = async (desk: Desk, title: string): Promise<void> => {
  const { page } = desk;
  await expect(
    page.locator('.help-list').getByRole('button', { name: new RegExp(`^${title}`) }),
  ).toBeVisible();
  const open = page.locator('.help-open');
  // Each further press shows the next of the suggested entries.
  await expect
    .poll(async () => {
      await press(page, 'F5');
      return (await open.textContent()) ?? '';
    })
    .toContain(title);
  await press(page, 'Escape');
  await expect(open).toHaveCount(0);
};

test('silence: unclear, read again, no answer for the customer, and silence is an ending of its own', async ({
  launch,
}) => {
  const desk = await practise(launch, 'T5', rowsOf([{}]));
  await dialByKey(desk);
  // Silence shows at the first question, before anything of the policy may be on screen.
  await toQuestion(desk, 'Q02');
  await expect(desk.page.getByTestId('caption')).toContainText('嗯');
  await helpIs(desk, '沉默不回应');
  const unclear = { Q02: 'unclear', Q03: 'unclear', Q04: 'unclear', Q10: 'unclear' };
  await toQuestion(desk, 'Q18', { ...unclear, Q11: 'unclear', Q13: 'unclear', Q14: 'unclear' });
  await answerKey(desk, 'unable');
  expect((await sessionOf(desk)).script.card).toMatchObject({ kind: 'abnormal', canAskAgain: true });
  const record = await closeByKey(desk, 'D19');
  expect(record).toMatchObject({ disposition: 'D19', completed: false });
  expect(issuesIn(record)).toContain('I07');
  // Both answers are kept: what was first no answer, and what came when it was read again.
  const twice = record.answers.filter(({ questionId }) => questionId === 'Q11');
  expect(twice.map(({ value, asking }) => [value, asking])).toEqual([
    ['unclear', 1],
    ['yes', 2],
  ]);
});

test('beyond what the agent knows: written down, promised, and open as I19 for the product department', async ({
  launch,
}) => {
  const desk = await practise(launch, 'T0', rowsOf([{}]));
  const { page } = desk;
  await dialByKey(desk);
  const card = await toQuestion(desk, 'Q34');
  await helpIs(desk, '超出知识范围');
  await press(page, 'F3');
  await page.keyboard.insertText('红利能不能抵交保费？明天上午十点前电话答复');
  await press(page, 'Alt+3');
  await nextCard(desk, card);
  await answerByKeyboard(desk, { values: { Q34: 'answered' } });
  const record = await closeByKey(desk, 'D02');
  expect(record.issues).toContainEqual(expect.objectContaining({ code: 'I19', questionId: 'Q34' }));
  const [issue] = (await desk.call('issue.board', { scope: 'open', search: '' })).rows;
  expect(issue).toMatchObject({ code: 'I19', owner: '产品部门' });
  expect(issue?.note).toContain('红利能不能抵交保费');
});

test('little time: nothing is hurried, a time is agreed, the task waits for it', async ({ launch }) => {
  const desk = await practise(launch, 'T2', rowsOf([{}]));
  const { page } = desk;
  await dialByKey(desk);
  await toQuestion(desk, 'Q03');
  await helpIs(desk, '时间有限怎么问完');
  await answerKey(desk, 'no');
  const { attemptId, taskId, script } = await sessionOf(desk);
  await press(page, String(script.dispositions.findIndex(({ code }) => code === 'D10') + 1));
  // The first of the common moments has the focus.
  await expect(page.locator('.appointment-quick button').first()).toBeFocused();
  await press(page, 'Space');
  await expect(page.locator('[data-appointment]')).toBeVisible();
  const at = Number(await page.locator('[data-appointment]').getAttribute('data-appointment'));
  await press(page, 'Control+Enter');
  await expect(page.locator('[data-screen="worklist"]')).toBeVisible();
  const { record } = await desk.call('record.get', { attemptId });
  expect(record).toMatchObject({ disposition: 'D10', appointmentAt: at });
  expect((await desk.call('task.card', { taskId })).row).toMatchObject({
    state: 'appointment',
    appointmentAt: at,
    tries: 0,
  });
});

test('knows nothing of it: explained and asked again, both answers kept, I07 stays open', async ({
  launch,
}) => {
  const desk = await practise(launch, 'T0', rowsOf([{}]));
  await dialByKey(desk);
  await toQuestion(desk, 'Q18');
  await answerKey(desk, 'unable');
  await helpIs(desk, '客户完全不了解');
  await answerByKeyboard(desk, {
    until: (card) => card.kind === 'question' && card.questionId === 'Q18' && card.asking === 2,
  });
  await answerKey(desk, 'wrong');
  await answerByKeyboard(desk);
  const record = await closeByKey(desk, 'D02');
  expect(record).toMatchObject({ completed: true, successful: false });
  expect(issuesIn(record)).toEqual(['I07']);
  const told = record.answers.filter(({ questionId }) => questionId === 'Q18');
  expect(told.map(({ value }) => value)).toEqual(['unable', 'wrong']);
});

test('upset: heard out, recorded as a complaint at one key, handed to the complaint handler', async ({
  launch,
}) => {
  const desk = await practise(launch, 'T6', rowsOf([{}]));
  const { page } = desk;
  await dialByKey(desk);
  await toQuestion(desk, 'Q34');
  await expect(page.getByTestId('caption')).toContainText('监管局投诉');
  const card = (await sessionOf(desk)).script.card;
  await press(page, 'F3');
  await page.keyboard.insertText('要去监管局投诉，要求全额退保');
  await press(page, 'Alt+4');
  await nextCard(desk, card);
  await helpIs(desk, '情绪激动');
  await press(page, 'F9');
  await expect(page.locator('.issues')).toContainText('退保意向');
  // The complaint is not asked again: it stands.
  await press(page, 'Control+Enter');
  await answerByKeyboard(desk);
  const record = await closeByKey(desk, 'D03');
  expect(issuesIn(record)).toEqual(expect.arrayContaining(['I17', 'I18']));
  const { rows } = await desk.call('issue.board', { scope: 'open', search: '' });
  expect(rows.find(({ code }) => code === 'I17')).toMatchObject({ owner: '投诉处理专员', grade: 'U' });
});
