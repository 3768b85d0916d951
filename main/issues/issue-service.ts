import { maskMobile } from '../../core/callback/masking.ts';
import { localDate } from '../../core/callback/zone-time.ts';
import type { WorkMode } from '../../core/callback/task.ts';
import type { Locale } from '../../core/ipc/features/app.ts';
import type { boardScopes, IssueCounts, IssueDetail, IssueRow } from '../../core/ipc/features/issues.ts';
import {
  clocksOf,
  isLate,
  issueClocks,
  nextClock,
  remindersDue,
  type ClockRules,
} from '../../core/issue/issue-clock.ts';
import type { IssueFile } from '../../core/issue/issue-file.ts';
import {
  nextIssue,
  type IssueAction,
  type IssueEvent,
  type IssuePerson,
} from '../../core/issue/issue-life.ts';
import { ranShort } from '../../core/issue/ran-short.ts';
import { calendarGap, type WorkingCalendar } from '../../core/issue/working-days.ts';
import type { Clock, Store } from '../../core/ports.ts';
import { findSensitiveNumbers } from '../../core/privacy/sensitive-numbers.ts';
import type { Pack } from '../../core/script/pack-schema.ts';
import { barredAs } from '../../core/issue/recheck.ts';
import type { ComplaintService } from '../cases/complaint-service.ts';
import { AppError } from '../ipc/app-error.ts';
import type { Log } from '../log/log.ts';
import type { Timers } from '../sync/timers.ts';

export type IssueService = {
  board(
    scope: (typeof boardScopes)[number],
    search: string,
  ): Promise<{ rows: IssueRow[]; counts: IssueCounts }>;
  detail(issueId: string): Promise<IssueDetail>;
  /** Throws AppError with the refusal of the rules and the field it is about. */
  act(issueId: string, action: IssueAction): Promise<IssueDetail>;
  counts(): Promise<IssueCounts>;
  /** Looks at every clock: gives reminders that are due and tells the counts. Runs by itself once a minute. */
  kick(): void;
  start(): void;
  stop(): void;
};

export type IssueServiceDeps = {
  store: Pick<Store, 'issueBoard' | 'issue' | 'issueAct' | 'issueReminded'>;
  pack: () => Pack;
  calendar: WorkingCalendar;
  clock: Clock;
  timers: Timers;
  log: Log;
  mode: () => WorkMode;
  locale: () => Locale;
  agentId: () => string;
  role: () => string;
  self: () => IssuePerson;
  /** Complaints end by their own file first; what is due of their clocks is told with ours. */
  complaints: Pick<ComplaintService, 'isOpen' | 'remind'>;
  onCounts: (counts: IssueCounts) => void;
  /** Something has to be done by somebody here; no personal data in it. */
  onReminders: () => void;
};

/** The clocks count in hours; a minute is close enough. */
const lookEveryMs = 60_000;
const soonMs = 2 * 3_600_000;

/** The board of 问题件: clocks, reminders, and what people do about them (domain.md 3.2 and 3.4). */
export const createIssueService = (deps: IssueServiceDeps): IssueService => {
  const { store, clock, log } = deps;
  let cancel: (() => void) | null = null;
  let stopped = false;

  const clockRules = (): ClockRules => {
    const pack = deps.pack();
    return { rules: pack.issueRules, timeZone: pack.attempts.timeZone, calendar: deps.calendar };
  };
  const typeOf = (code: string) => deps.pack().issues.find((type) => type.code === code);

  const rowOf = (issue: IssueFile, now: number): IssueRow => {
    const type = typeOf(issue.code);
    const clocked = { ...issue, ...clocksOf(issue, clockRules()) };
    return {
      id: issue.id,
      taskId: issue.taskId,
      attemptId: issue.attemptId,
      code: issue.code,
      name: type === undefined ? issue.code : deps.locale() === 'en' ? type.name.en : type.name.zh,
      grade: issue.grade,
      status: issue.status,
      questionId: issue.questionId,
      note: issue.note,
      owner: issue.owner,
      handler: issue.handler,
      holderName: issue.holderName,
      mobileMasked: maskMobile(issue.holderMobile),
      policyNo: issue.policyNo,
      branch: issue.branch,
      openedAt: issue.openedAt,
      firstDueAt: clocked.firstDueAt,
      targetAt: clocked.targetAt,
      limitAt: clocked.limitAt,
      firstHandledAt: issue.firstHandledAt,
      closedAt: issue.closedAt,
      next: nextClock(clocked),
      late: issueClocks.filter((one) => isLate(clocked, one, now)),
    };
  };

  const countsOf = (rows: readonly IssueRow[], now: number): IssueCounts => {
    const open = rows.filter(({ next }) => next !== null);
    return {
      open: open.length,
      overdue: open.filter(({ next }) => next !== null && next.at < now).length,
      unowned: open.filter(({ handler }) => handler === null).length,
      soon: open.filter(({ next }) => next !== null && next.at >= now && next.at - now <= soonMs).length,
    };
  };

  const allRows = async (now: number): Promise<IssueRow[]> =>
    (await store.issueBoard(deps.mode())).map((issue) => rowOf(issue, now));

  const load = async (issueId: string) => {
    const found = await store.issue(issueId);
    if (found === null) throw new AppError('not_found', 'issueId');
    return found;
  };

  const mayLower = (): boolean => deps.pack().issueRules.gradeLoweredBy.includes(deps.role());

  const detail = async (issueId: string): Promise<IssueDetail> => {
    const { issue, events, recheck } = await load(issueId);
    const row = rowOf(issue, clock.now());
    const { timeZone, calendar } = clockRules();
    const question = issue.questionId === null ? undefined : deps.pack().questions[issue.questionId];
    return {
      row,
      recall: typeOf(issue.code)?.recall ?? 'yes',
      question: question === undefined ? null : deps.locale() === 'en' ? question.name.en : question.name.zh,
      mayLower: mayLower(),
      isComplaint: issue.code === deps.pack().flow.flags.complaint,
      recheck:
        recheck === null
          ? null
          : {
              taskId: recheck.taskId,
              state: recheck.state,
              deadlineAt: recheck.deadlineAt,
              barred: barredAs(deps.self(), recheck.barred),
            },
      arrange: (deps.pack().issueRules.arrange ?? []).flatMap((code) => {
        const kind = deps.pack().followUps.find((one) => one.code === code);
        if (kind === undefined || issue.closedAt !== null) return [];
        const say = (text: { zh: string; en: string }): string =>
          deps.locale() === 'en' ? text.en : text.zh;
        return [{ kind: code, name: say(kind.name), owner: say(kind.owner) }];
      }),
      calendarGap: calendarGap(
        localDate(issue.openedAt, timeZone),
        localDate(row.limitAt, timeZone),
        calendar,
      ),
      events,
    };
  };

  const publish = async (): Promise<void> => {
    const now = clock.now();
    deps.onCounts(countsOf(await allRows(now), now));
  };

  /** The days ran short while nobody settled it; its clocks follow from the next look on. */
  const raise = async (issue: IssueFile, events: readonly IssueEvent[], now: number): Promise<boolean> => {
    const type = typeOf(issue.code);
    const { rules, timeZone } = clockRules();
    const did = type === undefined ? null : ranShort({ issue, events, type, rules, timeZone, now });
    if (did === null) return false;
    const after = { ...issue, grade: did.grade };
    await store.issueAct({
      issue: { ...after, firstDueAt: clocksOf(after, clockRules()).firstDueAt },
      event: { at: now, agentId: deps.agentId(), did },
    });
    return true;
  };

  const look = async (): Promise<void> => {
    const now = clock.now();
    let given = await deps.complaints.remind();
    let raised = 0;
    for (const issue of await store.issueBoard(deps.mode())) {
      if (issue.closedAt !== null) continue;
      const { events } = await load(issue.id);
      raised += (await raise(issue, events, now)) ? 1 : 0;
      const before = events.flatMap(({ did }) => (did.type === 'reminded' ? [did] : []));
      const clocked = { ...issue, ...clocksOf(issue, clockRules()) };
      for (const reminder of remindersDue(clocked, before, clockRules().rules, now)) {
        const did = { type: 'reminded' as const, ...reminder };
        await store.issueReminded({ issueId: issue.id, event: { at: now, agentId: deps.agentId(), did } });
        given += 1;
      }
    }
    if (given + raised > 0) deps.onReminders();
    await publish();
  };

  const kick = (): Promise<void> =>
    look().catch((error: unknown) => {
      // The next look is a minute away; the board itself says when the store is gone.
      log.error('issues.look_failed', { reason: error instanceof Error ? error.message : 'unknown' });
    });
  const again = (): void => {
    cancel = deps.timers.after(lookEveryMs, () => {
      void kick().then(() => {
        if (!stopped) again();
      });
    });
  };

  return {
    board: async (scope, search) => {
      const now = clock.now();
      const rows = await allRows(now);
      const wanted = search.trim().toLowerCase();
      const fits = (row: IssueRow): boolean =>
        wanted === '' ||
        [row.holderName, row.policyNo, row.code, row.name, row.owner, row.handler?.name ?? '', row.note].some(
          (text) => text.toLowerCase().includes(wanted),
        );
      const shown = rows.filter((row) => (row.next !== null) === (scope !== 'closed') && fits(row));
      const wantedRows = scope === 'unowned' ? shown.filter(({ handler }) => handler === null) : shown;
      // Red first: the clock that ends next, whatever its grade.
      if (scope !== 'closed') wantedRows.sort((a, b) => (a.next?.at ?? 0) - (b.next?.at ?? 0));
      return { rows: wantedRows, counts: countsOf(rows, now) };
    },
    detail,
    act: async (issueId, action) => {
      const { issue } = await load(issueId);
      for (const [field, text] of Object.entries(action))
        if (typeof text === 'string' && findSensitiveNumbers(text, { allow: [issue.policyNo] }).length > 0)
          throw new AppError('sensitive_number', field);
      // What the customer was told and said to it comes first (domain.md row 84).
      if (action.type === 'settle' && (await deps.complaints.isOpen(issue)))
        throw new AppError('complaint_open');
      const now = clock.now();
      const step = nextIssue(issue, action, {
        now,
        recall: typeOf(issue.code)?.recall ?? 'yes',
        seller: issue.seller,
        finder: issue.finder ?? '',
        isLead: mayLower(),
      });
      if (!step.ok) throw new AppError(step.refusal, step.field);
      const after = { ...issue, ...step.life };
      await store.issueAct({
        issue: { ...after, firstDueAt: clocksOf(after, clockRules()).firstDueAt },
        event: { at: now, agentId: deps.agentId(), did: action },
      });
      await publish();
      return detail(issueId);
    },
    counts: async () => {
      const now = clock.now();
      return countsOf(await allRows(now), now);
    },
    kick: () => void kick(),
    start: () => {
      void kick();
      again();
    },
    stop: () => {
      stopped = true;
      cancel?.();
    },
  };
};
