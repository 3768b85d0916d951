import { sign } from 'node:crypto';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sessionOf } from '../agent.ts';
import { expect, test } from '../desk.ts';
import { answerByKeyboard } from '../keyboard-agent.ts';
import { chinaDay } from '../policies.ts';
import { askedIn, closeByKey, dialByKey, practise, rowsOf, type Row } from './callbacks.ts';

/**
 * domain.md section 4 `scripts`: one whole callback of each, from the list it came in with to its record, by
 * keyboard, with the simulated customer. What each asks is written out here and not taken from the pack.
 */
const root = join(import.meta.dirname, '../../..');
const open = ['Q01', 'Q02', 'Q03', 'Q04'];
const signed = ['Q10', 'Q11', 'Q13', 'Q14'];
const read = ['Q15', 'Q16'];
const cover = ['Q18', 'Q19', 'Q37', 'Q20', 'Q21'];
const pay = ['Q22', 'Q23', 'Q24'];
const cool = ['Q25', 'Q26', 'Q27', 'Q28'];
const truth = ['Q29', 'Q30', 'Q31'];
const close = ['Q34', 'Q35', 'Q36', 'Q90', 'Q91'];
const newPolicy = (afterCover: string[], afterSign: string[] = []): string[] => [
  ...[...open, ...signed, ...afterSign, ...read, ...cover, ...afterCover, ...pay, ...cool, ...truth],
  ...['Q32', 'Q33', ...close],
];

const scripts: readonly { script: string; row: Row; asks: readonly string[]; neutral: string }[] = [
  { script: 'NB_TRAD', row: {}, asks: newPolicy([]), neutral: '新契约回访' },
  {
    script: 'NB_PAR',
    row: { 产品类型: '分红型' },
    asks: newPolicy(['N01', 'N02', 'N08', 'N09']),
    neutral: '新契约回访',
  },
  {
    script: 'NB_UL',
    row: { 产品类型: '万能型' },
    asks: newPolicy(['N05', 'N03', 'N04', 'N02', 'N08', 'N09']),
    neutral: '新契约回访',
  },
  {
    script: 'NB_ILP',
    row: { 产品类型: '投资连结型' },
    asks: newPolicy(['N05', 'N06', 'N07', 'N02', 'N08', 'N09']),
    neutral: '新契约回访',
  },
  {
    script: 'NB_TRAD',
    row: { 销售渠道: '银保', 代理银行: '示例银行', 是否双录: '是' },
    asks: newPolicy([], ['B01', 'B02', 'B04', 'B03']),
    neutral: '新契约回访',
  },
  {
    script: 'LAPSE',
    row: { 任务类型: '失效', 任务日期: chinaDay(-3) },
    asks: [...open, 'L01', 'L02', 'L03', 'L04', 'L05', ...close],
    neutral: '保单服务回访',
  },
  {
    script: 'POS',
    row: {
      任务类型: '保全',
      任务日期: chinaDay(-1),
      保全项目: '退保',
      申请日期: chinaDay(-3),
      有无给付: '有',
    },
    asks: [...open, 'P01', 'P02', 'P03', 'P04', 'P05', ...close],
    neutral: '保单服务回访',
  },
  {
    script: 'SURVEY',
    row: { 任务类型: '满意度', 任务日期: chinaDay(-1) },
    asks: ['S01', 'S02', 'S03'],
    neutral: '满意度回访',
  },
  {
    script: 'RECHECK',
    row: {
      任务类型: '二次回访',
      任务日期: chinaDay(-1),
      上次反映的问题: '不清楚责任免除',
      问题件类型: 'I08',
      上次异常题目: 'Q19',
    },
    asks: [...open, 'R01', 'R02', 'R03', 'Q19', 'Q30', ...close],
    neutral: '二次回访',
  },
  {
    script: 'ORPHAN',
    row: { 任务类型: '离职告知', 任务日期: chinaDay(-1), 合同状况: '有效' },
    asks: [...open, 'E01', 'E02', 'E03', 'Q34', 'Q91'],
    neutral: '保单服务告知',
  },
];

for (const { script, row, asks, neutral } of scripts) {
  const name = row['代理银行'] === undefined ? script : 'NB_BANK over NB_TRAD';
  test(`domain.md section 4 ${name}: chosen for the policy, asked whole and in order, closed as 成功`, async ({
    launch,
  }) => {
    const desk = await practise(launch, 'T0', rowsOf([row]));
    await expect(desk.page.locator('.card-side')).toContainText(neutral);
    await dialByKey(desk);
    // Until identity has passed the script's own name, which tells the kind of product, is nowhere.
    expect((await sessionOf(desk)).script.scriptName).toBe(neutral);
    await answerByKeyboard(desk);
    const record = await closeByKey(desk, 'D01');
    expect(record.scriptId).toBe(script);
    expect(askedIn(record)).toEqual(asks);
    expect(record).toMatchObject({ completed: true, successful: true, issues: [] });
    expect(record.identityPassed).toBe(script !== 'SURVEY');
    const { counts } = await desk.call('worklist.page', { filter: 'done', search: '', offset: 0, limit: 1 });
    expect(counts.done).toBe(1);
  });
}

test('domain.md section 4 NB_SHORT: off as shipped, asked once head office has enabled it in a signed pack', async ({
  launch,
}) => {
  const row = { 双录已确认: '是' };
  const shippedDesk = await practise(launch, 'T0', rowsOf([row]));
  await dialByKey(shippedDesk);
  await answerByKeyboard(shippedDesk, {
    until: (card) => card.kind === 'question' && card.questionId === 'Q10',
  });
  expect((await sessionOf(shippedDesk)).script.scriptId).toBe('NB_TRAD');
  await shippedDesk.close();

  const profile = await mkdtemp(join(tmpdir(), 'callback-desk-'));
  const shipped = await readFile(join(root, 'resources/packs/hf-default-zh.yaml'), 'utf8');
  const enabled = shipped
    .replace(/^ {2}version: .*$/m, '  version: 7.1.0')
    .replace(/(NB_SHORT:\n(?:.*\n)*? {4}enabled: )false/, '$1true');
  const key = await readFile(join(root, 'tests/fixtures/keys/script-pack-development.pem'), 'utf8');
  await writeFile(join(profile, 'script-pack.yaml'), enabled);
  await writeFile(
    join(profile, 'script-pack.yaml.sig'),
    `${sign(null, Buffer.from(enabled), key).toString('base64')}\n`,
  );
  const desk = await practise(launch, 'T0', rowsOf([row]), { profile, args: ['--practice-tempo=40'] });
  await dialByKey(desk);
  await answerByKeyboard(desk);
  const record = await closeByKey(desk, 'D01');
  expect(record).toMatchObject({ scriptId: 'NB_SHORT', packVersion: '7.1.0', successful: true });
  expect(askedIn(record)).toEqual([...open, 'Q10', 'Q11', 'Q18', 'Q19', 'Q26', 'Q27', 'Q28', ...close]);
});

for (const { code, asks, state } of [
  { code: 'D10', asks: '约定时间', state: 'appointment' },
  { code: 'D15', asks: '本人不在', state: 'redial' },
  { code: 'D16', asks: '号码错误', state: 'to_verify' },
] as const) {
  test(`domain.md section 4 NOT_SELF: one neutral sentence, no policy fact, ends as ${code} ${asks}`, async ({
    launch,
  }) => {
    const desk = await practise(launch, 'T1', rowsOf([{}]));
    const { page } = desk;
    const [row] = (await desk.call('worklist.page', { filter: 'all', search: '', offset: 0, limit: 1 })).rows;
    await dialByKey(desk);
    const card = await answerByKeyboard(desk, { values: { Q02: 'no' } });
    expect(card.kind).toBe('not_self');
    await expect(page.locator('[data-card-kind="not_self"]')).toContainText('请问什么时候方便联系到本人？');
    // domain.md `forbid`: product, premium, and that there is a policy at all.
    const shown = (await page.locator('[data-screen="call"]').textContent()) ?? '';
    for (const fact of ['长青安康', '12,000', '终身寿险']) expect(shown).not.toContain(fact);
    await expect(page.getByTestId('caption')).toContainText('我爸晚上七点以后在家');
    const record = await endNotSelf(desk, code);
    expect(record).toMatchObject({ disposition: code, identityPassed: false, completed: false });
    expect((await desk.call('task.card', { taskId: row?.id ?? '' })).row.state).toBe(state);
  });
}

/** D10 asks for a time; the others end at once. */
const endNotSelf = async (desk: Parameters<typeof closeByKey>[0], code: string) => {
  const { page } = desk;
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-card-kind="ending"],[data-card-kind="wrap_up"]')).toBeVisible();
  if (code !== 'D10') return closeByKey(desk, code);
  const { attemptId, script } = await sessionOf(desk);
  await page.keyboard.press(String(script.dispositions.findIndex((one) => one.code === code) + 1));
  await page.locator('#wrap-up-needs input').first().waitFor();
  await page.locator('#wrap-up-needs input').nth(0).fill(chinaDay(1));
  await page.locator('#wrap-up-needs input').nth(1).fill('19:10');
  await page.keyboard.press('Control+Enter');
  await expect(page.locator('[data-screen="worklist"]')).toBeVisible();
  return (await desk.call('record.get', { attemptId })).record;
};
