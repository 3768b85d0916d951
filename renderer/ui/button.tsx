import type { ReactNode } from 'react';
import { Button as KitButton } from 'react-aria-components/Button';
import type { LucideIcon } from 'lucide-react';
import { KeyCap } from './key-cap.tsx';
import './button.css';

export type ButtonProps = {
  children: ReactNode;
  onPress: () => void;
  /** `primary` once on a screen at most: the next action. */
  kind?: 'primary' | 'normal' | 'plain' | 'ink';
  size?: 'm' | 'l';
  icon?: LucideIcon;
  /** Chord shown on a key cap; not part of the accessible name. */
  keyHint?: string;
  disabled?: boolean;
  /** Under way: further presses do nothing, and the focus stays. */
  pending?: boolean;
  /** Toggle state, for screen readers as `aria-pressed`. */
  pressed?: boolean;
  autoFocus?: boolean;
  id?: string;
  /** Accessible name where the visible words do not say enough. */
  label?: string;
  className?: string;
};

export const Button = ({
  children,
  onPress,
  kind = 'normal',
  size = 'm',
  icon: Icon,
  keyHint,
  disabled = false,
  pending = false,
  pressed,
  autoFocus = false,
  id,
  label,
  className = '',
}: ButtonProps) => (
  <KitButton
    className={`button button-${kind} button-${size} ${pending ? 'button-pending' : ''} ${className}`}
    onPress={() => {
      if (!pending) onPress();
    }}
    isDisabled={disabled}
    aria-pressed={pressed}
    aria-label={label}
    autoFocus={autoFocus}
    id={id}
  >
    {Icon && <Icon aria-hidden size={size === 'l' ? 20 : 16} strokeWidth={1.75} />}
    {/* The key cap gives way where the window is narrow; the pointer finds the chord all the same. */}
    <span className="button-label" title={keyHint}>
      {children}
    </span>
    {keyHint && <KeyCap chord={keyHint} />}
  </KitButton>
);

type IconButtonProps = { icon: LucideIcon; label: string; onPress: () => void; disabled?: boolean };

/** A button with a sign only; its words are the accessible name. */
export const IconButton = ({ icon: Icon, label, onPress, disabled = false }: IconButtonProps) => (
  <KitButton
    className="button button-plain button-icon"
    aria-label={label}
    onPress={onPress}
    isDisabled={disabled}
  >
    <span className="button-sign" title={label}>
      <Icon aria-hidden size={16} strokeWidth={1.75} />
    </span>
  </KitButton>
);
