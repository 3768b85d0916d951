import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { IssueRow } from '../../../../core/ipc/features/issues.ts';
import { Badge } from '../../../ui/badge.tsx';
import { ChoiceGroup } from '../../../ui/choice-group.tsx';
import { TextField } from '../../../ui/field.tsx';
import { VirtualTable } from '../../../ui/virtual-table.tsx';
import type { Column } from '../../../ui/virtual-table.tsx';
import { useLocale } from '../../../lib/app-store.ts';
import { useIssueStore } from '../../../lib/issue-store.ts';
import { useDebounced } from '../../../lib/use-debounced.ts';
import { useLast } from '../../../lib/use-last.ts';
import { useNow } from '../../../lib/use-now.ts';
import { useRequest } from '../../../lib/use-request.ts';
import { useKey } from '../../keyboard/use-key.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { useListVersion } from '../../shared/use-list-version.ts';
import { ClockBadge } from './clock-badge.tsx';
import { IssuePanel } from './issue-panel.tsx';
import './issues.css';

const useColumns = (now: number): readonly Column<IssueRow>[] => {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        id: 'clock',
        header: t('issues.column.clock'),
        track: 'minmax(13.25rem, 1.1fr)',
        cell: (row) => <ClockBadge row={row} now={now} />,
      },
      {
        id: 'grade',
        header: t('issues.column.grade'),
        track: '4.5rem',
        cell: (row) => <Badge tone={row.grade === 'U' ? 'rule' : 'care'}>{t(`grade.${row.grade}`)}</Badge>,
      },
      {
        id: 'type',
        header: t('issues.column.type'),
        track: 'minmax(7.5rem, 1fr)',
        cell: (row) => `${row.code} ${row.name}`,
      },
      {
        id: 'holder',
        header: t('issues.column.holder'),
        track: 'minmax(4rem, 0.5fr)',
        cell: (row) => row.holderName,
      },
      {
        id: 'status',
        header: t('issues.column.status'),
        track: '6rem',
        cell: (row) => t(`issues.status.${row.status}`),
      },
      {
        id: 'handler',
        wideOnly: true,
        header: t('issues.column.handler'),
        track: 'minmax(5rem, 0.7fr)',
        cell: (row) => row.handler?.name ?? row.owner,
      },
    ],
    [t, now],
  );
};

/** Board of 问题件: the clock that ends next stands first, late ones red (domain.md rows 74, 75, 88). */
export const IssuesScreen = () => {
  const { t } = useTranslation();
  const [scope, setScope] = useState<'open' | 'closed'>('open');
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const wanted = useDebounced(search.trim(), 120);
  const now = useNow(30_000);
  const told = useIssueStore((state) => state.version);
  const [done, setDone] = useState(0);
  const version = `${useListVersion()} ${told} ${done} ${useLocale()}`;
  const found = useRequest('issue.board', { scope, search: wanted }, version);
  const board = useLast(found.value);
  const rows = board?.rows ?? [];
  const columns = useColumns(now);
  const searchRef = useRef<HTMLInputElement>(null);
  const gridRef = useRef<HTMLDivElement>(null);
  const selected = rows.findIndex((row) => row.id === chosen);
  useKey('searchIssues', () => searchRef.current?.focus());
  const empty = wanted ? t('issues.emptySearch', { search: wanted }) : t(`issues.empty.${scope}`);

  return (
    <div className="issue-board">
      <section className="issue-board-left" aria-labelledby="issue-board-title">
        <div className="worklist-head">
          <h1 id="issue-board-title">{t('issues.title')}</h1>
          {board && board.counts.overdue > 0 && (
            <Badge tone="rule">{t('issues.overdue', { count: board.counts.overdue })}</Badge>
          )}
          {board && board.counts.soon > 0 && (
            <Badge tone="care">{t('issues.soon', { count: board.counts.soon })}</Badge>
          )}
          <TextField
            className="worklist-search"
            type="search"
            label={t('issues.search')}
            hideLabel
            placeholder={`${t('issues.search')}  (Ctrl+K)`}
            value={search}
            onChange={setSearch}
            maxLength={100}
            inputRef={searchRef}
            onArrowDown={() => gridRef.current?.focus()}
          />
        </div>
        <ChoiceGroup<'open' | 'closed'>
          label={t('issues.scopes')}
          hideLabel
          choices={[
            { id: 'open', label: t('issues.scope.open') },
            { id: 'closed', label: t('issues.scope.closed') },
          ]}
          value={scope}
          onChange={(next) => {
            setScope(next);
            setChosen(null);
          }}
        />
        <ErrorText error={found.error} />
        <VirtualTable
          label={t('issues.table')}
          columns={columns}
          total={rows.length}
          rowAt={(index) => rows[index] ?? null}
          onShow={nothingToFetch}
          rowHeight={36}
          selected={selected < 0 ? null : selected}
          onSelect={(index) => setChosen(rows[index]?.id ?? null)}
          empty={found.loading && board === null ? t('common.loading') : empty}
          gridRef={gridRef}
        />
      </section>
      <IssuePanel
        issueId={chosen ?? rows[0]?.id ?? null}
        version={version}
        now={now}
        onDone={() => setDone((count) => count + 1)}
      />
    </div>
  );
};

/** The board comes whole: a seat has hundreds of issues, not a hundred thousand. */
const nothingToFetch = (): void => undefined;
