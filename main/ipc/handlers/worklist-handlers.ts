import { daysLeft, isElderly } from '../../../core/callback/deadline.ts';
import { firstTryOf } from '../../../core/callback/first-try.ts';
import { nextDialView } from '../../../core/callback/next-dial-view.ts';
import { isSettled } from '../../../core/callback/task-life.ts';
import { barredAs } from '../../../core/issue/recheck.ts';
import type { Vocabulary } from '../../../core/import/vocabulary.ts';
import { mobileWarningOf } from '../../../core/callback/shared-mobile.ts';
import type { Clock, Store } from '../../../core/ports.ts';
import type { AppService } from '../../app/app-service.ts';
import type { PackLibrary } from '../../session/pack-library.ts';
import { AppError } from '../app-error.ts';
import type { Handlers } from '../run-call.ts';

type Names = 'worklist.page' | 'worklist.next' | 'task.card' | 'records.page';

/** Callbacks on the card: more than these nobody reads before a call. */
const historyLength = 50;

/** The work list, the pre-call card and the list of records. */
export const worklistHandlers = (deps: {
  store: Store;
  clock: Clock;
  app: AppService;
  packs: PackLibrary;
  /** Says from how many holders on a number is told on the card. */
  vocabulary: Vocabulary;
}): Pick<Handlers, Names> => {
  const { store, clock, app, packs } = deps;
  const agentId = (): string => app.state().agent.id;
  const self = (): { number: string; name: string } => {
    const { agentNumber, agentName } = app.speaker();
    return { number: agentNumber, name: agentName };
  };
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
    'worklist.next': () => store.nextTask(app.mode(), clock.now(), agentId(), self()),
    'task.card': async ({ taskId }) => {
      const now = clock.now();
      const { pack } = packs.current();
      const found = await store.task(taskId);
      if (found === null) throw new AppError('not_found', 'taskId');
      const { task, policy, issues, row } = found;
      const history = [...found.records, ...found.otherRecords].sort((a, b) => b.startedAt - a.startedAt);
      const { attempts, followUps } = found;
      const kindName = pack.kinds[task.type].name;
      const kinds = new Map(pack.followUps.map((kind) => [kind.code, kind]));
      const dial = nextDialView({ task, attempts, followUps }, { rules: pack, now, agentId: agentId() });
      const names = new Map(
        pack.issues.map((type) => [type.code, app.locale() === 'en' ? type.name.en : type.name.zh]),
      );
      return {
        row: { ...row, dial, scriptName: app.locale() === 'en' ? kindName.en : kindName.zh },
        coolingOffEnd: policy.coolingOffEnd,
        coolingOffDaysLeft: daysLeft(policy.coolingOffEnd, now, pack.attempts.timeZone),
        firstTry: firstTryOf(
          task.type,
          policy.receiptDate,
          task.createdAt,
          attempts.length > 0,
          now,
          pack.attempts,
        ),
        elderly: isElderly(policy.holderBirthDate, now, pack.issueRules.raiseAge, pack.attempts.timeZone),
        mobileWarning: mobileWarningOf(
          await store.sharedMobile(taskId),
          deps.vocabulary.limits.sharedMobileHolders,
        ),
        channel: policy.channel,
        triesNeeded: pack.attempts.minTries,
        history: history.slice(0, historyLength),
        issues: issues.map(({ code, grade, owner, firstDueAt }) => ({
          code,
          name: names.get(code) ?? code,
          grade,
          owner,
          firstDueAt,
        })),
        dial,
        followUps: followUps
          .flatMap(({ kind, state, dueAt }) => {
            const found = kinds.get(kind);
            return state === 'open' && found !== undefined
              ? [{ name: found.name, owner: found.owner, dueAt }]
              : [];
          })
          .sort((a, b) => a.dueAt - b.dueAt),
        askable: pack.followUps
          .filter(
            ({ code, manual }) =>
              manual === true &&
              !isSettled(task, pack.dispositions) &&
              !followUps.some((one) => one.kind === code && one.state === 'open'),
          )
          .map(({ code, name }) => ({ kind: code, name })),
        barred: barredAs(self(), found.barred),
        resumes: (await store.resumableEvents(taskId)).length > 0,
      };
    },
    'records.page': (query) => store.records({ ...query, mode: app.mode() }),
  };
};
