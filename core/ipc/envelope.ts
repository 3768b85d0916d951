import type { z } from 'zod';

/** Windows that may call a channel. The customer window exists in practice mode only. */
export type WindowRole = 'console' | 'phone' | 'customer';

/**
 * Closed set of error codes that cross a process border. The console turns a code and its parameters into a
 * sentence in the person's language (locale key `error.<code>`).
 */
export const errorCodes = [
  'bad_input',
  'forbidden_sender',
  'internal',
  'not_found',
  'task_not_diallable',
  'attempt_open',
  'no_attempt',
  'speaker_missing',
  'no_call',
  'call_in_progress',
  'phone_not_ready',
  'not_registered',
  'microphone_refused',
  'not_permitted',
  'refused_by_peer',
  'number_not_usable',
  'no_conference',
  'answer_not_possible',
  'disposition_not_allowed',
  'appointment_in_past',
  'appointment_after_deadline',
  'outside_dial_window',
  'appointment_needed',
  'note_needed',
  'receipt_needed',
  'follow_up_closed',
  'scan_not_wanted',
  'scan_kind',
  'scan_too_large',
  'scans_full',
  'scan_unprotected',
  'scan_unreadable',
  'sms_no_policy_column',
  'sms_no_time_column',
  'sms_no_score_column',
  'task_changed',
  'reason_needed',
  'sensitive_number',
  'file_unreadable',
  'file_too_large',
  'file_not_table',
  'mapping_incomplete',
  'import_gone',
  'document_not_written',
  'sample_is_practice',
  'store_unavailable',
  'disk_full',
  'vault_unavailable',
  'head_office_unreachable',
  'head_office_refused',
  'address_not_allowed',
  'practice_failed',
  'issue_closed',
  'issue_not_taken',
  'issue_not_settled',
  'issue_already_settled',
  'handler_is_seller',
  'recheck_same_person',
  'text_missing',
  'grade_same',
  'grade_needs_lead',
  'recheck_not_by_you',
  'complaint_open',
  'complaint_closed',
  'step_unknown',
  'feedback_missing',
  'promise_in_past',
  'feedback_in_future',
  'correction_settled',
  'correction_not_sent',
  'correction_at_counter',
  'question_open',
  'promise_closed',
  'pack_not_read',
  'pack_changed',
  'signed_out',
  'seat_locked',
  'role_not_allowed',
  'sign_in_refused',
  'sign_in_paused',
  'pin_weak',
  'pin_same',
  'person_number_taken',
  'person_first_manages',
  'person_last_manager',
  'role_unknown',
  'call_runs',
  'attempt_not_yours',
  'open_seat_no_customers',
  'quality_no_talk',
  'quality_own_call',
  'quality_form_changed',
  'quality_incomplete',
  'quality_nothing_applies',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

export type IpcError = {
  code: ErrorCode;
  /** Name of the field the person has to look at, when there is one. */
  field: string | null;
  /** Values for the sentence; never personal data. */
  params: Record<string, string | number>;
};

export type Envelope<T> = { ok: true; value: T } | { ok: false; error: IpcError };

export type Channel<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> = {
  readonly from: readonly WindowRole[];
  readonly input: I;
  readonly output: O;
};

export type EventChannel<P extends z.ZodType = z.ZodType> = {
  readonly to: readonly WindowRole[];
  readonly payload: P;
};

/** Declares a call channel: who may call it, what goes in, what comes out. */
export const channel = <I extends z.ZodType, O extends z.ZodType>(
  from: readonly WindowRole[],
  input: I,
  output: O,
): Channel<I, O> => ({ from, input, output });

/** Declares an event that main sends to windows of the given roles. */
export const eventChannel = <P extends z.ZodType>(
  to: readonly WindowRole[],
  payload: P,
): EventChannel<P> => ({
  to,
  payload,
});
