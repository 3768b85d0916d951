import type { KnowledgeRefusal } from '../../core/ipc/features/app.ts';
import { loadKnowledge, loadPlaybook } from '../../core/knowledge/load-knowledge.ts';
import { withNewerEntries } from '../../core/knowledge/newer-knowledge.ts';
import type { Pack } from '../../core/script/pack-schema.ts';
import type { Log } from '../log/log.ts';
import { readSignedFile } from '../packs/signed-file.ts';
import { unknownToPack, type Knowledge } from './read-knowledge.ts';

/** Head office's entries and playbook in the profile folder, in the format of resources/knowledge. */
const files = { entries: 'knowledge.yaml', playbook: 'objections.yaml' } as const;
type Part = keyof typeof files;

type Offer =
  { ok: true; knowledge: Knowledge } | { ok: false; code: KnowledgeRefusal['code']; detail: string };

const broken = (problems: readonly string[]): Offer => ({
  ok: false,
  code: 'broken',
  detail: (problems[0] ?? '').slice(0, 500),
});
const notNewer: Offer = { ok: false, code: 'not_newer', detail: '' };

const withEntries = (text: string, shipped: Knowledge): Offer => {
  const offered = loadKnowledge([text]);
  if (!offered.ok) return broken(offered.problems);
  const { entries, taken } = withNewerEntries(shipped.entries, offered.value);
  return taken === 0 ? notNewer : { ok: true, knowledge: { ...shipped, entries } };
};

const withPlaybook = (text: string, shipped: Knowledge): Offer => {
  const offered = loadPlaybook(text);
  if (!offered.ok) return broken(offered.problems);
  if (offered.value.version <= shipped.playbook.version) return notNewer;
  return { ok: true, knowledge: { ...shipped, playbook: offered.value } };
};

export type KnowledgeLibrary = {
  current(): Knowledge;
  /** Why files of head office that lie in the profile are not used. */
  refused(): readonly KnowledgeRefusal[];
  /**
   * Looks again; to be called between calls only, so that what an agent reads from stays the same in a call.
   * `pack` is the one in use: a file that names what it does not know is refused.
   */
  refresh(pack: Pack): Promise<void>;
};

/**
 * The knowledge in use: the shipped one, and over it what head office has signed. A file with a fault is refused
 * as a whole, and told in the log and in the settings; the other one is used all the same.
 */
export const createKnowledgeLibrary = (options: {
  shipped: Knowledge;
  profile: string;
  /** Head office's public key, SPKI in PEM. */
  publicKey: string;
  log: Log;
}): KnowledgeLibrary => {
  const { shipped, profile, publicKey, log } = options;
  let current = shipped;
  let refused: KnowledgeRefusal[] = [];

  const take = async (part: Part, base: Knowledge, pack: Pack): Promise<Offer | null> => {
    const file = await readSignedFile({ folder: profile, name: files[part], publicKey });
    if (file.kind === 'none') return null;
    if (file.kind !== 'signed') return { ok: false, code: file.kind, detail: '' };
    const text = file.bytes.toString('utf8');
    const offer = part === 'entries' ? withEntries(text, base) : withPlaybook(text, base);
    if (!offer.ok) return offer;
    const unknown = unknownToPack(offer.knowledge, pack);
    return unknown.length > 0 ? broken(unknown) : offer;
  };

  return {
    current: () => current,
    refused: () => refused,
    refresh: async (pack) => {
      let next = shipped;
      const refusals: KnowledgeRefusal[] = [];
      for (const part of ['entries', 'playbook'] as const) {
        const offer = await take(part, next, pack);
        if (offer === null) continue;
        if (offer.ok) next = offer.knowledge;
        else refusals.push({ file: files[part], code: offer.code, detail: offer.detail });
      }
      for (const { file, code } of refusals)
        if (!refused.some((known) => known.file === file && known.code === code))
          log.warn('knowledge.refused', { file, code });
      current = next;
      refused = refusals;
    },
  };
};
