import { describe, expect, it, test } from 'vitest';
import { nextDialView } from '../../../../core/callback/next-dial-view.ts';
import type { TaskEvent, TaskFile } from '../../../../core/callback/task-life.ts';
import type { TaskState } from '../../../../core/callback/task.ts';
import { dispositionRows, tryRules } from '../../../fixtures/domain/read-dispositions.ts';
import { cst } from '../../../fixtures/store/rules.ts';
import { ended, mustLife, newFile, openKinds, shippedRules } from '../../../support/task-life.ts';

const dialled = cst('2026-03-02 10:00');
const appointment = cst('2026-03-04 15:30');
const nextBand = '2026-03-02 12:00';
const nextDay = '2026-03-03 09:00';

type Expected = { state: TaskState; at: string | null; reason: string; opens: string[] };
const settled = (state: TaskState, opens: string[] = []): Expected => ({
  state,
  at: null,
  reason: 'done',
  opens,
});
const otherBand: Expected = { state: 'redial', at: nextBand, reason: 'other_band', opens: [] };
const recheck: Expected = { state: 'redial', at: nextDay, reason: 'next_day', opens: [] };
const smsFirst: Expected = { ...otherBand, opens: ['sms_missed'] };
const handedTo = (state: TaskState, kind: string): Expected => ({
  state,
  at: null,
  reason: 'follow_up',
  opens: [kind],
});

/**
 * What each `Next` of the table means for a task dialled for the first time at 10:00 on a Monday, its 犹豫期 far
 * from its end. The key is the text of the table: a changed table has no row here and fails.
 */
const meanings: Readonly<Record<string, Expected | Readonly<Record<string, Expected>>>> = {
  'close, survey SMS': settled('succeeded', ['sms_survey']),
  'issue flow, then re-callback': { state: 'issue', at: null, reason: 'issue', opens: ['sms_survey'] },
  'complaint + issue': { state: 'issue', at: null, reason: 'issue', opens: [] },
  'same agent first, else anyone; alarm 10 min before': {
    state: 'appointment',
    at: '2026-03-04 15:20',
    reason: 'appointment',
    opens: ['sms_appointment'],
  },
  'resume at first unanswered question after new verification': otherBand,
  'other time band': otherBand,
  'e-callback, letter or visit task': handedTo('other_way', 'other_way'),
  'senior retry once, then D13 offer, grade 一般 issue': recheck,
  'ask good time only, no policy facts': otherBand,
  'stop dialling, 核实件 + I16': handedTo('to_verify', 'number_check'),
  'issue I02; no further questions': { state: 'issue', at: null, reason: 'issue', opens: [] },
  'dialect skill or visit': handedTo('other_way', 'language_help'),
  'three prompts, then close politely': otherBand,
  'redial now; recording gap logged': { state: 'redial', at: null, reason: 'again', opens: [] },
  'other time band (busy: redial after 15 min is the same try)': {
    D30: otherBand,
    D31: { state: 'redial', at: '2026-03-02 10:16', reason: 'same_try', opens: [] },
    D32: otherBand,
  },
  'one recheck next day, then 核实件': recheck,
  'SMS first, then other band': smsFirst,
  'D41 waits; others close': {
    D40: settled('succeeded'),
    D41: { state: 'other_way', at: null, reason: 'not_open', opens: [] },
    D42: settled('succeeded'),
    D43: settled('succeeded'),
  },
  'reason text needed, lead approval': settled('failed'),
  'close with basis code': settled('closed'),
};

const isOne = (meaning: Expected | Readonly<Record<string, Expected>>): meaning is Expected =>
  'reason' in meaning;
const expectedOf = (code: string, next: string): Expected => {
  const meaning = meanings[next];
  const expected = meaning === undefined || isOne(meaning) ? meaning : meaning[code];
  if (expected === undefined) throw new Error(`nothing said of ${code}: ${next}`);
  return expected;
};

const run = (events: readonly TaskEvent[]): TaskFile =>
  events.reduce((file, event) => mustLife(file, event), newFile());
const view = (file: TaskFile, now: number) => nextDialView(file, { rules: shippedRules, now, agentId: 'a1' });

describe('domain.md 3.3, the table of dispositions', () => {
  it('has its 30 codes in the shipped pack, in its order', () => {
    expect(dispositionRows).toHaveLength(30);
    expect(shippedRules.dispositions.map(({ code }) => code)).toEqual(
      dispositionRows.map(({ code }) => code),
    );
  });

  test.each(dispositionRows)('$code $name: try $counts, next: $next', ({ code, name, counts, next }) => {
    const expected = expectedOf(code, next);
    const disposition = shippedRules.dispositions.find((one) => one.code === code);
    expect(disposition?.name.zh).toBe(name);
    const file = run([ended(code, dialled, code === 'D10' ? appointment : null)]);
    expect(file.task.state).toBe(expected.state);
    expect(file.task.tries).toBe(counts === 'yes' ? 1 : 0);
    expect(openKinds(file)).toEqual(expected.opens);
    const next_ = view(file, dialled + 60_000);
    expect(next_).toMatchObject({
      reason: expected.reason,
      at: expected.at === null ? null : cst(expected.at),
    });
  });

  test.each(['D14', 'D16', 'D17'])('%s opens the issue the table names', (code) => {
    const row = dispositionRows.find((one) => one.code === code);
    const opens = shippedRules.dispositions.find((one) => one.code === code)?.opens;
    expect(opens).toEqual([/I\d\d/.exec(row?.next ?? '')?.[0] ?? 'I24']);
  });

  test.each(['D44', 'D45', 'D46'])('%s needs its reason or basis', (code) => {
    expect(shippedRules.dispositions.find((one) => one.code === code)?.needs).toContain('reason');
    const outcomes = shippedRules.followUps.flatMap(({ outcomes: all }) => all);
    expect(outcomes.filter((one) => one.disposition === code).map(({ needs }) => needs)).toEqual([['note']]);
  });

  it('SMS first: it is due before the next band opens', () => {
    for (const code of ['D35', 'D36', 'D37', 'D38']) {
      const file = run([ended(code, dialled)]);
      expect(file.followUps[0]?.dueAt).toBeLessThan(view(file, dialled + 60_000).at ?? 0);
    }
  });
});

describe('domain.md 3.3, what follows the second time', () => {
  it('D31: busy at the redial as well is one try, and waits for another band', () => {
    const file = run([ended('D31', dialled), ended('D31', cst('2026-03-02 10:16'))]);
    expect(file.task).toMatchObject({ tries: 1, notBeforeAt: cst(nextBand), notBeforeReason: 'other_band' });
  });

  it('D31: a redial that comes hours later in another band is a try of its own', () => {
    expect(run([ended('D31', dialled), ended('D30', cst('2026-03-02 12:30'))]).task.tries).toBe(2);
  });

  test.each([
    ['D33', 'D33'],
    ['D33', 'D34'],
    ['D34', 'D33'],
    ['D34', 'D34'],
  ])('%s, rechecked as %s: 核实件', (first, second) => {
    const file = run([ended(first, dialled), ended(second, cst(nextDay))]);
    expect(file.task.state).toBe('to_verify');
    expect(openKinds(file)).toEqual(['number_check']);
    expect(view(file, cst('2026-03-03 09:05'))).toMatchObject({
      possible: false,
      at: null,
      reason: 'follow_up',
      who: { zh: '保全' },
    });
  });

  it('D33 on the last day of the 犹豫期: the number is checked at once, a recheck would come too late', () => {
    const file = mustLife(newFile({ deadlineAt: cst('2026-03-03 00:00') - 1 }), ended('D33', dialled));
    expect(file.task.state).toBe('to_verify');
    expect(openKinds(file)).toContain('number_check');
  });

  it('D14: a senior advisor dials once more; refused again, another way is offered', () => {
    const once = run([ended('D14', dialled)]);
    expect(view(once, dialled + 60_000).who?.zh).toBe('资深顾问');
    const twice = run([ended('D14', dialled), ended('D14', cst(nextDay))]);
    expect(twice.task.state).toBe('other_way');
    expect(openKinds(twice)).toEqual(['other_way']);
  });

  it('a number that 保全 corrected starts its tries anew', () => {
    const checked = run([ended('D33', dialled), ended('D33', cst(nextDay))]);
    const at = cst('2026-03-03 14:00');
    const fresh = mustLife(checked, {
      type: 'follow_up_closed',
      id: 't1:number_check:1',
      outcome: 'corrected',
      note: '保全已更正',
      receipt: '',
      appointmentAt: null,
      agentId: 'a1',
      at,
    });
    expect(fresh.task).toMatchObject({ state: 'redial', tries: 0, notBeforeAt: null });
    // Dead again: one recheck is due again, not the end.
    expect(mustLife(fresh, ended('D34', at + 60_000)).task).toMatchObject({ state: 'redial', tries: 1 });
  });
});

describe('domain.md 3.3, the try rules', () => {
  const { attempts } = shippedRules;

  it('are the shipped ones', () => {
    const number = (pattern: RegExp): number => Number(pattern.exec(tryRules)?.[1]);
    expect(attempts).toMatchObject({
      minTries: number(/≥(\d+) tries/),
      minBands: number(/in (\d+) different bands/),
      minDays: number(/over ≥(\d+) days/),
      minGapMinutes: number(/gap ≥(\d+) h/) * 60,
      maxPerDay: number(/≤(\d+) a day/),
      escalateDays: number(/犹豫期 −(\d+) days/),
    });
    const bands = /\((\d\d)–(\d\d), (\d\d)–(\d\d), (\d\d)–(\d\d)\)/.exec(tryRules)?.slice(1);
    expect(attempts.bands.flatMap(({ from, to }) => [from, to])).toEqual(bands?.map((hour) => `${hour}:00`));
  });

  const threeTries = [
    ended('D30', cst('2026-03-02 09:30')),
    ended('D30', cst('2026-03-02 12:00')),
    ended('D30', cst('2026-03-03 18:00')),
  ];

  it('after try 3: SMS the same day and seller assist within one working day', () => {
    const file = run(threeTries);
    expect(file.task.state).toBe('exhausted');
    expect(file.followUps.map(({ kind, origin }) => [kind, origin])).toEqual([
      ['sms_missed', 'used_up'],
      ['seller_assist', 'used_up'],
    ]);
    expect(file.followUps[0]?.dueAt).toBeLessThan(cst('2026-03-04 00:00'));
    expect(file.followUps[1]?.dueAt).toBe(cst('2026-03-05 00:00') - 1);
  });

  it('the working day of the seller passes over a weekend', () => {
    const friday = [
      ended('D30', cst('2026-03-05 09:30')),
      ended('D30', cst('2026-03-05 12:00')),
      ended('D30', cst('2026-03-06 18:00')),
    ];
    expect(run(friday).followUps[1]?.dueAt).toBe(cst('2026-03-10 00:00') - 1);
  });

  it('at 犹豫期 −3 days: lead alert and visit or letter, once', () => {
    const before = mustLife(newFile(), { type: 'time', at: cst('2026-03-11 23:59') });
    expect(before.followUps).toEqual([]);
    const then = mustLife(before, { type: 'time', at: cst('2026-03-12 00:00') });
    expect(openKinds(then)).toEqual(['lead_alert', 'visit_or_letter']);
    expect(then.task.state).toBe('to_dial');
    expect(mustLife(then, { type: 'time', at: cst('2026-03-14 00:00') }).followUps).toEqual(then.followUps);
  });

  it('what is done is not escalated; what ended at identity is', () => {
    const late: TaskEvent = { type: 'time', at: cst('2026-03-13 00:00') };
    for (const code of ['D01', 'D02', 'D03'])
      expect(openKinds(run([ended(code, dialled), late]))).not.toContain('lead_alert');
    expect(openKinds(run([ended('D17', dialled), late]))).toContain('lead_alert');
  });

  it('a callback that succeeds ends what had been opened for it, but not the survey', () => {
    const file = run([
      ...threeTries,
      { type: 'time', at: cst('2026-03-13 00:00') },
      ended('D01', cst('2026-03-13 10:00')),
    ]);
    expect(openKinds(file)).toEqual(['sms_survey']);
    expect(file.followUps.filter(({ state }) => state === 'superseded')).toHaveLength(4);
  });
});
