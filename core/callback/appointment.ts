import { insideBands } from './dial-window.ts';
import type { AttemptRules } from './rules-schema.ts';

export type AppointmentFault =
  'appointment_needed' | 'appointment_in_past' | 'appointment_after_deadline' | 'outside_dial_window';

/** What speaks against an appointment at `at` (UTC ms), null when nothing does (domain.md 3.3 D10 and try rules). */
export const appointmentFault = (
  at: number | null,
  input: { now: number; deadlineAt: number; rules: AttemptRules },
): AppointmentFault | null => {
  const { now, deadlineAt } = input;
  if (at === null) return 'appointment_needed';
  if (at <= now) return 'appointment_in_past';
  // Once the 犹豫期 is over every further date is late, and still better than none.
  if (deadlineAt > now && at > deadlineAt) return 'appointment_after_deadline';
  return insideBands(at, input.rules) ? null : 'outside_dial_window';
};
