import { useTranslation } from 'react-i18next';
import type { DrillReview } from '../../../../core/practice/review-schema.ts';
import { Badge } from '../../../ui/badge.tsx';

const tones = { passed: 'good', failed: 'care', not_judged: 'plain' } as const;

export const VerdictBadge = ({ verdict }: { verdict: DrillReview['verdict'] }) => {
  const { t } = useTranslation();
  return <Badge tone={tones[verdict]}>{t(`drill.verdict.${verdict}`)}</Badge>;
};
