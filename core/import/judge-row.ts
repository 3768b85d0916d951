import { policySchema } from '../callback/policy.ts';
import type { CellProblem } from '../ipc/features/import.ts';
import { halfWidth, type TableRow } from './cell.ts';
import type { PolicyDraft } from './fingerprint.ts';
import type { JudgeContext } from './judge-context.ts';
import { readCodeText, readDateField, readFreeText, readPolicyDate, readYesNo } from './read-cells.ts';
import { readCallback } from './read-callback.ts';
import { readCoolingOff } from './read-cooling-off.ts';
import { readHolder, readInsured, readSeller } from './read-people.ts';
import { readPayment, readTerm } from './read-terms.ts';
import { createRowReader, problemAt, type RowReader } from './row-reader.ts';
import { holdsIdNumber } from './sensitive.ts';

/** What became of one row: a policy, unless a problem of severity `error` stands in the list. */
export type JudgedRow = {
  line: number;
  policy: PolicyDraft | null;
  problems: CellProblem[];
};

const draftSchema = policySchema.omit({ id: true });

const readPolicyNo = (row: RowReader, context: JudgeContext): string | null => {
  const cell = row.cell('policyNo');
  if (cell === null) {
    row.missing('policyNo');
    return null;
  }
  const policyNo = readCodeText(row, 'policyNo', cell);
  if (policyNo === null) return null;
  if (holdsIdNumber(policyNo, context.rules.today)) row.error('policyNo', 'identity_number');
  else if (policyNo.length > 40) row.error('policyNo', 'too_long');
  return policyNo;
};

const readDesign = (row: RowReader, context: JudgeContext): PolicyDraft['design'] | null => {
  const cell = row.cell('design');
  if (cell === null) {
    row.missing('design');
    return null;
  }
  const design = context.words.design(cell.text);
  if (design === null) row.error('design', 'unknown_word');
  return design;
};

/** 等待期 and 健康告知 decide which questions are asked, so a value that the file does not give is told. */
const readWaitingDays = (row: RowReader, context: JudgeContext): number => {
  const cell = row.cell('waitingDays');
  if (cell === null) {
    row.notice('waitingDays', 'default_taken', '0');
    return 0;
  }
  if (context.words.yesNo(cell.text) === false) return 0;
  const text = cell.number === null ? halfWidth(cell.text).replace(/\s/g, '') : String(cell.number);
  const days = Number(/^(?:等待期)?(\d{1,4})(?:\.0+)?(?:天|日|days?)?$/i.exec(text)?.[1] ?? Number.NaN);
  if (Number.isNaN(days) || days > context.rules.vocabulary.limits.maxWaitingDays)
    row.error('waitingDays', 'not_a_number');
  return days;
};

const readHealthDeclaration = (row: RowReader, context: JudgeContext): boolean => {
  const before = row.problems.length;
  const answer = readYesNo(row, context, 'hasHealthDeclaration');
  if (answer === null && row.problems.length === before)
    row.notice('hasHealthDeclaration', 'default_taken', context.rules.vocabulary.no[0] ?? '');
  return answer ?? false;
};

const readChannel = (row: RowReader, context: JudgeContext): Pick<PolicyDraft, 'channel' | 'bank'> => {
  const { bankChannel, otherChannel } = context.rules.vocabulary;
  const stated = readFreeText(row, 'channel', 40, false);
  const bank = readFreeText(row, 'bank', 120, false);
  // A policy with a bank beside it was sold through that bank.
  const channel =
    stated === null ? (bank === null ? otherChannel : bankChannel) : context.words.channel(stated);
  return { channel, bank: channel === bankChannel ? bank : null };
};

const brokenLine = (row: TableRow, context: JudgeContext, severity: CellProblem['severity']): CellProblem =>
  // What the cells hold is not shown: nobody knows which columns they belong to.
  problemAt(row, context.columns, { severity, field: null, code: 'line_broken', taken: null });

/**
 * Judges one row of an import. Never throws, whatever the cells hold. Problems carry column, letter, field,
 * what was found (numbers masked) and what was taken; docs/import-format.md explains each code.
 */
export const judgeRow = (row: TableRow, context: JudgeContext): JudgedRow => {
  if (row.broken) return { line: row.line, policy: null, problems: [brokenLine(row, context, 'error')] };
  const reader = createRowReader(row, context.columns, context.words);
  const { problems } = reader;
  // Some programs leave out empty cells at the end of a line; cells lost by a stray line break look the same.
  if (context.fixedWidth > row.cells.length) problems.push(brokenLine(row, context, 'notice'));

  const policyNo = readPolicyNo(reader, context);
  const holder = readHolder(reader, context);
  const insured = readInsured(reader, context, holder);
  const product = readFreeText(reader, 'product', 120, true);
  const design = readDesign(reader, context);
  const coverage = readFreeText(reader, 'coverage', 2000, false) ?? '';
  const termText = readTerm(reader, context);
  const waitingDays = readWaitingDays(reader, context);
  const effectiveDate = readPolicyDate(reader, context, 'effectiveDate');
  if (effectiveDate === null) reader.missing('effectiveDate');
  const payment = readPayment(reader, context, { insuredBirthDate: insured.insuredBirthDate, effectiveDate });
  const contractEnd = readDateField(reader, context, 'contractEnd');
  const seller = readSeller(reader, context);
  const branch = readFreeText(reader, 'branch', 120, false);
  const hasHealthDeclaration = readHealthDeclaration(reader, context);
  const dualRecordRequired = readYesNo(reader, context, 'dualRecordRequired') ?? false;
  const dualRecordConfirmed = readYesNo(reader, context, 'dualRecordConfirmed') ?? false;
  const channel = readChannel(reader, context);
  const callback = readCallback(reader, context);
  if (contractEnd !== null && effectiveDate !== null && contractEnd < effectiveDate)
    reader.error('contractEnd', 'date_out_of_order');
  if (
    effectiveDate !== null &&
    insured.insuredBirthDate !== null &&
    insured.insuredBirthDate > effectiveDate
  ) {
    reader.error('insuredBirthDate', 'date_out_of_order');
  }
  const coolingOff = readCoolingOff(reader, context, effectiveDate);
  if (seller.sellerMobile !== null && seller.sellerMobile === holder.holderMobile) {
    reader.notice('holderMobile', 'same_as_seller_mobile', null);
  }
  if (reader.failed()) return { line: row.line, policy: null, problems };

  const draft = {
    policyNo,
    ...holder,
    ...insured,
    product,
    design,
    coverage,
    termText,
    waitingDays,
    ...payment,
    effectiveDate,
    ...coolingOff,
    contractEnd,
    ...channel,
    ...seller,
    branch,
    hasHealthDeclaration,
    dualRecordRequired,
    dualRecordConfirmed,
    ...(callback === null ? {} : { callback }),
  };
  const checked = draftSchema.safeParse(draft);
  if (checked.success) return { line: row.line, policy: checked.data, problems };
  // The readers above promise a whole policy; should one of them break its promise, the row is refused, not taken half.
  return { line: row.line, policy: null, problems: [...problems, brokenLine(row, context, 'error')] };
};
