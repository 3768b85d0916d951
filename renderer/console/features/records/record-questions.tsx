import { useTranslation } from 'react-i18next';
import type { ChannelOutput } from '../../../../core/ipc/contract.ts';
import { useLocale } from '../../../lib/app-store.ts';
import { formatFullMoment } from '../../../lib/format.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Panel } from '../../../ui/panel.tsx';
import '../questions/questions.css';

/** What the customer asked, and the answer or the promise (domain.md rows 15 and 43). */
export const RecordQuestions = ({ output }: { output: ChannelOutput<'record.get'> }) => {
  const { t } = useTranslation();
  const locale = useLocale();
  const questions = output.record.customerQuestions ?? [];
  if (questions.length === 0) return null;
  return (
    <Panel title={t('questions.title')} aside={<span>{questions.length}</span>}>
      <ol className="record-questions">
        {questions.map(({ n, text, status, at, answer, promise }) => (
          <li key={n}>
            <strong>{text}</strong>
            {status !== 'withdrawn' && (
              <Badge tone={status === 'open' ? 'rule' : status === 'answered' ? 'good' : 'accent'}>
                {t(`questions.status.${status}`)}
              </Badge>
            )}
            {answer !== null && (
              <span>{[answer.entry?.title, answer.words].filter(Boolean).join(' · ')}</span>
            )}
            {promise !== null && (
              <span>
                {promise.what} ·{' '}
                {t('questions.promiseLine', {
                  at: formatFullMoment(promise.dueAt, locale),
                  way: output.promiseNames[promise.way] ?? promise.way,
                  owner: output.promiseNames[promise.owner] ?? promise.owner,
                })}
              </span>
            )}
            <span className="record-stamp">{formatFullMoment(at, locale)}</span>
          </li>
        ))}
      </ol>
    </Panel>
  );
};
