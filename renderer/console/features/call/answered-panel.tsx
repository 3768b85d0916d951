import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionView } from '../../../../core/ipc/features/call.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { chordFor } from '../../keyboard/keymap.ts';
import { useKey } from '../../keyboard/use-key.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { useSessionAction } from './use-session-action.ts';

/** What was answered so far, newest last; a slip is corrected by asking again, the old answer stays. */
export const AnsweredPanel = ({ session }: { session: SessionView }) => {
  const { t } = useTranslation();
  const correct = useSessionAction('session.correct');
  const { answered } = session.script;
  const talking = session.phase === 'talking';
  const lastCorrectable = answered.findLast((answer) => answer.canCorrect);
  const listRef = useRef<HTMLOListElement>(null);
  useEffect(() => {
    const list = listRef.current;
    if (list) list.scrollTop = list.scrollHeight;
  }, [session]);
  useKey(
    'correct',
    () => {
      if (lastCorrectable) void correct.run({ questionId: lastCorrectable.questionId });
    },
    talking && lastCorrectable !== undefined,
  );
  return (
    <Panel title={t('script.answered')} className="answered" aside={<span>{answered.length}</span>}>
      {answered.length === 0 && <p className="soft">{t('script.noneAnswered')}</p>}
      <ErrorText error={correct.error} />
      <ol
        className="answered-list"
        ref={listRef}
        tabIndex={answered.length > 0 ? 0 : -1}
        aria-label={t('script.answered')}
      >
        {answered.map((answer) => (
          <li key={`${answer.questionId} ${answer.asking}`}>
            <p className="answered-text">{answer.text}</p>
            <p className="answered-value">
              {answer.abnormal ? <Badge tone="care">{answer.answerLabel}</Badge> : answer.answerLabel}
              {answer.canCorrect && talking && (
                <Button
                  kind="plain"
                  className="correct"
                  {...(answer === lastCorrectable ? { keyHint: chordFor('correct') } : {})}
                  onPress={() => void correct.run({ questionId: answer.questionId })}
                >
                  {t('script.correct')}
                  <span className="visually-hidden">{t('script.correctWhat', { text: answer.text })}</span>
                </Button>
              )}
            </p>
          </li>
        ))}
      </ol>
    </Panel>
  );
};
