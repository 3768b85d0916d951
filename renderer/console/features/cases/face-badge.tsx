import { AlarmClock, Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ComplaintFace } from '../../../../core/ipc/features/cases.ts';
import { Badge } from '../../../ui/badge.tsx';
import { lengthText } from '../issues/clock-text.ts';

/** Within this time a clock wants to be seen. */
const soonMs = 2 * 3_600_000;

/** One clock of a complaint: what is left, how late it is, or how it ended. `named` says which clock it is. */
export const FaceBadge = ({ face, now, named }: { face: ComplaintFace; now: number; named: boolean }) => {
  const { t } = useTranslation();
  const name = named ? `${t(`complaint.clock.${face.clock}`)} · ` : '';
  if (face.doneAt !== null)
    return (
      <Badge tone={face.late ? 'care' : 'good'} icon={Check}>
        {name}
        {t(face.late ? 'complaint.doneLate' : 'complaint.inTime')}
      </Badge>
    );
  const time = lengthText(t, Math.abs(face.dueAt - now));
  const tone = face.dueAt < now ? 'rule' : face.dueAt - now <= soonMs ? 'care' : 'plain';
  return (
    <Badge tone={tone} icon={AlarmClock}>
      {name}
      {t(face.dueAt < now ? 'complaint.lateBy' : 'complaint.left', { time })}
    </Badge>
  );
};
