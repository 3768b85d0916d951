import { useTranslation } from 'react-i18next';
import type { SessionView } from '../../../../core/ipc/features/call.ts';
import { QuestionList } from './question-list.tsx';
import './questions.css';

/** What keeps the call from closing, with the way out; nothing when every question is seen to. */
export const OpenQuestions = ({ session }: { session: SessionView }) => {
  const { t } = useTranslation();
  const { questions, closeBlockedBy } = session.script;
  if (closeBlockedBy.length === 0) return null;
  return (
    <section className="questions-block" aria-label={t('questions.blocked')}>
      <h2>{t('questions.blocked')}</h2>
      <QuestionList session={session} questions={questions.filter(({ n }) => closeBlockedBy.includes(n))} />
      <p>{t('questions.blockedRemedy')}</p>
    </section>
  );
};
