import { useState } from 'react';
import { LockKeyhole } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { AppState } from '../../../../core/ipc/features/app.ts';
import { useAction } from '../../../lib/use-action.ts';
import { Button } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/field.tsx';
import { ErrorText } from '../../shared/error-text.tsx';
import { fieldError, formError } from '../settings/field-error.ts';
import { ChoosePin } from './choose-pin.tsx';
import './people.css';

const SignInForm = ({ known }: { known: { number: string; name: string } | null }) => {
  const { t } = useTranslation();
  const [number, setNumber] = useState('');
  const [pin, setPin] = useState('');
  const signIn = useAction('people.signIn');
  const typed = known?.number ?? number;
  const send = async () => {
    if (typed.trim() === '' || pin === '') return;
    const result = await signIn.run({ number: typed, pin });
    // A wrong PIN is typed anew from its beginning; the number stays.
    if (!result.ok) setPin('');
  };
  const error = signIn.error;
  return (
    <div className="sign-in-form">
      {known === null ? (
        <TextField
          label={t('signIn.number')}
          value={number}
          onChange={setNumber}
          maxLength={20}
          autoFocus
          error={fieldError(t, error, 'number')}
          onEnter={() => void send()}
        />
      ) : (
        <p>{t('signIn.lockedBy', known)}</p>
      )}
      <TextField
        label={t('signIn.pin')}
        type="password"
        inputMode="numeric"
        value={pin}
        onChange={setPin}
        maxLength={64}
        autoFocus={known !== null}
        error={fieldError(t, error, 'pin')}
        onEnter={() => void send()}
      />
      <ErrorText error={formError(error, ['number', 'pin'])} />
      <Button
        kind="primary"
        size="l"
        disabled={typed.trim() === '' || pin === ''}
        pending={signIn.pending}
        onPress={() => void send()}
      >
        {t(known === null ? 'signIn.go' : 'signIn.unlock')}
      </Button>
    </div>
  );
};

/** All there is while nobody may look: signing in, unlocking, or a PIN of one's own before the first work. */
export const SignInScreen = ({ app }: { app: AppState }) => {
  const { t } = useTranslation();
  const [other, setOther] = useState(false);
  const { state, person } = app.seat;
  const locked = state === 'locked' && person !== null;
  const title =
    state === 'change_pin' ? 'signIn.changeTitle' : locked ? 'signIn.lockedTitle' : 'signIn.title';
  return (
    <main className="sign-in" data-screen="signIn">
      <section className="sign-in-box" aria-labelledby="sign-in-title">
        <h1 id="sign-in-title">
          <LockKeyhole aria-hidden size={24} strokeWidth={1.75} />
          {t(title)}
        </h1>
        {state === 'change_pin' ? (
          <ChoosePin />
        ) : (
          <SignInForm key={String(other)} known={locked && !other ? person : null} />
        )}
        {locked && !other && (
          <Button kind="plain" onPress={() => setOther(true)}>
            {t('signIn.other')}
          </Button>
        )}
        <p className="soft">{t('signIn.noNetwork')}</p>
      </section>
    </main>
  );
};
