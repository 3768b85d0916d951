import type { PackRefusal } from '../../core/ipc/features/app.ts';
import type { Pack } from '../../core/script/pack-schema.ts';
import { isNewerVersion } from '../../core/phone-policy/load-policy.ts';
import { loadPack } from '../../core/script/load-pack.ts';
import type { Log } from '../log/log.ts';
import { sha256 } from '../session/pack-library.ts';
import type { LoadedPack } from '../session/pack-library.ts';
import { readSignedFile, type SignedFile } from './signed-file.ts';

/** Head office's script pack in the profile folder; its signature lies beside it. */
const headOfficePackFile = 'script-pack.yaml';

type PackOffer =
  | { kind: 'none' }
  /** The same two files as at the last look. */
  | { kind: 'unchanged' }
  | { kind: 'taken'; loaded: LoadedPack }
  | { kind: 'refused'; refusal: PackRefusal };

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

  const judge = (
    file: Exclude<SignedFile, { kind: 'none' | 'unreadable' }>,
    inUse: LoadedPack,
  ): PackOffer => {
    const refused = (code: PackRefusal['code'], line: number | null = null, detail = ''): PackOffer => ({
      kind: 'refused',
      refusal: { code, line, detail },
    });
    if (file.kind !== 'signed') return refused(file.kind);
    const text = file.bytes.toString('utf8');
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
      const file = await readSignedFile({ folder: profile, name: headOfficePackFile, publicKey });
      if (file.kind === 'unreadable') {
        log.error('pack.unreadable', { reason: file.reason });
        lastLook = '';
        refusal = { code: 'unreadable', line: null, detail: '' };
        return { kind: 'refused', refusal };
      }
      if (file.kind === 'none') {
        lastLook = '';
        refusal = null;
        return file;
      }
      const seen = sha256(file.seen);
      if (seen === lastLook) return { kind: 'unchanged' };
      lastLook = seen;
      const offer = judge(file, inUse);
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
