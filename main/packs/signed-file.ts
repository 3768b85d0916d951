import { verify } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What lies in the profile under a name: a file of head office and beside it `NAME.sig`. */
export type SignedFile =
  | { kind: 'none' }
  | { kind: 'unreadable'; reason: string }
  /** `seen` is the same for the same file and signature. */
  | { kind: 'unsigned' | 'bad_signature'; seen: string }
  | { kind: 'signed'; seen: string; bytes: Buffer };

const readIfThere = async (file: string): Promise<Buffer | null> => {
  try {
    return await readFile(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
};

const isSigned = (bytes: Buffer, signature: Buffer, publicKey: string): boolean => {
  const raw = Buffer.from(signature.toString('latin1').trim(), 'base64');
  return raw.length === 64 && verify(null, bytes, publicKey, raw);
};

/** Reads a file of head office; `publicKey` (SPKI in PEM) checks its Ed25519 signature, in base64, over the file's bytes. */
export const readSignedFile = async (options: {
  folder: string;
  name: string;
  publicKey: string;
}): Promise<SignedFile> => {
  const { folder, name, publicKey } = options;
  let bytes: Buffer | null;
  let signature: Buffer | null;
  try {
    bytes = await readIfThere(join(folder, name));
    signature = await readIfThere(join(folder, `${name}.sig`));
  } catch (error) {
    return { kind: 'unreadable', reason: error instanceof Error ? error.name : 'unknown' };
  }
  if (bytes === null) return { kind: 'none' };
  const seen = `${bytes.toString('base64')} ${signature?.toString('latin1') ?? ''}`;
  if (signature === null) return { kind: 'unsigned', seen };
  return isSigned(bytes, signature, publicKey)
    ? { kind: 'signed', seen, bytes }
    : { kind: 'bad_signature', seen };
};
