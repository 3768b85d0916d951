import { useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import {
  qualityAnswers,
  type QualityAnswer,
  type QualityLeaf,
} from '../../../../core/quality/form-schema.ts';
import type { PreScore } from '../../../../core/quality/pre-score.ts';
import { Button } from '../../../ui/button.tsx';
import { ChoiceGroup } from '../../../ui/choice-group.tsx';
import { TextField } from '../../../ui/field.tsx';
import { useLocale } from '../../../lib/app-store.ts';
import { inLocale } from '../../../lib/in-locale.ts';
import { QualityPre } from './quality-pre.tsx';

type ItemProps = {
  leaf: QualityLeaf;
  pre: PreScore | undefined;
  answer: QualityAnswer | null;
  comment: string;
  error: string | null;
  onAnswer: (answer: QualityAnswer) => void;
  onComment: (comment: string) => void;
};

const choiceSelector = '[data-quality-item] input[type="radio"]';

/** Where the keyboard stands in an item: its chosen answer, or the first. */
const entryOf = (item: Element): HTMLElement | null =>
  item.querySelector<HTMLElement>('input[type="radio"]:checked') ??
  item.querySelector<HTMLElement>('input[type="radio"]');

/** Puts the focus on the item `step` places after `item` in the form; stays at either end. */
export const focusItem = (item: Element, step: number): void => {
  const all = [...(item.closest('.quality-form')?.querySelectorAll('[data-quality-item]') ?? [])];
  const target = all[all.indexOf(item) + step];
  if (target === undefined) return;
  entryOf(target)?.focus();
  target.scrollIntoView({ block: 'nearest' });
};

/** Digit keys answer while the focus is in the item's answers (WCAG 2.1.4), and go on to the next item. */
const onKey = (
  event: KeyboardEvent<HTMLElement>,
  pre: PreScore | undefined,
  onAnswer: ItemProps['onAnswer'],
): void => {
  const { target, currentTarget } = event;
  if (!(target instanceof HTMLElement) || !target.matches(choiceSelector)) return;
  if (event.ctrlKey || event.altKey || event.metaKey || event.nativeEvent.isComposing) return;
  const typed = qualityAnswers[Number(event.key) - 1];
  const answer = typed ?? (event.key === 'Enter' ? (pre?.answer ?? undefined) : undefined);
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (answer === undefined && step === 0) return;
  event.preventDefault();
  event.stopPropagation();
  if (answer !== undefined) onAnswer(answer);
  focusItem(currentTarget, answer === undefined ? step : 1);
};

/** One item of the form: its answer, what the record says, and a comment. */
export const QualityItemRow = (props: ItemProps) => {
  const { leaf, pre, answer, comment, error, onAnswer, onComment } = props;
  const { t } = useTranslation();
  const locale = useLocale();
  const [wanted, setWanted] = useState(false);
  const name = `${leaf.id} ${inLocale(leaf.name, locale)}`;
  return (
    <div
      className="quality-item"
      data-quality-item={leaf.id}
      onKeyDownCapture={(event) => onKey(event, pre, onAnswer)}
    >
      <div className="quality-item-head">
        <span className="quality-item-name">{name}</span>
        <span className="quality-points">{t('qualityCheck.points', { points: leaf.points })}</span>
      </div>
      <div className="quality-item-answer">
        <ChoiceGroup<QualityAnswer>
          label={name}
          hideLabel
          choices={qualityAnswers.map((id, at) => ({
            id,
            label: (
              <>
                <span className="quality-key" aria-hidden>
                  {at + 1}
                </span>
                {t(`qualityCheck.answer.${id}`)}
              </>
            ),
          }))}
          value={answer}
          onChange={onAnswer}
        />
        {!wanted && comment === '' && error === null && (
          <Button
            kind="plain"
            label={`${t('qualityCheck.addComment')} ${leaf.id}`}
            onPress={() => setWanted(true)}
          >
            {t('qualityCheck.addComment')}
          </Button>
        )}
      </div>
      <QualityPre pre={pre} />
      {(wanted || comment !== '' || error !== null) && (
        <TextField
          label={t('qualityCheck.commentOf', { id: leaf.id })}
          hideLabel
          placeholder={t('qualityCheck.comment')}
          value={comment}
          onChange={onComment}
          maxLength={500}
          autoFocus={wanted && comment === ''}
          error={error}
        />
      )}
    </div>
  );
};
