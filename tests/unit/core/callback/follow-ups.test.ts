import { describe, expect, it } from 'vitest';
import type { TaskFile } from '../../../../core/callback/task-life.ts';
import { cst } from '../../../fixtures/store/rules.ts';
import { ended, faultOf, handled, mustLife, newFile, openKinds } from '../../../support/task-life.ts';

const usedUp = ['2026-03-02 09:30', '2026-03-02 12:00', '2026-03-03 18:00'].reduce(
  (file, at) => mustLife(file, ended('D30', cst(at))),
  newFile(),
);
const now = cst('2026-03-04 10:00');
const visit = (): TaskFile => mustLife(usedUp, handled(usedUp, 'seller_assist', 'no_help', now));

describe('domain.md 3.2: what follows used-up tries', () => {
  it('SMS and seller, then visit or letter, then the receipt: 完成', () => {
    let file = visit();
    expect(file.task.state).toBe('other_way');
    expect(openKinds(file)).toEqual(['sms_missed', 'visit_or_letter']);
    file = mustLife(file, handled(file, 'visit_or_letter', 'letter_sent', now));
    expect(file.task).toMatchObject({ state: 'other_way', lastDisposition: 'D41' });
    expect(openKinds(file)).toEqual(['sms_missed', 'letter_receipt']);
    file = mustLife(file, handled(file, 'letter_receipt', 'checked', now, { receipt: 'HZ-2026-17' }));
    expect(file.task).toMatchObject({ state: 'succeeded', lastDisposition: 'D42', tries: 3 });
    expect(file.followUps.find(({ kind }) => kind === 'letter_receipt')?.receipt).toBe('HZ-2026-17');
    expect(openKinds(file)).toEqual([]);
  });

  it('未成功 only with the lead’s approval and its reason', () => {
    const failed = mustLife(visit(), handled(visit(), 'visit_or_letter', 'failed', now));
    expect(openKinds(failed)).toContain('lead_approval');
    expect(failed.task.state).toBe('other_way');
    expect(faultOf(failed, handled(failed, 'lead_approval', 'approved', now, { note: '  ' }))).toBe(
      'note_needed',
    );
    const over = mustLife(failed, handled(failed, 'lead_approval', 'approved', now));
    expect(over.task).toMatchObject({ state: 'failed', lastDisposition: 'D44' });
    const back = mustLife(failed, handled(failed, 'lead_approval', 'returned', now));
    expect(openKinds(back)).toContain('visit_or_letter');
    expect(back.followUps.map(({ id }) => id)).toContain('t1:visit_or_letter:2');
  });

  it('the seller agrees on a time: an appointment inside the dial window and before the deadline', () => {
    const book = (text: string) =>
      handled(usedUp, 'seller_assist', 'booked', now, { appointmentAt: cst(text) });
    expect(faultOf(usedUp, handled(usedUp, 'seller_assist', 'booked', now))).toBe('appointment_needed');
    expect(faultOf(usedUp, book('2026-03-04 09:59'))).toBe('appointment_in_past');
    expect(faultOf(usedUp, book('2026-03-05 21:00'))).toBe('outside_dial_window');
    expect(faultOf(usedUp, book('2026-03-16 10:00'))).toBe('appointment_after_deadline');
    const file = mustLife(usedUp, book('2026-03-05 19:30'));
    expect(file.task).toMatchObject({ state: 'appointment', appointmentAt: cst('2026-03-05 19:30') });
    expect(openKinds(file)).toEqual(['sms_appointment']);
  });

  it('a visit closes only with its signed receipt (F7)', () => {
    const file = visit();
    expect(faultOf(file, handled(file, 'visit_or_letter', 'visited', now, { receipt: '' }))).toBe(
      'receipt_needed',
    );
    expect(mustLife(file, handled(file, 'visit_or_letter', 'visited', now)).task).toMatchObject({
      state: 'succeeded',
      lastDisposition: 'D43',
    });
  });

  it('is handled once, with an outcome of its own, and leaves what is over alone', () => {
    const event = handled(usedUp, 'seller_assist', 'no_help', now);
    const after = mustLife(usedUp, event);
    expect(faultOf(after, event)).toBe('follow_up_closed');
    expect(faultOf(usedUp, { ...event, outcome: 'sent' } as typeof event)).toBe('unknown_outcome');
    expect(faultOf(usedUp, { ...event, id: 't1:nothing:1' } as typeof event)).toBe('unknown_follow_up');
    const done = mustLife(newFile(), ended('D01', now));
    expect(mustLife(done, handled(done, 'sms_survey', 'sent', now)).task).toEqual(done.task);
  });

  it('a person may ask for an exemption, and for nothing that the rules open', () => {
    const asked = mustLife(newFile(), { type: 'follow_up_opened', kind: 'exemption', at: now });
    expect(openKinds(asked)).toEqual(['exemption']);
    expect(asked.task.state).toBe('to_dial');
    expect(mustLife(asked, handled(asked, 'exemption', 'cancelled', now)).task).toMatchObject({
      state: 'closed',
      lastDisposition: 'D45',
    });
    expect(faultOf(newFile(), { type: 'follow_up_opened', kind: 'lead_approval', at: now })).toBe(
      'follow_up_not_manual',
    );
  });
});
