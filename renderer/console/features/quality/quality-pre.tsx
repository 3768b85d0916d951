import { useTranslation } from 'react-i18next';
import type { PreScore } from '../../../../core/quality/pre-score.ts';
import { Badge } from '../../../ui/badge.tsx';
import type { Tone } from '../../../ui/badge.tsx';
import { formatSpan } from '../../../lib/format.ts';

const tones: Readonly<Record<PreScore['certainty'], Tone>> = {
  proven: 'accent',
  likely: 'plain',
  listen: 'care',
};

/** What the record says about an item, and what that rests on. `fatal`: as a sign for or against. */
export const QualityPre = ({ pre, fatal = false }: { pre: PreScore | undefined; fatal?: boolean }) => {
  const { t } = useTranslation();
  if (pre === undefined) return null;
  const { answer, certainty, ground, values, offsetMs } = pre;
  const verdict =
    answer === null
      ? null
      : fatal
        ? t(answer === 'not_met' ? 'qualityCheck.signRaised' : 'qualityCheck.signClear')
        : `${t('qualityCheck.pre')} ${t(`qualityCheck.answer.${answer}`)}`;
  const raised = fatal && answer === 'not_met';
  return (
    <p className="quality-pre" data-pre={answer ?? 'listen'} data-certainty={certainty}>
      {verdict !== null && <Badge tone={raised ? 'rule' : tones[certainty]}>{verdict}</Badge>}
      {!(fatal && verdict !== null) && (
        <Badge tone={tones[certainty]}>{t(`qualityCheck.certainty.${certainty}`)}</Badge>
      )}
      <span>
        {t(`qualityGround.${ground}`, values)}
        {offsetMs !== null && ` ${t('qualityCheck.at', { at: formatSpan(offsetMs) })}`}
      </span>
    </p>
  );
};
