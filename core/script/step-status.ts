import { z } from 'zod';
import { standingIssues } from './issues.ts';
import { gateOf } from './identity-gate.ts';
import type { Plan, PlanQuestion } from './plan.ts';
import { isIdentified, positionOf, questionsOnCourse } from './position.ts';
import { latestAnswer, optionOf, questionOf } from './questions.ts';
import type { ScriptState } from './state.ts';
import { stages } from './view.ts';

/**
 * Compliance of each of the six steps (domain.md row 55), a pure function of the events. `kept`: all done as the
 * rules want. `found`: done, and the customer's answers opened an issue. `broken`: a rule of the work itself was
 * broken. `open`: not finished. `not_reached`: the call ended lawfully before it. `not_needed`: the script has none.
 */
export const stepStates = ['kept', 'found', 'broken', 'open', 'not_reached', 'not_needed'] as const;
export const stepReasons = [
  'unanswered',
  'abnormal',
  'refused',
  'identity_failed',
  'identity_forgotten',
  'pace',
  'late',
] as const;

export const stepStatusSchema = z.object({
  step: z.enum(stages),
  status: z.enum(stepStates),
  /** Required items done and needed; factors for the identity. */
  done: z.number().int(),
  total: z.number().int(),
  reasons: z.array(z.enum(stepReasons)),
});
export type StepStatus = z.infer<typeof stepStatusSchema>;
type StepReason = StepStatus['reasons'][number];

export type StepContext = {
  /** Questions that were certainly read too fast. */
  tooFast: ReadonlySet<string>;
  /** End of the call and closing of the record, UTC ms; null while the record is open. */
  archived: { callEndedAt: number | null; closedAt: number } | null;
};

const ofQuestions = (
  plan: Plan,
  state: ScriptState,
  questions: readonly PlanQuestion[],
  { tooFast }: StepContext,
): Omit<StepStatus, 'step'> => {
  const required = questions.filter((question) => question.required);
  const done = required.filter(({ questionId }) => state.phases[questionId] === 'done').length;
  if (questions.length === 0) return { status: 'not_needed', done: 0, total: 0, reasons: [] };
  const ids = new Set(questions.map(({ questionId }) => questionId));
  const last = questions.flatMap(({ questionId }) => latestAnswer(state, questionId) ?? []);
  const refused = last.some(
    ({ questionId, value, abnormal }) =>
      abnormal && optionOf(plan.pack, questionOf(plan.pack, questionId), value)?.refusal === true,
  );
  const standing = standingIssues(plan, state).some(
    (issue) => issue.questionId !== null && ids.has(issue.questionId),
  );
  const reasons: StepReason[] = [
    ...(done < required.length ? (['unanswered'] as const) : []),
    ...(refused ? (['refused'] as const) : []),
    ...(standing || last.some(({ abnormal }) => abnormal) ? (['abnormal'] as const) : []),
    ...([...tooFast].some((id) => ids.has(id)) ? (['pace'] as const) : []),
  ];
  const over = positionOf(plan, state).kind === 'ended';
  const status = reasons.includes('pace')
    ? 'broken'
    : done < required.length
      ? over
        ? last.length === 0
          ? 'not_reached'
          : 'found'
        : 'open'
      : reasons.length > 0
        ? 'found'
        : 'kept';
  return { status, done, total: required.length, reasons: status === 'not_reached' ? [] : reasons };
};

const ofIdentity = (plan: Plan, state: ScriptState, { tooFast }: StepContext): Omit<StepStatus, 'step'> => {
  if (!plan.gated) return { status: 'not_needed', done: 0, total: 0, reasons: [] };
  const gate = gateOf(plan, state.identity);
  const counts = { done: Math.min(gate.passed, gate.needed), total: gate.needed };
  const fast = plan.factors.some(({ questionId }) => tooFast.has(questionId));
  const reasons: StepReason[] = fast ? ['pace'] : [];
  if (gate.status === 'failed')
    return { status: fast ? 'broken' : 'found', ...counts, reasons: ['identity_failed', ...reasons] };
  if (gate.status === 'forgotten')
    return { status: fast ? 'broken' : 'found', ...counts, reasons: ['identity_forgotten', ...reasons] };
  if (fast) return { status: 'broken', ...counts, reasons };
  if (isIdentified(plan, state)) return { status: 'kept', ...counts, reasons };
  const untouched = Object.keys(state.identity.factors).length === 0;
  const over = positionOf(plan, state).kind === 'ended';
  return { status: over && untouched ? 'not_reached' : 'open', ...counts, reasons };
};

const ofArchive = (plan: Plan, { archived }: StepContext): Omit<StepStatus, 'step'> => {
  if (archived === null) return { status: 'open', done: 0, total: 1, reasons: [] };
  const limit = plan.pack.flow.archiveMinutes;
  const late =
    limit !== undefined &&
    archived.callEndedAt !== null &&
    archived.closedAt - archived.callEndedAt > limit * 60_000;
  return { status: late ? 'broken' : 'kept', done: 1, total: 1, reasons: late ? ['late'] : [] };
};

/** Status of the six steps, in their order. */
export const stepStatuses = (plan: Plan, state: ScriptState, context: StepContext): StepStatus[] => {
  const course = questionsOnCourse(plan, state);
  return stages.map((step) => ({
    step,
    ...(step === 'identity'
      ? ofIdentity(plan, state, context)
      : step === 'archive'
        ? ofArchive(plan, context)
        : ofQuestions(
            plan,
            state,
            course.filter((question) => question.stage === step),
            context,
          )),
  }));
};
