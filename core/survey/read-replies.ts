import {
  cellText,
  columnLetter,
  halfWidth,
  isEmptyCell,
  type Cell,
  type Table,
  type TableRow,
} from '../import/cell.ts';
import { civilDate, serialDate } from '../import/calendar.ts';
import { normaliseHeading } from '../import/headings.ts';
import { endOfDay, instantOf, localDate } from '../callback/zone-time.ts';
import { scoreNames, type ScoreName } from '../report/rows.ts';
import type { ReportTargets } from '../report/targets.ts';

export type SmsRules = ReportTargets['satisfaction'];
export type ReplyScores = Record<ScoreName, number>;

/** One line of the gateway's file that can be read. */
export type SmsReply = { line: number; policyNo: string; at: number; scores: ReplyScores };

export const replyFaults = [
  'row_broken',
  'policy_missing',
  'time_unreadable',
  'time_in_future',
  'scores_unreadable',
  'score_off_scale',
  'unknown_policy',
  'not_asked',
  'already_replied',
] as const;
export type ReplyFault = { line: number; column: string; code: (typeof replyFaults)[number] };

type Field = keyof SmsRules['sms']['columns'];
type Columns = Partial<Record<Field, number>>;

/** Which column holds what; the first with a known heading counts. */
const columnsOf = (headings: TableRow | undefined, known: SmsRules['sms']['columns']): Columns => {
  const found = (headings?.cells ?? []).map((cell) => normaliseHeading(cellText(cell)));
  const at = (field: Field): number =>
    found.findIndex((text) => known[field].some((name) => normaliseHeading(name) === text));
  return Object.fromEntries(
    (Object.keys(known) as Field[]).flatMap((field) => (at(field) < 0 ? [] : [[field, at(field)]])),
  );
};

const moment =
  /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]*(\d{1,2})[:：时](\d{1,2})(?:[:：分]\d{1,2}(?:\.\d+)?秒?)?分?)?$/;
const compactMoment = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(?:\d{2})?)?$/;

/** A moment as gateways write it, UTC ms; the end of the day where it names no time. Null when it is none. */
const readMoment = (cell: Cell | undefined, date1904: boolean, timeZone: string): number | null => {
  if (cell !== undefined && typeof cell !== 'string' && cell.number !== null && cell.kind !== 'text') {
    const date = serialDate(cell.number, date1904);
    const minute = Math.round((cell.number - Math.floor(cell.number)) * 1440);
    if (cell.kind === 'date' && date !== null)
      return minute === 0 ? endOfDay(date, timeZone) : instantOf(date, minute, timeZone);
  }
  const text = halfWidth(cellText(cell)).trim();
  const parts = (moment.exec(text) ?? compactMoment.exec(text))
    ?.slice(1)
    .map((part: string | undefined) => part ?? '');
  if (parts === undefined) return null;
  const [year = '', month = '', day = '', hour = '', minute = ''] = parts;
  const date = civilDate(Number(year), Number(month), Number(day));
  if (date === null || Number(hour) > 23 || Number(minute) > 59) return null;
  return hour === ''
    ? endOfDay(date, timeZone)
    : instantOf(date, Number(hour) * 60 + Number(minute), timeZone);
};

/** The figures of a text such as `5 4 5`, `5,4,5`, `545` or `5分、4分、5分`. Null when there are not so many, or one is negative. */
const figuresIn = (text: string, count: number): number[] | null => {
  const plain = halfWidth(text).trim();
  if (/-\s*\d/.test(plain)) return null;
  const found = count > 1 && /^\d{3}$/.test(plain) ? [...plain] : (plain.match(/\d+/g) ?? []);
  return found.length === count ? found.map(Number) : null;
};

type Read = { ok: true; reply: SmsReply } | { ok: false; fault: ReplyFault };

/**
 * Reads the replies to the survey SMS (domain.md row 59) out of a gateway's file. Not read at all where a column is
 * missing: `missing` names what is looked for. Whatever else a file holds, such as the number the reply came from, is
 * not taken.
 */
export const readSmsReplies = (
  table: Table,
  rules: SmsRules,
  context: { now: number; timeZone: string },
):
  | { ok: false; missing: 'policyNo' | 'at' | 'scores' }
  | { ok: true; replies: SmsReply[]; faults: ReplyFault[] } => {
  const [headings, ...rows] = table.rows;
  const columns = columnsOf(headings, rules.sms.columns);
  const each = scoreNames.map((name) => columns[name]);
  const isSplit = each.every((column) => column !== undefined);
  if (columns.policyNo === undefined) return { ok: false, missing: 'policyNo' };
  if (columns.at === undefined) return { ok: false, missing: 'at' };
  if (!isSplit && columns.reply === undefined) return { ok: false, missing: 'scores' };

  const read = ({ line, cells, broken }: TableRow): Read => {
    const fault = (code: ReplyFault['code'], column: number | undefined): Read => ({
      ok: false,
      fault: { line, column: column === undefined ? '' : columnLetter(column), code },
    });
    const cell = (column: number | undefined): Cell | undefined =>
      column === undefined ? undefined : cells[column];
    if (broken) return fault('row_broken', undefined);
    const policyNo = halfWidth(cellText(cell(columns.policyNo))).trim();
    if (policyNo === '') return fault('policy_missing', columns.policyNo);
    const at = readMoment(cell(columns.at), table.date1904, context.timeZone);
    if (at === null) return fault('time_unreadable', columns.at);
    // A reply of today without a time is read as of its end.
    if (at > endOfDay(localDate(context.now, context.timeZone), context.timeZone))
      return fault('time_in_future', columns.at);
    const columnsRead = isSplit ? each : [columns.reply];
    const figures: number[] = [];
    for (const column of columnsRead) {
      const found = figuresIn(cellText(cell(column)), scoreNames.length / columnsRead.length);
      if (found === null) return fault('scores_unreadable', column);
      if (found.some((figure) => figure < 1 || figure > rules.best)) return fault('score_off_scale', column);
      figures.push(...found);
    }
    const [attitude = 0, skill = 0, outcome = 0] = figures;
    return {
      ok: true,
      reply: { line, policyNo, at: Math.min(at, context.now), scores: { attitude, skill, outcome } },
    };
  };
  const all = rows.filter(({ cells }) => cells.some((cell) => !isEmptyCell(cell))).map(read);
  return {
    ok: true,
    replies: all.flatMap((one) => (one.ok ? [one.reply] : [])),
    faults: all.flatMap((one) => (one.ok ? [] : [one.fault])),
  };
};
