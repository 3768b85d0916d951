import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { LateAgentRow, LateRecordRow } from '../../../../core/ipc/features/reports.ts';
import { Badge } from '../../../ui/badge.tsx';
import type { Column } from '../../../ui/virtual-table.tsx';
import { useAppStore, useLocale } from '../../../lib/app-store.ts';
import { formatMoment, formatSpan } from '../../../lib/format.ts';
import { useReportStore } from '../../../lib/report-store.ts';
import { go } from '../../../lib/route-store.ts';
import { useLast } from '../../../lib/use-last.ts';
import { useRequest } from '../../../lib/use-request.ts';
import { codeText } from '../../../locales/i18n.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { ReportTable } from './report-table.tsx';
import { Share } from './share.tsx';
import { SpanChoice } from './span-choice.tsx';

const useAgentColumns = (target: number): readonly Column<LateAgentRow>[] => {
  const { t } = useTranslation();
  return useMemo(() => {
    const count = (id: 'records' | 'late' | 'open', header: string): Column<LateAgentRow> => ({
      id,
      header,
      track: '5rem',
      align: 'end',
      cell: (row) => row[id],
    });
    return [
      {
        id: 'agent',
        header: t('reports.late.agent'),
        track: 'minmax(8rem, 2fr)',
        cell: (row) => row.agent || t('reports.unknown'),
      },
      count('records', t('reports.late.records')),
      count('late', t('reports.late.late')),
      count('open', t('reports.late.stillOpen')),
      {
        id: 'share',
        header: t('reports.late.share'),
        track: 'minmax(8rem, 1fr)',
        align: 'end',
        cell: (row) => <Share share={row.share} target={target} below={row.below} />,
      },
      {
        id: 'median',
        header: t('reports.late.median'),
        track: '8rem',
        align: 'end',
        wideOnly: true,
        cell: (row) => (row.medianS === null ? '–' : formatSpan(row.medianS * 1000)),
      },
    ];
  }, [t, target]);
};

const useRecordColumns = (): readonly Column<LateRecordRow>[] => {
  const { t } = useTranslation();
  const locale = useLocale();
  return useMemo(
    () => [
      {
        id: 'state',
        header: t('reports.late.state'),
        track: '8rem',
        cell: (row) => (
          <Badge tone={row.state === 'open' ? 'care' : 'rule'}>{t(`reports.late.states.${row.state}`)}</Badge>
        ),
      },
      {
        id: 'wrap',
        header: t('reports.late.wrap'),
        track: '6rem',
        align: 'end',
        cell: (row) => formatSpan(row.wrapS * 1000),
      },
      {
        id: 'agent',
        header: t('reports.late.agent'),
        track: 'minmax(7rem, 1fr)',
        cell: (row) => row.agent || t('reports.unknown'),
      },
      {
        id: 'policyNo',
        header: t('reports.late.policyNo'),
        track: 'minmax(8rem, 1fr)',
        cell: (row) => row.policyNo,
      },
      {
        id: 'holder',
        header: t('reports.late.holder'),
        track: 'minmax(5rem, 1fr)',
        wideOnly: true,
        cell: (row) => row.holderName,
      },
      {
        id: 'ended',
        header: t('reports.late.ended'),
        track: '7rem',
        wideOnly: true,
        cell: (row) => formatMoment(row.callEndedAt, locale),
      },
      {
        id: 'disposition',
        header: t('reports.late.disposition'),
        track: 'minmax(7rem, 1fr)',
        wideOnly: true,
        cell: (row) => (row.disposition === null ? '–' : codeText('disposition', row.disposition)),
      },
    ],
    [t, locale],
  );
};

/** Records that were closed late or are still open, with their agent (domain.md row 49). */
export const LateReport = ({
  version,
  onRecord,
}: {
  version: string;
  onRecord: (attemptId: string) => void;
}) => {
  const { t } = useTranslation();
  const days = useReportStore((state) => state.days);
  const live = useAppStore((state) => state.app?.mode === 'live');
  const found = useRequest('report.late', { days }, version);
  const report = useLast(found.value);
  const list = report?.list ?? [];
  const count = report?.listCount ?? 0;
  const agentColumns = useAgentColumns(report?.target ?? 0);
  const recordColumns = useRecordColumns();
  const query = { report: 'late', days } as const;
  const empty = (text: string) => (report === null ? t('common.loading') : text);
  return (
    <>
      <SpanChoice />
      <ErrorText error={found.error} />
      {report && (
        <p className="report-sum">
          {t('reports.late.sum', {
            minutes: report.limitMinutes,
            target: report.target,
            records: report.records,
            late: report.late,
          })}
        </p>
      )}
      <ReportTable
        query={query}
        part="figures"
        title={t('reports.late.figures')}
        columns={agentColumns}
        rows={report?.agents ?? []}
        empty={empty(t('reports.late.none'))}
      />
      <ReportTable
        query={query}
        part="list"
        title={t('reports.late.list', { count })}
        label={t('reports.late.listTable')}
        columns={recordColumns}
        rows={list}
        empty={empty(t('reports.late.noLate'))}
        open={
          live
            ? {
                label: t('reports.late.open'),
                // The open record is the one on the call screen: a seat has one at most.
                run: ({ state, attemptId }) => (state === 'late' ? onRecord(attemptId) : go('call')),
              }
            : null
        }
        note={count > list.length ? t('reports.more', { total: count, shown: list.length }) : null}
      />
    </>
  );
};
