import type { WorkMode } from '../../core/callback/task.ts';
import {
  clockFaces,
  complaintReminders,
  isFaceLate,
  nextFace,
  type ComplaintClockRules,
} from '../../core/complaint/complaint-clock.ts';
import {
  newComplaint,
  nextComplaint,
  type Complaint,
  type ComplaintAction,
  type ComplaintEvent,
} from '../../core/complaint/complaint.ts';
import type { Locale } from '../../core/ipc/features/app.ts';
import type { caseScopes, ComplaintDetail, ComplaintRow } from '../../core/ipc/features/cases.ts';
import type { DeskRules } from '../../core/issue/desk-rules.ts';
import type { IssueFile } from '../../core/issue/issue-file.ts';
import type { IssuePerson } from '../../core/issue/issue-life.ts';
import type { WorkingCalendar } from '../../core/issue/working-days.ts';
import type { Clock, Store } from '../../core/ports.ts';
import { findSensitiveNumbers } from '../../core/privacy/sensitive-numbers.ts';
import type { Pack } from '../../core/script/pack-schema.ts';
import { AppError } from '../ipc/app-error.ts';

export type ComplaintService = {
  board(scope: (typeof caseScopes)[number], search: string): Promise<{ rows: ComplaintRow[]; late: number }>;
  detail(issueId: string): Promise<ComplaintDetail>;
  /** Throws AppError with the refusal of the rules and the field it is about. */
  act(issueId: string, action: ComplaintAction): Promise<ComplaintDetail>;
  /** Whether the issue is a complaint that has no end yet. */
  isOpen(issue: { id: string; code: string }): Promise<boolean>;
  /** Gives the reminders that are due; how many there were. */
  remind(): Promise<number>;
};

export type ComplaintServiceDeps = {
  store: Pick<Store, 'issueBoard' | 'issue' | 'complaint' | 'complaintAct'>;
  pack: () => Pack;
  rules: DeskRules;
  calendar: WorkingCalendar;
  clock: Clock;
  mode: () => WorkMode;
  locale: () => Locale;
  agentId: () => string;
  self: () => IssuePerson;
};

type Filed = { issue: IssueFile; complaint: Complaint; events: ComplaintEvent[] };

/**
 * Complaints (domain.md row 84): every issue of the complaint type is one from the moment it is opened, with its two
 * clocks; what people put down about it is kept beside the issue.
 */
export const createComplaintService = (deps: ComplaintServiceDeps): ComplaintService => {
  const { store, clock, rules } = deps;
  const { complaint: own } = rules;
  const clockRules = (): ComplaintClockRules => ({
    rules: own,
    timeZone: deps.pack().attempts.timeZone,
    calendar: deps.calendar,
  });
  const isComplaint = ({ code }: { code: string }): boolean => code === deps.pack().flow.flags.complaint;
  const filed = async (issue: IssueFile): Promise<Filed> => {
    const found = await store.complaint(issue.id);
    return { issue, complaint: found?.complaint ?? newComplaint(issue), events: found?.events ?? [] };
  };
  const all = async (): Promise<Filed[]> =>
    Promise.all((await store.issueBoard(deps.mode())).filter(isComplaint).map(filed));
  const load = async (issueId: string): Promise<Filed> => {
    const found = await store.issue(issueId);
    if (found === null || !isComplaint(found.issue)) throw new AppError('not_found', 'issueId');
    return filed(found.issue);
  };

  const rowOf = ({ issue, complaint }: Filed, now: number): ComplaintRow => ({
    issueId: issue.id,
    taskId: issue.taskId,
    holderName: issue.holderName,
    policyNo: issue.policyNo,
    grade: issue.grade,
    status: issue.status,
    owner: own.owner,
    handler: issue.handler,
    openedAt: complaint.openedAt,
    faces: clockFaces(complaint, clockRules()).map((face) => ({ ...face, late: isFaceLate(face, now) })),
    closedAt: complaint.closedAt,
  });
  const localised = (list: readonly { code: string; name: { zh: string; en: string } }[]) =>
    list.map(({ code, name }) => ({ code, name: deps.locale() === 'en' ? name.en : name.zh }));
  const detailOf = (file: Filed): ComplaintDetail => ({
    row: rowOf(file, clock.now()),
    complaint: file.complaint,
    events: file.events,
    steps: localised(own.steps).map((step) => ({ ...step, done: file.complaint.steps.includes(step.code) })),
    lists: {
      channels: localised(own.channels),
      about: localised(own.about),
      wishes: localised(own.wishes),
      ways: localised(own.ways),
      opinions: localised(own.opinions),
    },
  });

  const save = (complaint: Complaint, did: ComplaintEvent['did'], now: number): Promise<void> =>
    store.complaintAct({
      complaint,
      event: { at: now, by: did.type === 'reminded' ? null : deps.self(), did },
      agentId: deps.agentId(),
    });

  return {
    board: async (scope, search) => {
      const now = clock.now();
      const wanted = search.trim().toLowerCase();
      const rows = (await all()).map((file) => rowOf(file, now));
      const fits = ({ holderName, policyNo, owner, handler }: ComplaintRow): boolean =>
        [holderName, policyNo, owner, handler?.name ?? ''].some((text) =>
          text.toLowerCase().includes(wanted),
        );
      const dueOf = (row: ComplaintRow): number => nextFace(row.faces)?.dueAt ?? 0;
      const shown = rows.filter((row) => (row.closedAt === null) === (scope === 'open') && fits(row));
      // Red first: the clock that ends next.
      shown.sort((a, b) => (scope === 'open' ? dueOf(a) - dueOf(b) : (b.closedAt ?? 0) - (a.closedAt ?? 0)));
      const late = rows.filter(
        ({ closedAt, faces }) => closedAt === null && faces.some((face) => face.late && face.doneAt === null),
      );
      return { rows: shown, late: late.length };
    },
    detail: async (issueId) => detailOf(await load(issueId)),
    act: async (issueId, action) => {
      const file = await load(issueId);
      const texts = Object.entries(action.type === 'write' ? action.form : action);
      for (const [field, text] of texts)
        if (
          typeof text === 'string' &&
          findSensitiveNumbers(text, { allow: [file.issue.policyNo] }).length > 0
        )
          throw new AppError('sensitive_number', field === 'text' ? 'feedback' : field);
      const now = clock.now();
      const step = nextComplaint(file.complaint, action, { rules: own, now });
      if (!step.ok) throw new AppError(step.refusal, step.field);
      await save(step.complaint, action, now);
      return detailOf(await load(issueId));
    },
    isOpen: async (issue) => {
      if (!isComplaint(issue)) return false;
      return ((await store.complaint(issue.id))?.complaint.closedAt ?? null) === null;
    },
    remind: async () => {
      const now = clock.now();
      let given = 0;
      for (const { complaint, events } of await all()) {
        const before = events.flatMap(({ did }) => (did.type === 'reminded' ? [did] : []));
        const faces = clockFaces(complaint, clockRules());
        for (const reminder of complaintReminders(faces, complaint.openedAt, before, own, now)) {
          await save(complaint, { type: 'reminded', ...reminder }, now);
          given += 1;
        }
      }
      return given;
    },
  };
};
