import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../../lib/announce-store.ts';
import { useAppStore, useLocale } from '../../../lib/app-store.ts';
import { go } from '../../../lib/route-store.ts';
import { useRequest } from '../../../lib/use-request.ts';
import { Button } from '../../../ui/button.tsx';
import { chordFor } from '../../keyboard/keymap.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { useAppAction } from '../settings/use-app-action.ts';
import { drillTitle } from './drill-title.ts';
import { ReviewFindings } from './review-findings.tsx';
import { showReview, useReviewStore } from './review-store.ts';
import { VerdictBadge } from './verdict-badge.tsx';
import './practice.css';

/**
 * The review of the practice call that just ended, above the work list. It takes neither the focus nor the screen:
 * the next customer stays one key away.
 */
export const ReviewPanel = () => {
  const { t } = useTranslation();
  const locale = useLocale();
  const app = useAppStore((state) => state.app);
  const attemptId = useReviewStore((state) => state.attemptId);
  const practising = app?.mode === 'practice';
  const found = useRequest('drill.review', attemptId === null || !practising ? null : { attemptId }, locale);
  const drills = useRequest('practice.drills', attemptId === null ? null : {});
  const change = useAppAction('practice.setDrill');
  const shown = found.value?.shown ?? null;
  const told = useRef<string | null>(null);
  useEffect(() => {
    if (shown === null || told.current === shown.review.attemptId) return;
    told.current = shown.review.attemptId;
    const all = [...shown.review.rules, ...shown.review.always];
    announce(
      t('review.told', {
        verdict: t(`drill.verdict.${shown.review.verdict}`),
        good: all.filter(({ outcome }) => outcome === 'passed').length,
        improve: all.filter(({ outcome }) => outcome === 'failed').length,
      }),
      'beside',
    );
  }, [shown, t]);

  if (attemptId === null || !practising || (shown === null && found.error === null)) return null;
  const list = drills.value?.drills ?? [];
  const next = list[list.findIndex(({ id }) => id === app.drill) + 1] ?? null;
  return (
    <section className="review" aria-label={t('review.title', { drill: '' })} data-testid="review">
      <div className="review-head">
        {shown && (
          <>
            <h2>
              {t('review.title', {
                drill: drillTitle({ id: shown.review.drill, title: shown.review.title }, locale),
              })}
            </h2>
            <VerdictBadge verdict={shown.review.verdict} />
            <span className="soft">{t('review.ended', { disposition: shown.dispositionName })}</span>
          </>
        )}
        <div className="review-acts">
          {next && (
            <Button
              pending={change.pending}
              onPress={() => {
                showReview(null);
                void change.run({ drill: next.id });
              }}
            >
              {t('review.next', { title: drillTitle(next, locale) })}
            </Button>
          )}
          <Button keyHint={chordFor('goPractice')} onPress={() => go('practice')}>
            {t('review.all')}
          </Button>
          <Button kind="plain" onPress={() => showReview(null)}>
            {t('review.close')}
          </Button>
        </div>
      </div>
      <ErrorText error={found.error ?? change.error} />
      <div className="review-body" tabIndex={0} role="group" aria-label={t('review.title', { drill: '' })}>
        {shown && <ReviewFindings shown={shown} />}
      </div>
    </section>
  );
};
