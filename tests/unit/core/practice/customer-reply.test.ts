import { describe, expect, it } from 'vitest';
import { cardKey, customerReply, greeting } from '../../../../core/practice/customer-reply.ts';
import type { Policy } from '../../../../core/callback/policy.ts';
import type { Card } from '../../../../core/script/view.ts';
import { abnormal, notSelf, question, statement, verify } from './cards.ts';
import { practicePolicy } from './practice-policy.ts';
import { shippedBook } from './shipped-book.ts';

const book = shippedBook();
const drillOf = (id: string) => {
  const drill = book.drills.find((one) => one.id === id);
  if (drill === undefined) throw new Error(id);
  return drill;
};
const reply = (drillId: string, card: Card, time = 1, policy: Policy = practicePolicy) =>
  customerReply({ book, drill: drillOf(drillId), card, time, policy });
const says = (drillId: string, card: Card, time = 1, policy?: Policy): string | undefined =>
  reply(drillId, card, time, policy)?.caption['zh-CN'];

describe('T0, the calm customer', () => {
  it("identifies with what the policy says, in the holder's voice", () => {
    expect(says('T0', verify('V1', 'date'))).toBe('1985年3月17号。');
    expect(says('T0', verify('V2', 'id4'))).toBe('后四位是118X。');
    expect(says('T0', verify('V4', 'product'))).toContain(practicePolicy.product);
    expect(says('T0', verify('V5', 'amount'))).toBe('一年是12000元。');
    expect(reply('T0', verify('V2', 'id4'))?.voices).toEqual([
      'woman-last-four.ogg',
      'woman-n-yao.ogg',
      'woman-n-yao.ogg',
      'woman-n-8.ogg',
      'woman-n-x.ogg',
    ]);
    expect(reply('T0', verify('V2', 'id4'), 1, { ...practicePolicy, holderGender: '男' })?.voices[0]).toBe(
      'man-last-four.ogg',
    );
  });

  it('says so when he does not have what is asked', () => {
    expect(says('T0', verify('V1', 'date'), 1, { ...practicePolicy, holderBirthDate: null })).toBe(
      '这个我手边没有。',
    );
  });

  it('domain.md 3.5 Q19: is unclear the first time and clear after the explanation', () => {
    expect(says('T0', question('Q19'))).toContain('不清楚');
    expect(says('T0', question('Q19', 'YN', 2), 2)).toContain('清楚了');
  });

  it('domain.md 3.5: gives every other question of the library a normal answer', () => {
    expect(says('T0', question('Q27'))).toBe('清楚。');
    expect(says('T0', question('N09', 'NY'))).toBe('没有。');
    expect(says('T0', question('Q34', 'OPEN'))).toContain('没有');
    expect(says('T0', question('Z9', 'OPT'))).toBeDefined();
    expect(says('T0', question('S01', 'RATE'))).toBe('五分。');
  });

  it('listens to statements, and after the last one says goodbye and hangs up', () => {
    expect(reply('T0', statement('Q04'))).toBeNull();
    expect(reply('T0', statement('Q91'))).toMatchObject({
      hangUp: true,
      caption: { 'zh-CN': '好的，再见。' },
    });
  });

  it('takes as long to answer as the question takes to read, up to a limit', () => {
    const short = reply('T0', { ...question('Q27'), text: '清楚吗？' } as Card);
    const long = reply('T0', { ...question('Q27'), text: '问'.repeat(500) } as Card);
    expect(short?.delayMs).toBe(700 + 4 * 120);
    expect(long?.delayMs).toBe(5_000);
  });
});

describe('domain.md 4 drills', () => {
  it('T1 儿子接听: claims to be the holder, gives a wrong birth date twice, and owns up when asked', () => {
    expect(says('T1', question('Q02'))).toContain('我就是');
    const policy = { ...practicePolicy, holderBirthDate: '1970-01-02' };
    for (const time of [1, 2])
      expect(says('T1', verify('V1', 'date'), time, policy)).toContain('九八年六月十八号');
    expect(says('T1', notSelf)).toContain('我是他儿子');
    const facts = [policy.product, policy.holderMobile, '118X', '12000', '1970'];
    const all = [
      question('Q02'),
      question('Q03'),
      verify('V1', 'date'),
      verify('V2', 'id4'),
      verify('V3', 'mobile'),
      verify('V4', 'product'),
      verify('V5', 'amount'),
      notSelf,
      abnormal('Q02'),
    ];
    for (const card of all)
      for (const fact of facts) expect(says('T1', card, 1, policy) ?? '').not.toContain(fact);
    for (const card of all)
      expect(reply('T1', card)?.voices.every((voice) => voice.startsWith('son-'))).toBe(true);
  });

  it('T2 客户嫌快听不清: pushes, and did not catch the exclusions until they are read again', () => {
    expect(says('T2', question('Q02'))).toContain('赶时间');
    expect(says('T2', question('Q19'))).toContain('没听清');
    expect(says('T2', question('Q19', 'YN', 2), 2)).toContain('听清了');
    expect(reply('T2', question('Q20'))?.delayMs).toBeLessThan(reply('T0', question('Q20'))?.delayMs ?? 0);
  });

  it('T3 以为保本固定收益: takes it for a deposit and asks not to have it noted', () => {
    expect(says('T3', question('Q18', 'OPEN'))).toContain('保本');
    expect(says('T3', question('N09', 'NY'))).toContain('固定');
    expect(says('T3', abnormal('Q18'))).toContain('不用记');
  });

  it('T4 记不清证件和保费: asks for a hint, and knows another factor', () => {
    expect(says('T4', verify('V2', 'id4'))).toContain('提示');
    expect(says('T4', verify('V5', 'amount'))).toContain('忘了');
    expect(says('T4', verify('V1', 'date'))).toBe('1985年3月17号。');
    expect(says('T4', verify('V4', 'product'))).toContain(practicePolicy.product);
  });

  it('T5 全程沉默: nothing but 嗯, or nothing, until asked a second time', () => {
    expect(says('T5', question('Q20'))).toBe('嗯。');
    expect(reply('T5', question('Q22'))).toBeNull();
    expect(says('T5', question('Q22', 'YN', 2), 2)).toContain('清楚了');
    expect(says('T5', verify('V1', 'date'))).toBe('1985年3月17号。');
  });

  it('T6 愤怒要求全额退保并投诉监管: says both', () => {
    expect(says('T6', question('Q10'))).toContain('全额退保');
    expect(says('T6', abnormal('Q10'))).toContain('监管局');
  });

  it('nobody greets who does not answer', () => {
    expect(greeting(book, drillOf('not_in'), practicePolicy)).toBeNull();
    expect(greeting(book, drillOf('T0'), practicePolicy)?.voices).toEqual(['woman-hello.ogg']);
  });
});

it('a card is the same asking until the question is asked again or a try is used up', () => {
  expect(cardKey(question('Q19'))).toBe(cardKey({ ...question('Q19'), text: 'x' } as Card));
  expect(cardKey(question('Q19'))).not.toBe(cardKey(question('Q19', 'YN', 2)));
  expect(cardKey(verify('V1', 'date', 2))).not.toBe(cardKey(verify('V1', 'date', 1)));
});
