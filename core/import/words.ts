import {
  callbackKinds,
  contractStatuses,
  type CallbackKind,
  type ContractStatus,
} from '../callback/callback-kind.ts';
import { payFrequencies, productDesigns, type PayFrequency, type ProductDesign } from '../callback/policy.ts';
import { halfWidth } from './cell.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Spaces, case and width do not matter in a word; signs like √ do. */
const key = (word: string): string => halfWidth(word).toLowerCase().replace(/[\s_]/g, '');

/** Looks words of cells up in the vocabulary; made once per import. */
export type Words = {
  isEmpty(text: string): boolean;
  design(text: string): ProductDesign | null;
  /** Also reads 20年交 (20 years, yearly). */
  payFrequency(text: string): { frequency: PayFrequency; years: number | null } | null;
  callbackKind(text: string): CallbackKind | null;
  contractStatus(text: string): ContractStatus | null;
  gender(text: string): '男' | '女' | null;
  yesNo(text: string): boolean | null;
  /** The usual name of a channel, or the text itself when it is none of the usual ones. */
  channel(text: string): string;
  isSameAsHolder(text: string): boolean;
  isWholeLife(text: string): boolean;
};

const lookup = (lists: Readonly<Record<string, readonly string[]>>): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(lists).flatMap(([meaning, words]) => words.map((word) => [key(word), meaning] as const)),
  );

/** A word inside a longer one (终身寿险(分红型)), when only one meaning is found. */
const inside = (map: ReadonlyMap<string, string>, text: string): string | null => {
  const found = new Set(
    [...map].filter(([word]) => word.length >= 2 && text.includes(word)).map(([, meaning]) => meaning),
  );
  return found.size === 1 ? ([...found][0] ?? null) : null;
};

export const compileWords = (vocabulary: Vocabulary): Words => {
  const designs = lookup(vocabulary.design);
  const chineseDesigns = new Map([...designs].filter(([word]) => /\p{Script=Han}/u.test(word)));
  const frequencies = lookup(vocabulary.payFrequency);
  const callbacks = lookup(vocabulary.callbackKind);
  const statuses = lookup(vocabulary.contractStatus);
  const genders = lookup(vocabulary.gender);
  const channels = lookup(vocabulary.channel);
  const answers = lookup({ yes: vocabulary.yes, no: vocabulary.no });
  const empty = new Set(vocabulary.empty.map(key));
  const same = new Set(vocabulary.sameAsHolder.map(key));
  const wholeLife = new Set(vocabulary.wholeLife.map(key));
  const asDesign = (word: string | null | undefined): ProductDesign | null =>
    productDesigns.find((one) => one === word) ?? null;
  const asFrequency = (word: string | undefined): PayFrequency | null =>
    payFrequencies.find((one) => one === word) ?? null;
  return {
    isEmpty: (text) => text === '' || empty.has(key(text)),
    design: (text) => asDesign(designs.get(key(text)) ?? inside(chineseDesigns, key(text))),
    callbackKind: (text) => callbackKinds.find((one) => one === callbacks.get(key(text))) ?? null,
    contractStatus: (text) => contractStatuses.find((one) => one === statuses.get(key(text))) ?? null,
    payFrequency: (text) => {
      const frequency = asFrequency(frequencies.get(key(text)));
      if (frequency !== null) return { frequency, years: null };
      const parts = /^(\d{1,3})年(.*)$/.exec(key(text));
      const rest = parts?.[2] ?? '';
      if (parts === null || rest === '') return null;
      // 20年交, 20年期年交, 20年/月交
      const how = rest.replace(/^期?[/,、-]?/, '');
      const named = /^[交缴]费?$/.test(how) ? '年交' : asFrequency(frequencies.get(how));
      return named === null ? null : { frequency: named, years: Number(parts[1]) };
    },
    gender: (text) => {
      const word = genders.get(key(text));
      return word === '男' || word === '女' ? word : null;
    },
    yesNo: (text) => {
      const word = answers.get(key(text));
      return word === undefined ? null : word === 'yes';
    },
    channel: (text) => channels.get(key(text)) ?? text,
    isSameAsHolder: (text) => same.has(key(text)),
    isWholeLife: (text) => wholeLife.has(key(text)),
  };
};
