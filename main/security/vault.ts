import type { SafeStorage } from 'electron';
import type { Vault } from '../../core/ports.ts';

export class VaultError extends Error {
  override readonly name = 'VaultError';
}

/**
 * Secrets sealed by the operating system. Where it offers no keychain (Linux without a keyring reports
 * `basic_text`), nothing is written at all: secrets then live in memory until the app ends, and the settings
 * screen says so.
 */
export const createVault = (safeStorage: SafeStorage): Vault => {
  const protectedByOs = (): boolean =>
    safeStorage.isEncryptionAvailable() &&
    (process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text');
  return {
    protection: () => (protectedByOs() ? 'os' : 'none'),
    seal: (plain) => {
      if (!protectedByOs()) throw new VaultError('The operating system offers no keychain.');
      return safeStorage.encryptString(plain).toString('base64');
    },
    open: (sealed) => {
      if (!protectedByOs()) throw new VaultError('The operating system offers no keychain.');
      try {
        return safeStorage.decryptString(Buffer.from(sealed, 'base64'));
      } catch (cause) {
        throw new VaultError('The secret was sealed by another user or machine.', { cause });
      }
    },
  };
};
