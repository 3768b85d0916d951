import { z } from 'zod';
import type { IssueType } from '../callback/rules-schema.ts';
import { issueGrades, type IssueGrade } from '../callback/task.ts';

/**
 * Life of an issue (domain.md 3.2): open 待处理, handling 处理中, recheck 待二次回访, closed 办结. A recheck that
 * fails sends it back to handling, one grade up.
 */
export const issueStatuses = ['open', 'handling', 'recheck', 'closed'] as const;
export type IssueStatus = (typeof issueStatuses)[number];

/** A person as the issue keeps him: number first, for names repeat. */
export const issuePersonSchema = z.strictObject({
  number: z.string().trim().min(1).max(40),
  name: z.string().trim().min(1).max(60),
});
export type IssuePerson = z.infer<typeof issuePersonSchema>;

const words = z.string().trim().max(2_000);

/** What a person does with an issue. Empty texts are refused by `nextIssue`, with the field's name. */
export const issueActionSchema = z.discriminatedUnion('type', [
  /** First handling: who takes care of it. */
  z.strictObject({ type: z.literal('take'), handler: issuePersonSchema }),
  z.strictObject({ type: z.literal('note'), text: words }),
  /** Cause and action are known; what needs a second callback waits for it. */
  z.strictObject({ type: z.literal('settle'), cause: words, action: words }),
  /** Outcome of the second callback, visit or letter. */
  z.strictObject({ type: z.literal('recheck'), passed: z.boolean(), by: issuePersonSchema, note: words }),
  z.strictObject({ type: z.literal('grade'), grade: z.enum(issueGrades), reason: words }),
]);
export type IssueAction = z.infer<typeof issueActionSchema>;

/** One line of an issue's history. Reminders, second callbacks and days that ran short write theirs by themselves. */
export const issueEventSchema = z.strictObject({
  at: z.number().int(),
  agentId: z.string(),
  did: z.union([
    issueActionSchema,
    z.strictObject({
      type: z.literal('reminded'),
      clock: z.enum(['first', 'target', 'limit']),
      percent: z.number(),
      to: z.string(),
    }),
    /** Little of the 犹豫期 was left while the issue was still open, so its grade rose by itself. */
    z.strictObject({ type: z.literal('ran_short'), grade: z.enum(issueGrades), daysLeft: z.number().int() }),
    /** The second callback was made and has decided. */
    z.strictObject({
      type: z.literal('recalled'),
      passed: z.boolean(),
      by: issuePersonSchema,
      note: z.string(),
      attemptId: z.string(),
    }),
  ]),
});
export type IssueEvent = z.infer<typeof issueEventSchema>;

/** What changes in an issue's life. */
export type IssueLife = {
  status: IssueStatus;
  grade: IssueGrade;
  handler: IssuePerson | null;
  firstHandledAt: number | null;
  closedAt: number | null;
};

export const issueRefusals = [
  'issue_closed',
  'issue_not_taken',
  'issue_not_settled',
  'issue_already_settled',
  'handler_is_seller',
  'recheck_same_person',
  'text_missing',
  'grade_same',
  'grade_needs_lead',
] as const;
export type IssueRefusal = (typeof issueRefusals)[number];

export type IssueStep =
  { ok: true; life: IssueLife } | { ok: false; refusal: IssueRefusal; field: string | null };

/** What the rules ask besides the action itself. */
export type IssueContext = {
  now: number;
  recall: IssueType['recall'];
  seller: { name: string | null; code: string | null };
  /** Number of the agent whose callback found it. */
  finder: string;
  /** The signed-in person may lower grades (主管). */
  isLead: boolean;
};

/** Art. 18 of 《人身保险业务基本服务规定》: solved by others than the salespeople (domain.md F4). */
const isSeller = (person: IssuePerson, { seller }: IssueContext): boolean =>
  person.number === seller.code || person.name === seller.name;

/** One step more urgent; 紧急 stays. */
export const gradeUp = (grade: IssueGrade): IssueGrade =>
  issueGrades[issueGrades.indexOf(grade) - 1] ?? grade;

const refuse = (refusal: IssueRefusal, field: string | null = null): IssueStep => ({
  ok: false,
  refusal,
  field,
});

/** The issue after an action, or why the rules forbid it and which field to look at. */
export const nextIssue = (life: IssueLife, action: IssueAction, context: IssueContext): IssueStep => {
  if (life.status === 'closed') return refuse('issue_closed');
  const done = (change: Partial<IssueLife>): IssueStep => ({ ok: true, life: { ...life, ...change } });
  switch (action.type) {
    case 'note':
      return action.text === '' ? refuse('text_missing', 'text') : done({});
    case 'take':
      if (isSeller(action.handler, context)) return refuse('handler_is_seller', 'handler');
      return done({
        status: life.status === 'open' ? 'handling' : life.status,
        handler: action.handler,
        firstHandledAt: life.firstHandledAt ?? context.now,
      });
    case 'settle':
      return settle(life, action, context);
    case 'recheck':
      return recheck(life, action, context);
    case 'grade':
      if (action.grade === life.grade) return refuse('grade_same', 'grade');
      if (action.reason === '') return refuse('text_missing', 'reason');
      if (issueGrades.indexOf(action.grade) > issueGrades.indexOf(life.grade) && !context.isLead)
        return refuse('grade_needs_lead', 'grade');
      return done({ grade: action.grade });
  }
};

function settle(
  life: IssueLife,
  action: Extract<IssueAction, { type: 'settle' }>,
  { recall, now }: IssueContext,
): IssueStep {
  if (life.status === 'recheck') return refuse('issue_already_settled');
  if (life.handler === null) return refuse('issue_not_taken', 'handler');
  if (action.cause === '') return refuse('text_missing', 'cause');
  if (action.action === '') return refuse('text_missing', 'action');
  if (recall !== 'no') return { ok: true, life: { ...life, status: 'recheck' } };
  return { ok: true, life: { ...life, status: 'closed', closedAt: now } };
}

/** The second callback is another person's than the first and the handler's (domain.md section 4, RECHECK). */
function recheck(
  life: IssueLife,
  action: Extract<IssueAction, { type: 'recheck' }>,
  context: IssueContext,
): IssueStep {
  if (life.status !== 'recheck') return refuse('issue_not_settled');
  const { by, passed } = action;
  if (isSeller(by, context)) return refuse('handler_is_seller', 'by');
  if (by.number === context.finder || by.number === life.handler?.number)
    return refuse('recheck_same_person', 'by');
  if (passed) return { ok: true, life: { ...life, status: 'closed', closedAt: context.now } };
  if (action.note === '') return refuse('text_missing', 'note');
  return { ok: true, life: { ...life, status: 'handling', grade: gradeUp(life.grade) } };
}
