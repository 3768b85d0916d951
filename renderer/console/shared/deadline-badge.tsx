import { useTranslation } from 'react-i18next';
import { Badge } from '../../ui/badge.tsx';
import { deadlineText, deadlineTone } from './deadline-text.ts';

export const DeadlineBadge = ({ days }: { days: number }) => {
  const { t } = useTranslation();
  return <Badge tone={deadlineTone(days)}>{deadlineText(t, days)}</Badge>;
};
