import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { findingSpans } from '../../../../core/ipc/features/findings.ts';
import type { FindingRow } from '../../../../core/ipc/features/findings.ts';
import { findingDimensions } from '../../../../core/issue/findings.ts';
import type { FindingDimension } from '../../../../core/issue/findings.ts';
import { Badge } from '../../../ui/badge.tsx';
import { ChoiceGroup } from '../../../ui/choice-group.tsx';
import { VirtualTable } from '../../../ui/virtual-table.tsx';
import type { Column } from '../../../ui/virtual-table.tsx';
import { useLast } from '../../../lib/use-last.ts';
import { useRequest } from '../../../lib/use-request.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import './findings.css';

type Span = (typeof findingSpans)[number];

const useColumns = (by: FindingDimension): readonly Column<FindingRow>[] => {
  const { t } = useTranslation();
  return useMemo(() => {
    const count = (id: 'total' | 'policies' | 'misSelling' | 'urgent' | 'open'): Column<FindingRow> => ({
      id,
      header: t(`findings.column.${id}`),
      track: 'minmax(4.5rem, 0.5fr)',
      align: 'end',
      cell: (row) => row[id],
    });
    return [
      {
        id: 'key',
        header: t(`findings.by.${by}`),
        track: 'minmax(10rem, 2fr)',
        cell: (row) => (row.key === '' ? t('findings.unknown') : `${row.key} ${row.name}`.trim()),
      },
      count('total'),
      count('policies'),
      count('misSelling'),
      count('urgent'),
      count('open'),
      {
        id: 'pattern',
        header: t('findings.column.pattern'),
        track: 'minmax(7rem, 0.7fr)',
        cell: (row) => (row.pattern ? <Badge tone="rule">{t('findings.pattern')}</Badge> : null),
      },
    ];
  }, [t, by]);
};

/** Where findings pile up: by seller, product, branch, channel, question or type (domain.md rows 3, 78, 89, 90). */
export const FindingsReport = ({ version }: { version: string }) => {
  const { t } = useTranslation();
  const [by, setBy] = useState<FindingDimension>('seller');
  const [days, setDays] = useState<Span>(30);
  const [selected, setSelected] = useState<number | null>(null);
  const found = useRequest('finding.report', { by, days }, version);
  const report = useLast(found.value);
  const rows = report?.rows ?? [];
  const columns = useColumns(by);
  return (
    <section className="findings" aria-label={t('findings.title')}>
      <div className="findings-choices">
        <ChoiceGroup<FindingDimension>
          label={t('findings.dimensions')}
          hideLabel
          choices={findingDimensions.map((id) => ({ id, label: t(`findings.by.${id}`) }))}
          value={by}
          onChange={(next) => {
            setBy(next);
            setSelected(null);
          }}
        />
        <ChoiceGroup<`${Span}`>
          label={t('findings.spans')}
          hideLabel
          choices={findingSpans.map((span) => ({
            id: `${span}`,
            label: t('findings.days', { count: span }),
          }))}
          value={`${days}`}
          onChange={(next) => setDays(findingSpans.find((span) => `${span}` === next) ?? days)}
        />
      </div>
      <ErrorText error={found.error} />
      {report && (
        <p className="findings-sum">
          {t('findings.sum', {
            total: report.total,
            policies: report.policies,
            least: report.rule.policies,
            days: report.rule.days,
          })}
        </p>
      )}
      <VirtualTable
        label={t('findings.title')}
        columns={columns}
        total={rows.length}
        rowAt={(index) => rows[index] ?? null}
        onShow={nothingToFetch}
        rowHeight={36}
        selected={selected}
        onSelect={setSelected}
        empty={found.loading && report === null ? t('common.loading') : t('findings.empty')}
      />
    </section>
  );
};

/** The report comes whole. */
const nothingToFetch = (): void => undefined;
