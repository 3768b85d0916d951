import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { dialNext, sessionOf, stepUntil, waitForPhase } from './agent.ts';
import { expect, test } from './desk.ts';
import type { Desk } from './desk.ts';
import { press } from './keyboard-agent.ts';
import { hangUp } from './phone-acts.ts';
import { importPolicies, testPolicies } from './policies.ts';

const folder = join('artifacts', 'screens', 'promises');
const policies = testPolicies(2);
const [policy] = policies;
if (policy === undefined) throw new Error('a policy is needed');

/** Both languages: no accessibility violation, and the call screen does not scroll. */
const look = async (desk: Desk, name: string): Promise<void> => {
  const { page } = desk;
  await mkdir(folder, { recursive: true });
  for (const locale of ['en', 'zh-CN'] as const) {
    await desk.call('app.setLocale', { locale });
    await expect(page.locator('html')).toHaveAttribute('lang', locale);
    await page.screenshot({ path: join(folder, `${name}-${locale}-1366.png`) });
    const found = await new AxeBuilder({ page })
      .setLegacyMode(true)
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      .analyze();
    expect(found.violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
    const overflow = await page.evaluate(() => ({
      page: document.documentElement.scrollHeight > window.innerHeight,
      form: [...document.querySelectorAll('.question-form')].some(
        (form) =>
          form.getBoundingClientRect().bottom > (form.parentElement?.getBoundingClientRect().bottom ?? 0) + 1,
      ),
    }));
    expect(overflow, `${name} ${locale}`).toEqual({ page: false, form: false });
  }
};

const talk = async (desk: Desk): Promise<void> => {
  await desk.call('practice.start', { drill: 'T0', withSample: false });
  await importPolicies(desk, policies);
  await dialNext(desk);
};

/** Presses Tab until what has the focus fits. */
const tabTo = async (desk: Desk, selector: string): Promise<void> => {
  const { page } = desk;
  for (let count = 0; count < 40; count += 1) {
    if (await page.evaluate((css) => document.activeElement?.matches(css) === true, selector)) return;
    await press(page, 'Tab');
  }
  throw new Error(`Tab does not reach ${selector}`);
};

const china = (at: number): { date: string; time: string } => {
  const [date = '', time = ''] = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Asia/Shanghai',
    dateStyle: 'short',
    timeStyle: 'short',
  })
    .format(at)
    .split(' ');
  return { date, time };
};

const questions = async (desk: Desk): Promise<string[]> =>
  (await sessionOf(desk)).script.questions.map(({ text, status }) => `${text} ${status}`);

test('a question of the customer is noted, answered or promised by keyboard; the call does not close before', async ({
  launch,
}) => {
  test.setTimeout(300_000);
  const desk = await launch({ args: ['--practice-tempo=20'] });
  const { page } = desk;
  await talk(desk);
  await stepUntil(desk, policy, (card) => card.kind === 'question' && card.questionId === 'Q19');

  // An identity number is refused beside the field; what was typed stays.
  await press(page, 'F7');
  await expect(page.getByRole('textbox', { name: '客户问了什么' })).toBeFocused();
  await page.keyboard.type('分红什么时候到账 110101198603151234');
  await press(page, 'Control+Enter');
  await expect(page.locator('.questions .field-error')).toContainText('完整的证件号');
  for (let count = 0; count < 19; count += 1) await press(page, 'Backspace');
  await press(page, 'Control+Enter');
  await expect.poll(() => questions(desk)).toEqual(['分红什么时候到账 open']);
  await expect(page.getByRole('button', { name: /客户疑问/ })).toContainText('1 条待处理');
  await expect(page.locator('#call-card')).toBeFocused();

  // Escape puts the half-written form away and F7 brings it back as it was.
  await press(page, 'F7');
  await page.keyboard.type('可以改受益人吗');
  await press(page, 'Escape');
  await expect(page.getByRole('textbox', { name: '客户问了什么' })).toHaveCount(0);
  await press(page, 'F7');
  await expect(page.getByRole('textbox', { name: '客户问了什么' })).toHaveValue('可以改受益人吗');
  await tabTo(desk, '.question-form [type=radio]');
  await press(page, 'ArrowRight');
  await expect(page.getByRole('radio', { name: '已答复' })).toBeChecked();
  await look(desk, 'question-answered');
  await tabTo(desk, '.question-form textarea');
  await expect(page.getByRole('textbox', { name: '怎么答复的' })).toBeFocused();
  await page.keyboard.type('可以，凭身份证到柜面办理');
  await press(page, 'Control+Enter');
  await expect.poll(() => questions(desk)).toEqual(['分红什么时候到账 open', '可以改受益人吗 answered']);

  // A third one goes to the product department, for a time of its own.
  await press(page, 'F7');
  await page.keyboard.type('减保后现金价值怎么算');
  await tabTo(desk, '.question-form [type=radio]');
  await press(page, 'ArrowRight', 'ArrowRight');
  await expect(page.getByRole('radio', { name: '承诺答复' })).toBeChecked();
  await look(desk, 'question-promised');
  const soon = china(Date.now() + 20 * 60_000);
  await press(page, 'Tab', 'Tab');
  for (let count = 0; count < 6; count += 1) {
    if (await page.getByRole('radio', { name: '其他时间' }).isChecked()) break;
    await press(page, 'ArrowRight');
  }
  await press(page, 'Tab');
  await page.keyboard.type(soon.date);
  await press(page, 'Tab');
  await page.keyboard.type(soon.time);
  await press(page, 'Tab', 'Tab', 'ArrowRight');
  await expect(page.getByRole('radio', { name: '产品部门' })).toBeChecked();
  await press(page, 'Control+Enter');
  await expect
    .poll(() => questions(desk))
    .toEqual(['分红什么时候到账 open', '可以改受益人吗 answered', '减保后现金价值怎么算 promised']);
  expect((await sessionOf(desk)).script.issues.map(({ code }) => code)).toEqual(['I19']);

  // Tags of the notes, one key each; the same key takes a tag away.
  const tags = async () =>
    (await sessionOf(desk)).script.noteTags.filter((tag) => tag.isOn).map(({ code }) => code);
  await press(page, 'Control+Shift+1');
  await expect.poll(tags).toEqual(['misunderstanding']);
  await press(page, 'Control+Shift+2');
  await expect.poll(tags).toEqual(['misunderstanding', 'discontent']);
  await press(page, 'Control+Shift+2');
  await expect.poll(tags).toEqual(['misunderstanding']);

  // With the first one open no disposition ends the call: the card says which and what to do.
  await stepUntil(desk, policy, (card) => card.kind === 'ending');
  await hangUp(desk);
  await waitForPhase(desk, 'wrap_up');
  await expect(page.getByRole('region', { name: /还有客户疑问/ })).toContainText('分红什么时候到账');
  await look(desk, 'wrap-up-blocked');
  await press(page, '1', 'Control+Enter');
  await expect(page.locator('#call-card')).toContainText('还有 1 条客户疑问没有答复也没有承诺');
  await press(page, 'Escape');
  await tabTo(desk, '[aria-label="处理：分红什么时候到账"]');
  await press(page, 'Enter');
  await expect(page.locator('.question-asked')).toHaveText('分红什么时候到账');
  await press(page, 'Control+Enter');
  await expect.poll(() => questions(desk)).toContain('分红什么时候到账 promised');
  await expect(page.getByRole('region', { name: /还有客户疑问/ })).toHaveCount(0);
  const { attemptId } = await sessionOf(desk);
  await press(page, '1', 'Control+Enter');
  await expect(page.locator('[data-screen="worklist"]')).toBeVisible({ timeout: 30_000 });

  const { record, noteTags } = await desk.call('record.get', { attemptId });
  expect(noteTags).toEqual(['理解偏差']);
  expect(record.noteTags).toEqual(['misunderstanding']);
  expect(record.customerQuestions?.map(({ text, status }) => [text, status])).toEqual([
    ['分红什么时候到账', 'promised'],
    ['可以改受益人吗', 'answered'],
    ['减保后现金价值怎么算', 'promised'],
  ]);
  await desk.call('records.page', { search: '', offset: 0, limit: 10 });
  await press(page, 'Control+3');
  await expect(page.getByRole('row').nth(1)).toBeVisible();
  await press(page, 'ArrowDown');
  await page.getByRole('row').nth(1).click();
  await expect(page.getByRole('heading', { name: '客户疑问' })).toBeVisible();
  await look(desk, 'record');

  // The alarm of what is due in twenty minutes, without a name; it leads to the list.
  await desk.call('followUp.news', {});
  const bar = page.getByRole('region', { name: '承诺提醒' });
  await expect(bar).toContainText('有 1 项对客户的承诺需要兑现', { timeout: 40_000 });
  await expect(bar).not.toContainText(policy.holderName);
  await bar.getByRole('button', { name: '去处理' }).focus();
  await press(page, 'Enter');
  await expect(page.getByRole('heading', { name: '减保后现金价值怎么算' })).toBeVisible();
  await look(desk, 'promises-open');

  // The product department answers; the promise is back with the agent and is kept.
  await page.getByRole('textbox', { name: '答复内容' }).focus();
  await page.keyboard.type('按合同约定的现金价值表折算');
  await press(page, 'Tab', 'Enter');
  await expect(bar).toContainText('部门已有答复', { timeout: 40_000 });
  await expect(page.getByRole('button', { name: /交回坐席/ })).toHaveCount(0);
  await page.getByRole('grid').focus();
  await press(page, 'Enter');
  await press(page, 'Space');
  await expect(page.getByRole('radio', { name: '已兑现' })).toBeChecked();
  await press(page, 'Control+Enter');
  await expect(page.locator('.follow-up-form .field-error')).toContainText('写明');
  await press(page, 'Tab');
  await page.keyboard.type('已致电客户说明');
  await press(page, 'Control+Enter');
  await expect
    .poll(async () => (await desk.call('promise.page', { list: 'closed' })).rows.map(({ state }) => state))
    .toEqual(['kept']);
  await expect(bar).toHaveCount(0, { timeout: 40_000 });
  const { counts, rows } = await desk.call('promise.page', { list: 'open' });
  expect(counts).toEqual({ open: 1, overdue: 0, kept: 1, late: 0, broken: 0 });
  expect(rows.map(({ what }) => what)).toEqual(['分红什么时候到账']);
  await page.getByText(/已办承诺 1/).click();
  await expect(page.getByText('已致电客户说明')).toBeVisible();
  await look(desk, 'promises-closed');
});

test('an open question survives the end of the program, and still keeps the callback from closing', async ({
  launch,
}) => {
  test.setTimeout(240_000);
  const desk = await launch({ args: ['--practice-tempo=20'] });
  await talk(desk);
  await stepUntil(desk, policy, (card) => card.kind === 'question' && card.questionId === 'Q19');
  await press(desk.page, 'F7');
  await desk.page.keyboard.type('能不能部分领取');
  await press(desk.page, 'Control+Enter');
  await expect.poll(() => questions(desk)).toEqual(['能不能部分领取 open']);
  await desk.kill();

  const again = await launch({ profile: desk.profile });
  expect(await questions(again)).toEqual(['能不能部分领取 open']);
  const end = (await sessionOf(again)).script.dispositions.find(({ needs }) => needs.length === 0);
  const close = { disposition: end?.code ?? '', appointmentAt: null, reason: '' };
  expect(await again.ask('session.close', close)).toMatchObject({
    ok: false,
    error: { code: 'question_open', params: { count: 1, number: 1 } },
  });
  await again.call('question.record', {
    n: 1,
    text: '',
    answer: { words: '可以，按合同约定', entryId: null },
    promise: null,
  });
  expect(await again.ask('session.close', close)).toMatchObject({ ok: true });
});
