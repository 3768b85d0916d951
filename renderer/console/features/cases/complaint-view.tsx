import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ComplaintRow } from '../../../../core/ipc/features/cases.ts';
import { Badge } from '../../../ui/badge.tsx';
import { ChoiceGroup } from '../../../ui/choice-group.tsx';
import { VirtualTable } from '../../../ui/virtual-table.tsx';
import type { Column } from '../../../ui/virtual-table.tsx';
import { useLast } from '../../../lib/use-last.ts';
import { useRequest } from '../../../lib/use-request.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { IssuePanel } from '../issues/issue-panel.tsx';
import { nothingToFetch, type ViewProps } from '../issues/issue-view.tsx';
import { FaceBadge } from './face-badge.tsx';

const useColumns = (now: number): readonly Column<ComplaintRow>[] => {
  const { t } = useTranslation();
  return useMemo(() => {
    const face = (row: ComplaintRow, clock: 'feedback' | 'close') => {
      const found = row.faces.find((one) => one.clock === clock);
      return found && <FaceBadge face={found} now={now} named={false} />;
    };
    return [
      {
        id: 'feedback',
        header: t('complaint.column.feedback'),
        track: 'minmax(10rem, 1fr)',
        cell: (row) => face(row, 'feedback'),
      },
      {
        id: 'close',
        header: t('complaint.column.close'),
        track: 'minmax(10rem, 1fr)',
        cell: (row) => face(row, 'close'),
      },
      {
        id: 'holder',
        header: t('complaint.column.holder'),
        track: 'minmax(4rem, 0.6fr)',
        cell: (row) => row.holderName,
      },
      {
        id: 'handler',
        header: t('complaint.column.handler'),
        track: 'minmax(7rem, 0.8fr)',
        cell: (row) => row.handler?.name ?? row.owner,
      },
    ];
  }, [t, now]);
};

/** The complaints with both clocks, the one that ends next first (domain.md row 84). */
export const ComplaintView = ({ search, version, now, gridRef, head, onDone }: ViewProps) => {
  const { t } = useTranslation();
  const [scope, setScope] = useState<'open' | 'closed'>('open');
  const [chosen, setChosen] = useState<string | null>(null);
  const found = useRequest('complaint.board', { scope, search }, version);
  const board = useLast(found.value);
  const rows = board?.rows ?? [];
  const columns = useColumns(now);
  const selected = rows.findIndex((row) => row.issueId === chosen);
  return (
    <>
      <section className="issue-board-left" aria-labelledby="issue-board-title">
        {head(
          board !== null && board.late > 0 && (
            <Badge tone="rule">{t('complaint.late', { count: board.late })}</Badge>
          ),
        )}
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
          label={t('complaint.table')}
          columns={columns}
          total={rows.length}
          rowAt={(index) => rows[index] ?? null}
          onShow={nothingToFetch}
          rowHeight={36}
          selected={selected < 0 ? null : selected}
          onSelect={(index) => setChosen(rows[index]?.issueId ?? null)}
          empty={
            found.loading && board === null
              ? t('common.loading')
              : search
                ? t('issues.emptySearch', { search })
                : t(`complaint.empty.${scope}`)
          }
          gridRef={gridRef}
        />
      </section>
      <IssuePanel issueId={chosen ?? rows[0]?.issueId ?? null} version={version} now={now} onDone={onDone} />
    </>
  );
};
