import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, localDate } from '../../../core/callback/zone-time.ts';
import {
  clockFaces,
  complaintReminders,
  isFaceLate,
  nextFace,
  spanEnd,
} from '../../../core/complaint/complaint-clock.ts';
import { isWorkingDay } from '../../../core/issue/working-days.ts';
import { deskRulesSchema } from '../../../core/issue/desk-rules.ts';
import { parseRules } from '../../../main/rules/read-rules.ts';
import { parseCalendar } from '../../../main/issues/read-calendar.ts';

const rules = parseRules(deskRulesSchema, readFileSync('resources/issues/desk.yaml', 'utf8')).complaint;
const calendar = parseCalendar(readFileSync('resources/calendar/china.yaml', 'utf8'));
const timeZone = 'Asia/Shanghai';
const context = { rules, timeZone, calendar };
const hour = 3_600_000;
const day = 24 * hour;
const at = (text: string): number => Date.parse(`${text.replace(' ', 'T')}:00+08:00`);
const years = Object.keys(calendar.years).sort();
const moments = fc.integer({
  min: at(`${years[0] ?? '2025'}-01-01 00:00`),
  max: at(`${years.at(-1) ?? '2026'}-11-30 23:59`),
});
const seeded = { seed: 20_261_123, numRuns: 400 };

describe('the two clocks of a complaint', () => {
  it('first feedback counts real hours, over nights, weekends and holidays', () => {
    fc.assert(
      fc.property(moments, fc.integer({ min: 1, max: 72 }), (from, hours) => {
        expect(spanEnd(from, { hours }, context)).toBe(from + hours * hour);
      }),
      seeded,
    );
    expect(rules.clocks.feedback).toEqual({ hours: 24 });
  });

  it('calendar days end at midnight of the last one, whatever hour it began', () => {
    fc.assert(
      fc.property(moments, fc.integer({ min: 1, max: 40 }), (from, days) => {
        const end = spanEnd(from, { days }, context);
        expect(localDate(end - 1, timeZone)).toBe(addDays(localDate(from, timeZone), days));
        expect(end - from).toBeGreaterThan((days - 1) * day);
        expect(end - from).toBeLessThanOrEqual((days + 1) * day);
      }),
      seeded,
    );
    expect(rules.clocks.close).toEqual({ days: 15 });
  });

  it('working days skip weekends and holidays and count the shifted ones', () => {
    fc.assert(
      fc.property(moments, fc.integer({ min: 1, max: 20 }), (from, workingDays) => {
        const end = spanEnd(from, { workingDays }, context);
        const first = localDate(from, timeZone);
        const last = localDate(end - 1, timeZone);
        let counted = 0;
        for (let date = addDays(first, 1); date <= last; date = addDays(date, 1))
          if (isWorkingDay(date, calendar)) counted += 1;
        expect(counted).toBe(workingDays);
        expect(isWorkingDay(last, calendar)).toBe(true);
      }),
      seeded,
    );
  });

  it('a Saturday that is worked for a holiday counts as a day, an ordinary one does not', () => {
    const shifted = Object.values(calendar.years).flatMap(({ workdays }) => workdays)[0] ?? '';
    const eve = addDays(shifted, -1);
    const end = spanEnd(at(`${eve} 10:00`), { workingDays: 1 }, context);
    expect(localDate(end - 1, timeZone)).toBe(shifted);
  });

  it('the clock that ends next is the earliest running one, and late means over at its own end', () => {
    fc.assert(
      fc.property(
        moments,
        fc.option(fc.integer({ min: 0, max: 40 * day }), { nil: null }),
        fc.option(fc.integer({ min: 0, max: 40 * day }), { nil: null }),
        fc.integer({ min: 0, max: 60 * day }),
        (openedAt, told, closed, later) => {
          const complaint = {
            openedAt,
            feedback: told === null ? null : { at: openedAt + told, way: 'phone', text: 'x' },
            closedAt: closed === null ? null : openedAt + closed,
          };
          const faces = clockFaces(complaint, context);
          const running = faces.filter(({ doneAt }) => doneAt === null);
          expect(nextFace(faces)?.dueAt ?? null).toBe(
            running.length === 0 ? null : Math.min(...running.map(({ dueAt }) => dueAt)),
          );
          const now = openedAt + later;
          for (const face of faces) expect(isFaceLate(face, now)).toBe((face.doneAt ?? now) > face.dueAt);
        },
      ),
      seeded,
    );
  });

  it('each reminder is given once, the latest share only, and none after the clock has stopped', () => {
    fc.assert(
      fc.property(
        moments,
        fc.array(fc.integer({ min: 0, max: 20 * 24 }), { minLength: 1, maxLength: 12 }),
        fc.boolean(),
        (openedAt, looks, answered) => {
          const feedback = answered ? { at: openedAt + hour, way: 'phone', text: 'x' } : null;
          const faces = clockFaces({ openedAt, feedback, closedAt: null }, context);
          const given: { clock: string; percent: number }[] = [];
          for (const hours of looks.toSorted((a, b) => a - b)) {
            const due = complaintReminders(
              faces,
              openedAt,
              given as { clock: 'feedback' | 'close'; percent: number }[],
              rules,
              openedAt + hours * hour,
            );
            expect(new Set(due.map(({ clock }) => clock)).size).toBe(due.length);
            given.push(...due);
          }
          const keys = given.map(({ clock, percent }) => `${clock} ${percent}`);
          expect(new Set(keys).size).toBe(keys.length);
          expect(answered && given.some(({ clock }) => clock === 'feedback')).toBe(false);
          if (!answered && looks.some((hours) => hours >= 24)) expect(keys).toContain('feedback 100');
        },
      ),
      seeded,
    );
  });
});
