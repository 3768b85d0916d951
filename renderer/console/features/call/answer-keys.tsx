import { useTranslation } from 'react-i18next';
import type { Card } from '../../../../core/script/view.ts';
import { AnswerKey } from '../../../ui/answer-key.tsx';
import type { KeyId } from '../../keyboard/keymap.ts';
import { useKey } from '../../keyboard/use-key.ts';

type Option = Extract<Card, { kind: 'question' }>['options'][number];

type AnswerKeyForProps = {
  option: Option;
  disabled: boolean;
  sent: boolean;
  onAnswer: (value: string) => void;
};

const digitKey = (key: string): KeyId | null => (/^[1-9]$/.test(key) ? (`answer${key}` as KeyId) : null);

const AnswerKeyFor = ({ option, disabled, sent, onAnswer }: AnswerKeyForProps) => {
  const id = digitKey(option.key);
  useKey(id ?? 'answer9', () => onAnswer(option.value), id !== null && !disabled);
  return (
    <AnswerKey cap={option.key} sent={sent} disabled={disabled} onPress={() => onAnswer(option.value)}>
      {option.label}
    </AnswerKey>
  );
};

type AnswerKeysProps = {
  options: readonly Option[];
  disabled: boolean;
  /** Value under way to main: its key shows at once that it was pressed. */
  sent: string | null;
  onAnswer: (value: string) => void;
};

/** The big answer keys, in the pack's order and all alike: nothing leads the agent to one of them. */
export const AnswerKeys = ({ options, disabled, sent, onAnswer }: AnswerKeysProps) => {
  const { t } = useTranslation();
  return (
    <div className="answer-keys" role="group" aria-label={t('script.answers')}>
      {options.map((option) => (
        <AnswerKeyFor
          key={option.value}
          option={option}
          disabled={disabled}
          sent={sent === option.value}
          onAnswer={onAnswer}
        />
      ))}
    </div>
  );
};
