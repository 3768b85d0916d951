import { Button } from 'react-aria-components/Button';
import './answer-key.css';

type AnswerKeyProps = {
  cap: string;
  children: string;
  sent: boolean;
  disabled: boolean;
  onPress: () => void;
};

/** A large answer with the key that gives it. */
export const AnswerKey = ({ cap, children, sent, disabled, onPress }: AnswerKeyProps) => (
  <Button className={`answer-key ${sent ? 'answer-key-sent' : ''}`} isDisabled={disabled} onPress={onPress}>
    <kbd className="answer-cap" aria-hidden>
      {cap}
    </kbd>
    <span>{children}</span>
  </Button>
);
