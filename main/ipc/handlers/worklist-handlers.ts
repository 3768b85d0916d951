import { daysLeft, isElderly } from '../../../core/callback/deadline.ts';
import { dialWindow } from '../../../core/callback/dial-window.ts';
import type { Clock, Store } from '../../../core/ports.ts';
import type { AppService } from '../../app/app-service.ts';
import type { PackLibrary } from '../../session/pack-library.ts';
import { AppError } from '../app-error.ts';
import type { Handlers } from '../run-call.ts';

type Names = 'worklist.page' | 'worklist.next' | 'task.card' | 'records.page';

/** The work list, the pre-call card and the list of records. */
export const worklistHandlers = (deps: {
  store: Store;
  clock: Clock;
  app: AppService;
  packs: PackLibrary;
}): Pick<Handlers, Names> => {
  const { store, clock, app, packs } = deps;
  const agentId = (): string => app.state().agent.id;
  return {
    'worklist.page': async (query) => {
      const now = clock.now();
      const mode = app.mode();
      const [page, counts] = await Promise.all([
        store.taskPage({ ...query, mode, now, agentId: agentId() }),
        store.taskCounts(mode, now),
      ]);
      return { ...page, counts };
    },
    'worklist.next': () => store.nextTask(app.mode(), clock.now(), agentId()),
    'task.card': async ({ taskId }) => {
      const now = clock.now();
      const { pack } = packs.current();
      const found = await store.task(taskId);
      if (found === null) throw new AppError('not_found', 'taskId');
      const { task, policy, issues, records, row } = found;
      const counts = new Map(pack.dispositions.map((disposition) => [disposition.code, disposition.try]));
      const tries = records.map((record) => ({
        at: record.startedAt,
        counts: counts.get(record.disposition) ?? false,
      }));
      const names = new Map(
        pack.issues.map((type) => [type.code, app.locale() === 'en' ? type.name.en : type.name.zh]),
      );
      return {
        row,
        coolingOffEnd: policy.coolingOffEnd,
        coolingOffDaysLeft: daysLeft(policy.coolingOffEnd, now, pack.attempts.timeZone),
        elderly: isElderly(policy.holderBirthDate, now, pack.issueRules.raiseAge, pack.attempts.timeZone),
        channel: policy.channel,
        triesNeeded: pack.attempts.minTries,
        history: records,
        issues: issues.map(({ code, grade, owner, firstDueAt }) => ({
          code,
          name: names.get(code) ?? code,
          grade,
          owner,
          firstDueAt,
        })),
        dial: dialWindow({ task, tries, rules: pack.attempts, now }),
        resumes: (await store.resumableEvents(taskId)).length > 0,
      };
    },
    'records.page': (query) => store.records({ ...query, mode: app.mode() }),
  };
};
