import { useTranslation } from 'react-i18next';
import type { Card } from '../../../../core/script/view.ts';
import { Notice } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { chordFor } from '../../keyboard/keymap.ts';
import { useKey } from '../../keyboard/use-key.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { CardShell } from './card-shell.tsx';
import { useSessionAction } from './use-session-action.ts';

type NotSelf = Extract<Card, { kind: 'not_self' }>;

/** Id under which main keeps that the neutral sentence was said (docs/script-format.md). */
const notSelfId = 'NOT_SELF';

/** Somebody else answered: one neutral sentence, nothing about a policy, then the end. */
export const NotSelfCard = ({ card, stamp, live }: { card: NotSelf; stamp: string; live: boolean }) => {
  const { t } = useTranslation();
  const goOn = useSessionAction('session.goOn');
  const said = () => void goOn.run({ questionId: notSelfId });
  useKey('readOn', said, live);
  return (
    <CardShell
      kind="not_self"
      questionId={notSelfId}
      stamp={stamp}
      text={card.text}
      className="call-card-asks call-card-not-self"
      meta={<span>{t('script.kind.not_self')}</span>}
    >
      <Notice tone="rule">{t('notSelf.rule')}</Notice>
      <div className="call-card-foot">
        <ErrorText error={goOn.error} />
        <div className="abnormal-row">
          <Button kind="primary" size="l" keyHint={chordFor('readOn')} disabled={!live} onPress={said}>
            {t('notSelf.said')}
          </Button>
        </div>
      </div>
    </CardShell>
  );
};
