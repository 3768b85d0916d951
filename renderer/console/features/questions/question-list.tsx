import { useTranslation } from 'react-i18next';
import type { SessionView } from '../../../../core/ipc/features/call.ts';
import { useLocale } from '../../../lib/app-store.ts';
import { formatMoment } from '../../../lib/format.ts';
import { openQuestions } from '../../../lib/question-store.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';

type Question = SessionView['script']['questions'][number];

const tones = { open: 'rule', answered: 'good', promised: 'accent' } as const;

const Outcome = ({ question }: { question: Question }) => {
  const { t } = useTranslation();
  const locale = useLocale();
  const { status, answer, promise } = question;
  if (status === 'answered' && answer !== null)
    return <span className="soft">{[answer.entry?.title, answer.words].filter(Boolean).join(' · ')}</span>;
  if (status !== 'promised' || promise === null) return null;
  return (
    <span className="soft">
      {t('questions.promiseLine', {
        at: formatMoment(promise.dueAt, locale),
        way: promise.way.name,
        owner: promise.owner.name,
      })}
    </span>
  );
};

/** What the customer asked so far, open ones marked, each with its next step. */
export const QuestionList = ({
  session,
  questions,
}: {
  session: SessionView;
  questions: readonly Question[];
}) => {
  const { t } = useTranslation();
  return (
    <ul className="question-list" aria-label={t('questions.list')}>
      {questions.map((question) => (
        <li key={question.n} data-question-status={question.status}>
          <Badge tone={tones[question.status]}>{t(`questions.status.${question.status}`)}</Badge>
          <span className="question-text">{question.text}</span>
          {question.status !== 'answered' && (
            <Button
              kind="plain"
              className="help-close"
              label={`${t(question.status === 'open' ? 'questions.settle' : 'questions.change')}：${question.text}`}
              onPress={() =>
                openQuestions(session.attemptId, { n: question.n, text: question.text, path: 'promised' })
              }
            >
              {t(question.status === 'open' ? 'questions.settle' : 'questions.change')}
            </Button>
          )}
          <Outcome question={question} />
        </li>
      ))}
    </ul>
  );
};
