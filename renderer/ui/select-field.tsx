import { Button } from 'react-aria-components/Button';
import { Label } from 'react-aria-components/Label';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Select, SelectValue } from 'react-aria-components/Select';
import { ChevronDown } from 'lucide-react';
import './field.css';

export type SelectChoice = { id: string; label: string };

type SelectFieldProps = {
  label: string;
  hideLabel?: boolean;
  choices: readonly SelectChoice[];
  value: string;
  onChange: (id: string) => void;
  disabled?: boolean;
};

export const SelectField = ({
  label,
  hideLabel = false,
  choices,
  value,
  onChange,
  disabled = false,
}: SelectFieldProps) => (
  <Select
    className="field"
    aria-label={hideLabel ? label : undefined}
    value={value}
    onChange={(key) => {
      if (key !== null) onChange(String(key));
    }}
    isDisabled={disabled}
  >
    {!hideLabel && <Label className="field-label">{label}</Label>}
    <Button className="select-button">
      <SelectValue className="select-value" />
      <ChevronDown aria-hidden size={16} />
    </Button>
    <Popover className="select-popover">
      <ListBox items={choices}>
        {(choice: SelectChoice) => (
          <ListBoxItem id={choice.id} textValue={choice.label} className="select-option">
            {choice.label}
          </ListBoxItem>
        )}
      </ListBox>
    </Popover>
  </Select>
);
