import type { PayFrequency } from '../callback/policy.ts';
import { addDays } from './calendar.ts';
import { toCsv } from './csv-text.ts';
import {
  banks,
  branches,
  channels,
  childNames,
  femaleNames,
  frequencies,
  lengths,
  maleNames,
  products,
  surnames,
  type Product,
} from './sample-data.ts';

/**
 * 200 fictional policies for practice. Always the same people, numbers and products (a fixed seed); only the
 * dates move with `today`, so that every deadline lies ahead and the first rows are due soonest. Those first
 * rows are the calm, ordinary cases a newcomer should meet: an adult holder insured for themselves, a
 * traditional product, yearly payment. Telephone numbers lie in the blocks 199 0000 and 198 0000, which no
 * person of this list could answer; there are no identity numbers, only last-four digits made up on their own.
 */
export type SampleDates = {
  /** YYYY-MM-DD in China. */
  today: string;
  /** The pack's rule: 0 = the start day of the 犹豫期 counts as day one. */
  firstDayOffset: number;
};

export const sampleSize = 200;
const calmRows = 12;

/** mulberry32: small, well spread, the same everywhere. */
const randomFrom = (seed: number): ((below: number) => number) => {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
};

const headings = [
  '保单号',
  '投保人姓名',
  '投保人性别',
  '投保人出生日期',
  '证件号码后四位',
  '投保人手机号码',
  '被保险人姓名',
  '被保险人出生日期',
  '产品名称',
  '产品类型',
  '保障内容',
  '保险期间',
  '等待期（天）',
  '交费年期',
  '交费方式',
  '年交保费（元）',
  '生效日期',
  '合同签收日',
  '犹豫期起算日',
  '犹豫期天数',
  '犹豫期截止日',
  '合同终止日',
  '销售渠道',
  '代理银行',
  '业务员姓名',
  '业务员工号',
  '业务员手机',
  '所属机构',
  '有无健康告知',
  '需要双录',
  '双录已确认',
];

const padded = (value: number, width: number): string => String(value).padStart(width, '0');

const rowAt = (i: number, below: (limit: number) => number, dates: SampleDates): string[] => {
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const calm = i < calmRows;
  const birthDate = (minAge: number, maxAge: number): string => {
    const year = Number(dates.today.slice(0, 4)) - minAge - 1 - below(maxAge - minAge);
    return `${year}-${padded(1 + below(12), 2)}-${padded(1 + below(28), 2)}`;
  };
  const person = (surname: string): { name: string; gender: string } => {
    const gender = below(2) === 0 ? '男' : '女';
    return { name: surname + pick(gender === '男' ? maleNames : femaleNames), gender };
  };

  const surname = pick(surnames);
  const holder = person(surname);
  // One holder in five is 60 or older (domain.md row 104, F28: they get extra care with new-type products).
  const holderBirth = calm ? birthDate(30, 50) : below(5) === 0 ? birthDate(60, 78) : birthDate(22, 59);
  const kin = calm ? 0 : below(4);
  const insured =
    kin === 1
      ? { name: surname + pick(childNames), birth: birthDate(0, 16) }
      : kin === 2
        ? { name: person(pick(surnames)).name, birth: birthDate(25, 65) }
        : { name: holder.name, birth: holderBirth };

  const product = calm ? (products[i % 4] as Product) : (products[i % products.length] as Product);
  const years = pick(product.years);
  const frequency: PayFrequency = years === 1 ? '趸交' : calm ? '年交' : pick(frequencies);
  const premium = pick(product.premium);

  const left = 1 + Math.floor((i * 27) / sampleSize);
  const length = pick(lengths.filter((days) => days > left));
  const end = addDays(dates.today, left);
  const start = addDays(end, 1 - length - dates.firstDayOffset);
  const effective = addDays(start, -1 - below(5));
  const term = /^(\d+)年$/.exec(product.term);
  const contractEnd =
    term === null
      ? ''
      : `${Number(effective.slice(0, 4)) + Number(term[1])}${effective.slice(4)}`.replace('-02-29', '-02-28');

  const channel = calm ? '个险' : pick(channels);
  const sold = channel !== '网销';
  const seller = 1 + below(24);
  const dualRecord =
    channel === '银保' ||
    (product.design !== '普通型' && Number(holderBirth.slice(0, 4)) + 60 <= Number(dates.today.slice(0, 4)));
  return [
    `LX2000${padded(i + 1, 6)}`,
    holder.name,
    holder.gender,
    holderBirth,
    padded(below(10_000), 4),
    `1990000${padded(i + 1, 4)}`,
    insured.name,
    insured.birth,
    product.name,
    product.design,
    product.coverage,
    product.term,
    String(product.waiting),
    String(years),
    frequency,
    premium.toFixed(2),
    effective,
    start,
    start,
    String(length),
    end,
    contractEnd,
    channel,
    channel === '银保' ? pick(banks) : '',
    sold ? `${surnames[seller] ?? ''}经理` : '',
    sold ? `YX${padded(seller, 4)}` : '',
    sold ? `1980000${padded(seller, 4)}` : '',
    pick(branches),
    product.health ? '是' : '否',
    dualRecord ? '是' : '否',
    dualRecord && below(3) > 0 ? '是' : '否',
  ];
};

/** The sample as CSV text without a byte order mark. */
export const sampleCsv = (dates: SampleDates): string => {
  const below = randomFrom(20_130_048);
  return toCsv([headings, ...Array.from({ length: sampleSize }, (_, i) => rowAt(i, below, dates))]);
};
