import { useTranslation } from 'react-i18next';
import type { Card } from '../../../../core/script/view.ts';
import { Badge, Notice } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { chordFor } from '../../keyboard/keymap.ts';
import { useKey } from '../../keyboard/use-key.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { CardShell } from './card-shell.tsx';
import { useSessionAction } from './use-session-action.ts';

type Abnormal = Extract<Card, { kind: 'abnormal' }>;

/**
 * After an abnormal answer: the issue is open already; explain, then ask once more or keep the answer. Its
 * keys are Enter and Ctrl+Enter, not digits, so that a digit pressed twice cannot skip the explanation.
 */
export const AbnormalCard = ({ card, stamp, live }: { card: Abnormal; stamp: string; live: boolean }) => {
  const { t } = useTranslation();
  const askAgain = useSessionAction('session.askAgain');
  const goOn = useSessionAction('session.goOn');
  const { questionId } = card;
  const again = () => void askAgain.run({ questionId });
  const on = () => void goOn.run({ questionId });
  useKey('askAgain', card.canAskAgain ? again : on, live);
  useKey('goOn', on, live);

  return (
    <CardShell
      kind="abnormal"
      questionId={questionId}
      stamp={stamp}
      text={card.text}
      className="call-card-abnormal"
      meta={
        <>
          <span>{t('script.kind.abnormal')}</span>
          <span className="question-id">{questionId}</span>
          <Badge tone="care">{t('abnormal.answered', { label: card.answerLabel })}</Badge>
        </>
      }
    >
      {card.issues.length > 0 && (
        <ul className="abnormal-issues" aria-label={t('abnormal.opened')}>
          {card.issues.map((issue) => (
            <li key={issue.code}>
              <Badge tone={issue.grade === 'U' ? 'rule' : 'care'}>{t(`grade.${issue.grade}`)}</Badge>
              {t('abnormal.opened')}　{issue.name}
            </li>
          ))}
        </ul>
      )}
      <Notice tone="care">
        <strong>{t('abnormal.explain')}</strong>
        <p className="explain">{card.explain ?? t('abnormal.noExplain')}</p>
      </Notice>
      <div className="call-card-foot">
        <ErrorText error={askAgain.error ?? goOn.error} />
        {!card.canAskAgain && <p className="soft">{t('abnormal.askedTwice')}</p>}
        <div className="abnormal-row">
          {card.canAskAgain && (
            <Button kind="primary" size="l" keyHint={chordFor('askAgain')} disabled={!live} onPress={again}>
              {t('abnormal.askAgain')}
            </Button>
          )}
          <Button
            kind={card.canAskAgain ? 'normal' : 'primary'}
            size="l"
            keyHint={card.canAskAgain ? chordFor('goOn') : chordFor('askAgain')}
            disabled={!live}
            onPress={on}
          >
            {t('abnormal.goOn')}
          </Button>
        </div>
      </div>
    </CardShell>
  );
};
