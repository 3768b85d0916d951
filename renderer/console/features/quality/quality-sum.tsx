import { useTranslation } from 'react-i18next';
import type { QualityForm } from '../../../../core/quality/form-schema.ts';
import type { DimensionScore, QualityScore } from '../../../../core/quality/score.ts';
import { useLocale } from '../../../lib/app-store.ts';
import { inLocale } from '../../../lib/in-locale.ts';

type SumProps = {
  form: QualityForm;
  dimensions: readonly DimensionScore[];
  done: number;
  all: number;
  total: QualityScore | null;
  fatal: boolean;
};

/** Points of each dimension and the total, from what is answered so far. */
export const QualitySum = ({ form, dimensions, done, all, total, fatal }: SumProps) => {
  const { t } = useTranslation();
  const locale = useLocale();
  const names = new Map(form.dimensions.map(({ id, name }) => [id, inLocale(name, locale)]));
  return (
    <p className="quality-sum" data-testid="quality-sum">
      {dimensions.map(({ id, weight, score }) => (
        <span key={id}>
          {score === null
            ? t('qualityCheck.soFarNone', { name: names.get(id), weight })
            : t('qualityCheck.soFar', { name: names.get(id), score, weight })}
        </span>
      ))}
      <strong>
        {fatal
          ? t('qualityCheck.totalFatal')
          : t('qualityCheck.totalSoFar', { total: total === null ? '–' : total.total })}
      </strong>
      {done < all && <span className="soft">{t('qualityCheck.running', { done, all })}</span>}
    </p>
  );
};
