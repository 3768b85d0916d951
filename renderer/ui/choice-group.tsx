import type { ReactNode } from 'react';
import { Label } from 'react-aria-components/Label';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import './field.css';

export type Choice<T extends string> = { id: T; label: ReactNode };

type ChoiceGroupProps<T extends string> = {
  label: string;
  hideLabel?: boolean;
  choices: readonly Choice<T>[];
  value: T | null;
  onChange: (id: T) => void;
  /** Class of the box around the choices and of each choice, for other shapes than the segmented one. */
  boxClass?: string;
  choiceClass?: string;
};

/** One out of a few: segmented by default. */
export const ChoiceGroup = <T extends string>({
  label,
  hideLabel = false,
  choices,
  value,
  onChange,
  boxClass = 'choices',
  choiceClass = 'choice',
}: ChoiceGroupProps<T>) => (
  <RadioGroup
    className="field"
    aria-label={hideLabel ? label : undefined}
    value={value}
    onChange={(id) => onChange(id as T)}
    orientation="horizontal"
  >
    {!hideLabel && <Label className="field-label">{label}</Label>}
    <div className={boxClass}>
      {choices.map((choice) => (
        <Radio key={choice.id} value={choice.id} className={choiceClass}>
          {choice.label}
        </Radio>
      ))}
    </div>
  </RadioGroup>
);
