import type { Vault } from '../../core/ports.ts';
import type { Log } from '../log/log.ts';
import type { Settings } from '../settings/settings.ts';

/** `turnCredentials` is a JSON object by `turnKey` (core/call/account.ts). */
export type SecretName = 'sipPassword' | 'turnCredentials' | 'headOfficeToken';

export type Secrets = {
  get(name: SecretName): string | null;
  set(name: SecretName, value: string): void;
  forget(name: SecretName): void;
};

/** Sealed on disk where the OS has a keychain, in memory only where it has none. Never in plain on disk. */
export const createSecrets = (vault: Vault, settings: Settings, log: Log): Secrets => {
  const memory = new Map<SecretName, string>();
  return {
    get: (name) => {
      const kept = memory.get(name);
      if (kept !== undefined) return kept;
      const sealed = settings.get('sealed')[name];
      if (sealed === undefined) return null;
      try {
        const plain = vault.open(sealed);
        memory.set(name, plain);
        return plain;
      } catch (error) {
        log.warn('vault.secret_unreadable', {
          name,
          reason: error instanceof Error ? error.message : 'unknown',
        });
        return null;
      }
    },
    set: (name, value) => {
      memory.set(name, value);
      if (vault.protection() === 'os')
        settings.set('sealed', { ...settings.get('sealed'), [name]: vault.seal(value) });
    },
    forget: (name) => {
      memory.delete(name);
      settings.set(
        'sealed',
        Object.fromEntries(Object.entries(settings.get('sealed')).filter(([key]) => key !== name)),
      );
    },
  };
};
