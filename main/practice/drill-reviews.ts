import type { ChannelOutput } from '../../core/ipc/contract.ts';
import type { Locale } from '../../core/ipc/features/app.ts';
import type { DrillHistory, ShownReview } from '../../core/ipc/features/drill.ts';
import type { WorkMode } from '../../core/callback/task.ts';
import type { PracticeRun, Store } from '../../core/ports.ts';
import type { DrillBook } from '../../core/practice/drill-book.ts';
import { bestOf, reviewDrill } from '../../core/practice/review.ts';
import type { DrillReview } from '../../core/practice/review-schema.ts';
import { inLocale } from '../../core/script/pack-schema.ts';
import type { Pack } from '../../core/script/pack-schema.ts';
import { choosePlan } from '../../core/script/plan.ts';
import { scriptVariables } from '../../core/script/variables.ts';
import type { Log } from '../log/log.ts';
import type { PackLibrary } from '../session/pack-library.ts';
import type { Speaker } from '../session/session-view.ts';

/** So many calls make up a person's history; the review of an older one is still found by its record. */
const historyLimit = 100;
const hintsSetting = 'practice.hints';

export type DrillReviews = {
  /** A practice call begins: which drill it is is kept, once for each attempt. */
  begun(attemptId: string, drill: string): void;
  review(attemptId: string | null): Promise<ChannelOutput<'drill.review'>>;
  history(): Promise<ChannelOutput<'drill.history'>>;
  hints(): Promise<{ show: boolean }>;
  putHintsAway(): Promise<{ show: boolean }>;
};

/**
 * Reviews of practice calls. They are made anew from the stored events each time, so that nothing beside the record
 * has to be kept or sent, and a better rule is good for old calls too.
 */
export const createDrillReviews = (deps: {
  store: Pick<Store, 'practiceRun' | 'practiceRuns' | 'noteDrill' | 'task' | 'setting' | 'setSetting'>;
  book: DrillBook;
  packs: Pick<PackLibrary, 'byHash'>;
  knowledgeTitle: (id: string, locale: Locale) => string | null;
  log: Log;
  mode: () => WorkMode;
  locale: () => Locale;
  agentId: () => string;
  speaker: () => Speaker;
}): DrillReviews => {
  const { store, book, packs, log } = deps;
  let lastBegun: string | null = null;
  /** A closed call does not change any more. */
  const made = new Map<string, { review: DrillReview; pack: Pack }>();

  const reviewed = async (run: PracticeRun): Promise<{ review: DrillReview; pack: Pack } | null> => {
    const { record, events } = run;
    const known = made.get(record.id);
    if (known !== undefined) return known;
    const drill = book.drills.find(({ id }) => id === run.drill);
    const found = await store.task(record.taskId);
    // A drill that head office has taken away, or a policy that is gone: nothing to judge by.
    if (drill === undefined || found === null) return null;
    const pack = await packs.byHash(record.packHash);
    const { company, servicePhone } = deps.speaker();
    const { agentName, agentNumber } = record;
    const review = reviewDrill({
      book,
      drill,
      plan: choosePlan(pack, found.policy, { now: record.startedAt }),
      policy: found.policy,
      variables: scriptVariables(found.policy, { company, servicePhone, agentName, agentNumber }),
      events,
      answeredAt: record.answeredAt,
      record,
    });
    made.set(record.id, { review, pack });
    return { review, pack };
  };

  const shown = (review: DrillReview, pack: Pack): ShownReview => {
    const locale = deps.locale();
    const findings = [...review.rules, ...review.always];
    const disposition = pack.dispositions.find(({ code }) => code === review.disposition);
    return {
      review,
      dispositionName: disposition === undefined ? review.disposition : inLocale(disposition.name, locale),
      questionNames: Object.fromEntries(
        findings.flatMap(({ moments }) =>
          moments.flatMap(({ questionId }) => {
            const question = questionId === null ? undefined : pack.questions[questionId];
            return questionId === null || question === undefined
              ? []
              : [[questionId, inLocale(question.name, locale)]];
          }),
        ),
      ),
      knowledgeTitles: Object.fromEntries(
        findings.flatMap(({ knowledge }) => {
          const title = knowledge === null ? null : deps.knowledgeTitle(knowledge, locale);
          return knowledge === null || title === null ? [] : [[knowledge, title]];
        }),
      ),
    };
  };

  const latest = (limit: number): Promise<PracticeRun[]> =>
    store.practiceRuns({ agentId: deps.agentId(), limit });

  return {
    begun: (attemptId, drill) => {
      if (attemptId === lastBegun) return;
      lastBegun = attemptId;
      store.noteDrill(attemptId, drill).catch((error: unknown) => {
        log.error('practice.drill_not_noted', {
          reason: error instanceof Error ? error.message : 'unknown',
        });
      });
    },

    review: async (attemptId) => {
      const run = attemptId === null ? (await latest(1))[0] : await store.practiceRun(attemptId);
      const found = run === undefined || run === null ? null : await reviewed(run);
      return { shown: found === null ? null : shown(found.review, found.pack) };
    },

    history: async () => {
      const runs = await latest(historyLimit);
      const reviews: DrillReview[] = [];
      for (const run of runs) {
        const found = await reviewed(run);
        if (found !== null) reviews.push(found.review);
      }
      return {
        drills: book.drills.map(({ id }): DrillHistory => {
          const own = reviews.filter(({ drill }) => drill === id);
          const best = bestOf(own);
          const judged = [...(best?.rules ?? []), ...(best?.always ?? [])].filter(
            ({ outcome }) => outcome !== 'person',
          );
          return {
            drill: id,
            runs: own.length,
            passed: own.filter(({ verdict }) => verdict === 'passed').length,
            best:
              best === null
                ? null
                : {
                    attemptId: best.attemptId,
                    verdict: best.verdict,
                    endedAt: best.endedAt,
                    kept: judged.filter(({ outcome }) => outcome === 'passed').length,
                    judged: judged.length,
                  },
          };
        }),
      };
    },

    hints: async () => {
      if (deps.mode() !== 'practice') return { show: false };
      const away = (await store.setting(hintsSetting)) === 'away';
      return { show: !away && (await latest(1)).length === 0 };
    },

    putHintsAway: async () => {
      await store.setSetting(hintsSetting, 'away');
      return { show: false };
    },
  };
};
