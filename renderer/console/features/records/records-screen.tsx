import { useCallback, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordRow } from '../../../../core/ipc/features/worklist.ts';
import { Badge } from '../../../ui/badge.tsx';
import { ChoiceGroup } from '../../../ui/choice-group.tsx';
import { TextField } from '../../../ui/field.tsx';
import { VirtualTable } from '../../../ui/virtual-table.tsx';
import type { Column } from '../../../ui/virtual-table.tsx';
import { callDesk } from '../../../lib/desk.ts';
import { useLocale } from '../../../lib/app-store.ts';
import { formatMoment, formatSpan } from '../../../lib/format.ts';
import { pageSize } from '../../../lib/paged-list.ts';
import { codeText } from '../../../locales/i18n.ts';
import { go, useRouteStore } from '../../../lib/route-store.ts';
import { useMay } from '../../../lib/seat.ts';
import { useDebounced } from '../../../lib/use-debounced.ts';
import { usePagedList } from '../../../lib/use-paged-list.ts';
import { useKey } from '../../keyboard/use-key.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { useListVersion } from '../../shared/use-list-version.ts';
import { ReportsView } from '../reports/reports-view.tsx';
import { ListExport } from './list-export.tsx';
import { RecordDetail } from './record-detail.tsx';
import { SyncBadge } from './sync-badge.tsx';
import './records.css';

const useColumns = (): readonly Column<RecordRow>[] => {
  const { t } = useTranslation();
  const locale = useLocale();
  return useMemo(
    () => [
      {
        id: 'startedAt',
        header: t('records.column.startedAt'),
        track: '6.75rem',
        cell: (row) => formatMoment(row.startedAt, locale),
      },
      {
        id: 'holder',
        header: t('records.column.holder'),
        track: 'minmax(5rem, 1fr)',
        cell: (row) => row.holderName,
      },
      {
        id: 'policyNo',
        wideOnly: true,
        header: t('records.column.policyNo'),
        track: 'minmax(7.5rem, 1fr)',
        cell: (row) => row.policyNo,
      },
      {
        id: 'disposition',
        header: t('records.column.disposition'),
        track: 'minmax(7rem, 1fr)',
        cell: (row) => codeText('disposition', row.disposition),
      },
      {
        id: 'duration',
        wideOnly: true,
        header: t('records.column.duration'),
        track: '4rem',
        align: 'end',
        cell: (row) => formatSpan(row.durationS * 1000),
      },
      {
        id: 'issues',
        wideOnly: true,
        header: t('records.column.issues'),
        track: '4rem',
        align: 'end',
        cell: (row) => (row.issueCount > 0 ? <Badge tone="care">{row.issueCount}</Badge> : '–'),
      },
      {
        id: 'sync',
        header: t('records.column.sync'),
        track: '6.5rem',
        cell: (row) => <SyncBadge state={row.syncState} mode={row.mode} />,
      },
    ],
    [t, locale],
  );
};

/** Closed callbacks: list at the left, the record form at the right. */
const RecordList = ({ tabs }: { tabs: ReactNode }) => {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const wanted = useDebounced(search.trim(), 120);
  const chosen = useRouteStore((state) => state.attemptId);
  const version = useListVersion();
  const searchRef = useRef<HTMLInputElement>(null);
  const gridRef = useRef<HTMLDivElement>(null);
  const columns = useColumns();
  const load = useCallback(
    (offset: number, limit: number) => callDesk('records.page', { search: wanted, offset, limit }),
    [wanted],
  );
  const rows = usePagedList(load, version);
  const selected = useMemo(() => {
    for (const [page, { rows: list }] of rows.pages) {
      const index = list.findIndex((row) => row.attemptId === chosen);
      if (index >= 0) return page * pageSize + index;
    }
    return null;
  }, [rows.pages, chosen]);
  useKey('searchRecords', () => searchRef.current?.focus());
  const empty = wanted ? t('records.emptySearch', { search: wanted }) : t('records.empty');

  return (
    <div className="records">
      <section className="records-left" aria-labelledby="records-title">
        <div className="worklist-head">
          <h1 id="records-title">{t('records.title')}</h1>
          {tabs}
          <TextField
            className="worklist-search"
            type="search"
            label={t('records.search')}
            hideLabel
            placeholder={`${t('records.search')}  (Ctrl+K)`}
            value={search}
            onChange={setSearch}
            maxLength={100}
            inputRef={searchRef}
            onArrowDown={() => gridRef.current?.focus()}
          />
        </div>
        <ListExport search={wanted} total={rows.total} />
        <ErrorText error={rows.error} />
        <VirtualTable
          label={t('records.table')}
          columns={columns}
          total={rows.total}
          rowAt={rows.rowAt}
          onShow={rows.show}
          rowHeight={36}
          selected={selected}
          onSelect={(index) => {
            const row = rows.rowAt(index);
            if (row) go('records', { attemptId: row.attemptId });
          }}
          empty={rows.loading ? t('common.loading') : empty}
          gridRef={gridRef}
        />
      </section>
      <RecordDetail attemptId={chosen} version={version} />
    </div>
  );
};

type Tab = 'records' | 'reports';

/** Records, and beside them what they add up to for who may see figures. */
export const RecordsScreen = () => {
  const { t } = useTranslation();
  const figures = useMay('figures');
  const [tab, setTab] = useState<Tab>('records');
  const tabs = figures && (
    <ChoiceGroup<Tab>
      label={t('reports.tabs')}
      hideLabel
      choices={(['records', 'reports'] as const).map((id) => ({ id, label: t(`reports.tab.${id}`) }))}
      value={tab}
      onChange={setTab}
    />
  );
  if (!figures || tab === 'records') return <RecordList tabs={tabs} />;
  return (
    <ReportsView
      tabs={tabs}
      onRecord={(attemptId) => {
        go('records', { attemptId });
        setTab('records');
      }}
    />
  );
};
