import { useTranslation } from 'react-i18next';
import type { ChannelOutput } from '../../../../core/ipc/contract.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { useLocale } from '../../../lib/app-store.ts';
import { formatFullMoment } from '../../../lib/format.ts';

/** Characters of a text hash on screen; the export holds all of them. */
const hashCharacters = 12;

/** Every answer in order: the text as read out, its hash, the answer, the moment. */
export const RecordAnswers = ({ output }: { output: ChannelOutput<'record.get'> }) => {
  const { t } = useTranslation();
  const locale = useLocale();
  const { answers } = output.record;
  return (
    <Panel title={t('records.answers')} aside={<span>{answers.length}</span>}>
      {answers.length === 0 && <p className="soft">{t('records.noAnswers')}</p>}
      <ol className="record-answers">
        {answers.map((answer) => (
          <li key={`${answer.questionId} ${answer.asking} ${answer.at}`}>
            <p className="record-question">
              <span className="question-id">{answer.questionId}</span> {output.texts[answer.questionId] ?? ''}
            </p>
            <p className="record-answer">
              <strong>{answer.label}</strong>
              {answer.abnormal && <Badge tone="care">{t('records.abnormal')}</Badge>}
              {answer.by === 'robot' && <Badge>{t('records.byRobot')}</Badge>}
              {answer.asking > 1 && <Badge>{t('records.asking', { count: answer.asking })}</Badge>}
              {typeof answer.pace?.charsPerMinute === 'number' && (
                <span className="soft">{t('pace.now', { pace: answer.pace.charsPerMinute })}</span>
              )}
              <span className="record-stamp">
                {formatFullMoment(answer.at, locale)} ·{' '}
                {t('records.hash', { hash: answer.textHash.slice(0, hashCharacters) })}
              </span>
            </p>
            {answer.words && <p className="record-words">{t('records.words', { words: answer.words })}</p>}
          </li>
        ))}
      </ol>
    </Panel>
  );
};
