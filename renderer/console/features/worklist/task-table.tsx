import { useMemo } from 'react';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChannelOutput } from '../../../../core/ipc/contract.ts';
import type { TaskRow } from '../../../../core/ipc/features/worklist.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { VirtualTable } from '../../../ui/virtual-table.tsx';
import type { Column } from '../../../ui/virtual-table.tsx';
import { useLocale } from '../../../lib/app-store.ts';
import { dialRule } from '../../../lib/dial-text.ts';
import { go } from '../../../lib/route-store.ts';
import { daysLeft } from '../../../lib/trade-time.ts';
import { pageSize } from '../../../lib/paged-list.ts';
import type { PagedRows } from '../../../lib/use-paged-list.ts';
import { DeadlineBadge } from '../../shared/deadline-badge.tsx';
import { triesText } from '../../shared/tries.ts';

type TaskTableProps = {
  rows: PagedRows<ChannelOutput<'worklist.page'>>;
  search: string;
  nothingAtAll: boolean;
  now: number;
  chosen: string | null;
  triesNeeded: number | null;
  onChoose: (taskId: string) => void;
  gridRef: RefObject<HTMLDivElement | null>;
};

const useColumns = (now: number, triesNeeded: number | null): readonly Column<TaskRow>[] => {
  const { t } = useTranslation();
  const locale = useLocale();
  return useMemo(
    () => [
      {
        id: 'deadline',
        header: t('worklist.column.deadline'),
        track: '6.5rem',
        cell: (row) => <DeadlineBadge days={daysLeft(row.deadlineAt, now)} />,
      },
      {
        id: 'holder',
        header: t('worklist.column.holder'),
        track: 'minmax(5rem, 1.2fr)',
        cell: (row) => row.holderName,
      },
      {
        id: 'mobile',
        wideOnly: true,
        header: t('worklist.column.mobile'),
        track: '8rem',
        cell: (row) => row.mobileMasked,
      },
      {
        id: 'policyNo',
        wideOnly: true,
        header: t('worklist.column.policyNo'),
        track: 'minmax(8rem, 1.4fr)',
        cell: (row) => row.policyNo,
      },
      {
        id: 'tries',
        header: t('worklist.column.tries'),
        track: '3.5rem',
        cell: (row) => triesText(row.tries, triesNeeded),
      },
      {
        id: 'state',
        header: t('worklist.column.state'),
        track: 'minmax(8.5rem, 1fr)',
        cell: (row) => (
          <span className="task-state">
            {t(`taskState.${row.state}`)}
            {row.grade && <Badge tone="care">{t(`grade.${row.grade}`)}</Badge>}
          </span>
        ),
      },
      {
        id: 'reason',
        header: t('dialWhy.label'),
        track: 'minmax(14rem, 3fr)',
        cell: (row) => {
          const text = dialRule(t, row.dial, now, locale);
          return (
            <span className="dial-why" title={text}>
              {text}
            </span>
          );
        },
      },
    ],
    [t, now, triesNeeded, locale],
  );
};

/** The tasks as main orders them. */
export const TaskTable = (props: TaskTableProps) => {
  const { rows, search, nothingAtAll, now, chosen, onChoose, gridRef } = props;
  const { t } = useTranslation();
  const columns = useColumns(now, props.triesNeeded);
  const selected = useMemo(() => {
    for (const [page, { rows: list }] of rows.pages) {
      const index = list.findIndex((row) => row.id === chosen);
      if (index >= 0) return page * pageSize + index;
    }
    return null;
  }, [rows.pages, chosen]);
  const empty = nothingAtAll ? (
    <>
      <p>{t('worklist.emptyAll')}</p>
      <Button onPress={() => go('import')}>{t('worklist.toImport')}</Button>
    </>
  ) : (
    <p>{search ? t('worklist.emptySearch', { search }) : t('worklist.empty')}</p>
  );
  return (
    <VirtualTable
      label={t('worklist.table')}
      columns={columns}
      total={rows.total}
      rowAt={rows.rowAt}
      onShow={rows.show}
      rowHeight={36}
      selected={selected}
      onSelect={(index) => {
        const row = rows.rowAt(index);
        if (row) onChoose(row.id);
      }}
      onOpen={() => document.getElementById('dial')?.focus()}
      empty={rows.loading ? t('common.loading') : empty}
      gridRef={gridRef}
    />
  );
};
