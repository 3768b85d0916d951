import { useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FollowUpRow } from '../../../../core/ipc/features/follow-ups.ts';
import { useLocale } from '../../../lib/app-store.ts';
import { formatMoment } from '../../../lib/format.ts';
import { inLocale } from '../../../lib/in-locale.ts';
import { go } from '../../../lib/route-store.ts';
import { useRequest } from '../../../lib/use-request.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { FactList } from '../../../ui/panel.tsx';
import { VirtualTable } from '../../../ui/virtual-table.tsx';
import type { Column } from '../../../ui/virtual-table.tsx';
import { ErrorText } from '../../shared/error-text.tsx';
import { useListVersion } from '../../shared/use-list-version.ts';
import { PromiseList } from '../promises/promise-list.tsx';
import { FollowUpForm } from './follow-up-form.tsx';
import { showFollowUpList, useFollowUpList } from './list-choice.ts';
import { ReceiptScans } from './receipt-scans.tsx';
import { FollowUpLists } from './lists.tsx';
import './follow-ups.css';

const useColumns = (list: 'open' | 'closed'): readonly Column<FollowUpRow>[] => {
  const { t } = useTranslation();
  const locale = useLocale();
  return useMemo(
    () => [
      {
        id: 'due',
        header: t(list === 'open' ? 'followUps.column.due' : 'followUps.column.closed'),
        track: '9.5rem',
        cell: (row) => (
          <span className="follow-up-due">
            {formatMoment(row.closedAt ?? row.dueAt, locale)}
            {row.isOverdue && <Badge tone="rule">{t('followUps.late')}</Badge>}
          </span>
        ),
      },
      {
        id: 'name',
        header: t('followUps.column.name'),
        track: 'minmax(10rem, 2fr)',
        cell: (row) => inLocale(row.name, locale),
      },
      {
        id: 'owner',
        header: t('followUps.column.owner'),
        track: 'minmax(6rem, 1fr)',
        cell: (row) => inLocale(row.owner, locale),
      },
      {
        id: 'holder',
        header: t('followUps.column.holder'),
        track: 'minmax(4.5rem, 0.7fr)',
        cell: (row) => row.holderName,
      },
      {
        id: 'state',
        wideOnly: true,
        header: t('followUps.column.state'),
        track: '6rem',
        cell: (row) => t(`followUps.state.${row.state}`),
      },
    ],
    [t, locale, list],
  );
};

const Detail = ({ row, onDone, onScan }: { row: FollowUpRow; onDone: () => void; onScan: () => void }) => {
  const { t } = useTranslation();
  const locale = useLocale();
  const moment = (at: number) => formatMoment(at, locale);
  return (
    <>
      <div className="follow-up-head">
        <h2 id="follow-up-title">{inLocale(row.name, locale)}</h2>
        {row.isOverdue && <Badge tone="rule">{t('followUps.late')}</Badge>}
      </div>
      <FactList
        facts={[
          { term: t('followUps.column.holder'), value: row.holderName },
          { term: t('followUps.policyNo'), value: row.policyNo },
          { term: t('followUps.column.owner'), value: inLocale(row.owner, locale) },
          {
            term: t('followUps.opened'),
            value: `${moment(row.openedAt)} · ${t(`followUps.origin.${row.origin}`)}`,
          },
          { term: t('followUps.column.due'), value: moment(row.dueAt) },
          ...(row.closedAt === null
            ? []
            : [
                { term: t('followUps.column.closed'), value: moment(row.closedAt) },
                {
                  term: t('followUps.outcome'),
                  value:
                    row.outcome === null ? t(`followUps.state.${row.state}`) : inLocale(row.outcome, locale),
                },
                ...(row.receipt === '' ? [] : [{ term: t('followUps.receipt'), value: row.receipt }]),
                ...(row.note === '' ? [] : [{ term: t('followUps.note'), value: row.note }]),
              ]),
        ]}
      />
      <Button onPress={() => go('worklist', { taskId: row.taskId })}>{t('followUps.toTask')}</Button>
      {row.state === 'open' && <FollowUpForm key={row.id} row={row} onDone={onDone} onScan={onScan} />}
      {row.state !== 'open' && row.takesScans && <ReceiptScans key={row.id} row={row} onAdded={onScan} />}
    </>
  );
};

/** What has to be done beside dialling, by whom and until when (domain.md 3.2). */
const FollowUpTable = ({
  list,
  head,
  onDone,
}: {
  list: 'open' | 'closed';
  head: ReactNode;
  onDone: () => void;
}) => {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<string | null>(null);
  const [done, setDone] = useState(0);
  const version = `${useListVersion()} ${done}`;
  const found = useRequest('followUp.page', { list }, version);
  const rows = found.value?.rows ?? [];
  const columns = useColumns(list);
  const gridRef = useRef<HTMLDivElement>(null);
  const row = rows.find(({ id }) => id === chosen) ?? rows[0] ?? null;
  const selected = row === null ? null : rows.indexOf(row);

  return (
    <div className="follow-ups">
      <section className="follow-ups-left" aria-labelledby="follow-ups-title">
        {head}
        <ErrorText error={found.error} />
        <VirtualTable
          label={t('followUps.title')}
          columns={columns}
          total={rows.length}
          rowAt={(index) => rows[index] ?? null}
          onShow={nothingToFetch}
          rowHeight={36}
          selected={selected}
          onSelect={(index) => setChosen(rows[index]?.id ?? null)}
          onOpen={() => document.querySelector<HTMLElement>('.follow-up-form input')?.focus()}
          empty={found.loading ? t('common.loading') : <p>{t(`followUps.empty.${list}`)}</p>}
          gridRef={gridRef}
        />
      </section>
      <section className="follow-up-side" aria-label={t('followUps.detail')}>
        {row !== null && (
          <Detail
            row={row}
            onScan={() => setDone((count) => count + 1)}
            onDone={() => {
              setDone((count) => count + 1);
              setChosen(null);
              onDone();
              gridRef.current?.focus();
            }}
          />
        )}
      </section>
    </div>
  );
};

/** 后续处理: what has to be done beside dialling, and what was promised to customers. */
export const FollowUpsScreen = () => {
  const list = useFollowUpList((state) => state.list);
  const [done, setDone] = useState(0);
  const head = <FollowUpLists list={list} version={done} onChange={showFollowUpList} />;
  if (list === 'promiseOpen' || list === 'promiseClosed')
    return <PromiseList key={list} list={list === 'promiseOpen' ? 'open' : 'closed'} head={head} />;
  return <FollowUpTable key={list} list={list} head={head} onDone={() => setDone((count) => count + 1)} />;
};

/** The list comes whole. */
const nothingToFetch = (): void => undefined;
