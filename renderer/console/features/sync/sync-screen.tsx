import { useState } from 'react';
import { CloudOff, CloudUpload, RefreshCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SyncStatus } from '../../../../core/ipc/features/sync.ts';
import { Button } from '../../../ui/button.tsx';
import { ChoiceGroup } from '../../../ui/choice-group.tsx';
import { useLocale } from '../../../lib/app-store.ts';
import { formatCount, formatMoment } from '../../../lib/format.ts';
import { go } from '../../../lib/route-store.ts';
import { useSyncStore } from '../../../lib/sync-store.ts';
import { useAction } from '../../../lib/use-action.ts';
import { chordFor } from '../../keyboard/keymap.ts';
import { useKey } from '../../keyboard/use-key.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { OutboxTable } from './outbox-table.tsx';
import type { OutboxState } from './outbox-table.tsx';
import './sync.css';

const StateLine = ({ sync }: { sync: SyncStatus }) => {
  const { t } = useTranslation();
  const locale = useLocale();
  const calm = sync.state === 'off' || sync.state === 'offline';
  const Sign = calm ? CloudOff : CloudUpload;
  const reason = sync.reason === null ? '' : t(`syncReason.${sync.reason}`);
  return (
    <div className="sync-state" data-sync-state={sync.state}>
      <Sign aria-hidden size={28} strokeWidth={1.5} />
      <div>
        <p>
          {t(`sync.state.${sync.state}`, { reason })}
          {sync.since !== null && sync.state !== 'off' && (
            <span className="sync-since">{t('sync.since', { at: formatMoment(sync.since, locale) })}</span>
          )}
        </p>
        <dl className="sync-times">
          {(
            [
              ['oldest', sync.counts.oldestWaitingAt],
              ['nextTry', sync.nextTryAt],
              ['lastContact', sync.lastContactAt],
            ] as const
          ).map(([key, at]) =>
            at === null ? null : (
              <div key={key}>
                <dt>{t(`sync.${key}`)}</dt>
                <dd>{formatMoment(at, locale)}</dd>
              </div>
            ),
          )}
        </dl>
      </div>
    </div>
  );
};

/** What waits for head office, in plain words. Offline is a fact here, not an error. */
export const SyncScreen = () => {
  const { t } = useTranslation();
  const locale = useLocale();
  const sync = useSyncStore((state) => state.sync);
  const [chosen, setChosen] = useState<OutboxState | null>(null);
  const now = useAction('sync.now');
  const configured = sync !== null && sync.state !== 'off';
  const sendNow = () => void now.run({});
  useKey('syncNow', sendNow, configured);
  if (!sync) return <p className="starting">{t('common.loading')}</p>;
  // Refused records want a person, so they come first while there are any.
  const shown: OutboxState = chosen ?? (sync.counts.refused > 0 ? 'refused' : 'waiting');

  return (
    <div className="sync">
      <div className="sync-head">
        <h1>{t('sync.title')}</h1>
        {configured ? (
          <Button
            kind="primary"
            icon={RefreshCw}
            keyHint={chordFor('syncNow')}
            pending={now.pending}
            onPress={sendNow}
          >
            {t('sync.now')}
          </Button>
        ) : (
          <Button onPress={() => go('settings')}>{t('sync.connect')}</Button>
        )}
      </div>
      <ErrorText error={now.error} />
      <StateLine sync={sync} />
      <ChoiceGroup<OutboxState>
        label={t('sync.counts')}
        hideLabel
        value={shown}
        onChange={setChosen}
        choices={(['waiting', 'refused', 'sent'] as const).map((id) => ({
          id,
          label: (
            <>
              {t(`sync.${id}`)}
              <span
                className={`filter-count${id === 'refused' && sync.counts.refused > 0 ? ' count-rule' : ''}`}
              >
                {formatCount(sync.counts[id], locale)}
              </span>
            </>
          ),
        }))}
      />
      <OutboxTable
        key={shown}
        state={shown}
        version={`${sync.counts.waiting} ${sync.counts.sent} ${sync.counts.refused}`}
      />
    </div>
  );
};
