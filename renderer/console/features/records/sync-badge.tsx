import { Check, Clock, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { RecordRow } from '../../../../core/ipc/features/worklist.ts';
import { Badge } from '../../../ui/badge.tsx';

const looks = {
  waiting: { tone: 'plain', icon: Clock },
  sent: { tone: 'good', icon: Check },
  refused: { tone: 'rule', icon: TriangleAlert },
} as const;

/** Where a record stands on its way to head office; practice never goes there. */
export const SyncBadge = ({ state, mode }: Pick<RecordRow, 'mode'> & { state: RecordRow['syncState'] }) => {
  const { t } = useTranslation();
  if (mode === 'practice') return <Badge tone="practice">{t('common.practice')}</Badge>;
  const { tone, icon } = looks[state];
  return (
    <Badge tone={tone} icon={icon}>
      {t(`recordSync.${state}`)}
    </Badge>
  );
};
