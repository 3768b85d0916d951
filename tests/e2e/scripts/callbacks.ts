import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CallbackRecord } from '../../../core/callback/record.ts';
import type { Card } from '../../../core/script/view.ts';
import { sessionOf, waitForPhase } from '../agent.ts';
import type { Desk, LaunchOptions } from '../desk.ts';
import { expect } from '../desk.ts';
import { answerByKeyboard, press } from '../keyboard-agent.ts';
import { answerOpenDialog, chinaDay, testPolicies } from '../policies.ts';

/** Columns of the import by their Chinese headings. */
export type Row = Readonly<Record<string, string>>;
type Launch = (options?: LaunchOptions) => Promise<Desk>;

const rowOf = (index: number): Row => {
  const policy = testPolicies(index + 1)[index];
  if (policy === undefined) throw new Error('no such policy');
  return {
    保单号: policy.policyNo,
    投保人姓名: policy.holderName,
    性别: '男',
    出生日期: policy.birthDate,
    证件号码后四位: policy.idLast4,
    手机号: policy.mobile,
    产品名称: policy.product,
    产品类型: '普通型',
    保险期间: '终身',
    等待期: '90',
    交费年期: '20',
    交费方式: '年交',
    保费: policy.premium,
    生效日期: chinaDay(-6),
    签收日期: chinaDay(-5),
    犹豫期天数: String(10 + Math.min(index, 15)),
    销售渠道: '个险',
    业务员: '周销售',
    保障内容: '身故保险金',
    是否健康告知: '是',
  };
};

/** Rows that can be called back; what is given goes over the usual columns. */
export const rowsOf = (changes: readonly Row[]): Row[] =>
  changes.map((change, index) => ({ ...rowOf(index), ...change }));

/** Brings the rows in through the import; the first is the most urgent. */
export const importRows = async (desk: Desk, rows: readonly Row[]): Promise<void> => {
  const headings = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = [headings, ...rows.map((row) => headings.map((heading) => row[heading] ?? ''))];
  const file = join(desk.profile, 'callbacks.csv');
  await writeFile(file, `\ufeff${lines.map((cells) => cells.join(',')).join('\n')}`, 'utf8');
  await answerOpenDialog(desk, file);
  const preview = await desk.call('import.choose', { source: 'dialog' });
  if (preview === null) throw new Error('the import was cancelled');
  expect(preview.totals.error).toBe(0);
  await desk.call('import.commit', { importId: preview.importId });
};

/** A desk on the practice line with these rows as its work list, at the work list screen. */
export const practise = async (
  launch: Launch,
  drill: string,
  rows: readonly Row[],
  options: LaunchOptions = {},
): Promise<Desk> => {
  const desk = await launch({ args: ['--practice-tempo=40'], ...options });
  await desk.call('practice.start', { drill, withSample: false });
  await importRows(desk, rows);
  // As after an import on its screen: the work list is opened anew.
  await press(desk.page, 'Control+3', 'Control+1');
  await expect(desk.page.locator('[data-screen="worklist"]')).toBeVisible();
  await expect(desk.page.getByRole('button', { name: /已阅，拨打|Read, dial/ })).toBeVisible();
  return desk;
};

/** Dials what the work list proposes, by its key, and waits for the customer. */
export const dialByKey = async (desk: Desk, phase: 'talking' | 'wrap_up' = 'talking'): Promise<void> => {
  // A key that comes before its card calls nobody.
  await expect(desk.page.locator('#dial')).toBeEnabled();
  await press(desk.page, 'Control+Enter');
  await expect(desk.page.locator('[data-screen="call"]')).toBeVisible();
  await waitForPhase(desk, phase);
  // The keys are live once the screen has heard of it too.
  if (phase === 'talking') await expect(desk.page.locator('.answer-key').first()).toBeEnabled();
};

/** Goes on by keyboard until a question is on screen. */
export const toQuestion = (
  desk: Desk,
  questionId: string,
  values: Readonly<Record<string, string>> = {},
): Promise<Card> =>
  answerByKeyboard(desk, {
    values,
    until: (card) => card.kind === 'question' && card.questionId === questionId,
  });

/** Presses the digit of an answer to the question on screen. */
export const answerKey = async (desk: Desk, value: string): Promise<void> => {
  const { card } = (await sessionOf(desk)).script;
  if (card.kind !== 'question') throw new Error(`there is no question but ${card.kind}`);
  const key = card.options.find((option) => option.value === value)?.key;
  if (key === undefined) throw new Error(`${card.questionId} has no answer ${value}`);
  await expect(desk.page.locator(`[data-question-id="${card.questionId}"]`)).toBeVisible();
  await press(desk.page, key);
  await nextCard(desk, card);
};

/** Waits until another card is on screen. */
export const nextCard = (desk: Desk, before: Card): Promise<void> =>
  expect
    .poll(async () => JSON.stringify((await sessionOf(desk)).script.card), { timeout: 30_000 })
    .not.toBe(JSON.stringify(before));

/** Chooses a disposition by its digit and ends the attempt; back at the work list. Gives the record. */
export const closeByKey = async (desk: Desk, code: string): Promise<CallbackRecord> => {
  const { page } = desk;
  const { attemptId } = await sessionOf(desk);
  // A script that is not at its end offers its dispositions on demand.
  if ((await page.locator('[data-card-kind="ending"],[data-card-kind="wrap_up"]').count()) === 0)
    await press(page, 'Control+d');
  await expect(page.locator('[data-card-kind="ending"],[data-card-kind="wrap_up"]')).toBeVisible();
  const codes = (await sessionOf(desk)).script.dispositions.map((choice) => choice.code);
  expect(codes).toContain(code);
  await press(page, String(codes.indexOf(code) + 1));
  await press(page, 'Control+Enter');
  await expect(page.locator('[data-screen="worklist"]')).toBeVisible();
  return (await desk.call('record.get', { attemptId })).record;
};

/** Ids of the questions that were answered, each once, in the order in which they were first asked. */
export const askedIn = (record: CallbackRecord): string[] => [
  ...new Set(record.answers.map(({ questionId }) => questionId)),
];

/** Codes of the issues of a record, without repeats. */
export const issuesIn = (record: CallbackRecord): string[] => [
  ...new Set(record.issues.map(({ code }) => code)),
];
