import type { IssuePerson } from '../../core/issue/issue-life.ts';
import type { WorkingCalendar } from '../../core/issue/working-days.ts';
import type { Clock, NewId, Store } from '../../core/ports.ts';
import type { AppService } from '../app/app-service.ts';
import { caseHandlers } from '../ipc/handlers/case-handlers.ts';
import type { Log } from '../log/log.ts';
import type { PackLibrary } from '../session/pack-library.ts';
import { createComplaintService, type ComplaintService } from './complaint-service.ts';
import { createCorrectionService } from './correction-service.ts';
import { readRules } from '../rules/read-rules.ts';
import { ruleFiles } from '../rules/rule-files.ts';

export type Cases = {
  complaints: ComplaintService;
  /** Who acts at this seat, as histories keep him. */
  self: () => IssuePerson;
  handlers: ReturnType<typeof caseHandlers>;
};

/** Complaints and correction requests, on the rules in force. */
export const openCases = async (deps: {
  store: Store;
  packs: PackLibrary;
  desk: AppService;
  calendar: WorkingCalendar;
  clock: Clock;
  newId: NewId;
  resources: string;
  profile: string;
  log: Log;
}): Promise<Cases> => {
  const { store, packs, desk, calendar, clock, newId } = deps;
  // A seat that has no name set up yet still says that somebody acted.
  const self = (): IssuePerson => {
    const { agentNumber, agentName } = desk.speaker();
    return { number: agentNumber || '-', name: agentName || '-' };
  };
  const common = {
    store,
    rules: await readRules(ruleFiles.desk, deps),
    clock,
    mode: desk.mode,
    locale: desk.locale,
    agentId: () => desk.state().agent.id,
    self,
  };
  const complaints = createComplaintService({ ...common, pack: () => packs.current().pack, calendar });
  const corrections = createCorrectionService({ ...common, newId });
  return { complaints, self, handlers: caseHandlers(complaints, corrections) };
};
