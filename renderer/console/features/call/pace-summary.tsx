import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { WatchView } from '../../../../core/script/watch.ts';
import { Badge } from '../../../ui/badge.tsx';
import { announce } from '../../../lib/announce-store.ts';

/** Average of the call and the cards that were read too fast; each new one is told once, calmly. */
export const PaceSummary = ({ pace }: { pace: WatchView['pace'] }) => {
  const { t } = useTranslation();
  const { average, violations, rules } = pace;
  const told = useRef(violations.length);
  useEffect(() => {
    const last = violations.at(-1);
    if (violations.length > told.current && last !== undefined)
      announce(
        t('pace.told', {
          question: last.questionId ?? t('pace.lastQuestion'),
          pace: last.charsPerMinute,
          limit: rules.limit,
        }),
      );
    told.current = violations.length;
  }, [violations, rules.limit, t]);
  if (average === null) return null;
  const last = violations.at(-1);
  const list = violations
    .map(({ questionId, charsPerMinute }) => `${questionId ?? t('pace.lastQuestion')} ${charsPerMinute}`)
    .join('，');
  return (
    <p className="pace-summary" data-pace-average={average}>
      {t('pace.average', { pace: average })}
      {last !== undefined && (
        <span title={list} data-pace-violations={violations.length}>
          <Badge tone="rule">{t('pace.tooFast', { count: violations.length })}</Badge>{' '}
          {t('pace.last', { question: last.questionId ?? t('pace.lastQuestion'), pace: last.charsPerMinute })}
        </span>
      )}
    </p>
  );
};
