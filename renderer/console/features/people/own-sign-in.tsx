import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppState } from '../../../../core/ipc/features/app.ts';
import { announce } from '../../../lib/announce-store.ts';
import { useLocale } from '../../../lib/app-store.ts';
import { useAction } from '../../../lib/use-action.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorText } from '../../shared/error-text.tsx';
import { fieldError, formError } from '../settings/field-error.ts';
import { PinPair, emptyPins, pinsDiffer, pinsReady } from './pin-pair.tsx';

const OwnPin = ({ onClose }: { onClose: () => void }) => {
  const { t } = useTranslation();
  const [pins, setPins] = useState(emptyPins);
  const change = useAction('people.changePin');
  const send = async () => {
    if (!pinsReady(pins)) return;
    const result = await change.run({ pin: pins.old, newPin: pins.chosen });
    if (!result.ok) return;
    announce(t('peoplePanel.changed'));
    onClose();
  };
  return (
    <>
      <div className="settings-form">
        <PinPair
          pins={pins}
          onChange={setPins}
          onEnter={() => void send()}
          autoFocus
          errors={{ old: fieldError(t, change.error, 'pin'), chosen: fieldError(t, change.error, 'newPin') }}
        />
      </div>
      <ErrorText error={formError(change.error, ['pin', 'newPin'])} />
      <div className="settings-actions">
        <Button
          disabled={!pinsReady(pins) || pinsDiffer(pins)}
          pending={change.pending}
          onPress={() => void send()}
        >
          {t('peoplePanel.save')}
        </Button>
        <Button kind="plain" onPress={onClose}>
          {t('peoplePanel.cancel')}
        </Button>
      </div>
    </>
  );
};

type OwnProps = { app: AppState; person: NonNullable<AppState['seat']['person']> };

/** Who is signed in, what the role may do, a new PIN, and the way out. */
export const OwnSignIn = ({ app, person }: OwnProps) => {
  const { t } = useTranslation();
  const locale = useLocale();
  const [changing, setChanging] = useState(false);
  const leave = useAction('people.signOut');
  const { role, may } = app.seat;
  return (
    <section className="people-own" aria-label={t('peoplePanel.own')}>
      <p>
        <strong>
          {t('peoplePanel.ownWho', { name: person.name, number: person.number, role: role.name[locale] })}
        </strong>
      </p>
      <p className="soft">
        {t('peoplePanel.may', {
          list: may.map((one) => t(`permission.${one}`)).join(locale === 'en' ? '; ' : '；'),
        })}
      </p>
      <ErrorText error={leave.error} />
      {changing ? (
        <OwnPin onClose={() => setChanging(false)} />
      ) : (
        <div className="settings-actions">
          <Button onPress={() => setChanging(true)}>{t('peoplePanel.changePin')}</Button>
          <Button pending={leave.pending} onPress={() => void leave.run({})}>
            {t('signIn.leave')}
          </Button>
        </div>
      )}
    </section>
  );
};
