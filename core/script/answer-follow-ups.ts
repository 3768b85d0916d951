import type { AnswerRecord } from '../callback/record.ts';
import type { Pack } from './pack-schema.ts';

/**
 * Kinds of follow-up that the answers ask for (`followUps` of a question: L05 复效, R02 "it was the seller"), by the
 * last answer to each question. They are opened as the call is closed, whatever it ends with.
 */
export const followUpsOfAnswers = (
  pack: Pick<Pack, 'questions'>,
  answers: readonly Pick<AnswerRecord, 'questionId' | 'value'>[],
): string[] => {
  const last = new Map(answers.map(({ questionId, value }) => [questionId, value]));
  return [...last].flatMap(([questionId, value]) => pack.questions[questionId]?.followUps?.[value] ?? []);
};
