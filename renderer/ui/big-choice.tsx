import { Button } from 'react-aria-components/Button';
import type { LucideIcon } from 'lucide-react';
import './big-choice.css';

type BigChoiceProps = {
  icon: LucideIcon;
  title: string;
  text: string;
  primary: boolean;
  pending: boolean;
  autoFocus: boolean;
  onPress: () => void;
};

/** A large button with a title and a sentence, both part of its name. */
export const BigChoice = ({
  icon: Icon,
  title,
  text,
  primary,
  pending,
  autoFocus,
  onPress,
}: BigChoiceProps) => (
  <Button
    className={`big-choice ${primary ? 'big-choice-primary' : ''}`}
    onPress={() => {
      if (!pending) onPress();
    }}
    autoFocus={autoFocus}
  >
    <Icon aria-hidden size={32} strokeWidth={1.5} />
    <span className="big-choice-title">{title}</span>
    <span className="big-choice-text">{text}</span>
  </Button>
);
