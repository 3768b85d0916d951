import type { ObjectionCard } from '../../../../core/ipc/features/knowledge.ts';
import { Button } from '../../../ui/button.tsx';
import type { KeyId } from '../../keyboard/keymap.ts';
import { useKey } from '../../keyboard/use-key.ts';

const highestDigit = 9;

type ChoiceProps = { card: ObjectionCard; place: number; onChoose: (card: ObjectionCard) => void };

const Plain = ({ card, place, onChoose }: ChoiceProps) => (
  <Button
    kind="plain"
    autoFocus={place === 1}
    {...(place <= highestDigit ? { keyHint: String(place) } : {})}
    onPress={() => onChoose(card)}
  >
    <span lang="zh-CN">{card.trigger}</span>
  </Button>
);

const WithDigit = (props: ChoiceProps) => {
  useKey(`objection${props.place}` as KeyId, () => props.onChoose(props.card));
  return <Plain {...props} />;
};

/** The playbook by what the customer says; while it is open the digits choose here, not an answer. */
export const ObjectionChooser = ({
  cards,
  onChoose,
}: {
  cards: readonly ObjectionCard[];
  onChoose: (card: ObjectionCard) => void;
}) => (
  <ul className="objections" data-keeps-focus>
    {cards.map((card, index) => {
      const Choice = index < highestDigit ? WithDigit : Plain;
      return (
        <li key={card.id}>
          <Choice card={card} place={index + 1} onChoose={onChoose} />
        </li>
      );
    })}
  </ul>
);
