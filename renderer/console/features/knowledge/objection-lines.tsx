import { useTranslation } from 'react-i18next';
import type { SessionView } from '../../../../core/ipc/features/call.ts';
import type { ObjectionCard } from '../../../../core/ipc/features/knowledge.ts';
import { codeText } from '../../../locales/i18n.ts';
import { KeyCap } from '../../../ui/key-cap.tsx';
import { chordFor } from '../../keyboard/keymap.ts';

const Line = ({ name, text }: { name: string; text: string }) => (
  <div>
    <dt>{name}</dt>
    <dd lang="zh-CN">{text}</dd>
  </div>
);

/** The three lines of an objection (domain.md row 41) and what follows from it. */
export const ObjectionLines = ({ card, session }: { card: ObjectionCard; session: SessionView }) => {
  const { t } = useTranslation();
  const { issues, dispositions } = session.script;
  const issue = issues.find(({ code }) => code === card.open);
  const ending = dispositions.find(({ code }) => code === card.end)?.name;
  return (
    <>
      <dl className="objection-lines">
        <Line name={t('objection.feel')} text={card.feel} />
        {card.others !== null && <Line name={t('objection.others')} text={card.others} />}
        <Line name={t('objection.solve')} text={card.solve} />
      </dl>
      {issue && <p className="objection-after">{t('objection.opened', { name: issue.name })}</p>}
      {card.end !== null && (
        <p className="objection-after">
          {t('objection.end', { name: ending ?? codeText('disposition', card.end) })}{' '}
          <KeyCap chord={chordFor('wrapUp')} />
        </p>
      )}
    </>
  );
};
