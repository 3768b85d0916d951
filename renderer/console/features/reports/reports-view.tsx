import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReportName } from '../../../../core/ipc/features/reports.ts';
import { Notice } from '../../../ui/badge.tsx';
import { ChoiceGroup } from '../../../ui/choice-group.tsx';
import { useAppStore } from '../../../lib/app-store.ts';
import { chooseReport, useReportStore } from '../../../lib/report-store.ts';
import { useNow } from '../../../lib/use-now.ts';
import { useListVersion } from '../../shared/use-list-version.ts';
import { CoverageReport } from './coverage-report.tsx';
import { FunnelReport } from './funnel-report.tsx';
import { LateReport } from './late-report.tsx';
import { SatisfactionReport } from './satisfaction-report.tsx';
import './reports.css';

const reports = ['coverage', 'funnel', 'late', 'satisfaction'] as const satisfies readonly ReportName[];

type ReportsViewProps = { tabs: ReactNode; onRecord: (attemptId: string) => void };

/** Reports for team leads: figures above, what needs doing below. */
export const ReportsView = ({ tabs, onRecord }: ReportsViewProps) => {
  const { t } = useTranslation();
  const report = useReportStore((state) => state.report);
  const practising = useAppStore((state) => state.app?.mode === 'practice');
  // An open record grows late by itself.
  const minute = useNow(60_000);
  const version = `${useListVersion()} ${Math.floor(minute / 60_000)}`;
  return (
    <section className="reports" aria-labelledby="reports-title">
      <div className="worklist-head">
        <h1 id="reports-title">{t('reports.kinds')}</h1>
        {tabs}
        <ChoiceGroup<ReportName>
          label={t('reports.kinds')}
          hideLabel
          choices={reports.map((id) => ({ id, label: t(`reports.kind.${id}`) }))}
          value={report}
          onChange={(next) => chooseReport({ report: next })}
        />
      </div>
      {practising && <Notice tone="practice">{t('reports.live')}</Notice>}
      {report === 'coverage' && <CoverageReport version={version} />}
      {report === 'funnel' && <FunnelReport version={version} />}
      {report === 'late' && <LateReport version={version} onRecord={onRecord} />}
      {report === 'satisfaction' && <SatisfactionReport version={version} onRecord={onRecord} />}
    </section>
  );
};
