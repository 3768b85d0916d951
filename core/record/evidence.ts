import type { CallbackRecord } from '../callback/record.ts';
import { maskName } from '../callback/masking.ts';
import type { FormContext } from './record-form.ts';
import { maskPolicyNo, recordForm, shownText } from './record-form.ts';
import { momentText, offsetText } from './moment-text.ts';

/** A document as data: headings, pairs of a term and its value, tables and remarks, in the order of the sheet. */
export type DocumentPart =
  | { kind: 'heading'; level: 1 | 2 | 3; text: string }
  | { kind: 'facts'; facts: readonly (readonly [term: string, value: string])[] }
  | { kind: 'table'; head: readonly string[]; rows: readonly (readonly string[])[] }
  | { kind: 'remark'; text: string };

export type EvidenceCallback = {
  record: CallbackRecord;
  /** SHA-256 of the record's JSON text, hexadecimal. */
  recordHash: string;
  context: FormContext;
  /** Texts as they were read out, by question id. */
  texts: Readonly<Record<string, string>>;
};

export type EvidenceInput = {
  /** Closed callbacks of one policy, the oldest first; at least one. */
  callbacks: readonly [EvidenceCallback, ...EvidenceCallback[]];
  madeAt: number;
  madeBy: string;
};

const callbackParts = ({ record, recordHash, context, texts }: EvidenceCallback): DocumentPart[] => {
  const { words, pack } = context;
  const at = (moment: number | null): string =>
    moment === null ? words.notAnswered : momentText(moment, pack.attempts.timeZone);
  const form = recordForm(record, context);
  const shown = (text: string): string => shownText(text, record, context.masked);
  const parts: DocumentPart[] = [
    { kind: 'heading', level: 2, text: words.callback.replace('{n}', String(record.attemptNumber)) },
    {
      kind: 'facts',
      facts: [
        [words.started, at(record.startedAt)],
        [words.answered, at(record.answeredAt)],
        [words.ended, at(record.endedAt)],
        [words.status, form.status],
        ...(record.dispositionReason === ''
          ? []
          : [[words.disposition, shown(record.dispositionReason)] as const]),
        ...(record.appointmentAt === null ? [] : [[words.appointment, at(record.appointmentAt)] as const]),
        [words.agent, `${record.agentName} ${record.agentNumber}`.trim()],
        [
          words.pack,
          `${record.packId} ${record.packVersion}${record.identityPassed ? ` ${record.scriptId}` : ''}`,
        ],
        [words.packHash, record.packHash],
        [words.recordHash, recordHash],
      ],
    },
    { kind: 'heading', level: 3, text: words.identity },
    {
      kind: 'facts',
      facts: [[words.identity, record.identityPassed ? words.identityPassed : words.identityNotPassed]],
    },
  ];
  if (record.verifications.length > 0)
    parts.push({
      kind: 'table',
      head: [words.factor, words.outcome, words.time, words.offset],
      rows: record.verifications.map((one) => [
        factorName(one.factorId, context),
        words.outcomes[one.outcome],
        at(one.at),
        offsetText(one.offsetMs),
      ]),
    });
  if (!record.identityPassed) parts.push({ kind: 'remark', text: words.noIdentity });
  if (record.answers.length > 0)
    parts.push({
      kind: 'table',
      head: [words.question, words.answer, words.time, words.offset, words.textHash],
      rows: record.answers.map((answer) => [
        `${answer.questionId}${answer.asking > 1 ? ` (${words.asking} ${answer.asking})` : ''} ${shown(texts[answer.questionId] ?? '')}`.trim(),
        [
          answer.label,
          answer.abnormal ? `【${words.abnormal}】` : '',
          shown(answer.words.trim()),
          answer.by === 'robot' ? words.robot : '',
        ]
          .filter((part) => part !== '')
          .join(' '),
        at(answer.at),
        offsetText(answer.offsetMs),
        answer.textHash,
      ]),
    });
  parts.push({
    kind: 'facts',
    facts: [
      [words.points, form.points],
      [words.findings, form.findings],
    ],
  });
  return parts;
};

/** The factor's question as a topic; the value that was compared is nowhere in the record (design.md I10). */
const factorName = (factorId: string, { pack, language }: FormContext): string => {
  const factor = pack.identity.factors.find(({ id }) => id === factorId);
  return factor === undefined ? factorId : (pack.questions[factor.question]?.name[language] ?? factorId);
};

/**
 * The evidence sheet of a policy (domain.md rows 2, 65, 85): what was read out, answered, when and where in the
 * call, with the hashes that tie it to the pack and to the record at head office. The same input gives the same
 * document.
 */
export const evidenceSheet = ({ callbacks, madeAt, madeBy }: EvidenceInput): DocumentPart[] => {
  const [first] = callbacks;
  const { record, context } = callbacks.at(-1) ?? first;
  const { words, masked, pack } = context;
  return [
    { kind: 'heading', level: 1, text: words.evidenceTitle },
    ...(record.mode === 'practice' ? [{ kind: 'remark', text: words.practice } as const] : []),
    { kind: 'remark', text: masked ? words.masked : words.open },
    { kind: 'heading', level: 2, text: words.policy },
    {
      kind: 'facts',
      facts: [
        [words.holderName, masked ? maskName(record.holderName) : record.holderName],
        [words.contact, record.holderMobileMasked],
        [words.policyNo, masked ? maskPolicyNo(record.policyNo) : record.policyNo],
        [words.made, `${momentText(madeAt, pack.attempts.timeZone)} ${madeBy}`.trim()],
      ],
    },
    ...callbacks.flatMap(callbackParts),
    { kind: 'remark', text: words.verify },
  ];
};
