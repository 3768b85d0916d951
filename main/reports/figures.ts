import type { Clock, NewId, Store } from '../../core/ports.ts';
import type { AppService } from '../app/app-service.ts';
import type { RecordSource } from '../export/record-source.ts';
import { findingHandlers } from '../ipc/handlers/finding-handlers.ts';
import { reportHandlers } from '../ipc/handlers/report-handlers.ts';
import type { Log } from '../log/log.ts';
import type { PackLibrary } from '../session/pack-library.ts';
import { readRules } from '../rules/read-rules.ts';
import { ruleFiles } from '../rules/rule-files.ts';
import { importSmsReplies } from '../survey/sms-reply-service.ts';
import { createReportService } from './report-service.ts';

/** All figures of the desk: findings and reports. */
export const figureHandlers = async (deps: {
  store: Store;
  clock: Clock;
  app: AppService;
  packs: PackLibrary;
  source: RecordSource;
  resources: string;
  profile: string;
  newId: NewId;
  /** Issues were opened. */
  onIssue: () => void;
  log: Log;
}) => {
  const { store, clock, app, packs, source } = deps;
  const reports = createReportService({
    store,
    clock,
    targets: await readRules(ruleFiles.reportTargets, deps),
    timeZone: () => packs.current().pack.attempts.timeZone,
    agent: () => app.state().agent,
  });
  return {
    ...findingHandlers({ store, clock, app, packs }),
    ...reportHandlers({
      ...{ reports, store, clock, app, packs, source },
      importSms: (path) =>
        importSmsReplies(path, {
          ...{ store, clock, newId: deps.newId, onIssue: deps.onIssue, rules: reports.targets.satisfaction },
          pack: () => packs.current().pack,
          agentId: () => app.state().agent.id,
        }),
    }),
  };
};
