import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CorrectionRow } from '../../../../core/ipc/features/cases.ts';
import { ChoiceGroup } from '../../../ui/choice-group.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { VirtualTable } from '../../../ui/virtual-table.tsx';
import type { Column } from '../../../ui/virtual-table.tsx';
import { useLocale } from '../../../lib/app-store.ts';
import { formatMoment } from '../../../lib/format.ts';
import { useLast } from '../../../lib/use-last.ts';
import { useRequest } from '../../../lib/use-request.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { nothingToFetch, type ViewProps } from '../issues/issue-view.tsx';
import { CorrectionBadge, CorrectionItem } from './correction-item.tsx';
import './cases.css';

const useColumns = (): readonly Column<CorrectionRow>[] => {
  const { t } = useTranslation();
  const locale = useLocale();
  return useMemo(
    () => [
      {
        id: 'status',
        header: t('correction.column.status'),
        track: '8.5rem',
        cell: (row) => <CorrectionBadge row={row} />,
      },
      {
        id: 'field',
        header: t('correction.column.field'),
        track: 'minmax(7rem, 1fr)',
        cell: (row) => row.fieldName,
      },
      {
        id: 'holder',
        header: t('correction.column.holder'),
        track: 'minmax(4rem, 0.6fr)',
        cell: (row) => row.holderName,
      },
      {
        id: 'at',
        header: t('correction.column.at'),
        track: '9rem',
        cell: (row) => formatMoment(row.requestedAt, locale),
      },
      {
        id: 'by',
        wideOnly: true,
        header: t('correction.column.by'),
        track: 'minmax(5rem, 0.6fr)',
        cell: (row) => row.requestedBy.name,
      },
    ],
    [t, locale],
  );
};

/** Correction requests of all policies, the oldest running first (domain.md row 83). */
export const CorrectionView = ({ search, version, gridRef, head, onDone }: ViewProps) => {
  const { t } = useTranslation();
  const [scope, setScope] = useState<'open' | 'closed'>('open');
  const [chosen, setChosen] = useState<string | null>(null);
  const found = useRequest('correction.board', { scope, search }, version);
  const board = useLast(found.value);
  const rows = board?.rows ?? [];
  const columns = useColumns();
  const selected = rows.findIndex((row) => row.id === chosen);
  const row = rows[selected] ?? rows[0];
  return (
    <>
      <section className="issue-board-left" aria-labelledby="issue-board-title">
        {head(null)}
        <ChoiceGroup<'open' | 'closed'>
          label={t('issues.scopes')}
          hideLabel
          choices={(['open', 'closed'] as const).map((id) => ({ id, label: t(`issues.scope.${id}`) }))}
          value={scope}
          onChange={(next) => {
            setScope(next);
            setChosen(null);
          }}
        />
        <ErrorText error={found.error} />
        <VirtualTable
          label={t('correction.table')}
          columns={columns}
          total={rows.length}
          rowAt={(index) => rows[index] ?? null}
          onShow={nothingToFetch}
          rowHeight={36}
          selected={selected < 0 ? null : selected}
          onSelect={(index) => setChosen(rows[index]?.id ?? null)}
          empty={
            found.loading && board === null
              ? t('common.loading')
              : search
                ? t('issues.emptySearch', { search })
                : t(`correction.empty.${scope}`)
          }
          gridRef={gridRef}
        />
      </section>
      <section className="issue" aria-label={t('correction.title')}>
        {row === undefined || board === null ? (
          <p className="soft">{t('correction.choose')}</p>
        ) : (
          <Panel title={`${row.holderName} · ${row.policyNo}`}>
            <CorrectionItem key={row.id} row={row} department={board.department} onDone={onDone} />
          </Panel>
        )}
      </section>
    </>
  );
};
