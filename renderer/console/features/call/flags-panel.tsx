import { Ban, CircleHelp, Flag, MessageSquareWarning, Undo2 } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ChannelInput } from '../../../../core/ipc/contract.ts';
import type { SessionView } from '../../../../core/ipc/features/call.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { openQuestions } from '../../../lib/question-store.ts';
import { announce } from '../../../lib/announce-store.ts';
import { chordFor } from '../../keyboard/keymap.ts';
import type { KeyId } from '../../keyboard/keymap.ts';
import { useKey } from '../../keyboard/use-key.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { useSessionAction } from './use-session-action.ts';

type FlagId = ChannelInput<'session.flag'>['flag'] | 'customer_question';
const flags: readonly { id: FlagId; key: KeyId; icon: LucideIcon }[] = [
  { id: 'abnormal', key: 'flagAbnormal', icon: Flag },
  { id: 'customer_question', key: 'flagQuestion', icon: CircleHelp },
  { id: 'complaint', key: 'flagComplaint', icon: MessageSquareWarning },
  { id: 'cancel_wish', key: 'flagCancelWish', icon: Undo2 },
  { id: 'voice_mismatch', key: 'flagVoice', icon: Ban },
];

type FlagButtonProps = {
  flag: (typeof flags)[number];
  disabled: boolean;
  /** Questions of the customer that are still open. */
  open: number;
  onFlag: (id: FlagId) => void;
};

const FlagButton = ({ flag, disabled, open, onFlag }: FlagButtonProps) => {
  const { t } = useTranslation();
  useKey(flag.key, () => onFlag(flag.id), !disabled);
  return (
    <Button icon={flag.icon} keyHint={chordFor(flag.key)} disabled={disabled} onPress={() => onFlag(flag.id)}>
      {t(`flags.${flag.id}`)}
      {flag.id === 'customer_question' && open > 0 && (
        <Badge tone="rule">
          <span aria-hidden>{open}</span>
          <span className="visually-hidden">{t('questions.openCount', { count: open })}</span>
        </Badge>
      )}
    </Button>
  );
};

/** One key marks and routes at once (domain.md row 54); a question of the customer opens its form; other words go into the notes. The focus stays where it is. */
export const FlagsPanel = ({ session }: { session: SessionView }) => {
  const { t } = useTranslation();
  const flag = useSessionAction('session.flag');
  const disabled = session.phase !== 'talking' && session.phase !== 'wrap_up';
  const onFlag = async (id: FlagId) => {
    // A question of the customer wants more than a mark: what it was, and what becomes of it.
    if (id === 'customer_question') return openQuestions(session.attemptId);
    if (await flag.run({ flag: id, words: '' })) announce(t('flags.done', { flag: t(`flags.${id}`) }));
  };
  const { issues } = session.script;
  return (
    <Panel title={t('flags.title')}>
      <div className="flags">
        {flags.map((one) => (
          <FlagButton
            key={one.id}
            flag={one}
            disabled={disabled}
            open={session.script.closeBlockedBy.length}
            onFlag={(id) => void onFlag(id)}
          />
        ))}
      </div>
      <ErrorText error={flag.error} />
      <h3 className="issues-title">
        {t('flags.issues')} {issues.length === 0 && <span className="soft">{t('flags.noIssues')}</span>}
      </h3>
      {issues.length > 0 && (
        <ul className="issues" tabIndex={0} aria-label={t('flags.issues')}>
          {issues.map((issue, index) => (
            <li key={`${issue.code} ${issue.questionId} ${index}`}>
              <Badge tone={issue.grade === 'U' ? 'rule' : 'care'}>{t(`grade.${issue.grade}`)}</Badge>
              <span>{issue.name}</span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
};
