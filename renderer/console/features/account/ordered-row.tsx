import type { ReactNode } from 'react';
import { ArrowDown, ArrowUp, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../../ui/button.tsx';

type OrderedRowProps = {
  name: string;
  onUp?: (() => void) | null;
  onDown?: (() => void) | null;
  onRemove?: (() => void) | null;
  children: ReactNode;
};

/** One entry of a list that has an order: its fields, and buttons to move or remove it. */
export const OrderedRow = ({ name, onUp, onDown, onRemove, children }: OrderedRowProps) => {
  const { t } = useTranslation();
  return (
    <li className="ordered-row">
      <div className="ordered-fields">{children}</div>
      <div className="ordered-buttons">
        {onUp !== undefined && (
          <IconButton
            icon={ArrowUp}
            label={t('account.moveUp', { name })}
            disabled={onUp === null}
            onPress={() => onUp?.()}
          />
        )}
        {onDown !== undefined && (
          <IconButton
            icon={ArrowDown}
            label={t('account.moveDown', { name })}
            disabled={onDown === null}
            onPress={() => onDown?.()}
          />
        )}
        {onRemove && <IconButton icon={X} label={t('account.remove', { name })} onPress={onRemove} />}
      </div>
    </li>
  );
};
