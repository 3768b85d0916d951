import type { SyncStatus } from '../../../core/ipc/features/sync.ts';
import type { T } from '../../locales/i18n.ts';

/** One calm line about head office; offline is a fact, not an alarm. */
export const syncLine = (t: T, sync: SyncStatus, sinceText: string): string => {
  const { waiting, refused } = sync.counts;
  if (refused > 0 && sync.state !== 'offline') return t('syncLine.refused', { refused });
  if (sync.state === 'off') return waiting > 0 ? t('syncLine.offWaiting', { waiting }) : t('syncLine.off');
  if (sync.state === 'offline') return t('syncLine.offline', { since: sinceText, waiting });
  if (sync.state === 'online' && waiting > 0) return t('syncLine.onlineWaiting', { waiting });
  return t(`syncLine.${sync.state}`, { waiting });
};
