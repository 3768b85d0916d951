import type { CallbackRecord } from '../callback/record.ts';
import type { FormContext, FormField } from './record-form.ts';
import { formFields, recordForm } from './record-form.ts';

/** Columns of an exported list: the record form, then what a lead filters by. */
export const tableColumns = [...formFields, 'agent', 'disposition', 'appointment', 'recordHash'] as const;
type TableColumn = FormField | 'agent' | 'disposition' | 'appointment' | 'recordHash';

export type TableRow = Readonly<Record<TableColumn, string>>;

/** One callback as a row of an export. */
export const tableRow = (record: CallbackRecord, recordHash: string, context: FormContext): TableRow => ({
  ...recordForm(record, context),
  agent: `${record.agentName} ${record.agentNumber}`.trim(),
  disposition: record.disposition,
  appointment: record.appointmentAt === null ? '' : new Date(record.appointmentAt).toISOString(),
  recordHash,
});

/**
 * A cell that a spreadsheet program cannot take for a formula: text that begins with one of its signs gets an
 * apostrophe (OWASP, CSV injection). A negative number stays one.
 */
export const inertCell = (text: string): string =>
  /^[=+\-@\t\r]/.test(text) && !/^-\d+(\.\d+)?$/.test(text) ? `'${text}` : text;

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** One line of a CSV file (RFC 4180), with its line end. */
export const csvLine = (cells: readonly string[]): string =>
  `${cells.map((cell) => quoted(inertCell(cell))).join(',')}\r\n`;
