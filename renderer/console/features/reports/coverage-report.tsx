import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChannelOutput } from '../../../../core/ipc/contract.ts';
import type { CoverageGroupRow, MissRow } from '../../../../core/ipc/features/reports.ts';
import { coverageDimensions, coverageMeasures, monthBases } from '../../../../core/report/coverage.ts';
import type { CoverageDimension, CoverageMeasure, MonthBasis } from '../../../../core/report/coverage.ts';
import { Button } from '../../../ui/button.tsx';
import { ChoiceGroup } from '../../../ui/choice-group.tsx';
import type { Column } from '../../../ui/virtual-table.tsx';
import { useAppStore } from '../../../lib/app-store.ts';
import { chooseReport, useReportStore } from '../../../lib/report-store.ts';
import { go } from '../../../lib/route-store.ts';
import { useLast } from '../../../lib/use-last.ts';
import { useRequest } from '../../../lib/use-request.ts';
import { codeText } from '../../../locales/i18n.ts';
import { DeadlineBadge } from '../../shared/deadline-badge.tsx';
import { ErrorText } from '../../shared/error-text.tsx';
import { ReportTable } from './report-table.tsx';
import { Share } from './share.tsx';

type Targets = ChannelOutput<'report.coverage'>['targets'];
const noTargets: Targets = { tried: 0, completed: 0, inTime: 0, successful: 0 };

const useGroupColumns = (by: CoverageDimension, targets: Targets): readonly Column<CoverageGroupRow>[] => {
  const { t } = useTranslation();
  return useMemo(() => {
    const measure = (id: CoverageMeasure): Column<CoverageGroupRow> => ({
      id,
      header: t(`reports.coverage.${id}`),
      track: 'minmax(8.5rem, 1fr)',
      align: 'end',
      wideOnly: id === 'inTime' || id === 'completed',
      cell: (row) => (
        <span className="report-measure">
          <span>{row[id]}</span>
          <Share share={row.shares[id]} target={targets[id]} below={row.below.includes(id)} />
        </span>
      ),
    });
    return [
      { id: 'month', header: t('reports.coverage.month'), track: '5.5rem', cell: (row) => row.month },
      {
        id: 'key',
        header: t(`reports.coverage.by.${by}`),
        track: 'minmax(5rem, 1fr)',
        cell: (row) => row.key || t('reports.unknown'),
      },
      {
        id: 'due',
        header: t('reports.coverage.due'),
        track: '4rem',
        align: 'end',
        cell: (row) => row.due,
      },
      ...coverageMeasures.map(measure),
      {
        id: 'misses',
        header: t('reports.coverage.missed'),
        track: '4rem',
        align: 'end',
        cell: (row) => row.misses,
      },
    ];
  }, [t, by, targets]);
};

const useMissColumns = (by: CoverageDimension): readonly Column<MissRow>[] => {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        id: 'left',
        header: t('reports.coverage.left'),
        track: '7.5rem',
        cell: (row) => <DeadlineBadge days={row.daysLeft} />,
      },
      {
        id: 'reason',
        header: t('reports.coverage.reason'),
        track: 'minmax(10rem, 1.2fr)',
        cell: (row) => {
          const what = t(row.tried ? 'reports.coverage.unfinished' : 'reports.coverage.untried');
          return `${t(`reports.coverage.clock.${row.clock}`)} · ${what}`;
        },
      },
      {
        id: 'policyNo',
        header: t('reports.coverage.policyNo'),
        track: 'minmax(8rem, 1fr)',
        cell: (row) => row.policyNo,
      },
      {
        id: 'holder',
        header: t('reports.coverage.holder'),
        track: 'minmax(5rem, 1fr)',
        wideOnly: true,
        cell: (row) => row.holderName,
      },
      {
        id: 'month',
        header: t('reports.coverage.month'),
        track: '5.5rem',
        wideOnly: true,
        cell: (row) => row.month,
      },
      {
        id: 'key',
        header: t(`reports.coverage.by.${by}`),
        track: 'minmax(5rem, 1fr)',
        wideOnly: true,
        cell: (row) => row.key || t('reports.unknown'),
      },
      {
        id: 'last',
        header: t('reports.coverage.last'),
        track: 'minmax(7rem, 1fr)',
        cell: (row) => (row.lastDisposition === null ? '–' : codeText('disposition', row.lastDisposition)),
      },
    ],
    [t, by],
  );
};

/** Whether every policy that is owed a callback got one, and which did not (domain.md row 6). */
export const CoverageReport = ({ version }: { version: string }) => {
  const { t } = useTranslation();
  const { by, basis, of } = useReportStore();
  const live = useAppStore((state) => state.app?.mode === 'live');
  const found = useRequest('report.coverage', { by, basis, of }, version);
  const report = useLast(found.value);
  const groups = report?.groups ?? [];
  const misses = report?.misses ?? [];
  const groupColumns = useGroupColumns(by, report?.targets ?? noTargets);
  const missColumns = useMissColumns(by);
  const query = { report: 'coverage', by, basis, of } as const;
  const count = report?.missCount ?? 0;
  const empty = (text: string) => (report === null ? t('common.loading') : text);
  const chosen =
    of === null ? -1 : groups.findIndex(({ month, key }) => month === of.month && key === of.key);
  return (
    <>
      <div className="report-choices">
        <ChoiceGroup<CoverageDimension>
          label={t('reports.coverage.dimensions')}
          hideLabel
          choices={coverageDimensions.map((id) => ({ id, label: t(`reports.coverage.by.${id}`) }))}
          value={by}
          onChange={(next) => chooseReport({ by: next, of: null })}
        />
        <ChoiceGroup<MonthBasis>
          label={t('reports.coverage.bases')}
          hideLabel
          choices={monthBases.map((id) => ({ id, label: t(`reports.coverage.basis.${id}`) }))}
          value={basis}
          onChange={(next) => chooseReport({ basis: next, of: null })}
        />
      </div>
      <ErrorText error={found.error} />
      {report && (
        <p className="report-sum">
          {t('reports.coverage.sum', {
            ...report.total,
            months: report.months,
            target: report.targets.tried,
          })}
        </p>
      )}
      <ReportTable
        query={query}
        part="figures"
        title={t('reports.coverage.figures')}
        columns={groupColumns}
        rows={groups}
        empty={empty(t('reports.coverage.none'))}
        chosen={{
          index: chosen < 0 ? null : chosen,
          choose: (index) => {
            const group = groups[index];
            if (group) chooseReport({ of: { month: group.month, key: group.key } });
          },
        }}
      />
      <ReportTable
        query={query}
        part="list"
        title={
          of === null
            ? t('reports.coverage.misses', { count })
            : t('reports.coverage.missesOf', { month: of.month, key: of.key || t('reports.unknown'), count })
        }
        label={t('reports.coverage.missesTable')}
        columns={missColumns}
        rows={misses}
        empty={empty(t('reports.coverage.noMiss'))}
        open={
          live ? { label: t('reports.coverage.open'), run: ({ taskId }) => go('worklist', { taskId }) } : null
        }
        tools={
          of !== null && (
            <Button onPress={() => chooseReport({ of: null })}>{t('reports.coverage.all')}</Button>
          )
        }
        note={count > misses.length ? t('reports.more', { total: count, shown: misses.length }) : null}
      />
    </>
  );
};
