import { AlarmClock, Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { IssueRow } from '../../../../core/ipc/features/issues.ts';
import { Badge } from '../../../ui/badge.tsx';
import { clockText } from './clock-text.ts';

/** Within this time a clock wants to be seen (domain.md section 5, team lead 1). */
const soonMs = 2 * 3_600_000;

export const ClockBadge = ({ row, now }: { row: IssueRow; now: number }) => {
  const { t } = useTranslation();
  const text = clockText(t, row, now);
  if (text === null || row.next === null)
    return (
      <Badge tone={row.late.length > 0 ? 'care' : 'good'} icon={Check}>
        {t(row.late.length > 0 ? 'issues.closedLate' : 'issues.closedInTime')}
      </Badge>
    );
  const tone = row.next.at < now ? 'rule' : row.next.at - now <= soonMs ? 'care' : 'plain';
  return (
    <Badge tone={tone} icon={AlarmClock}>
      {text}
    </Badge>
  );
};
