import { useTranslation } from 'react-i18next';
import type { ScriptView } from '../../../../core/script/view.ts';
import { Badge } from '../../../ui/badge.tsx';
import { ChoiceGroup } from '../../../ui/choice-group.tsx';
import { KeyCap } from '../../../ui/key-cap.tsx';
import type { KeyId } from '../../keyboard/keymap.ts';
import { useKey } from '../../keyboard/use-key.ts';

type Choice = ScriptView['dispositions'][number];

const DigitKey = ({
  place,
  choice,
  onChoose,
}: {
  place: number;
  choice: Choice;
  onChoose: (code: string) => void;
}) => {
  useKey(`disposition${place}` as KeyId, () => onChoose(choice.code));
  return <KeyCap chord={String(place)} />;
};

const highestDigit = 9;

type DispositionChoicesProps = {
  choices: readonly Choice[];
  value: string | null;
  /** What the way the call ended suggests. */
  suggested: string | null;
  onChoose: (code: string) => void;
};

/** Only what the state of the answers allows, best first as main orders it; digits choose. */
export const DispositionChoices = ({ choices, value, suggested, onChoose }: DispositionChoicesProps) => {
  const { t } = useTranslation();
  if (choices.length === 0) return <p className="soft">{t('wrapUp.none')}</p>;
  return (
    <ChoiceGroup
      label={t('wrapUp.choices')}
      hideLabel
      boxClass="dispositions"
      choiceClass="disposition"
      value={value}
      onChange={onChoose}
      choices={choices.map((choice, index) => ({
        id: choice.code,
        label: (
          <>
            {index < highestDigit && <DigitKey place={index + 1} choice={choice} onChoose={onChoose} />}
            <span className="disposition-name">{choice.name}</span>
            {choice.code === suggested && <Badge tone="accent">{t('suggestion')}</Badge>}
            <span className="disposition-code">{choice.code}</span>
            {choice.counts && <span className="disposition-counts">{t('wrapUp.counts')}</span>}
          </>
        ),
      }))}
    />
  );
};
