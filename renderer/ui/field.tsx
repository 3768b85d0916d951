import type { ReactNode, RefObject } from 'react';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField as KitTextField } from 'react-aria-components/TextField';
import { FieldError } from 'react-aria-components/FieldError';
import './field.css';

type FieldProps = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** Short help below the field. */
  help?: string;
  /** Error below the field; the field is marked invalid while it stands. */
  error?: ReactNode;
  disabled?: boolean;
  placeholder?: string;
  hideLabel?: boolean;
  maxLength?: number;
  autoFocus?: boolean;
  className?: string;
};

export type TextFieldProps = FieldProps & {
  type?: 'text' | 'password' | 'search';
  inputMode?: 'text' | 'numeric' | 'decimal' | 'tel' | 'url';
  onEnter?: () => void;
  onArrowDown?: () => void;
  onBlur?: () => void;
  inputRef?: RefObject<HTMLInputElement | null>;
  /** Off for customer data; password managers may fill the PBX password (WCAG 3.3.8). */
  autoComplete?: string;
};

const wrapperProps = (props: FieldProps) => ({
  className: `field ${props.className ?? ''}`,
  value: props.value,
  onChange: props.onChange,
  isDisabled: props.disabled ?? false,
  isInvalid: Boolean(props.error),
  'aria-label': props.hideLabel ? props.label : undefined,
  ...(props.maxLength === undefined ? {} : { maxLength: props.maxLength }),
});

const Below = ({ help, error }: Pick<FieldProps, 'help' | 'error'>) => (
  <>
    {help && !error && (
      <Text slot="description" className="field-help">
        {help}
      </Text>
    )}
    <FieldError className="field-error">{error}</FieldError>
  </>
);

export const TextField = (props: TextFieldProps) => (
  <KitTextField
    {...wrapperProps(props)}
    type={props.type ?? 'text'}
    autoFocus={props.autoFocus ?? false}
    autoComplete={props.autoComplete ?? 'off'}
    inputMode={props.inputMode ?? 'text'}
    onBlur={() => props.onBlur?.()}
    onKeyDown={(event) => {
      if (event.key === 'Enter') props.onEnter?.();
      else if (event.key === 'ArrowDown' && props.onArrowDown) {
        // Else the element that gets the focus would scroll by this very key.
        event.preventDefault();
        props.onArrowDown();
      }
    }}
  >
    {!props.hideLabel && <Label className="field-label">{props.label}</Label>}
    <Input
      className="field-input"
      placeholder={props.placeholder ?? ''}
      ref={props.inputRef ?? null}
      spellCheck={false}
    />
    <Below help={props.help ?? ''} error={props.error} />
  </KitTextField>
);

export type TextAreaFieldProps = FieldProps & {
  rows?: number;
  onBlur?: () => void;
  areaRef?: RefObject<HTMLTextAreaElement | null>;
};

export const TextAreaField = (props: TextAreaFieldProps) => (
  <KitTextField {...wrapperProps(props)} autoFocus={props.autoFocus ?? false} onBlur={() => props.onBlur?.()}>
    {!props.hideLabel && <Label className="field-label">{props.label}</Label>}
    <TextArea
      className="field-input field-area"
      rows={props.rows ?? 3}
      placeholder={props.placeholder ?? ''}
      ref={props.areaRef ?? null}
      spellCheck={false}
    />
    <Below help={props.help ?? ''} error={props.error} />
  </KitTextField>
);
