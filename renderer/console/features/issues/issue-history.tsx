import { useTranslation } from 'react-i18next';
import type { IssueDetail } from '../../../../core/ipc/features/issues.ts';
import type { IssueEvent } from '../../../../core/issue/issue-life.ts';
import { Panel } from '../../../ui/panel.tsx';
import { useLocale } from '../../../lib/app-store.ts';
import { formatFullMoment } from '../../../lib/format.ts';
import type { T } from '../../../locales/i18n.ts';

const sentence = (t: T, { did }: IssueEvent): string => {
  switch (did.type) {
    case 'take':
      return t('issues.did.take', did.handler);
    case 'note':
      return t('issues.did.note', { text: did.text });
    case 'settle':
      return t('issues.did.settle', { cause: did.cause, action: did.action });
    case 'recheck':
      return t(did.passed ? 'issues.did.recheckPassed' : 'issues.did.recheckFailed', {
        ...did.by,
        note: did.note,
      });
    case 'grade':
      return t('issues.did.grade', { grade: t(`grade.${did.grade}`), reason: did.reason });
    case 'ran_short':
      return t('issues.did.ranShort', { grade: t(`grade.${did.grade}`), days: did.daysLeft });
    case 'recalled':
      return t(did.passed ? 'issues.did.recalledPassed' : 'issues.did.recalledFailed', {
        ...did.by,
        note: did.note,
      });
    case 'reminded':
      return t('issues.did.reminded', {
        clock: t(`issues.clock.${did.clock}`),
        percent: did.percent,
        to: did.to,
      });
  }
};

/** Everything that was done with an issue, newest first. */
export const IssueHistory = ({ detail }: { detail: IssueDetail }) => {
  const { t } = useTranslation();
  const locale = useLocale();
  const { row, events } = detail;
  return (
    <Panel title={t('issues.history')} aside={<span>{events.length + 1}</span>}>
      <ol className="issue-history">
        {events.toReversed().map((event, at) => (
          <li key={`${event.at} ${events.length - at}`}>
            <span className="soft">{formatFullMoment(event.at, locale)}</span> {sentence(t, event)}
          </li>
        ))}
        <li>
          <span className="soft">{formatFullMoment(row.openedAt, locale)}</span> {t('issues.did.opened')}
        </li>
      </ol>
    </Panel>
  );
};
