import { useTranslation } from 'react-i18next';
import { TextField } from '../../../ui/field.tsx';

export type Pins = { old: string; chosen: string; again: string };
export const emptyPins: Pins = { old: '', chosen: '', again: '' };

/** Only once something stands in both: nobody is told off while typing. */
export const pinsDiffer = ({ chosen, again }: Pins): boolean =>
  again.length >= chosen.length && again !== '' && chosen !== again;
export const pinsReady = (pins: Pins): boolean =>
  pins.old !== '' && pins.chosen !== '' && pins.chosen === pins.again;

type PinPairProps = {
  pins: Pins;
  onChange: (pins: Pins) => void;
  onEnter: () => void;
  errors: { old: string | null; chosen: string | null };
  autoFocus?: boolean;
};

/** The present PIN, the new one, and the new one again. */
export const PinPair = ({ pins, onChange, onEnter, errors, autoFocus = false }: PinPairProps) => {
  const { t } = useTranslation();
  const common = { type: 'password', inputMode: 'numeric', maxLength: 64, onEnter } as const;
  return (
    <>
      <TextField
        {...common}
        label={t('peoplePanel.oldPin')}
        value={pins.old}
        onChange={(old) => onChange({ ...pins, old })}
        autoFocus={autoFocus}
        error={errors.old}
      />
      <TextField
        {...common}
        label={t('signIn.newPin')}
        value={pins.chosen}
        onChange={(chosen) => onChange({ ...pins, chosen })}
        error={errors.chosen}
      />
      <TextField
        {...common}
        label={t('signIn.again')}
        value={pins.again}
        onChange={(again) => onChange({ ...pins, again })}
        error={pinsDiffer(pins) ? t('signIn.notSame') : null}
      />
    </>
  );
};
