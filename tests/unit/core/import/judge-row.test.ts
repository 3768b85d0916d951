import { describe, expect, it } from 'vitest';
import { codes, judge, makeId, numberCell, told } from '../../../fixtures/import/judging.ts';

describe('a good row', () => {
  it('becomes a policy without a word', () => {
    const row = judge({});
    expect(told(row)).toEqual([]);
    expect(row.policy).toEqual({
      policyNo: 'P2026000001',
      holderName: '王建国',
      holderGender: '男',
      holderBirthDate: '1980-05-06',
      holderIdLast4: '1234',
      holderMobile: '19900001234',
      insuredName: '王建国',
      insuredIsHolder: true,
      insuredBirthDate: '1980-05-06',
      product: '安心一生终身寿险',
      design: '普通型',
      coverage: '身故给付',
      termText: '终身',
      waitingDays: 90,
      payYears: 20,
      payFrequency: '年交',
      premiumFen: 520_000,
      effectiveDate: '2026-11-02',
      receiptDate: '2026-11-05',
      coolingOffStart: '2026-11-05',
      coolingOffDays: 15,
      coolingOffEnd: '2026-11-19',
      contractEnd: null,
      channel: '其他',
      bank: null,
      sellerName: null,
      sellerCode: null,
      sellerMobile: '19800000001',
      branch: null,
      hasHealthDeclaration: true,
      dualRecordRequired: false,
      dualRecordConfirmed: false,
    });
  });

  it('every required cell that is empty is named with its letter', () => {
    const row = judge({
      保单号: '',
      投保人: ' ',
      手机: '-',
      险种名称: '',
      产品类型: '',
      保险期间: '',
      交费方式: '',
      '年交保费(元)': '',
      生效日期: 'N/A',
    });
    expect(row.policy).toBeNull();
    expect(told(row)).toEqual([
      'error A2 policyNo missing',
      'error B2 holderName missing',
      'error F2 holderMobile missing',
      'error H2 product missing',
      'error I2 design missing',
      'error K2 term missing',
      'error P2 effectiveDate missing',
      'error N2 payFrequency missing',
      'error O2 premium missing',
    ]);
  });
});

describe('identity (domain.md row 27, design.md I10)', () => {
  const id = makeId('19800506', '123');

  it('a full number is reduced to last four, birth date and gender, and never shown', () => {
    const row = judge({ 证件号码: id, 出生日期: '', 性别: '' });
    expect(row.policy).toMatchObject({
      holderIdLast4: id.slice(14),
      holderBirthDate: '1980-05-06',
      holderGender: '男',
    });
    expect(told(row)).toEqual(['notice E2 holderId id_reduced -> 1980-05-06 ****']);
    expect(row.problems[0]?.found).toBe(`11${'*'.repeat(16)}`);
    expect(JSON.stringify(row)).not.toContain(id.slice(6));
  });

  it('a wrong check character refuses the row', () => {
    const wrong = id.slice(0, 17) + (id.endsWith('1') ? '2' : '1');
    expect(told(judge({ 证件号码: wrong }))).toEqual(['error E2 holderId id_bad_checksum']);
  });

  it('a number that Excel cut gives the birth date only, and says so', () => {
    const row = judge({ 证件号码: numberCell(110101198005061000, '1.10101E+17'), 出生日期: '' });
    expect(row.policy).toMatchObject({ holderIdLast4: null, holderBirthDate: '1980-05-06' });
    expect(told(row)).toEqual(['notice E2 holderId id_lost_digits -> 1980-05-06']);
  });

  it('a cut number in a CSV leaves nothing certain; with a birth date column the row is still good', () => {
    expect(judge({ 证件号码: '1.10101E+17' }).policy).toMatchObject({
      holderIdLast4: null,
      holderBirthDate: '1980-05-06',
    });
    const without = judge({ 证件号码: '1.10101E+17', 出生日期: '' });
    expect(codes(without)).toEqual(['holderId id_lost_digits', 'holderId no_identity_factor']);
    expect(without.policy).toBeNull();
  });

  it('domain.md F21: birth date of the number and of the column must agree', () => {
    expect(told(judge({ 证件号码: id, 出生日期: '1980-05-07' }))).toContain(
      'error D2 holderBirthDate id_birth_conflict',
    );
  });

  it('domain.md F21: gender of the number goes before the word, and is told', () => {
    const row = judge({ 证件号码: id, 性别: '女' });
    expect(row.policy?.holderGender).toBe('男');
    expect(told(row)).toContain('notice C2 holderGender id_gender_conflict -> 男');
  });

  it('without birth date and last four no call could pass the identity check', () => {
    expect(told(judge({ 证件号码: '', 出生日期: '' }))).toEqual(['error E2 holderId no_identity_factor']);
  });

  it('domain.md F21: ages that cannot be are refused', () => {
    expect(codes(judge({ 出生日期: '2020-01-01' }))).toEqual(['holderBirthDate date_implausible']);
    expect(codes(judge({ 出生日期: '1890-01-01' }))).toEqual(['holderBirthDate date_implausible']);
  });

  it('an identity number in the column of the insured birth date is reduced to the date', () => {
    const child = makeId('20150809', '321');
    const row = judge({ 被保险人: '王一诺', 被保险人出生日期: child });
    expect(row.policy).toMatchObject({ insuredBirthDate: '2015-08-09', insuredIsHolder: false });
    expect(told(row)).toEqual(['notice V2 insuredBirthDate id_reduced -> 2015-08-09']);
    expect(JSON.stringify(row)).not.toContain(child.slice(6));
  });
});

describe('numbers that must not be kept (domain.md row 29)', () => {
  it('an account number in a free cell is taken out and told', () => {
    const row = judge({ 保障内容: '续期扣款 6222 0210 0100 1234 567 建行' });
    expect(row.policy?.coverage).toMatch(/^续期扣款 62\*+ 建行$/);
    expect(codes(row)).toEqual(['coverage account_number']);
    expect(JSON.stringify(row)).not.toContain('0210');
  });

  it('an identity number instead of a name or policy number refuses the row', () => {
    const id = makeId('19800506', '123');
    expect(codes(judge({ 投保人: id }))).toEqual(['holderName identity_number']);
    expect(codes(judge({ 保单号: id }))).toEqual(['policyNo identity_number']);
  });

  it('a long policy number is a policy number', () => {
    const row = judge({ 保单号: '880200012026110000123' });
    expect(row.policy?.policyNo).toBe('880200012026110000123');
  });

  it('a card number instead of a seller number is left out', () => {
    const row = judge({ 业务员工号: '4111 1111 1111 1111' });
    expect(codes(row)).toEqual(['sellerCode account_number']);
    expect(row.policy?.sellerCode).toBeNull();
  });
});

describe('what spreadsheets do to cells', () => {
  it('a formula gives its saved value, told', () => {
    const row = judge({
      险种名称: { kind: 'text', text: '安心一生', number: null, formula: 'VLOOKUP(A2,Sheet2!A:B,2,0)' },
    });
    expect(row.policy?.product).toBe('安心一生');
    expect(told(row)).toEqual(['notice H2 product formula_value_taken -> 安心一生']);
    expect(row.problems[0]?.found).toBe('=VLOOKUP(A2,Sheet2!A:B,2,0)');
  });

  it('a formula without a saved value and a cell with #N/A refuse the row', () => {
    expect(told(judge({ 险种名称: { kind: 'empty', text: '', number: null, formula: 'A1&B1' } }))).toEqual([
      'error H2 product formula_without_value',
    ]);
    expect(told(judge({ 险种名称: { kind: 'error', text: '#N/A', number: null, formula: null } }))).toEqual([
      'error H2 product formula_without_value',
    ]);
  });

  it('an identity number made by a formula is not shown in the notice', () => {
    const id = makeId('19800506', '123');
    const row = judge({ 证件号码: { kind: 'text', text: id, number: null, formula: `"${id}"` } });
    expect(codes(row)).toEqual(['holderId formula_value_taken', 'holderId id_reduced']);
    expect(JSON.stringify(row)).not.toContain(id.slice(6));
  });

  it.each(['=HYPERLINK("http://x","a")', '@SUM(A1)', '+cmd|x', '-2+3+cmd'])(
    '%s in a CSV is text, and told',
    (text) => {
      const row = judge({ 保障内容: text });
      expect(row.policy?.coverage).toBe(text);
      expect(codes(row)).toEqual(['coverage formula_text']);
    },
  );

  it('="00123" is the text between the quotes, without a word', () => {
    const row = judge({ 保单号: '="0012345"' });
    expect(row.policy?.policyNo).toBe('0012345');
    expect(told(row)).toEqual([]);
  });

  it('a policy number that lost its digits refuses the row, in CSV and in XLSX', () => {
    expect(codes(judge({ 保单号: '8.8E+15' }))).toEqual(['policyNo number_lost_digits']);
    expect(codes(judge({ 保单号: numberCell(8802000120261100000) }))).toEqual([
      'policyNo number_lost_digits',
    ]);
  });

  it('leading zeros that a number format shows belong to the policy number', () => {
    expect(judge({ 保单号: numberCell(12345, '00012345') }).policy?.policyNo).toBe('00012345');
    expect(judge({ 保单号: numberCell(12345678) }).policy?.policyNo).toBe('12345678');
  });

  it('spaces inside a Chinese name are layout, a rare character stays as it is', () => {
    expect(judge({ 投保人: '李　娜', 被保险人: '李 娜' }).policy).toMatchObject({
      holderName: '李娜',
      insuredIsHolder: true,
    });
    expect(judge({ 投保人: '\ufa11山' }).policy?.holderName).toBe('\ufa11山');
  });
});

describe('telephone numbers', () => {
  it('told as restored, cleaned or lost', () => {
    expect(told(judge({ 手机: numberCell(19900001234, '1.99E+10') }))).toEqual([
      'notice F2 holderMobile mobile_restored -> 199****1234',
    ]);
    expect(told(judge({ 手机: '+86 199-0000-1234' }))).toEqual([
      'notice F2 holderMobile mobile_cleaned -> 199****1234',
    ]);
    expect(told(judge({ 手机: '1.99E+10' }))).toEqual(['error F2 holderMobile mobile_scientific']);
    expect(told(judge({ 手机: '1990000123' }))).toEqual(['error F2 holderMobile mobile_wrong_length']);
  });

  it("domain.md row 4, F21: a holder's number that is the seller's is told", () => {
    expect(told(judge({ 业务员电话: '19900001234' }))).toEqual([
      'notice F2 holderMobile same_as_seller_mobile',
    ]);
  });

  it("a seller's unreadable number is left out and told, the row is taken", () => {
    const row = judge({ 业务员电话: '021-66668888' });
    expect(row.policy?.sellerMobile).toBeNull();
    expect(told(row)).toEqual(['notice T2 sellerMobile mobile_wrong_length']);
  });
});

describe('cooling-off period (domain.md F30)', () => {
  const without = { 犹豫期天数: '', 犹豫期截止日: '' };

  it('without length and end the default of the rules is taken and told', () => {
    const row = judge(without, { coolingOff: { defaultDays: 20, firstDayOffset: 0 } });
    expect(row.policy).toMatchObject({
      coolingOffStart: '2026-11-05',
      coolingOffDays: 20,
      coolingOffEnd: '2026-11-24',
    });
    expect(told(row)).toEqual([
      'notice R2 coolingOffDays cooling_off_default -> 20',
      'notice S2 coolingOffEnd cooling_off_computed -> 2026-11-24',
    ]);
  });

  it('the rule for the first day moves the end', () => {
    const row = judge({ 犹豫期截止日: '' }, { coolingOff: { defaultDays: 15, firstDayOffset: 1 } });
    expect(row.policy?.coolingOffEnd).toBe('2026-11-20');
  });

  it('without a receipt date it starts on the effective date, told', () => {
    const row = judge({ ...without, 签收日期: '', 犹豫期天数: '30天' });
    expect(row.policy).toMatchObject({
      receiptDate: null,
      coolingOffStart: '2026-11-02',
      coolingOffDays: 30,
      coolingOffEnd: '2026-12-01',
    });
    expect(told(row)).toEqual([
      'notice 2 coolingOffStart cooling_off_start_effective -> 2026-11-02',
      'notice S2 coolingOffEnd cooling_off_computed -> 2026-12-01',
    ]);
  });

  it("the file's own start goes before the receipt date", () => {
    expect(judge({ ...without, 犹豫期起算日: '2026-11-06', 犹豫期天数: '10' }).policy).toMatchObject({
      coolingOffStart: '2026-11-06',
      coolingOffEnd: '2026-11-15',
    });
  });

  it('an end without a length gives the length', () => {
    const row = judge({ 犹豫期天数: '' });
    expect(row.policy?.coolingOffDays).toBe(15);
    expect(told(row)).toEqual(['notice R2 coolingOffDays cooling_off_computed -> 15']);
  });

  it("an end that does not fit start and length is told, and the file's end stays", () => {
    const row = judge({ 犹豫期截止日: '2026-11-20' });
    expect(row.policy).toMatchObject({ coolingOffDays: 15, coolingOffEnd: '2026-11-20' });
    expect(told(row)).toEqual(['notice S2 coolingOffEnd cooling_off_mismatch -> 2026-11-20']);
    expect(row.problems[0]?.found).toBe('2026-11-05 + 15 = 2026-11-19');
  });

  it('an end before the start refuses the row', () => {
    expect(told(judge({ 犹豫期截止日: '2026-11-01' }))).toEqual(['error S2 coolingOffEnd date_out_of_order']);
  });

  it('no days at all refuses the row', () => {
    expect(told(judge({ 犹豫期天数: '0', 犹豫期截止日: '' }))).toEqual([
      'error R2 coolingOffDays not_positive',
    ]);
  });
});

describe('term, payment and premium', () => {
  it.each([
    ['至70岁', '至70周岁'],
    ['保至 70 周岁', '至70周岁'],
    ['20年期', '20年'],
    ['终生', '终身'],
    ['一年半', '一年半'],
  ])('保险期间 %s is %s', (text, term) => {
    expect(judge({ 保险期间: text }).policy?.termText).toBe(term);
  });

  it('a bare 20 may be years or an age: refused, unless the heading gives the unit', () => {
    expect(told(judge({ 保险期间: '20' }))).toEqual(['error K2 term unknown_word']);
    expect(judge({ 保险期间: null, '保险期限（年）': '20' }).policy?.termText).toBe('20年');
  });

  it.each([
    ['年缴', '年交'],
    ['按月', '月交'],
    ['Quarterly', '季交'],
    ['半年付', '半年交'],
    ['一次交清', '趸交'],
  ])('交费方式 %s is %s', (text, frequency) => {
    expect(judge({ 交费方式: text, 交费年期: frequency === '趸交' ? '' : '5' }).policy?.payFrequency).toBe(
      frequency,
    );
  });

  it('a single payment has one year, whatever the export says', () => {
    const row = judge({ 交费方式: '趸交', 交费年期: '0' });
    expect(row.policy?.payYears).toBe(1);
    expect(told(row)).toEqual(['notice M2 payYears pay_years_computed -> 1']);
    expect(told(judge({ 交费方式: '趸交', 交费年期: '趸交' }))).toEqual([]);
  });

  it('20年交 in one cell is twenty years, yearly', () => {
    const row = judge({ 交费方式: '20年交', 交费年期: '' });
    expect(row.policy).toMatchObject({ payFrequency: '年交', payYears: 20 });
    expect(told(row)).toEqual(['notice N2 payFrequency pay_years_computed -> 20']);
  });

  it('交至60周岁 is counted from the age on the effective date', () => {
    const row = judge({ 交费年期: '交至60周岁' });
    expect(row.policy?.payYears).toBe(14);
    expect(told(row)).toEqual(['notice M2 payYears pay_years_computed -> 14']);
  });

  it('regular payment without a number of years refuses the row', () => {
    expect(told(judge({ 交费年期: '' }))).toEqual(['error M2 payYears missing']);
    expect(told(judge({ 交费年期: '终身' }))).toEqual(['error M2 payYears not_a_number']);
  });

  it('the unit in the heading is honoured', () => {
    expect(judge({ '年交保费(元)': null, '年交保费（万元）': '1.2' }).policy?.premiumFen).toBe(1_200_000);
    expect(judge({ '年交保费(元)': null, '年交保费/万元': '0.52' }).policy?.premiumFen).toBe(520_000);
    expect(told(judge({ '年交保费(元)': null, '年交保费(美元)': '1000' }))).toEqual([
      'error U2 premium unknown_word',
    ]);
  });

  it('a number too large for a premium is another number in the wrong column', () => {
    expect(told(judge({ '年交保费(元)': '622202100100' }))).toEqual(['error O2 premium amount_implausible']);
  });

  it('an instalment is multiplied out to the year when the heading says that it is one', () => {
    const row = judge({ '年交保费(元)': null, 期交保费: '433.33', 交费方式: '月交' });
    expect(row.policy?.premiumFen).toBe(519_996);
    expect(told(row)).toEqual(['notice U2 premium premium_annualised -> 5199.96']);
  });

  it('a bare 保费 with monthly payment is taken as yearly, and told', () => {
    const row = judge({ '年交保费(元)': null, 保费: '5200', 交费方式: '月交' });
    expect(row.policy?.premiumFen).toBe(520_000);
    expect(told(row)).toEqual(['notice U2 premium premium_basis_assumed -> 5200.00']);
    expect(told(judge({ '年交保费(元)': null, 保费: '5200' }))).toEqual([]);
  });

  it.each([
    ['分红险', '分红型'],
    ['万能', '万能型'],
    ['投连险', '投资连结型'],
    ['传统险', '普通型'],
    ['终身寿险（分红型）', '分红型'],
    ['Participating', '分红型'],
  ])('产品类型 %s is %s', (text, design) => {
    expect(judge({ 产品类型: text }).policy?.design).toBe(design);
  });

  it('an unknown product type refuses the row: the script depends on it', () => {
    expect(told(judge({ 产品类型: '意外险' }))).toEqual(['error I2 design unknown_word']);
  });

  it.each([
    ['是', true],
    ['Y', true],
    ['1', true],
    ['√', true],
    ['否', false],
    ['N', false],
    ['0', false],
    ['无', false],
  ])('健康告知 %s is %s', (text, answer) => {
    expect(judge({ 健康告知: text }).policy?.hasHealthDeclaration).toBe(answer);
  });

  it('waiting period and health declaration decide on questions, so an assumed value is told', () => {
    expect(told(judge({ 等待期: '', 健康告知: '' }))).toEqual([
      'notice L2 waitingDays default_taken -> 0',
      'notice U2 hasHealthDeclaration default_taken -> 否',
    ]);
    expect(judge({ 等待期: '无' }).policy?.waitingDays).toBe(0);
    expect(judge({ 等待期: '等待期180天' }).policy?.waitingDays).toBe(180);
    expect(told(judge({ 等待期: '3个月' }))).toEqual(['error L2 waitingDays not_a_number']);
  });

  it('whether the insured is the holder decides on a question, so an assumption is told', () => {
    const row = judge({ 被保险人: '' });
    expect(row.policy).toMatchObject({ insuredName: '王建国', insuredIsHolder: true });
    expect(told(row)).toEqual(['notice G2 insuredName default_taken -> 本人']);
    expect(judge({ 被保险人: '王建国', 被保险人出生日期: '2015-01-01' }).policy?.insuredIsHolder).toBe(false);
  });

  it('channels get their usual names; the bank stays with 银保 only', () => {
    expect(judge({ 销售渠道: '银行代理', 代理银行: '示例银行' }).policy).toMatchObject({
      channel: '银保',
      bank: '示例银行',
    });
    expect(judge({ 销售渠道: '个人代理', 代理银行: '示例银行' }).policy).toMatchObject({
      channel: '个险',
      bank: null,
    });
    expect(judge({ 销售渠道: '', 代理银行: '示例银行' }).policy).toMatchObject({
      channel: '银保',
      bank: '示例银行',
    });
  });

  it('dates outside the years of the rules and ends before starts are refused', () => {
    expect(told(judge({ 生效日期: '2206-11-02' }))).toEqual(['error P2 effectiveDate date_implausible']);
    expect(told(judge({ 合同终止日: '2020-01-01' }))).toEqual(['error V2 contractEnd date_out_of_order']);
  });

  it('too long is too long', () => {
    expect(told(judge({ 保单号: 'P'.repeat(41) }))).toEqual(['error A2 policyNo too_long']);
    expect(codes(judge({ 投保人: '王'.repeat(61) }))).toEqual(['holderName too_long']);
  });
});

describe('callbacks of other kinds (domain.md section 4)', () => {
  const subject = (cells: Parameters<typeof judge>[0]) => judge(cells).policy?.callback;

  it('without 任务类型 the callback is about the new policy', () => {
    expect(subject({})).toBeUndefined();
    expect(subject({ 任务类型: '新契约' })).toBeUndefined();
  });

  it('each kind takes what it needs', () => {
    expect(subject({ 任务类型: '失效', 中止日期: '2026-11-10' })).toEqual({
      kind: 'lapse',
      date: '2026-11-10',
    });
    expect(subject({ 任务类型: '保全', 任务日期: '2026-11-10', 保全项目: '退保', 有无给付: '有' })).toEqual({
      kind: 'pos',
      date: '2026-11-10',
      service: '退保',
      requestedOn: '2026-11-10',
      hasPayout: true,
    });
    expect(
      subject({
        任务类型: '二次回访',
        任务日期: '2026-11-10',
        上次反映的问题: '责任不清楚',
        问题件类型: 'I07',
        上次异常题目: 'Q18、q24',
      }),
    ).toEqual({
      kind: 'recheck',
      date: '2026-11-10',
      problem: '责任不清楚',
      issue: 'I07',
      questions: ['Q18', 'Q24'],
    });
    expect(subject({ 任务类型: '离职告知', 离职日期: '2026-11-10', 合同状况: '正常' })).toEqual({
      kind: 'orphan',
      date: '2026-11-10',
      contractStatus: '有效',
    });
  });

  it('what is missing or unknown is told and the row refused', () => {
    expect(codes(judge({ 任务类型: '回头再说' }))).toEqual(['callbackKind unknown_word']);
    expect(codes(judge({ 任务类型: '失效' }))).toEqual(['callbackDate missing']);
    expect(codes(judge({ 任务类型: '离职告知', 离职日期: '2026-11-10', 合同状况: '不错' }))).toEqual([
      'contractStatus unknown_word',
    ]);
  });
});
