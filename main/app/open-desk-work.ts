import { join } from 'node:path';
import type { RoleBook } from '../../core/people/roles.ts';
import type { Clock, NewId, Store, Vault } from '../../core/ports.ts';
import { openCases } from '../cases/open-cases.ts';
import { alarmNotice } from '../follow-ups/alarm-notice.ts';
import { createScanFiles } from '../follow-ups/scan-files.ts';
import { createScanService } from '../follow-ups/scan-service.ts';
import { createFollowUpService } from '../follow-ups/follow-up-service.ts';
import { AppError } from '../ipc/app-error.ts';
import { followUpHandlers } from '../ipc/handlers/follow-up-handlers.ts';
import { issueHandlers } from '../ipc/handlers/issue-handlers.ts';
import { qualityHandlers } from '../ipc/handlers/quality-handlers.ts';
import { promiseHandlers } from '../ipc/handlers/promise-handlers.ts';
import { createIssueService } from '../issues/issue-service.ts';
import { readCalendar } from '../issues/read-calendar.ts';
import { reminderNotice } from '../issues/reminder-notice.ts';
import type { KnowledgeService } from '../knowledge/knowledge-service.ts';
import type { Log } from '../log/log.ts';
import { systemNotification } from '../notifications/system-notification.ts';
import type { PeopleService } from '../people/people-service.ts';
import { createPromiseService } from '../promises/promise-service.ts';
import { createQualityService } from '../quality/quality-service.ts';
import { readRules } from '../rules/read-rules.ts';
import { ruleFiles } from '../rules/rule-files.ts';
import { createReceiptService } from '../receipt/receipt-service.ts';
import type { PackLibrary } from '../session/pack-library.ts';
import type { SessionService } from '../session/session-service.ts';
import type { Settings } from '../settings/settings.ts';
import { realTimers } from '../sync/timers.ts';
import type { WindowRegistry } from '../windows/registry.ts';
import type { AppService } from './app-service.ts';

export type DeskWork = {
  handlers: ReturnType<typeof issueHandlers> &
    ReturnType<typeof followUpHandlers> &
    ReturnType<typeof promiseHandlers> &
    ReturnType<typeof qualityHandlers> &
    Awaited<ReturnType<typeof openCases>>['handlers'];
  start(): void;
  /** Something was found or settled: look at once. */
  kick(): void;
  stop(): void;
};

/** What follows from callbacks beside the telephone: 问题件, complaints, corrections, follow-ups, promises, receipts. */
export const openDeskWork = async (deps: {
  store: Store;
  packs: PackLibrary;
  desk: AppService;
  session: SessionService;
  knowledge: KnowledgeService;
  settings: Settings;
  registry: WindowRegistry;
  clock: Clock;
  newId: NewId;
  resources: string;
  profile: string;
  vault: Vault;
  log: Log;
  /** Whether somebody is on the line; a notice is silent then. */
  onLine: () => boolean;
  /** Brings the window to the front, for the person who clicks a notice. */
  show: () => void;
  people: PeopleService;
  roles: RoleBook;
}): Promise<DeskWork> => {
  const { store, packs, desk, settings, registry, clock, log } = deps;
  const agentId = (): string => settings.get('agent').id;
  const calendar = await readCalendar(deps);
  const cases = await openCases({ ...deps, calendar });
  const notice = { notify: systemNotification, onLine: deps.onLine, locale: desk.locale, show: deps.show };
  const common = {
    store,
    pack: () => packs.current().pack,
    clock,
    timers: realTimers,
    log,
    mode: desk.mode,
    locale: desk.locale,
    agentId,
  };
  const issues = createIssueService({
    ...common,
    calendar,
    self: cases.self,
    complaints: cases.complaints,
    role: () => settings.get('role'),
    onCounts: (counts) => registry.send('issue.counts', counts),
    onReminders: reminderNotice(notice),
  });
  const promises = createPromiseService({ ...common, onChange: () => followUps.kick() });
  const receipts = createReceiptService({ ...common, packs });
  const followUps = createFollowUpService({
    ...common,
    promises: promises.news,
    checkMayClose: (kind) => {
      const needed = deps.roles.followUps[kind];
      if (needed !== undefined && !deps.people.may(needed))
        throw new AppError('role_not_allowed', null, { role: deps.people.seat().role.id });
    },
    onNews: (news) => registry.send('followUp.news', news),
    onAlarm: alarmNotice(notice),
  });
  const scans = createScanService({
    ...common,
    files: createScanFiles(join(deps.profile, 'receipts')),
    vault: deps.vault,
    newId: deps.newId,
    kinds: () => packs.current().pack.followUps,
  });
  const quality = createQualityService({
    store,
    packs,
    form: await readRules(ruleFiles.qualityForm, deps),
    clock,
    newId: deps.newId,
    scorer: () => ({ ...cases.self(), agentId: agentId() }),
    mayScore: () => deps.people.may('quality'),
    onIssue: () => issues.kick(),
  });
  const { session, knowledge } = deps;
  return {
    handlers: {
      ...issueHandlers(issues),
      ...cases.handlers,
      ...qualityHandlers(quality),
      ...promiseHandlers({ session, knowledge, promises, receipts }),
      ...followUpHandlers(followUps, scans),
    },
    start: () => {
      issues.start();
      followUps.start();
    },
    kick: () => {
      issues.kick();
      followUps.kick();
    },
    stop: () => {
      issues.stop();
      followUps.stop();
    },
  };
};
