import type { AnswerRecord, CallbackRecord, VerificationRecord } from '../../core/callback/record.ts';
import { maskMobile } from '../../core/callback/masking.ts';
import type { Policy } from '../../core/callback/policy.ts';
import type { Disposition } from '../../core/callback/rules-schema.ts';
import type { RecordChecks } from '../../core/script/record-checks.ts';
import type { OpenAttempt } from '../../core/ports.ts';

/** Builds the callback record of domain.md row 85 from what the attempt holds. */
export const buildRecord = (input: {
  attempt: OpenAttempt;
  policy: Policy;
  disposition: Disposition;
  reason: string;
  appointmentAt: number | null;
  attemptNumber: number;
  speaker: { agentName: string; agentNumber: string };
  identityPassed: boolean;
  answers: readonly AnswerRecord[];
  verifications: readonly VerificationRecord[];
  issues: CallbackRecord['issues'];
  checks: RecordChecks;
  endedAt: number;
  noteTags: readonly string[];
  customerQuestions: NonNullable<CallbackRecord['customerQuestions']>;
}): CallbackRecord => ({
  id: input.attempt.id,
  taskId: input.attempt.taskId,
  mode: input.attempt.mode,
  policyNo: input.policy.policyNo,
  holderName: input.policy.holderName,
  holderMobileMasked: maskMobile(input.policy.holderMobile),
  agentId: input.attempt.agentId,
  agentName: input.speaker.agentName,
  agentNumber: input.speaker.agentNumber,
  packId: input.attempt.packId,
  packVersion: input.attempt.packVersion,
  packHash: input.attempt.packHash,
  scriptId: input.attempt.scriptId,
  attemptNumber: input.attemptNumber,
  startedAt: input.attempt.startedAt,
  answeredAt: input.attempt.answeredAt,
  endedAt: input.endedAt,
  completed: input.disposition.completed,
  successful: input.disposition.successful,
  disposition: input.disposition.code,
  dispositionReason: input.reason,
  appointmentAt: input.appointmentAt,
  identityPassed: input.identityPassed,
  answers: input.answers.map(
    ({ questionId, asking, textHash, value, label, words, abnormal, by, pace, at, offsetMs }) => ({
      questionId,
      asking,
      textHash,
      value,
      label,
      words,
      abnormal,
      ...(by === undefined ? {} : { by }),
      ...(pace === undefined ? {} : { pace }),
      at,
      offsetMs,
    }),
  ),
  verifications: [...input.verifications],
  issues: input.issues.map(({ code, grade, questionId, note }) => ({ code, grade, questionId, note })),
  notes: input.attempt.notes,
  checks: input.checks,
  ...(input.noteTags.length === 0 ? {} : { noteTags: [...input.noteTags] }),
  ...(input.customerQuestions.length === 0 ? {} : { customerQuestions: [...input.customerQuestions] }),
});
