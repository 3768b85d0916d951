import { useTranslation } from 'react-i18next';
import type { PromiseRow } from '../../../../core/ipc/features/promises.ts';
import { Badge } from '../../../ui/badge.tsx';

const tones = { open: 'plain', kept: 'good', late: 'care', broken: 'rule' } as const;

/** State in a word; one past its time is broken although nobody has said so yet. */
export const PromiseBadge = ({ row }: { row: PromiseRow }) => {
  const { t } = useTranslation();
  if (row.isOverdue) return <Badge tone="rule">{t('promises.overdue')}</Badge>;
  if (row.state !== 'open') return <Badge tone={tones[row.state]}>{t(`promises.state.${row.state}`)}</Badge>;
  if (!row.owner.isAsked) return <Badge>{t('promises.state.open')}</Badge>;
  return row.repliedAt === null ? (
    <Badge>{t('promises.waiting')}</Badge>
  ) : (
    <Badge tone="accent">{t('promises.replied')}</Badge>
  );
};
