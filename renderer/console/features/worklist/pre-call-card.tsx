import { useEffect } from 'react';
import { ChevronsRight, PhoneOutgoing } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { TaskCard } from '../../../../core/ipc/features/worklist.ts';
import { Badge, Notice } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { useLocale } from '../../../lib/app-store.ts';
import { setSession } from '../../../lib/call-store.ts';
import { dialText } from '../../../lib/dial-text.ts';
import { formatMoment } from '../../../lib/format.ts';
import { go } from '../../../lib/route-store.ts';
import { useAction } from '../../../lib/use-action.ts';
import { chordFor } from '../../keyboard/keymap.ts';
import { useKey } from '../../keyboard/use-key.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { CardCorrections } from '../cases/card-corrections.tsx';
import { DeadlineBadge } from '../../shared/deadline-badge.tsx';
import type { ShownTask } from './use-shown-task.ts';
import { CardFacts, CardFollowUps, CardHistory, CardIssues } from './card-parts.tsx';

const DialArea = ({ card, now }: { card: TaskCard; now: number }) => {
  const { t } = useTranslation();
  const locale = useLocale();
  const start = useAction('call.start');
  const mayDial = card.dial.possible && card.barred === null;
  const dial = async () => {
    if (!mayDial || start.pending) return;
    const result = await start.run({ taskId: card.row.id });
    if (!result.ok) return;
    setSession(result.value.session);
    go('call');
  };
  useKey('dial', () => void dial());
  return (
    <div className="dial-area">
      {card.barred === null ? (
        <Notice tone={card.dial.possible ? 'plain' : 'care'}>
          <span data-testid="next-dial" data-reason={card.dial.reason}>
            {dialText(t, card.dial, now, locale)}
          </span>
        </Notice>
      ) : (
        <Notice tone="care">{t(`recheckBar.${card.barred}`)}</Notice>
      )}
      <ErrorText error={start.error} />
      <Button
        id="dial"
        kind="primary"
        size="l"
        icon={PhoneOutgoing}
        keyHint={chordFor('dial')}
        disabled={!mayDial}
        pending={start.pending}
        onPress={() => void dial()}
      >
        {t(card.row.tries > 0 ? 'card.dialAgain' : 'card.dial')}
      </Button>
    </div>
  );
};

/** domain.md row 4: a number of many, or of the seller, wants an ear for who is on the line. */
const MobileWarning = ({ warning }: { warning: NonNullable<TaskCard['mobileWarning']> }) => {
  const { t } = useTranslation();
  return (
    <Notice tone="care">
      {warning.sellers && t('card.mobileOfSeller')}
      {warning.holders !== null && t('card.mobileOfMany', { count: warning.holders })} {t('card.mobileCare')}
    </Notice>
  );
};

const NothingToDial = ({ at }: { at: number | null }) => {
  const { t } = useTranslation();
  const locale = useLocale();
  return (
    <div className="card-empty">
      <h2>{t('card.nothing')}</h2>
      {at !== null && <p>{t('card.nothingUntil', { at: formatMoment(at, locale) })}</p>}
      <p>{t('card.nothingMore')}</p>
    </div>
  );
};

/**
 * Pre-call card (domain.md row 21): what the agent reads before dialling, and the one action. Shows the
 * chosen task, or the next one when none is chosen.
 */
export const PreCallCard = ({ shown, now }: { shown: ShownTask; now: number }) => {
  const { t } = useTranslation();
  const { next, card, nextId, shownId, isNext } = shown;
  useKey('nextTask', () => go('worklist', { taskId: null }), !isNext && nextId !== null);

  const ready = card.value?.row.id ?? null;
  useEffect(() => {
    // After a callback the next one is at hand: Enter dials. A person at work in the list keeps the focus.
    if (ready !== null && (document.activeElement === null || document.activeElement === document.body)) {
      document.getElementById('dial')?.focus();
    }
  }, [ready]);

  return (
    <section className="card-side" aria-labelledby="card-title">
      <div className="card-head">
        <h2 id="card-title">{t('card.title')}</h2>
        {shownId !== null && (
          <Badge tone={isNext ? 'accent' : 'plain'}>{t(isNext ? 'card.next' : 'card.chosen')}</Badge>
        )}
        {!isNext && nextId !== null && (
          <Button
            kind="plain"
            icon={ChevronsRight}
            keyHint={chordFor('nextTask')}
            onPress={() => go('worklist', { taskId: null })}
          >
            {t('card.toNext')}
          </Button>
        )}
      </div>
      <ErrorText error={next.error ?? card.error} />
      {shownId === null && next.value && <NothingToDial at={next.value.nextPossibleAt} />}
      {card.value && (
        <>
          <div className="card-body">
            <div className="card-name">
              <strong>{card.value.row.holderName}</strong>
              <DeadlineBadge days={card.value.coolingOffDaysLeft} />
              <span className="card-reason">{t(`orderReason.${card.value.row.orderReason}`)}</span>
            </div>
            {card.value.resumes && <Notice tone="accent">{t('card.resumes')}</Notice>}
            {card.value.elderly === true && <Notice tone="care">{t('card.elderly')}</Notice>}
            {card.value.mobileWarning && <MobileWarning warning={card.value.mobileWarning} />}
            <CardFacts card={card.value} />
            <CardIssues card={card.value} />
            <CardFollowUps card={card.value} />
            <CardCorrections taskId={card.value.row.id} version={card.value.history.length} />
            <CardHistory card={card.value} />
          </div>
          <DialArea card={card.value} now={now} />
        </>
      )}
    </section>
  );
};
