import type { ReactNode } from 'react';
import { Checkbox as KitCheckbox } from 'react-aria-components/Checkbox';
import { Check } from 'lucide-react';
import './check-box.css';

type CheckBoxProps = {
  children: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
};

/** On or off, by itself. */
export const CheckBox = ({ children, checked, onChange, disabled = false }: CheckBoxProps) => (
  <KitCheckbox className="check-box" isSelected={checked} onChange={onChange} isDisabled={disabled}>
    <span className="check-box-mark">
      <Check aria-hidden size={14} strokeWidth={3} />
    </span>
    <span className="check-box-label">{children}</span>
  </KitCheckbox>
);
