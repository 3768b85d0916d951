import { useTranslation } from 'react-i18next';
import type { SessionView } from '../../../../core/ipc/features/call.ts';
import { closeQuestions, useQuestionStore } from '../../../lib/question-store.ts';
import { Button } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { useKey } from '../../keyboard/use-key.ts';
import { focusCard } from '../call/card-shell.tsx';
import { QuestionForm } from './question-form.tsx';
import { QuestionList } from './question-list.tsx';
import './questions.css';

/** Whether the panel is open for this attempt. */
export const useQuestionsOpen = (session: SessionView): boolean =>
  useQuestionStore((state) => state.isOpen && state.attemptId === session.attemptId);

/** Beside the question, never over it: what the customer asked, and the form for one more (domain.md row 15). */
export const QuestionPanel = ({ session }: { session: SessionView }) => {
  const { t } = useTranslation();
  const n = useQuestionStore((state) => state.draft.n);
  const close = () => {
    closeQuestions();
    focusCard();
  };
  useKey('toCard', close);
  const others = session.script.questions.filter((question) => question.n !== n);
  return (
    <Panel
      title={t('questions.title')}
      className="help help-open questions"
      aside={
        <Button kind="plain" className="help-close" keyHint="Esc" onPress={close}>
          {t('questions.close')}
        </Button>
      }
    >
      <div className="help-text" role="group" aria-label={t('questions.title')}>
        <QuestionForm key={n} session={session} />
        {others.length > 0 && <QuestionList session={session} questions={others} />}
      </div>
    </Panel>
  );
};
