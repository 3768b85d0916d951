import { useId, useState } from 'react';
import type { ReactNode } from 'react';
import { Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ReportQuery } from '../../../../core/ipc/features/reports.ts';
import { Button } from '../../../ui/button.tsx';
import { VirtualTable } from '../../../ui/virtual-table.tsx';
import type { Column } from '../../../ui/virtual-table.tsx';
import { announce } from '../../../lib/announce-store.ts';
import { useMay } from '../../../lib/seat.ts';
import { useAction } from '../../../lib/use-action.ts';
import { ErrorText } from '../../shared/error-text.tsx';

type ReportTableProps<R> = {
  /** What is exported: this table of this report. */
  query: ReportQuery;
  part: 'figures' | 'list';
  /** Heading; `label` names the grid where the heading has a count. */
  title: string;
  label?: string;
  columns: readonly Column<R>[];
  rows: readonly R[];
  empty: ReactNode;
  /** Enter, double click and the button open a row. */
  open?: { label: string; run: (row: R) => void } | null;
  /** Kept by the parent where the other table depends on it. */
  chosen?: { index: number | null; choose: (index: number) => void };
  tools?: ReactNode;
  note?: string | null;
};

/** One table of a report with its heading, its export, and a way into what a row is about. */
export const ReportTable = <R,>(props: ReportTableProps<R>) => {
  const { rows, open } = props;
  const { t } = useTranslation();
  const id = useId();
  const [own, setOwn] = useState<number | null>(null);
  const mayExport = useMay('export');
  const save = useAction('report.export');
  const kept = props.chosen?.index ?? own;
  const selected = kept !== null && kept < rows.length ? kept : null;
  const row = selected === null ? undefined : rows[selected];
  const toFile = async () => {
    const result = await save.run({ query: props.query, part: props.part });
    if (!result.ok || result.value.path === null) return;
    const { path, count, masked } = result.value;
    announce(t(masked ? 'documents.listMasked' : 'documents.listOpen', { path, count }));
  };
  return (
    <section className={`report-table report-${props.part}`} aria-labelledby={id}>
      <div className="report-table-head">
        <h2 id={id}>{props.title}</h2>
        {props.tools}
        {open && (
          <Button disabled={row === undefined} onPress={() => row !== undefined && open.run(row)}>
            {open.label}
          </Button>
        )}
        {mayExport && (
          <Button
            kind="plain"
            icon={Download}
            label={t('reports.exportTable', { title: props.label ?? props.title })}
            disabled={rows.length === 0}
            pending={save.pending}
            onPress={() => void toFile()}
          >
            {t('reports.exportShort')}
          </Button>
        )}
      </div>
      <ErrorText error={save.error} />
      {props.note && <p className="report-sum">{props.note}</p>}
      <VirtualTable
        label={props.label ?? props.title}
        columns={props.columns}
        total={rows.length}
        rowAt={(index) => rows[index] ?? null}
        onShow={nothingToFetch}
        rowHeight={34}
        selected={selected}
        onSelect={props.chosen?.choose ?? setOwn}
        {...(open && { onOpen: (index: number) => rows[index] !== undefined && open.run(rows[index]) })}
        empty={props.empty}
      />
    </section>
  );
};

/** A report comes whole. */
const nothingToFetch = (): void => undefined;
