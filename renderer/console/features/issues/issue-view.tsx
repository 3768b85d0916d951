import { useMemo, useState } from 'react';
import type { ReactNode, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { IssueRow } from '../../../../core/ipc/features/issues.ts';
import { Badge } from '../../../ui/badge.tsx';
import { ChoiceGroup } from '../../../ui/choice-group.tsx';
import { VirtualTable } from '../../../ui/virtual-table.tsx';
import type { Column } from '../../../ui/virtual-table.tsx';
import { useLast } from '../../../lib/use-last.ts';
import { useRequest } from '../../../lib/use-request.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { ClockBadge } from './clock-badge.tsx';
import { IssuePanel } from './issue-panel.tsx';

/** What every view of the board gets from the screen. `head` takes the view's own counts. */
export type ViewProps = {
  search: string;
  version: string;
  now: number;
  gridRef: RefObject<HTMLDivElement | null>;
  head: (badges: ReactNode) => ReactNode;
  onDone: () => void;
};

/** A board comes whole: a seat has hundreds of issues, not a hundred thousand. */
export const nothingToFetch = (): void => undefined;

const useColumns = (now: number): readonly Column<IssueRow>[] => {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        id: 'clock',
        header: t('issues.column.clock'),
        track: 'minmax(14rem, 1.1fr)',
        cell: (row) => <ClockBadge row={row} now={now} />,
      },
      {
        id: 'grade',
        header: t('issues.column.grade'),
        track: '5.75rem',
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

const scopes = ['open', 'unowned', 'closed'] as const;
type Scope = (typeof scopes)[number];

/** The issues: the clock that ends next stands first, late ones red (domain.md rows 74, 75, 88). */
export const IssueView = ({ search, version, now, gridRef, head, onDone }: ViewProps) => {
  const { t } = useTranslation();
  const [scope, setScope] = useState<Scope>('open');
  const [chosen, setChosen] = useState<string | null>(null);
  const found = useRequest('issue.board', { scope, search }, version);
  const board = useLast(found.value);
  const rows = board?.rows ?? [];
  const columns = useColumns(now);
  const selected = rows.findIndex((row) => row.id === chosen);
  const empty = search ? t('issues.emptySearch', { search }) : t(`issues.empty.${scope}`);
  const badges = board && (
    <>
      {board.counts.overdue > 0 && (
        <Badge tone="rule">{t('issues.overdue', { count: board.counts.overdue })}</Badge>
      )}
      {board.counts.soon > 0 && <Badge tone="care">{t('issues.soon', { count: board.counts.soon })}</Badge>}
      {board.counts.unowned > 0 && (
        <Badge tone="care">{t('issues.unowned', { count: board.counts.unowned })}</Badge>
      )}
    </>
  );
  return (
    <>
      <section className="issue-board-left" aria-labelledby="issue-board-title">
        {head(badges)}
        <ChoiceGroup<Scope>
          label={t('issues.scopes')}
          hideLabel
          choices={scopes.map((id) => ({ id, label: t(`issues.scope.${id}`) }))}
          value={scope}
          onChange={(next) => {
            setScope(next);
            setChosen(null);
          }}
        />
        {scope === 'unowned' && <p className="soft">{t('issues.sweepHelp')}</p>}
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
      <IssuePanel issueId={chosen ?? rows[0]?.id ?? null} version={version} now={now} onDone={onDone} />
    </>
  );
};
