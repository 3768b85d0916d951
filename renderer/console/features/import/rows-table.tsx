import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChannelInput } from '../../../../core/ipc/contract.ts';
import type { ImportRow } from '../../../../core/ipc/features/import.ts';
import { Badge } from '../../../ui/badge.tsx';
import type { Tone } from '../../../ui/badge.tsx';
import { VirtualTable } from '../../../ui/virtual-table.tsx';
import type { Column } from '../../../ui/virtual-table.tsx';
import { callDesk } from '../../../lib/desk.ts';
import { usePagedList } from '../../../lib/use-paged-list.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { problemSentence } from './problem-sentence.ts';

const verdictTones: Record<ImportRow['verdict'], Tone> = {
  new: 'good',
  changed: 'accent',
  same: 'plain',
  error: 'rule',
};

const Problems = ({ row }: { row: ImportRow }) => {
  const { t } = useTranslation();
  if (row.problems.length === 0) return <span className="soft">{t('import.clean')}</span>;
  return (
    <ul className="problems">
      {row.problems.map((problem, index) => (
        <li key={`${problem.code} ${index}`} className={`problem-${problem.severity}`}>
          {problemSentence(t, row.line, problem)}
        </li>
      ))}
    </ul>
  );
};

type RowsTableProps = { importId: string; only: ChannelInput<'import.rows'>['only']; version: number };

export const RowsTable = ({ importId, only, version }: RowsTableProps) => {
  const { t } = useTranslation();
  const [selected, setSelected] = useState<number | null>(null);
  const load = useCallback(
    (offset: number, limit: number) => callDesk('import.rows', { importId, only, offset, limit }),
    [importId, only],
  );
  const rows = usePagedList(load, version);
  const columns = useMemo<readonly Column<ImportRow>[]>(
    () => [
      { id: 'line', header: t('import.column.line'), track: '3.5rem', align: 'end', cell: (row) => row.line },
      {
        id: 'verdict',
        header: t('import.column.verdict'),
        track: '6rem',
        cell: (row) => <Badge tone={verdictTones[row.verdict]}>{t(`import.verdict.${row.verdict}`)}</Badge>,
      },
      {
        id: 'policyNo',
        wideOnly: true,
        header: t('import.column.policyNo'),
        track: 'minmax(7rem, 0.5fr)',
        cell: (row) => row.policyNo,
      },
      {
        id: 'holder',
        header: t('import.column.holder'),
        track: 'minmax(5rem, 0.35fr)',
        cell: (row) => row.holderName,
      },
      {
        id: 'mobile',
        wideOnly: true,
        header: t('import.column.mobile'),
        track: '8rem',
        cell: (row) => row.mobileMasked,
      },
      {
        id: 'problems',
        header: t('import.column.problems'),
        track: 'minmax(14rem, 2.4fr)',
        cell: (row) => <Problems row={row} />,
      },
    ],
    [t],
  );
  return (
    <>
      <ErrorText error={rows.error} />
      <VirtualTable
        label={t('import.table')}
        columns={columns}
        total={rows.total}
        rowAt={rows.rowAt}
        onShow={rows.show}
        rowHeight={36}
        grows
        selected={selected}
        onSelect={setSelected}
        empty={rows.loading ? t('common.loading') : t('import.emptyRows')}
      />
    </>
  );
};
