import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Drill } from '../../../../core/ipc/features/app.ts';
import type { DrillHistory } from '../../../../core/ipc/features/drill.ts';
import { useAppStore, useLocale } from '../../../lib/app-store.ts';
import { useCallStore } from '../../../lib/call-store.ts';
import { go } from '../../../lib/route-store.ts';
import { useRequest } from '../../../lib/use-request.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorText } from '../../shared/error-text.tsx';
import { useListVersion } from '../../shared/use-list-version.ts';
import { useAppAction } from '../settings/use-app-action.ts';
import { drillTitle } from './drill-title.ts';
import { ReviewFindings } from './review-findings.tsx';
import { showReview } from './review-store.ts';
import { VerdictBadge } from './verdict-badge.tsx';
import './practice.css';

type RowProps = { drill: Drill; past: DrillHistory | null; chosen: boolean; onChoose: () => void };

const DrillRow = ({ drill, past, chosen, onChoose }: RowProps) => {
  const { t } = useTranslation();
  const locale = useLocale();
  const best = past?.best ?? null;
  return (
    <li className="drill-row" data-drill={drill.id}>
      <Button kind="plain" pressed={chosen} onPress={onChoose}>
        {drillTitle(drill, locale)}
      </Button>
      {best === null ? (
        <span className="soft">{t('drill.never')}</span>
      ) : (
        <span className="drill-past">
          <VerdictBadge verdict={best.verdict} />
          {t('drill.runs', { runs: past?.runs ?? 0, passed: past?.passed ?? 0 })}
          {best.judged > 0 && ` · ${t('drill.best', { kept: best.kept, judged: best.judged })}`}
        </span>
      )}
    </li>
  );
};

const BestReview = ({ attemptId }: { attemptId: string }) => {
  const { t } = useTranslation();
  const locale = useLocale();
  const found = useRequest('drill.review', { attemptId }, locale);
  const shown = found.value?.shown ?? null;
  return (
    <>
      <ErrorText error={found.error} />
      {shown && (
        <div className="review-body" tabIndex={0} role="group" aria-label={t('review.title', { drill: '' })}>
          <ReviewFindings shown={shown} />
        </div>
      )}
    </>
  );
};

/** Choosing a drill, what it trains, and the person's best result with its review (domain.md rows 91-93). */
export const PracticeScreen = () => {
  const { t } = useTranslation();
  const locale = useLocale();
  const app = useAppStore((state) => state.app);
  const inCall = useCallStore((state) => state.session !== null);
  const drills = useRequest('practice.drills', {});
  const history = useRequest('drill.history', {}, useListVersion());
  const start = useAppAction('practice.start');
  const change = useAppAction('practice.setDrill');
  const [wish, setWish] = useState<string | null>(null);
  const list = drills.value?.drills ?? [];
  const chosen = list.find(({ id }) => id === (wish ?? app?.drill)) ?? list[0] ?? null;
  const past = history.value?.drills.find(({ drill }) => drill === chosen?.id) ?? null;
  const practising = app?.mode === 'practice';
  const begin = async () => {
    if (chosen === null) return;
    const done = practising
      ? await change.run({ drill: chosen.id })
      : await start.run({ drill: chosen.id, withSample: true });
    if (!done) return;
    showReview(null);
    go('worklist', { taskId: null });
  };
  return (
    <div className="practice">
      <section className="practice-left" aria-labelledby="practice-title">
        <h1 id="practice-title">{t('drill.title')}</h1>
        <p className="soft">{t('drill.lead')}</p>
        <ErrorText error={drills.error ?? history.error} />
        <ul className="drill-list" aria-label={t('drill.list')}>
          {list.map((drill) => (
            <DrillRow
              key={drill.id}
              drill={drill}
              past={history.value?.drills.find((one) => one.drill === drill.id) ?? null}
              chosen={drill.id === chosen?.id}
              onChoose={() => setWish(drill.id)}
            />
          ))}
        </ul>
      </section>
      <section className="practice-one" aria-label={t('drill.trains')}>
        {chosen && (
          <>
            <h2>{drillTitle(chosen, locale)}</h2>
            <h3>{t('drill.trains')}</h3>
            <p>{chosen.teaches[locale]}</p>
            <div>
              <Button
                kind="primary"
                size="l"
                disabled={inCall}
                pending={start.pending || change.pending}
                onPress={() => void begin()}
              >
                {t('drill.start')}
              </Button>
            </div>
            {inCall && <p className="soft">{t('drill.inCall')}</p>}
            {start.pending && <p className="soft">{t('drill.startingLine')}</p>}
            <ErrorText error={start.error ?? change.error} />
            {past?.best ? (
              <>
                <h3>{t('review.title', { drill: chosen.id })}</h3>
                <BestReview attemptId={past.best.attemptId} />
              </>
            ) : (
              <p className="soft">{t('review.none')}</p>
            )}
          </>
        )}
      </section>
    </div>
  );
};
