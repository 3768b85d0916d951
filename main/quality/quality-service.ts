import type { CallbackRecord, Issue } from '../../core/callback/record.ts';
import type { ChannelInput } from '../../core/ipc/contract.ts';
import type { QualityView } from '../../core/ipc/features/quality.ts';
import { openIssue } from '../../core/issue/open-issue.ts';
import type { Clock, NewId, Store } from '../../core/ports.ts';
import type { QualityForm } from '../../core/quality/form-schema.ts';
import { preScores } from '../../core/quality/pre-score.ts';
import {
  failureNote,
  makeReview,
  scoringBar,
  type QualityReview,
  type Scorer,
} from '../../core/quality/review.ts';
import { AppError } from '../ipc/app-error.ts';
import { sha256, type PackLibrary } from '../session/pack-library.ts';

export type QualityService = {
  view(attemptId: string): Promise<QualityView>;
  score(input: ChannelInput<'quality.score'>): Promise<QualityView>;
};

export type QualityServiceDeps = {
  store: Pick<Store, 'record' | 'task' | 'qualityReviews' | 'addQualityReview'>;
  packs: Pick<PackLibrary, 'byHash' | 'current'>;
  form: QualityForm;
  clock: Clock;
  newId: NewId;
  scorer: () => Scorer;
  /** Whether who sits there scores calls of others. */
  mayScore: () => boolean;
  /** An issue was opened: boards and counts look again. */
  onIssue: () => void;
};

/** Quality check of closed callbacks (domain.md 3.6): the record says what it can, a person scores. */
export const createQualityService = (deps: QualityServiceDeps): QualityService => {
  const { store, packs, form, clock } = deps;
  const formHash = sha256(JSON.stringify(form));

  const load = async (attemptId: string): Promise<CallbackRecord> => {
    const found = await store.record(attemptId);
    if (found === null) throw new AppError('not_found', 'attemptId');
    return found.record;
  };
  const pre = async (record: CallbackRecord): Promise<QualityView['pre']> =>
    preScores({ form, record, pack: await packs.byHash(record.packHash) });

  const viewOf = async (record: CallbackRecord): Promise<QualityView> => {
    const scorer = deps.scorer();
    const bar = scoringBar(record, scorer);
    const mayScore = deps.mayScore();
    const shown = mayScore || bar === 'quality_own_call';
    return {
      form,
      bar,
      pre: mayScore && bar === null ? await pre(record) : { items: {}, fatal: {} },
      reviews: shown ? await store.qualityReviews(record.id) : [],
    };
  };

  /** 回访质量不合格重访 (domain.md 3.4): the customer is called again, by another person. */
  const issueOf = async (record: CallbackRecord, review: QualityReview): Promise<Issue> => {
    const { pack } = packs.current();
    const type = pack.issues.find(({ code }) => code === form.failOpens);
    if (type === undefined)
      throw new Error(`Issue type ${form.failOpens} of the quality form is not in the script pack.`);
    const found = await store.task(record.taskId);
    if (found === null) throw new AppError('not_found', 'attemptId');
    return openIssue({
      type,
      rules: pack.issueRules,
      timeZone: pack.attempts.timeZone,
      policy: found.policy,
      foundBefore: found.issuesEver.some(
        ({ code, attemptId }) => code === type.code && attemptId !== record.id,
      ),
      taskId: record.taskId,
      attemptId: record.id,
      questionId: null,
      note: failureNote(review, form),
      now: review.at,
      newId: deps.newId,
    });
  };

  return {
    view: async (attemptId) => viewOf(await load(attemptId)),
    score: async ({ attemptId, formVersion, marks }) => {
      const record = await load(attemptId);
      if (formVersion !== form.version) throw new AppError('quality_form_changed');
      const scorer = deps.scorer();
      const step = makeReview(
        marks,
        { record, form, formHash, pre: (await pre(record)).items },
        { id: deps.newId(), at: clock.now(), scorer },
      );
      if (!step.ok) throw new AppError(step.refusal, step.field, step.params);
      const { review } = step;
      const issue = review.passed ? null : await issueOf(record, review);
      await store.addQualityReview({ review, form, issue, agentId: scorer.agentId });
      if (issue !== null) deps.onIssue();
      return viewOf(record);
    },
  };
};
