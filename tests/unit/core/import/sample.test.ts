import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { payFrequencies, productDesigns } from '../../../../core/callback/policy.ts';
import { ageOn } from '../../../../core/import/calendar.ts';
import { sampleCsv, sampleSize } from '../../../../core/import/sample.ts';
import { readCsv } from '../../../../main/import/read-csv.ts';
import { judgeTable, rules, told } from '../../../fixtures/import/judging.ts';

const judgeSample = (today: string, firstDayOffset = 0) =>
  judgeTable(readCsv(new TextEncoder().encode(sampleCsv({ today, firstDayOffset }))), {
    today,
    coolingOff: { ...rules.coolingOff, firstDayOffset },
  });
const policiesOn = (today: string) =>
  judgeSample(today).map((row) => {
    if (row.policy === null) throw new Error(told(row).join());
    return row.policy;
  });

describe('the sample of 200 policies', () => {
  it('is the file that is shipped', () => {
    const shipped = readFileSync(
      join(import.meta.dirname, '../../../../resources/samples/policies-200.csv'),
      'utf8',
    );
    expect(`\ufeff${sampleCsv({ today: '2026-11-02', firstDayOffset: 0 })}`).toBe(shipped);
  });

  it.each([
    ['2026-11-02', 0],
    ['2028-02-29', 0],
    ['2031-12-31', 1],
  ] as const)('on %s every row is taken without a word', (today, offset) => {
    const rows = judgeSample(today, offset);
    expect(rows).toHaveLength(sampleSize);
    expect(rows.flatMap(told)).toEqual([]);
  });

  it('has all designs, frequencies, channels and lengths, old holders, and insured other than the holder', () => {
    const policies = policiesOn('2026-11-02');
    const all = <T>(value: (policy: (typeof policies)[number]) => T): Set<T> => new Set(policies.map(value));
    expect(all((policy) => policy.design)).toEqual(new Set(productDesigns));
    expect(all((policy) => policy.payFrequency)).toEqual(new Set(payFrequencies));
    expect(all((policy) => policy.channel)).toEqual(new Set(['个险', '银保', '电销', '网销']));
    expect(all((policy) => policy.coolingOffDays)).toEqual(new Set([10, 15, 20, 30]));
    expect(
      policies.filter((policy) => ageOn(policy.holderBirthDate ?? '', '2026-11-02') >= 60).length,
    ).toBeGreaterThan(20);
    expect(policies.filter((policy) => !policy.insuredIsHolder).length).toBeGreaterThan(50);
    expect(all((policy) => policy.policyNo).size).toBe(sampleSize);
    expect(all((policy) => policy.holderMobile).size).toBe(sampleSize);
  });

  it('every deadline lies ahead, the first rows are due soonest and are calm cases', () => {
    const policies = policiesOn('2026-11-02');
    const ends = policies.map((policy) => policy.coolingOffEnd);
    expect(ends).toEqual([...ends].sort());
    expect(ends[0]).toBe('2026-11-03');
    for (const policy of policies) expect(policy.coolingOffStart <= '2026-11-02').toBe(true);
    for (const policy of policies.slice(0, 12)) {
      expect(policy).toMatchObject({
        design: '普通型',
        insuredIsHolder: true,
        payFrequency: '年交',
        channel: '个险',
      });
      expect(policy.holderBirthDate).not.toBeNull();
      expect(policy.holderIdLast4).not.toBeNull();
    }
  });

  it('the people stay the same from day to day', () => {
    const who = (today: string) =>
      policiesOn(today).map(({ policyNo, holderName, holderMobile, holderIdLast4, product, premiumFen }) => ({
        policyNo,
        holderName,
        holderMobile,
        holderIdLast4,
        product,
        premiumFen,
      }));
    expect(who('2026-11-02')).toEqual(who('2026-12-24'));
  });
});
