import { readBirthDate, readCodeText, readFreeText } from './read-cells.ts';
import type { JudgeContext } from './judge-context.ts';
import { readId } from './identity.ts';
import { readMobile } from './mobile.ts';
import type { RowReader } from './row-reader.ts';
import { holdsIdNumber, isCardNumber } from './sensitive.ts';

const nameMax = 60;

export type Holder = {
  holderName: string | null;
  holderGender: '男' | '女' | null;
  holderBirthDate: string | null;
  holderIdLast4: string | null;
  holderMobile: string | null;
};

type Document = { last4: string | null; birthDate: string | null; gender: '男' | '女' | null };

/** Reduces the identity column to what may be kept (design.md I10) and tells what became of it. */
const readDocument = (row: RowReader, context: JudgeContext): Document => {
  const nothing: Document = { last4: null, birthDate: null, gender: null };
  const cell = row.cell('holderId');
  if (cell === null) return nothing;
  const reading = readId(cell.text, cell.number, context.rules.today);
  switch (reading.kind) {
    case 'full':
      row.notice('holderId', 'id_reduced', `${reading.birthDate} ****`);
      return reading;
    case 'part':
      return { ...nothing, last4: reading.last4, birthDate: reading.birthDate };
    case 'document':
      row.notice('holderId', 'id_reduced', '****');
      return { ...nothing, last4: reading.last4 };
    case 'lost_digits':
      row.notice('holderId', 'id_lost_digits', reading.birthDate);
      return { ...nothing, birthDate: reading.birthDate };
    case 'bad_checksum':
      row.error('holderId', 'id_bad_checksum');
      return nothing;
    case 'unreadable':
      row.error('holderId', 'unknown_word');
      return nothing;
  }
};

const readGender = (
  row: RowReader,
  context: JudgeContext,
  fromId: '男' | '女' | null,
): '男' | '女' | null => {
  const cell = row.cell('holderGender');
  if (cell === null) return fromId;
  const gender = context.words.gender(cell.text);
  if (gender === null) {
    row.error('holderGender', 'unknown_word');
    return fromId;
  }
  // The number carries a check character, the word does not.
  if (fromId !== null && fromId !== gender) row.notice('holderGender', 'id_gender_conflict', fromId);
  return fromId ?? gender;
};

const readHolderMobile = (row: RowReader, context: JudgeContext): string | null => {
  const cell = row.cell('holderMobile');
  if (cell === null) {
    row.missing('holderMobile');
    return null;
  }
  const reading = readMobile(cell.text, cell.number, context.mobilePattern);
  if (!reading.ok) {
    row.error('holderMobile', reading.code);
    return null;
  }
  if (reading.notice !== null) row.notice('holderMobile', reading.notice, reading.mobile);
  return reading.mobile;
};

/** The policyholder (domain.md rows 4, 8, F21). */
export const readHolder = (row: RowReader, context: JudgeContext): Holder => {
  const holderName = readFreeText(row, 'holderName', nameMax, true);
  const document = readDocument(row, context);
  const stated = readBirthDate(row, context, 'holderBirthDate', context.rules.vocabulary.limits.holderMinAge);
  if (stated !== null && document.birthDate !== null && stated !== document.birthDate)
    row.error('holderBirthDate', 'id_birth_conflict');
  const holderBirthDate = stated ?? document.birthDate;
  const holderMobile = readHolderMobile(row, context);
  // Birth date and last four are the strong factors (script pack, identity.pass.min_strong): without either
  // no call could ever get past the identity check.
  if (
    holderBirthDate === null &&
    document.last4 === null &&
    !row.failed('holderId') &&
    !row.failed('holderBirthDate')
  ) {
    row.error(
      context.columns.has('holderId') || !context.columns.has('holderBirthDate')
        ? 'holderId'
        : 'holderBirthDate',
      'no_identity_factor',
    );
  }
  return {
    holderName,
    holderGender: readGender(row, context, document.gender),
    holderBirthDate,
    holderIdLast4: document.last4,
    holderMobile,
  };
};

export type Insured = { insuredName: string; insuredIsHolder: boolean; insuredBirthDate: string | null };

export const readInsured = (row: RowReader, context: JudgeContext, holder: Holder): Insured => {
  const stated = readFreeText(row, 'insuredName', nameMax, false);
  // Whether the insured is somebody else decides on a question, so an assumption is told.
  if (stated === null)
    row.notice('insuredName', 'default_taken', context.rules.vocabulary.sameAsHolder[0] ?? '');
  const birthDate = readBirthDate(row, context, 'insuredBirthDate', 0);
  const named = stated === null || context.words.isSameAsHolder(stated) ? (holder.holderName ?? '') : stated;
  const sameBirth =
    birthDate === null || holder.holderBirthDate === null || birthDate === holder.holderBirthDate;
  const insuredIsHolder = named === holder.holderName && sameBirth;
  return {
    insuredName: named,
    insuredIsHolder,
    insuredBirthDate: birthDate ?? (insuredIsHolder ? holder.holderBirthDate : null),
  };
};

export type Seller = { sellerName: string | null; sellerCode: string | null; sellerMobile: string | null };

const readSellerCode = (row: RowReader, context: JudgeContext): string | null => {
  const cell = row.cell('sellerCode');
  if (cell === null) return null;
  const code = readCodeText(row, 'sellerCode', cell);
  if (code === null) return null;
  if (holdsIdNumber(code, context.rules.today) || isCardNumber(code)) {
    row.notice('sellerCode', isCardNumber(code) ? 'account_number' : 'identity_number', null);
    return null;
  }
  if (code.length > nameMax) row.error('sellerCode', 'too_long');
  return code;
};

/** The seller, whose telephone must not be the holder's (domain.md F21). An unreadable number is left out and told. */
export const readSeller = (row: RowReader, context: JudgeContext): Seller => {
  const cell = row.cell('sellerMobile');
  let sellerMobile: string | null = null;
  if (cell !== null) {
    const reading = readMobile(cell.text, cell.number, context.mobilePattern);
    if (reading.ok) {
      sellerMobile = reading.mobile;
      if (reading.notice !== null) row.notice('sellerMobile', reading.notice, reading.mobile);
    } else {
      row.notice('sellerMobile', reading.code, null);
    }
  }
  return {
    sellerName: readFreeText(row, 'sellerName', nameMax, false),
    sellerCode: readSellerCode(row, context),
    sellerMobile,
  };
};
