import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FollowUpRow } from '../../../../core/ipc/features/follow-ups.ts';
import { useLocale } from '../../../lib/app-store.ts';
import { formatMoment } from '../../../lib/format.ts';
import { inLocale } from '../../../lib/in-locale.ts';
import { go } from '../../../lib/route-store.ts';
import { useLast } from '../../../lib/use-last.ts';
import { useRequest } from '../../../lib/use-request.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { ChoiceGroup } from '../../../ui/choice-group.tsx';
import { FactList } from '../../../ui/panel.tsx';
import { VirtualTable } from '../../../ui/virtual-table.tsx';
import type { Column } from '../../../ui/virtual-table.tsx';
import { ErrorText } from '../../shared/error-text.tsx';
import { useListVersion } from '../../shared/use-list-version.ts';
import { FollowUpForm } from './follow-up-form.tsx';
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

const Detail = ({ row, onDone }: { row: FollowUpRow; onDone: () => void }) => {
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
      {row.state === 'open' && <FollowUpForm key={row.id} row={row} onDone={onDone} />}
    </>
  );
};

/** 后续处理: what has to be done beside dialling, by whom and until when (domain.md 3.2). */
export const FollowUpsScreen = () => {
  const { t } = useTranslation();
  const [list, setList] = useState<'open' | 'closed'>('open');
  const [chosen, setChosen] = useState<string | null>(null);
  const [done, setDone] = useState(0);
  const version = `${useListVersion()} ${done}`;
  const found = useRequest('followUp.page', { list }, version);
  const page = useLast(found.value);
  const rows = found.value?.rows ?? [];
  const columns = useColumns(list);
  const gridRef = useRef<HTMLDivElement>(null);
  const row = rows.find(({ id }) => id === chosen) ?? rows[0] ?? null;
  const selected = row === null ? null : rows.indexOf(row);

  return (
    <div className="follow-ups">
      <section className="follow-ups-left" aria-labelledby="follow-ups-title">
        <div className="worklist-head">
          <h1 id="follow-ups-title">{t('followUps.title')}</h1>
          {page !== null && page.news.overdue > 0 && (
            <Badge tone="rule">{t('followUps.overdue', { count: page.news.overdue })}</Badge>
          )}
        </div>
        <ChoiceGroup<'open' | 'closed'>
          label={t('followUps.lists')}
          hideLabel
          choices={[
            { id: 'open', label: t('followUps.list.open', { count: page?.news.open ?? 0 }) },
            { id: 'closed', label: t('followUps.list.closed', { count: page?.news.closed ?? 0 }) },
          ]}
          value={list}
          onChange={(next) => {
            setList(next);
            setChosen(null);
          }}
        />
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
            onDone={() => {
              setDone((count) => count + 1);
              setChosen(null);
              gridRef.current?.focus();
            }}
          />
        )}
      </section>
    </div>
  );
};

/** The list comes whole. */
const nothingToFetch = (): void => undefined;
