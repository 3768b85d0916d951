import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Card } from '../../../../core/script/view.ts';
import type { WatchView } from '../../../../core/script/watch.ts';
import { Badge, Notice } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { KeyCap } from '../../../ui/key-cap.tsx';
import { TextAreaField } from '../../../ui/field.tsx';
import { chordFor } from '../../keyboard/keymap.ts';
import { useKey } from '../../keyboard/use-key.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { AnswerKeys } from './answer-keys.tsx';
import { CardShell, focusCard } from './card-shell.tsx';
import { PaceMeter } from './pace-meter.tsx';
import { useSessionAction } from './use-session-action.ts';

type QuestionLike = Extract<Card, { kind: 'statement' | 'question' }>;
type QuestionCardProps = { card: QuestionLike; pace: WatchView['pace']; stamp: string; live: boolean };

const Meta = ({ card, pace }: Pick<QuestionCardProps, 'card' | 'pace'>) => {
  const { t } = useTranslation();
  return (
    <>
      <span>{t(`script.kind.${card.kind}`)}</span>
      <span className="question-id">{card.questionId}</span>
      {card.kind === 'question' && card.item !== null && (
        <Badge>{t('script.item', { item: card.item })}</Badge>
      )}
      {card.kind === 'question' && card.optional && <Badge>{t('script.optional')}</Badge>}
      {card.kind === 'question' && card.asking > 1 && (
        <Badge tone="accent">{t('script.askedAgain', { count: card.asking })}</Badge>
      )}
      <PaceMeter pace={pace} />
    </>
  );
};

/** A statement or question in large type with its answer keys; no answer is preset (domain.md row 51). */
export const QuestionCard = ({ card, pace, stamp, live }: QuestionCardProps) => {
  const { t } = useTranslation();
  const answer = useSessionAction('session.answer');
  const skip = useSessionAction('session.skip');
  const [words, setWords] = useState('');
  const [sent, setSent] = useState<string | null>(null);
  const wordsRef = useRef<HTMLTextAreaElement>(null);
  const { questionId } = card;
  const wantsWords = card.kind === 'question' && card.wantsWords;
  const optional = card.kind === 'question' && card.optional;

  const give = async (value: string) => {
    setSent(value);
    if (!(await answer.run({ questionId, value, words: words.trim() }))) setSent(null);
  };
  const readOn = card.kind === 'statement' ? (card.options[0]?.value ?? null) : null;
  useKey('readOn', () => readOn !== null && void give(readOn), live && readOn !== null);
  useKey('skip', () => void skip.run({ questionId }), live && optional);
  useKey('words', () => wordsRef.current?.focus(), wantsWords);

  return (
    <CardShell
      kind={card.kind}
      questionId={questionId}
      stamp={stamp}
      text={card.text}
      className="call-card-asks"
      meta={<Meta card={card} pace={pace} />}
    >
      {card.kind === 'question' && card.hint && (
        <Notice>
          <strong>{t('script.hint')}</strong>　{card.hint}
        </Notice>
      )}
      {wantsWords && (
        <div className="words">
          <TextAreaField
            label={t('script.words')}
            value={words}
            onChange={setWords}
            maxLength={2000}
            rows={2}
            areaRef={wordsRef}
            disabled={!live}
          />
          <KeyCap chord={chordFor('words')} />
        </div>
      )}
      <div className="call-card-foot">
        <ErrorText error={answer.error ?? skip.error} />
        {!live && <p className="soft">{t('script.waiting')}</p>}
        <AnswerKeys
          options={card.options}
          disabled={!live}
          sent={sent}
          onAnswer={(value) => {
            focusCard();
            void give(value);
          }}
        />
        {optional && (
          <Button
            kind="plain"
            keyHint={chordFor('skip')}
            disabled={!live}
            onPress={() => void skip.run({ questionId })}
          >
            {t('script.skip')}
          </Button>
        )}
      </div>
    </CardShell>
  );
};
