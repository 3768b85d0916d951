import i18next from 'i18next';
import { beforeAll, describe, expect, test } from 'vitest';
import type { NextDialView } from '../../../core/callback/next-dial-view.ts';
import { nextDialViewSchema } from '../../../core/callback/next-dial-view.ts';
import { dialText } from '../../../renderer/lib/dial-text.ts';
import { startI18n } from '../../../renderer/locales/i18n.ts';
import { cst } from '../../fixtures/store/rules.ts';

const now = cst('2026-03-02 12:10');
const base: NextDialView = {
  possible: false,
  practice: false,
  at: cst('2026-03-02 14:30'),
  reason: 'min_gap',
  tries: 2,
  triesNeeded: 3,
  triesToday: 2,
  maxPerDay: 3,
  gapMinutes: 120,
  who: null,
  followUp: null,
};
const text = (change: Partial<NextDialView>, locale: 'zh-CN' | 'en' = 'zh-CN') =>
  dialText(i18next.getFixedT(locale), { ...base, ...change }, now, locale);

beforeAll(() => startI18n('zh-CN'));

describe('the sentence of the next dial time', () => {
  test('names the time and what speaks against dialling now', () => {
    expect(text({})).toBe('14:30 之后：今天已拨 2 次，间隔 2 小时');
    expect(text({}, 'en')).toBe('After 14:30: 2 today, 2 h apart');
    expect(text({ gapMinutes: 90 })).toContain('间隔 90 分钟');
    expect(text({ at: cst('2026-03-03 09:00'), reason: 'day_limit' })).toBe(
      '03/03 09:00 之后：今天已拨满 3 次',
    );
  });

  test('names who acts when it is not to be dialled any more, or by somebody else', () => {
    const followUp = { name: { zh: '核实电话号码', en: 'Check the number' }, dueAt: cst('2026-03-03 18:00') };
    const who = { zh: '保全', en: 'policy service' };
    expect(text({ at: null, reason: 'follow_up', who, followUp })).toBe(
      '不再拨打：保全处理“核实电话号码”，03/03 18:00 前',
    );
    expect(text({ reason: 'next_day', who: { zh: '资深顾问', en: 'a senior advisor' } })).toBe(
      '14:30 之后：由资深顾问再拨一次',
    );
  });

  test('practice may dial at any time and reads the rule all the same', () => {
    expect(text({ practice: true, possible: true })).toBe(
      '练习随时可拨；正式规则：14:30 之后：今天已拨 2 次，间隔 2 小时',
    );
  });

  test.each(nextDialViewSchema.shape.reason.options)(
    '%s is never blank and has no hole, in both languages',
    (reason) => {
      const followUp = reason === 'follow_up' ? { name: { zh: '甲', en: 'A' }, dueAt: now } : null;
      for (const locale of ['zh-CN', 'en'] as const) {
        const said = text(
          { reason, followUp, who: followUp === null ? null : { zh: '乙', en: 'B' } },
          locale,
        );
        expect(said).not.toMatch(/dialWhy|\{\{|^\s|“”|  /);
        expect(said.length).toBeGreaterThan(3);
      }
    },
  );
});
