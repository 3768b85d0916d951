import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CheckItem } from '../../../../core/call/device-desk.ts';
import { Badge } from '../../../ui/badge.tsx';

const looks = {
  good: { tone: 'good', icon: CircleCheck },
  warn: { tone: 'care', icon: TriangleAlert },
  bad: { tone: 'rule', icon: CircleAlert },
} as const;

/** One line for each thing that was measured: how it is, and what to do. */
export const CheckItems = ({ items }: { items: readonly CheckItem[] }) => {
  const { t } = useTranslation();
  return (
    <ul className="check-items">
      {items.map(({ item, verdict, code, figures }) => (
        <li key={item} data-check={item} data-verdict={verdict}>
          <div className="check-item-head">
            <h3>{t(`preshift.item.${item}`)}</h3>
            <Badge tone={looks[verdict].tone} icon={looks[verdict].icon}>
              {t(`preshift.verdict.${verdict}`)}
            </Badge>
          </div>
          <p>{t(`preshift.result.${code}`, figures)}</p>
        </li>
      ))}
    </ul>
  );
};
