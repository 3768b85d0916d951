import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Desk } from './desk.ts';

/** A policy of the tests; the identity factors are known so that a test can play both sides. */
export type TestPolicy = {
  policyNo: string;
  holderName: string;
  birthDate: string;
  idLast4: string;
  mobile: string;
  product: string;
  premium: string;
};

const surnames = '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨';

/** China's calendar day `days` from today, as the trade counts it. */
export const chinaDay = (days: number): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(
    new Date(Date.now() + days * 86_400_000),
  );

export const testPolicies = (count: number): TestPolicy[] =>
  Array.from({ length: count }, (_, index) => ({
    policyNo: `T${String(900_000 + index)}`,
    holderName: `${surnames[index % surnames.length] ?? '赵'}测试${String.fromCharCode(0x4e00 + 20 + index)}`,
    birthDate: `19${String(60 + (index % 39))}-0${String(1 + (index % 9))}-1${String(index % 10)}`,
    idLast4: `${String(1000 + index * 7).slice(-3)}X`,
    mobile: `1990001${String(1000 + index).slice(-4)}`,
    product: '长青安康终身寿险',
    premium: '12000',
  }));

const heading =
  '保单号,投保人姓名,性别,出生日期,证件号码后四位,手机号,产品名称,产品类型,保险期间,等待期,交费年期,交费方式,保费,生效日期,签收日期,犹豫期天数,销售渠道,保障内容,是否健康告知';

/** CSV of the policies; each next one has a later deadline, so that the order of the work list is theirs. */
export const policiesCsv = (policies: readonly TestPolicy[]): string =>
  [
    heading,
    ...policies.map((policy, index) =>
      [
        policy.policyNo,
        policy.holderName,
        '男',
        policy.birthDate,
        policy.idLast4,
        policy.mobile,
        policy.product,
        '普通型',
        '终身',
        '90',
        '20',
        '年交',
        policy.premium,
        chinaDay(-6),
        chinaDay(-5),
        String(10 + Math.min(index, 15)),
        '个险',
        '身故保险金',
        '是',
      ].join(','),
    ),
  ].join('\n');

/** Makes the system's "open file" dialog answer with one file, as a person would. */
export const answerOpenDialog = (desk: Desk, path: string): Promise<void> =>
  desk.app.evaluate(({ dialog }, file) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [file] });
  }, path);

/** Makes the system's "save file" dialog answer with one file. */
export const answerSaveDialog = (desk: Desk, path: string): Promise<void> =>
  desk.app.evaluate(({ dialog }, file) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: file });
  }, path);

/** Brings policies in through the import, without the screen. */
export const importPolicies = async (desk: Desk, policies: readonly TestPolicy[]): Promise<void> => {
  const file = join(desk.profile, 'test-policies.csv');
  await writeFile(file, `\ufeff${policiesCsv(policies)}`, 'utf8');
  await answerOpenDialog(desk, file);
  const preview = await desk.call('import.choose', { source: 'dialog' });
  if (preview === null) throw new Error('the import was cancelled');
  if (preview.totals.error > 0) {
    const { rows } = await desk.call('import.rows', {
      importId: preview.importId,
      only: 'error',
      offset: 0,
      limit: 1,
    });
    throw new Error(
      `the test policies are refused: ${JSON.stringify(rows)} missing ${preview.missingFields.join()}`,
    );
  }
  await desk.call('import.commit', { importId: preview.importId });
};
