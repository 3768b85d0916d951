import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { FunnelStageRow, FunnelStopRow } from '../../../../core/ipc/features/reports.ts';
import type { Column } from '../../../ui/virtual-table.tsx';
import { useReportStore } from '../../../lib/report-store.ts';
import { useLast } from '../../../lib/use-last.ts';
import { useRequest } from '../../../lib/use-request.ts';
import { codeText } from '../../../locales/i18n.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { ReportTable } from './report-table.tsx';
import { SpanChoice } from './span-choice.tsx';

const useStageColumns = (): readonly Column<FunnelStageRow>[] => {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        id: 'stage',
        header: t('reports.funnel.stage'),
        track: 'minmax(9rem, 1.2fr)',
        cell: (row) => t(`reports.funnel.stages.${row.stage}`),
      },
      {
        id: 'bar',
        header: t('reports.funnel.share'),
        track: 'minmax(10rem, 2fr)',
        wideOnly: true,
        cell: (row) => (
          <span className="report-bar">
            <span aria-hidden className="report-bar-track">
              <span className="report-bar-fill" style={{ inlineSize: `${row.share ?? 0}%` }} />
            </span>
            {row.share === null ? '–' : `${row.share}%`}
          </span>
        ),
      },
      {
        id: 'reached',
        header: t('reports.funnel.reached'),
        track: '5rem',
        align: 'end',
        cell: (row) => row.reached,
      },
      {
        id: 'stopped',
        header: t('reports.funnel.stopped'),
        track: '8rem',
        align: 'end',
        cell: (row) => row.stopped,
      },
      {
        id: 'median',
        header: t('reports.funnel.median'),
        track: '8rem',
        align: 'end',
        cell: (row) => (row.medianS === null ? '–' : t('reports.funnel.seconds', { count: row.medianS })),
      },
    ],
    [t],
  );
};

const useStopColumns = (): readonly Column<FunnelStopRow>[] => {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        id: 'stage',
        header: t('reports.funnel.stage'),
        track: 'minmax(9rem, 1fr)',
        cell: (row) => t(`reports.funnel.stages.${row.stage}`),
      },
      {
        id: 'disposition',
        header: t('reports.funnel.disposition'),
        track: 'minmax(9rem, 2fr)',
        cell: (row) =>
          row.disposition === null
            ? t('reports.funnel.noDisposition')
            : codeText('disposition', row.disposition),
      },
      {
        id: 'count',
        header: t('reports.funnel.count'),
        track: '5rem',
        align: 'end',
        cell: (row) => row.count,
      },
    ],
    [t],
  );
};

/** How far callbacks come on the five steps, and where they stand still (domain.md row 20). */
export const FunnelReport = ({ version }: { version: string }) => {
  const { t } = useTranslation();
  const days = useReportStore((state) => state.days);
  const found = useRequest('report.funnel', { days }, version);
  const report = useLast(found.value);
  const stageColumns = useStageColumns();
  const stopColumns = useStopColumns();
  const query = { report: 'funnel', days } as const;
  const empty = (text: string) => (report === null ? t('common.loading') : text);
  return (
    <>
      <SpanChoice />
      <ErrorText error={found.error} />
      {report && (
        <p className="report-sum">
          {t('reports.funnel.sum', { due: report.due, notBegun: report.notBegun })}
        </p>
      )}
      <ReportTable
        query={query}
        part="figures"
        title={t('reports.funnel.figures')}
        columns={stageColumns}
        rows={report?.rows ?? []}
        empty={empty(t('reports.funnel.none'))}
      />
      <ReportTable
        query={query}
        part="list"
        title={t('reports.funnel.stops')}
        columns={stopColumns}
        rows={report?.stops ?? []}
        empty={empty(t('reports.funnel.noStop'))}
      />
    </>
  );
};
