import { dialog } from 'electron';
import { reportListLimit, type ReportQuery } from '../../../core/ipc/features/reports.ts';
import type { Clock, Store } from '../../../core/ports.ts';
import { momentText } from '../../../core/record/moment-text.ts';
import {
  coverageTable,
  funnelTable,
  lateTable,
  satisfactionTable,
  type ReportPart,
  type ReportTable,
} from '../../../core/report/report-tables.ts';
import { reportWords } from '../../../core/report/report-words.ts';
import type { AppService } from '../../app/app-service.ts';
import type { RecordSource } from '../../export/record-source.ts';
import { saveDocument } from '../../export/save-document.ts';
import { writeTable } from '../../export/table-export.ts';
import type { SmsImport } from '../../survey/sms-reply-service.ts';
import { unnamed, type ReportService } from '../../reports/report-service.ts';
import type { PackLibrary } from '../../session/pack-library.ts';
import type { Handlers } from '../run-call.ts';

type Names =
  | 'report.coverage'
  | 'report.funnel'
  | 'report.late'
  | 'report.satisfaction'
  | 'report.importSms'
  | 'report.export';

/** Reports for team leads (domain.md rows 5, 6, 20, 49, 59); each file saved is in the audit chain. */
export const reportHandlers = (deps: {
  reports: ReportService;
  store: Pick<Store, 'audit'>;
  clock: Clock;
  app: Pick<AppService, 'state' | 'locale'>;
  packs: Pick<PackLibrary, 'current'>;
  source: Pick<RecordSource, 'masked'>;
  importSms: (path: string) => Promise<SmsImport>;
}): Pick<Handlers, Names> => {
  const { reports, store, clock, app, packs, source } = deps;
  const { coverage: coverageRules, records, satisfaction: scoreRules } = reports.targets;
  // Figures are for more roles than customers are; a file follows the rule of every export instead.
  const listed = <T extends Parameters<typeof unnamed>[0][number]>(rows: readonly T[]): T[] =>
    unnamed(rows.slice(0, reportListLimit), !app.state().seat.may.includes('records'));

  const tableOf = async (query: ReportQuery, part: ReportPart): Promise<ReportTable> => {
    const locale = app.locale();
    const { pack } = packs.current();
    const context = {
      words: reportWords[locale],
      dispositionName: (code: string): string => {
        const name = pack.dispositions.find((one) => one.code === code)?.name;
        return name === undefined ? code : `${code} ${locale === 'en' ? name.en : name.zh}`;
      },
      moment: (at: number): string => momentText(at, pack.attempts.timeZone),
    };
    const hidden = source.masked();
    switch (query.report) {
      case 'coverage': {
        const report = await reports.coverage(query);
        const misses = unnamed(report.misses, hidden);
        return coverageTable({ ...report, misses }, query.by, part, context);
      }
      case 'funnel':
        return funnelTable(await reports.funnel(query.days), part, context);
      case 'late': {
        const report = await reports.late(query.days);
        return lateTable({ ...report, list: unnamed(report.list, hidden) }, part, context);
      }
      case 'satisfaction': {
        const report = await reports.satisfaction(query.days);
        return satisfactionTable({ ...report, low: unnamed(report.low, hidden) }, part, context);
      }
    }
  };

  return {
    'report.coverage': async (query) => {
      const { groups, total, misses } = await reports.coverage(query);
      const { targets, endingDays, months } = coverageRules;
      return { groups, total, misses: listed(misses), missCount: misses.length, targets, endingDays, months };
    },
    'report.funnel': ({ days }) => reports.funnel(days),
    'report.late': async ({ days }) => {
      const { agents, list, ...sums } = await reports.late(days);
      return { agents, list: listed(list), listCount: list.length, ...sums, ...records };
    },
    'report.satisfaction': async ({ days }) => {
      const { agents, low, replies } = await reports.satisfaction(days);
      const { best, low: lowAtMost, target } = scoreRules;
      return { agents, low: listed(low), lowCount: low.length, replies, best, lowAtMost, target };
    },
    'report.importSms': async () => {
      const chosen = await dialog.showOpenDialog({
        properties: ['openFile'],
        filters: [
          { name: 'CSV, XLSX', extensions: ['csv', 'txt', 'xlsx'] },
          { name: '*', extensions: ['*'] },
        ],
      });
      const path = chosen.filePaths[0];
      return chosen.canceled || path === undefined ? null : deps.importSms(path);
    },
    'report.export': async ({ query, part }) => {
      const table = await tableOf(query, part);
      const path = await saveDocument({
        name: `${query.report}-${part}-${new Date(clock.now()).toISOString().slice(0, 10)}.csv`,
        kind: { name: 'CSV', extensions: ['csv'] },
        write: (file) => writeTable(file, table),
      });
      const [masked, count] = [source.masked(), table.rows.length];
      if (path !== null) {
        const detail = `${part} ${count} ${masked ? 'masked' : 'open'}`;
        const { id: agentId } = app.state().agent;
        await store.audit({ at: clock.now(), agentId, action: 'report.export', ref: query.report, detail });
      }
      return { path, count, masked };
    },
  };
};
