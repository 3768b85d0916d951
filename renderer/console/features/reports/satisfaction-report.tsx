import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LowScoreRow, SatisfactionAgentRow } from '../../../../core/ipc/features/reports.ts';
import { scoreNames } from '../../../../core/report/rows.ts';
import { Badge } from '../../../ui/badge.tsx';
import type { Column } from '../../../ui/virtual-table.tsx';
import { useAppStore, useLocale } from '../../../lib/app-store.ts';
import { formatMoment } from '../../../lib/format.ts';
import { useReportStore } from '../../../lib/report-store.ts';
import { useLast } from '../../../lib/use-last.ts';
import { useRequest } from '../../../lib/use-request.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { ReportTable } from './report-table.tsx';
import { Share } from './share.tsx';
import { SmsImport } from './sms-import.tsx';
import { SpanChoice } from './span-choice.tsx';

const useAgentColumns = (target: number): readonly Column<SatisfactionAgentRow>[] => {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        id: 'agent',
        header: t('reports.satisfaction.agent'),
        track: 'minmax(8rem, 2fr)',
        cell: (row) => row.agent || t('reports.satisfaction.noCall'),
      },
      {
        id: 'replies',
        header: t('reports.satisfaction.replies'),
        track: '5rem',
        align: 'end',
        cell: (row) => (row.sms === 0 ? row.replies : `${row.replies} (${row.sms})`),
      },
      ...scoreNames.map((name): Column<SatisfactionAgentRow> => ({
        id: name,
        header: t(`reports.satisfaction.${name}`),
        track: '5.5rem',
        align: 'end',
        cell: (row) => row.scores[name] ?? '–',
      })),
      {
        id: 'percent',
        header: t('reports.satisfaction.percent'),
        track: 'minmax(8rem, 1fr)',
        align: 'end',
        cell: (row) => <Share share={row.percent} target={target} below={row.below} />,
      },
      {
        id: 'low',
        header: t('reports.satisfaction.low'),
        track: '4rem',
        align: 'end',
        cell: (row) => row.low,
      },
    ],
    [t, target],
  );
};

const useLowColumns = (lowAtMost: number): readonly Column<LowScoreRow>[] => {
  const { t } = useTranslation();
  const locale = useLocale();
  return useMemo(
    () => [
      {
        id: 'agent',
        header: t('reports.satisfaction.agent'),
        track: 'minmax(7rem, 1fr)',
        cell: (row) => row.agent || t('reports.satisfaction.noCall'),
      },
      ...scoreNames.map((name): Column<LowScoreRow> => ({
        id: name,
        header: t(`reports.satisfaction.${name}`),
        track: '5.5rem',
        align: 'end',
        cell: ({ scores }) => {
          const score = scores[name];
          if (score === null) return '–';
          return score <= lowAtMost ? <Badge tone="rule">{score}</Badge> : score;
        },
      })),
      {
        id: 'policyNo',
        header: t('reports.satisfaction.policyNo'),
        track: 'minmax(8rem, 1fr)',
        cell: (row) => row.policyNo,
      },
      {
        id: 'holder',
        header: t('reports.satisfaction.holder'),
        track: 'minmax(5rem, 1fr)',
        wideOnly: true,
        cell: (row) => row.holderName,
      },
      {
        id: 'source',
        header: t('reports.satisfaction.source'),
        track: '4.5rem',
        cell: (row) => t(`reports.satisfaction.sources.${row.source}`),
      },
      {
        id: 'rated',
        header: t('reports.satisfaction.rated'),
        track: '7rem',
        wideOnly: true,
        cell: (row) =>
          row.ratedAt === null ? t('reports.satisfaction.noCall') : formatMoment(row.ratedAt, locale),
      },
      {
        id: 'at',
        header: t('reports.satisfaction.at'),
        track: '7rem',
        wideOnly: true,
        cell: (row) => formatMoment(row.at, locale),
      },
    ],
    [t, locale, lowAtMost],
  );
};

/** Scores of the surveys, by telephone and SMS, by the agent whose call was rated (domain.md rows 5, 59). */
export const SatisfactionReport = (props: { version: string; onRecord: (attemptId: string) => void }) => {
  const { t } = useTranslation();
  const days = useReportStore((state) => state.days);
  const live = useAppStore((state) => state.app?.mode === 'live');
  const [taken, setTaken] = useState(0);
  const found = useRequest('report.satisfaction', { days }, `${props.version} ${taken}`);
  const report = useLast(found.value);
  const low = report?.low ?? [];
  const count = report?.lowCount ?? 0;
  const agentColumns = useAgentColumns(report?.target ?? 0);
  const lowColumns = useLowColumns(report?.lowAtMost ?? 0);
  const query = { report: 'satisfaction', days } as const;
  const empty = (text: string) => (report === null ? t('common.loading') : text);
  return (
    <>
      <SpanChoice />
      <SmsImport best={report?.best ?? 0} onTaken={() => setTaken((count) => count + 1)} />
      <ErrorText error={found.error} />
      {report && (
        <p className="report-sum">
          {t('reports.satisfaction.sum', {
            replies: report.replies,
            best: report.best,
            target: report.target,
            low: report.lowAtMost,
          })}
        </p>
      )}
      <ReportTable
        query={query}
        part="figures"
        title={t('reports.satisfaction.figures')}
        columns={agentColumns}
        rows={report?.agents ?? []}
        empty={empty(t('reports.satisfaction.none'))}
      />
      <ReportTable
        query={query}
        part="list"
        title={t('reports.satisfaction.list', { count })}
        label={t('reports.satisfaction.listTable')}
        columns={lowColumns}
        rows={low}
        empty={empty(t('reports.satisfaction.noLow'))}
        open={
          live
            ? {
                label: t('reports.satisfaction.open'),
                run: ({ ratedAttemptId, attemptId }) => {
                  const record = ratedAttemptId ?? attemptId;
                  if (record !== null) props.onRecord(record);
                },
              }
            : null
        }
        note={count > low.length ? t('reports.more', { total: count, shown: low.length }) : null}
      />
    </>
  );
};
