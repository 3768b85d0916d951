import type { CallbackRecord } from '../callback/record.ts';
import { maskName } from '../callback/masking.ts';
import type { Pack } from '../script/pack-schema.ts';
import type { DocumentWords } from './document-words.ts';
import { momentText } from './moment-text.ts';

/** The fields of the callback record form, exactly those of domain.md row 85, in its order. */
export const formFields = [
  'holderName',
  'contact',
  'policyNo',
  'at',
  'attempt',
  'status',
  'points',
  'findings',
] as const;
export type FormField = (typeof formFields)[number];
export type RecordForm = Readonly<Record<FormField, string>>;

export type FormContext = {
  /** The pack the callback was made with. */
  pack: Pack;
  words: DocumentWords;
  language: 'zh' | 'en';
  /** Whether the reader sees names and policy numbers whole; a telephone number never is. */
  masked: boolean;
};

/** Last four characters, so that a reader who has the policy beside him finds it again. */
export const maskPolicyNo = (policyNo: string): string => {
  const characters = [...policyNo];
  const kept = Math.min(4, Math.floor(characters.length / 2));
  return '*'.repeat(characters.length - kept) + characters.slice(characters.length - kept).join('');
};

/** A free text as the reader may see it: the customer's name and policy number in it are masked like their own fields. */
export const shownText = (
  text: string,
  record: Pick<CallbackRecord, 'holderName' | 'policyNo'>,
  masked: boolean,
): string =>
  masked
    ? text
        .replaceAll(record.holderName, maskName(record.holderName))
        .replaceAll(record.policyNo, maskPolicyNo(record.policyNo))
    : text;

const filled = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);

const pointsOf = (record: CallbackRecord, { pack, language }: FormContext): string[] => {
  const said = record.answers
    .filter(({ abnormal, words }) => abnormal || words.trim() !== '')
    .map(({ questionId, label, words }) => {
      const topic = pack.questions[questionId]?.name[language] ?? questionId;
      return [`${questionId} ${topic}`, label, words.trim()].filter((part) => part !== '').join(' · ');
    });
  return [...said, record.notes.trim()].filter((part) => part !== '');
};

const findingsOf = (record: CallbackRecord, { pack, words, language }: FormContext): string[] =>
  record.issues.map(({ code, grade, note }) => {
    const type = pack.issues.find((candidate) => candidate.code === code);
    const handle = type === undefined ? '' : filled(words.handle, { owner: type.owner });
    return [`${code} ${type?.name[language] ?? ''}`.trim(), words.grade[grade], note.trim(), handle]
      .filter((part) => part !== '')
      .join(' · ');
  });

/** One callback as the record form; parts of a field stand on lines of their own. */
export const recordForm = (record: CallbackRecord, context: FormContext): RecordForm => {
  const { pack, words, language, masked } = context;
  const disposition = pack.dispositions.find(({ code }) => code === record.disposition);
  const lines = (parts: readonly string[]): string => (parts.length === 0 ? words.none : parts.join('\n'));
  return {
    holderName: masked ? maskName(record.holderName) : record.holderName,
    contact: record.holderMobileMasked,
    policyNo: masked ? maskPolicyNo(record.policyNo) : record.policyNo,
    at: momentText(record.startedAt, pack.attempts.timeZone),
    attempt: String(record.attemptNumber),
    status:
      `${record.successful ? words.successful : words.notSuccessful} · ${record.disposition} ${disposition?.name[language] ?? ''}`.trim(),
    points: shownText(lines(pointsOf(record, context)), record, masked),
    findings: shownText(lines(findingsOf(record, context)), record, masked),
  };
};
