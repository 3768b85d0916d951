import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** AES-256-GCM (NIST SP 800-38D): 96-bit nonce, 128-bit tag. */
const algorithm = 'aes-256-gcm';
const nonceLength = 12;
const tagLength = 16;

/** A scan that was changed, cut short or sealed with another key. */
export class ScanDamagedError extends Error {
  override readonly name = 'ScanDamagedError';
}

/**
 * Sealed files beside the store, one for each scan: nonce, tag, ciphertext. Each has a key of its own, used once, and
 * is bound to its id: a file in another's place does not open.
 */
export const createScanFiles = (folder: string) => {
  const pathOf = (id: string): string => join(folder, `${id}.sealed`);
  return {
    /** Resolves with the key (32 bytes) once the file is on the disk. */
    write: async (id: string, plain: Uint8Array): Promise<Buffer> => {
      const key = randomBytes(32);
      const nonce = randomBytes(nonceLength);
      const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagLength });
      cipher.setAAD(Buffer.from(id));
      const body = Buffer.concat([cipher.update(plain), cipher.final()]);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const partial = `${pathOf(id)}.part`;
      const handle = await open(partial, 'wx', 0o600);
      try {
        await handle.writeFile(Buffer.concat([nonce, cipher.getAuthTag(), body]));
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(partial, pathOf(id));
      return key;
    },
    /** For a file that was not filed after all. */
    remove: (id: string): Promise<void> => rm(pathOf(id), { force: true }),
    /** Throws ScanDamagedError, or the file system's error when the file is gone. */
    read: async (id: string, key: Uint8Array): Promise<Buffer> => {
      const sealed = await readFile(pathOf(id));
      try {
        const nonce = sealed.subarray(0, nonceLength);
        const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagLength });
        decipher.setAAD(Buffer.from(id));
        decipher.setAuthTag(sealed.subarray(nonceLength, nonceLength + tagLength));
        return Buffer.concat([decipher.update(sealed.subarray(nonceLength + tagLength)), decipher.final()]);
      } catch (cause) {
        throw new ScanDamagedError('The sealed file does not open.', { cause });
      }
    },
  };
};
export type ScanFiles = ReturnType<typeof createScanFiles>;
