import { verify } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackRefusal } from '../../core/ipc/features/app.ts';
import type { Pack } from '../../core/script/pack-schema.ts';
import { isNewerVersion } from '../../core/phone-policy/load-policy.ts';
import { loadPack } from '../../core/script/load-pack.ts';
import type { Log } from '../log/log.ts';
import { sha256 } from '../session/pack-library.ts';
import type { LoadedPack } from '../session/pack-library.ts';

/** Head office's script pack in the profile folder, and its Ed25519 signature over the file's bytes, in base64. */
export const headOfficePackFile = 'script-pack.yaml';
export const headOfficePackSignature = 'script-pack.yaml.sig';

type PackOffer =
  | { kind: 'none' }
  /** The same two files as at the last look. */
  | { kind: 'unchanged' }
  | { kind: 'taken'; loaded: LoadedPack }
  | { kind: 'refused'; refusal: PackRefusal };

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

/**
 * Looks for a pack of head office each time it is asked, which is between two calls and never inside one. Taken is a
 * file that head office has signed, of the same pack id, with a higher version than the one in use and without a
 * fault. Anything else is refused and told in the log and in the settings; the pack in use stays.
 */
export const createHeadOfficePack = (options: {
  profile: string;
  /** Head office's public key, SPKI in PEM (resources/keys/script-pack.pem). */
  publicKey: string;
  /** Whether the program's phone policy can work with a pack: it names dispositions of the pack. */
  fitsPhonePolicy: (pack: Pack) => boolean;
  log: Log;
}) => {
  const { profile, publicKey, fitsPhonePolicy, log } = options;
  let lastLook = '';
  let refusal: PackRefusal | null = null;

  const judge = (bytes: Buffer, signature: Buffer | null, inUse: LoadedPack): PackOffer => {
    const refused = (code: PackRefusal['code'], line: number | null = null, detail = ''): PackOffer => ({
      kind: 'refused',
      refusal: { code, line, detail },
    });
    if (signature === null) return refused('unsigned');
    if (!isSigned(bytes, signature, publicKey)) return refused('bad_signature');
    const text = bytes.toString('utf8');
    const result = loadPack(text, { sha256 });
    if (!result.ok) {
      for (const { line, code, path } of result.problems.slice(0, 20))
        log.warn('pack.problem', { line, code, path });
      const first = result.problems[0];
      return refused('broken', first?.line ?? 1, first?.message.slice(0, 500) ?? '');
    }
    const { id, version } = result.pack.pack;
    if (id !== inUse.pack.pack.id) return refused('other_pack');
    if (result.hash === inUse.hash) return { kind: 'unchanged' };
    if (!isNewerVersion(version, inUse.pack.pack.version)) return refused('not_newer');
    if (!fitsPhonePolicy(result.pack)) return refused('phone_policy');
    return { kind: 'taken', loaded: { pack: result.pack, hash: result.hash, text } };
  };

  return {
    /** Why the file that lies in the profile is not used; null when there is none or it is in use. */
    refusal: (): PackRefusal | null => refusal,
    look: async (inUse: LoadedPack): Promise<PackOffer> => {
      let bytes: Buffer | null;
      let signature: Buffer | null;
      try {
        bytes = await readIfThere(join(profile, headOfficePackFile));
        signature = await readIfThere(join(profile, headOfficePackSignature));
      } catch (error) {
        log.error('pack.unreadable', { reason: error instanceof Error ? error.name : 'unknown' });
        lastLook = '';
        refusal = { code: 'unreadable', line: null, detail: '' };
        return { kind: 'refused', refusal };
      }
      if (bytes === null) {
        lastLook = '';
        refusal = null;
        return { kind: 'none' };
      }
      const seen = `${sha256(bytes.toString('latin1'))} ${signature?.toString('latin1') ?? ''}`;
      if (seen === lastLook) return { kind: 'unchanged' };
      lastLook = seen;
      const offer = judge(bytes, signature, inUse);
      refusal = offer.kind === 'refused' ? offer.refusal : null;
      if (offer.kind === 'refused')
        log.warn('pack.refused', { code: offer.refusal.code, line: offer.refusal.line ?? 0 });
      if (offer.kind === 'taken')
        log.info('pack.taken', { id: offer.loaded.pack.pack.id, version: offer.loaded.pack.pack.version });
      return offer;
    },
  };
};
export type HeadOfficePack = ReturnType<typeof createHeadOfficePack>;
