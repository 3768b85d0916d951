import { useTranslation } from 'react-i18next';
import { Badge } from '../../../ui/badge.tsx';

type ShareProps = { share: number | null; target: number; below: boolean };

/** A percentage; one below its target says so in words. */
export const Share = ({ share, target, below }: ShareProps) => {
  const { t } = useTranslation();
  if (share === null) return '–';
  return below ? (
    <Badge tone="rule">{t('reports.below', { share, target })}</Badge>
  ) : (
    <span className="report-share">{`${share}%`}</span>
  );
};
