import type { CallbackKind, CallbackSubject } from '../callback/callback-kind.ts';
import type { ImportField } from './fields.ts';
import type { JudgeContext } from './judge-context.ts';
import { readFreeText, readPolicyDate, readYesNo } from './read-cells.ts';
import type { RowReader } from './row-reader.ts';

/** What a callback of another kind than 新契约 is about; the row has an error where something needed is missing. */

const needed = <T>(row: RowReader, field: ImportField, value: T | null): T | null => {
  if (value === null) row.missing(field);
  return value;
};

const readKind = (row: RowReader, context: JudgeContext): CallbackKind => {
  const cell = row.cell('callbackKind');
  if (cell === null) return 'new';
  const kind = context.words.callbackKind(cell.text);
  if (kind === null) row.error('callbackKind', 'unknown_word');
  return kind ?? 'new';
};

const readIssue = (row: RowReader): string | null => {
  const text = needed(row, 'earlierIssue', readFreeText(row, 'earlierIssue', 20, false));
  const code = text === null ? null : (/^I\d{2}(?!\d)/i.exec(text)?.[0] ?? null);
  if (text !== null && code === null) row.error('earlierIssue', 'unknown_word');
  return code?.toUpperCase() ?? null;
};

const readQuestions = (row: RowReader): string[] => {
  const text = readFreeText(row, 'earlierQuestions', 400, false) ?? '';
  const ids = text.split(/[\s,，、;；/]+/).filter((one) => one !== '');
  if (ids.some((id) => !/^[A-Z]\d{1,2}$/i.test(id)) || ids.length > 40)
    row.error('earlierQuestions', 'unknown_word');
  return ids.map((id) => id.toUpperCase());
};

/** Null for a callback on a new policy, and for a row that has told its problem. */
export const readCallback = (row: RowReader, context: JudgeContext): CallbackSubject | null => {
  const kind = readKind(row, context);
  if (kind === 'new') return null;
  const date = needed(row, 'callbackDate', readPolicyDate(row, context, 'callbackDate'));
  if (kind === 'lapse' || kind === 'survey') return date === null ? null : { kind, date };
  if (kind === 'pos') {
    const service = needed(row, 'service', readFreeText(row, 'service', 60, false));
    const requestedOn = readPolicyDate(row, context, 'requestedOn') ?? date;
    const hasPayout = needed(row, 'hasPayout', readYesNo(row, context, 'hasPayout'));
    if (date === null || service === null || requestedOn === null || hasPayout === null) return null;
    return { kind, date, service, requestedOn, hasPayout };
  }
  if (kind === 'recheck') {
    const problem = needed(row, 'problem', readFreeText(row, 'problem', 200, false));
    const issue = readIssue(row);
    const questions = readQuestions(row);
    return date === null || problem === null || issue === null
      ? null
      : { kind, date, problem, issue, questions };
  }
  const cell = row.cell('contractStatus');
  const contractStatus = cell === null ? null : context.words.contractStatus(cell.text);
  if (cell === null) row.missing('contractStatus');
  else if (contractStatus === null) row.error('contractStatus', 'unknown_word');
  return date === null || contractStatus === null ? null : { kind, date, contractStatus };
};
