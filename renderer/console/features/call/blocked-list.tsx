import { useTranslation } from 'react-i18next';
import type { SessionView } from '../../../../core/ipc/features/call.ts';
import { reasonText } from '../../../locales/i18n.ts';
import { groupBlocks } from './group-blocks.ts';

/** Why 成功 is not offered (design.md I5); nothing when it is. */
export const BlockedList = ({ session }: { session: SessionView }) => {
  const { t } = useTranslation();
  const groups = groupBlocks(session.script.successBlockedBy);
  if (groups.length === 0) return null;
  return (
    <section className="blocked">
      <h2>{t('wrapUp.blocked')}</h2>
      <ul>
        {groups.map(({ reason, questionIds }) => {
          const why = reasonText(t, 'blocked', reason);
          const questions = questionIds.join(' ');
          return (
            <li key={reason} title={questions}>
              {questions === ''
                ? why
                : t('blocked.questions', { reason: why, count: questionIds.length, questions })}
            </li>
          );
        })}
      </ul>
    </section>
  );
};
