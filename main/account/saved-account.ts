import { z } from 'zod';
import {
  sipAccountOf,
  type AccountSecrets,
  type AccountSettings,
  type SipAccount,
} from '../../core/call/account.ts';
import type { SavedAccount } from '../../core/call/account-form.ts';
import type { Secrets } from '../security/secrets.ts';
import type { Settings } from '../settings/settings.ts';

const credentialsSchema = z.record(z.string(), z.string());

/** The one account of the seat: settings in the settings file, secrets in the keychain. */
export type AccountKeeper = {
  saved(): SavedAccount;
  /** The saved account as the phone takes it; null when there is none. */
  sipAccount(): SipAccount | null;
  keep(account: AccountSettings, secrets: AccountSecrets): void;
  forget(): void;
};

export const createAccountKeeper = (settings: Settings, secrets: Secrets): AccountKeeper => {
  const credentials = (): Record<string, string> => {
    const kept = secrets.get('turnCredentials');
    if (kept === null) return {};
    const read = credentialsSchema.safeParse(JSON.parse(kept));
    return read.success ? read.data : {};
  };
  const saved = (): SavedAccount => {
    const account = settings.get('pbx');
    if (account === null) return { settings: null, secrets: null };
    return {
      settings: account,
      secrets: { password: secrets.get('sipPassword') ?? '', credentials: credentials() },
    };
  };
  return {
    saved,
    sipAccount: () => {
      const { settings: account, secrets: known } = saved();
      if (account === null || known === null) return null;
      return sipAccountOf(account, known, settings.get('agent').name);
    },
    keep: (account, known) => {
      secrets.set('sipPassword', known.password);
      if (Object.keys(known.credentials).length === 0) secrets.forget('turnCredentials');
      else secrets.set('turnCredentials', JSON.stringify(known.credentials));
      settings.set('pbx', account);
    },
    forget: () => {
      secrets.forget('sipPassword');
      secrets.forget('turnCredentials');
      settings.set('pbx', null);
    },
  };
};
