import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { QualityView } from '../../../../core/ipc/features/quality.ts';
import { toImprove } from '../../../../core/quality/review.ts';
import { Badge } from '../../../ui/badge.tsx';
import { useLocale } from '../../../lib/app-store.ts';
import { formatFullMoment } from '../../../lib/format.ts';
import { inLocale } from '../../../lib/in-locale.ts';

type ResultProps = {
  kept: QualityView['reviews'][number];
  /** Just saved: the keyboard goes on here. */
  focus?: boolean;
};

/** A score as it was given, by its own version of the form, and what the agent can do better (domain.md row 63). */
export const QualityResult = ({ kept, focus = false }: ResultProps) => {
  const { t } = useTranslation();
  const locale = useLocale();
  const { review, form, issueId } = kept;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (focus) box.current?.focus();
  }, [focus]);
  const improve = toImprove(review, form);
  const names = new Map(form.dimensions.map(({ id, name }) => [id, inLocale(name, locale)]));
  const fatal = new Set(review.fatal.map(({ id }) => id));
  return (
    <div className="quality-result" data-quality-review={review.id} ref={box} tabIndex={-1}>
      <p className="quality-sum">
        <strong>{t('qualityCheck.total', { total: review.total })}</strong>
        <Badge tone={review.passed ? 'good' : 'rule'}>
          {t(review.passed ? 'qualityCheck.passed' : 'qualityCheck.failed')}
        </Badge>
        {review.dimensions.map(({ id, weight, score }) => (
          <span key={id}>
            {score === null
              ? t('qualityCheck.soFarNone', { name: names.get(id), weight })
              : t('qualityCheck.soFar', { name: names.get(id), score, weight })}
          </span>
        ))}
      </p>
      <p className="soft">
        {t('qualityCheck.by', {
          name: review.scorer.name,
          number: review.scorer.number,
          at: formatFullMoment(review.at, locale),
        })}{' '}
        · {t('qualityCheck.version', { version: review.form.version })}
      </p>
      {issueId !== null && <p>{t('qualityCheck.issueOpened', { code: form.failOpens })}</p>}
      {improve.length === 0 ? (
        <p>{t('qualityCheck.improveNone')}</p>
      ) : (
        <>
          <h3>{t('qualityCheck.improve')}</h3>
          <ul className="quality-improve">
            {improve.map(({ id, name, improve: better, words }) => (
              <li key={id} data-improve={id}>
                <strong>
                  {id} {inLocale(name, locale)}
                </strong>{' '}
                {fatal.has(id) && <Badge tone="rule">{t('qualityCheck.fatalOne')}</Badge>}{' '}
                <span>{inLocale(better, locale)}</span>
                {words !== '' && (
                  <span className="card-note">
                    {t(fatal.has(id) ? 'qualityCheck.reason' : 'qualityCheck.said', { words })}
                  </span>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      {review.remark !== '' && <p className="record-notes">{review.remark}</p>}
    </div>
  );
};
