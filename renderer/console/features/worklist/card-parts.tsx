import { EyeOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { TaskCard } from '../../../../core/ipc/features/worklist.ts';
import { Badge } from '../../../ui/badge.tsx';
import { FactList } from '../../../ui/panel.tsx';
import type { Fact } from '../../../ui/panel.tsx';
import { announce } from '../../../lib/announce-store.ts';
import { useLocale } from '../../../lib/app-store.ts';
import { formatMoment } from '../../../lib/format.ts';
import { inLocale } from '../../../lib/in-locale.ts';
import { useAction } from '../../../lib/use-action.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorText } from '../../shared/error-text.tsx';
import { codeText } from '../../../locales/i18n.ts';
import { triesText } from '../../shared/tries.ts';

/** What may be known before identity passed: no product, no premium (design.md I4). */
export const CardFacts = ({ card }: { card: TaskCard }) => {
  const { t } = useTranslation();
  const locale = useLocale();
  const { row } = card;
  const facts: Fact[] = [
    { term: t('card.mobile'), value: row.mobileMasked },
    { term: t('card.policyNo'), value: row.policyNo },
    { term: t('card.script'), value: row.scriptName },
    { term: t('card.channel'), value: row.branch ? `${card.channel} · ${row.branch}` : card.channel },
    { term: t('card.coolingOff'), value: card.coolingOffEnd },
    ...(card.firstTry === null
      ? []
      : [
          {
            term: t('card.firstTry'),
            value: t(card.firstTry.late ? 'card.firstTryLate' : 'card.firstTryBy', {
              date: card.firstTry.dueOn,
            }),
          },
        ]),
    { term: t('card.tries'), value: triesText(row.tries, card.triesNeeded) },
    ...(row.appointmentAt === null
      ? []
      : [{ term: t('card.appointment'), value: formatMoment(row.appointmentAt, locale) }]),
  ];
  return (
    <>
      <FactList facts={facts} />
      <p className="card-hidden">
        <EyeOff aria-hidden size={14} />
        {t('card.hidden')}
      </p>
    </>
  );
};

export const CardIssues = ({ card }: { card: TaskCard }) => {
  const { t } = useTranslation();
  const locale = useLocale();
  if (card.issues.length === 0) return null;
  return (
    <section className="card-part">
      <h3>{t('card.issues')}</h3>
      <ul>
        {card.issues.map((issue) => (
          <li key={`${issue.code} ${issue.firstDueAt}`}>
            <Badge tone="care">{t(`grade.${issue.grade}`)}</Badge> {issue.name}
            <span className="card-note">
              {t('card.issueOwner', { owner: issue.owner, due: formatMoment(issue.firstDueAt, locale) })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
};

/** What others do for the task, and what a person may ask for. */
export const CardFollowUps = ({ card }: { card: TaskCard }) => {
  const { t } = useTranslation();
  const locale = useLocale();
  const open = useAction('followUp.open');
  const ask = async (kind: string, name: string) => {
    const result = await open.run({ taskId: card.row.id, kind });
    if (result.ok) announce(t('followUps.asked', { name }));
  };
  if (card.followUps.length + card.askable.length === 0) return null;
  return (
    <section className="card-part">
      <h3>{t('followUps.onCard')}</h3>
      <ul>
        {card.followUps.map(({ name, owner, dueAt }) => (
          <li key={`${name.zh} ${dueAt}`}>
            {inLocale(name, locale)}
            <span className="card-note">
              {t('followUps.onCardItem', {
                who: inLocale(owner, locale),
                at: formatMoment(dueAt, locale),
              })}
            </span>
          </li>
        ))}
      </ul>
      <div className="card-ask">
        {card.askable.map(({ kind, name }) => (
          <Button key={kind} pending={open.pending} onPress={() => void ask(kind, inLocale(name, locale))}>
            {t('followUps.ask', { name: inLocale(name, locale) })}
          </Button>
        ))}
      </div>
      <ErrorText error={open.error} />
    </section>
  );
};

export const CardHistory = ({ card }: { card: TaskCard }) => {
  const { t } = useTranslation();
  const locale = useLocale();
  return (
    <section className="card-part">
      <h3>{t('card.history')}</h3>
      {card.history.length === 0 && <p className="card-note">{t('card.noHistory')}</p>}
      <ul>
        {card.history.map((record) => (
          <li key={record.attemptId}>
            {formatMoment(record.startedAt, locale)} · {codeText('disposition', record.disposition)}
            {record.policyNo !== card.row.policyNo && (
              <span className="card-note">{t('card.otherPolicy', { policyNo: record.policyNo })}</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
};
