import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '../../../lib/use-action.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorText } from '../../shared/error-text.tsx';
import { fieldError, formError } from '../settings/field-error.ts';
import { PinPair, emptyPins, pinsDiffer, pinsReady } from './pin-pair.tsx';

/** The PIN somebody else has given is exchanged for one's own, before anything else. */
export const ChoosePin = () => {
  const { t } = useTranslation();
  const [pins, setPins] = useState(emptyPins);
  const change = useAction('people.changePin');
  const leave = useAction('people.signOut');
  const send = async () => {
    if (!pinsReady(pins)) return;
    await change.run({ pin: pins.old, newPin: pins.chosen });
  };
  return (
    <div className="sign-in-form">
      <p>{t('signIn.changeWhy')}</p>
      <PinPair
        pins={pins}
        onChange={setPins}
        onEnter={() => void send()}
        autoFocus
        errors={{ old: fieldError(t, change.error, 'pin'), chosen: fieldError(t, change.error, 'newPin') }}
      />
      <ErrorText error={formError(change.error, ['pin', 'newPin']) ?? leave.error} />
      <Button
        kind="primary"
        size="l"
        disabled={!pinsReady(pins) || pinsDiffer(pins)}
        pending={change.pending}
        onPress={() => void send()}
      >
        {t('signIn.save')}
      </Button>
      <Button kind="plain" pending={leave.pending} onPress={() => void leave.run({})}>
        {t('signIn.leave')}
      </Button>
    </div>
  );
};
