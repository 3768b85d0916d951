import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChannelInput } from '../../../../core/ipc/contract.ts';
import type { OutboxItem } from '../../../../core/ipc/features/sync.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { VirtualTable } from '../../../ui/virtual-table.tsx';
import type { Column } from '../../../ui/virtual-table.tsx';
import { announce } from '../../../lib/announce-store.ts';
import { callDesk } from '../../../lib/desk.ts';
import { useLocale } from '../../../lib/app-store.ts';
import { formatMoment } from '../../../lib/format.ts';
import { codeText, reasonText } from '../../../locales/i18n.ts';
import { go } from '../../../lib/route-store.ts';
import { useAction } from '../../../lib/use-action.ts';
import { usePagedList } from '../../../lib/use-paged-list.ts';
import { ErrorText } from '../../shared/error-text.tsx';

export type OutboxState = ChannelInput<'sync.items'>['state'];

const Situation = ({
  item,
  state,
  onRequeue,
}: {
  item: OutboxItem;
  state: OutboxState;
  onRequeue: () => void;
}) => {
  const { t } = useTranslation();
  const locale = useLocale();
  if (item.practice) return <Badge tone="practice">{t('sync.practiceItem')}</Badge>;
  if (!item.refusal)
    return <Badge tone={state === 'sent' ? 'good' : 'plain'}>{t(`recordSync.${state}`)}</Badge>;
  return (
    <span className="refusal">
      <span>
        {reasonText(t, 'refusal', item.refusal.code)}
        <span className="card-note">
          {t('sync.refusalAt', { at: formatMoment(item.refusal.at, locale) })}
          {item.refusal.detail && ` · ${item.refusal.detail}`}
        </span>
      </span>
      <Button onPress={onRequeue}>{t('sync.requeue')}</Button>
    </span>
  );
};

/** The queue to head office, one state at a time; Enter opens the record. */
export const OutboxTable = ({ state, version }: { state: OutboxState; version: string }) => {
  const { t } = useTranslation();
  const locale = useLocale();
  const [selected, setSelected] = useState<number | null>(null);
  const { run, error } = useAction('sync.requeue');
  const load = useCallback(
    (offset: number, limit: number) => callDesk('sync.items', { state, offset, limit }),
    [state],
  );
  const rows = usePagedList(load, version);
  const columns = useMemo<readonly Column<OutboxItem>[]>(
    () => [
      {
        id: 'savedAt',
        wideOnly: true,
        header: t('sync.column.savedAt'),
        track: '8rem',
        cell: (row) => formatMoment(row.savedAt, locale),
      },
      {
        id: 'holder',
        header: t('sync.column.holder'),
        track: 'minmax(5rem, 0.6fr)',
        cell: (row) => row.holderName,
      },
      {
        id: 'policyNo',
        wideOnly: true,
        header: t('sync.column.policyNo'),
        track: 'minmax(8rem, 0.8fr)',
        cell: (row) => row.policyNo,
      },
      {
        id: 'disposition',
        wideOnly: true,
        header: t('sync.column.disposition'),
        track: 'minmax(7rem, 0.7fr)',
        cell: (row) => codeText('disposition', row.disposition),
      },
      {
        id: 'state',
        header: t('sync.column.state'),
        track: 'minmax(12rem, 2fr)',
        cell: (row) => (
          <Situation
            item={row}
            state={state}
            onRequeue={() =>
              void run({ seq: row.seq }).then((result) => {
                if (result.ok) announce(t('sync.requeued'));
              })
            }
          />
        ),
      },
    ],
    [t, locale, state, run],
  );
  return (
    <>
      <ErrorText error={error ?? rows.error} />
      {state === 'refused' && rows.total > 0 && <p className="soft">{t('sync.remedy')}</p>}
      <VirtualTable
        label={t('sync.table')}
        columns={columns}
        total={rows.total}
        rowAt={rows.rowAt}
        onShow={rows.show}
        rowHeight={state === 'refused' ? 60 : 36}
        grows={state === 'refused'}
        selected={selected}
        onSelect={setSelected}
        onOpen={(index) => {
          const row = rows.rowAt(index);
          if (row) go('records', { attemptId: row.entityId });
        }}
        empty={rows.loading ? t('common.loading') : t(`sync.empty.${state}`)}
      />
    </>
  );
};
