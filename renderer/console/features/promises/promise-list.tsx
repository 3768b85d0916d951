import { useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PromiseRow } from '../../../../core/ipc/features/promises.ts';
import { useLocale } from '../../../lib/app-store.ts';
import { formatMoment } from '../../../lib/format.ts';
import { inLocale } from '../../../lib/in-locale.ts';
import { useLast } from '../../../lib/use-last.ts';
import { useNow } from '../../../lib/use-now.ts';
import { useRequest } from '../../../lib/use-request.ts';
import { SelectField } from '../../../ui/select-field.tsx';
import { VirtualTable } from '../../../ui/virtual-table.tsx';
import type { Column } from '../../../ui/virtual-table.tsx';
import { ErrorText } from '../../shared/error-text.tsx';
import { useListVersion } from '../../shared/use-list-version.ts';
import { PromiseBadge } from './promise-badge.tsx';
import { PromiseDetail } from './promise-detail.tsx';

const useColumns = (): readonly Column<PromiseRow>[] => {
  const { t } = useTranslation();
  const locale = useLocale();
  return useMemo(
    () => [
      {
        id: 'due',
        header: t('promises.column.due'),
        track: '7.5rem',
        cell: (row) => formatMoment(row.dueAt, locale),
      },
      { id: 'what', header: t('promises.column.what'), track: 'minmax(8rem, 2fr)', cell: (row) => row.what },
      {
        id: 'owner',
        header: t('promises.column.owner'),
        track: '6.5rem',
        cell: (row) => inLocale(row.owner.name, locale),
      },
      {
        id: 'holder',
        header: t('promises.column.holder'),
        track: 'minmax(4rem, 0.6fr)',
        cell: (row) => row.holderName,
      },
      {
        id: 'state',
        header: t('promises.column.state'),
        track: '9.5rem',
        cell: (row) => <PromiseBadge row={row} />,
      },
    ],
    [t, locale],
  );
};

const everyone = 'all';

/** Promises to customers: by their time, for all or for one who sees to them, with the figures of the report. */
export const PromiseList = ({ list, head }: { list: 'open' | 'closed'; head: ReactNode }) => {
  const { t } = useTranslation();
  const locale = useLocale();
  const [chosen, setChosen] = useState<string | null>(null);
  const [owner, setOwner] = useState(everyone);
  const [done, setDone] = useState(0);
  // A promise is past its time without anybody doing anything.
  const minute = Math.floor(useNow(30_000) / 60_000);
  const found = useRequest('promise.page', { list }, `${useListVersion()} ${done} ${minute}`);
  const all = useLast(found.value);
  const counts = all?.counts;
  const listed = found.value?.rows ?? [];
  const rows = owner === everyone ? listed : listed.filter((row) => row.owner.code === owner);
  const owners = [...new Map(listed.map((row) => [row.owner.code, inLocale(row.owner.name, locale)]))];
  const columns = useColumns();
  const gridRef = useRef<HTMLDivElement>(null);
  const row = rows.find(({ id }) => id === chosen) ?? rows[0] ?? null;
  return (
    <div className="follow-ups">
      <section className="follow-ups-left" aria-labelledby="follow-ups-title">
        {head}
        <div className="promise-head">
          {counts && <p className="soft">{t('promises.counts', counts)}</p>}
          {owners.length > 1 && (
            <SelectField
              label={t('promises.owners')}
              hideLabel
              choices={[
                { id: everyone, label: t('promises.everyone') },
                ...owners.map(([id, label]) => ({ id, label })),
              ]}
              value={owner}
              onChange={setOwner}
            />
          )}
        </div>
        <ErrorText error={found.error} />
        <VirtualTable
          label={t(list === 'open' ? 'promises.list.promiseOpen' : 'promises.list.promiseClosed', {
            count: rows.length,
          })}
          columns={columns}
          total={rows.length}
          rowAt={(index) => rows[index] ?? null}
          onShow={nothingToFetch}
          rowHeight={36}
          selected={row === null ? null : rows.indexOf(row)}
          onSelect={(index) => setChosen(rows[index]?.id ?? null)}
          onOpen={() => document.querySelector<HTMLElement>('.follow-up-side form input')?.focus()}
          empty={found.loading ? t('common.loading') : <p>{t(`promises.empty.${list}`)}</p>}
          gridRef={gridRef}
        />
      </section>
      <section className="follow-up-side" aria-label={t('promises.detail')}>
        {row !== null && (
          <PromiseDetail
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
