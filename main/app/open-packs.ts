import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackRefusal } from '../../core/ipc/features/app.ts';
import type { Store } from '../../core/ports.ts';
import { createKnowledgeLibrary, type KnowledgeLibrary } from '../knowledge/knowledge-library.ts';
import { readKnowledge } from '../knowledge/read-knowledge.ts';
import type { Log } from '../log/log.ts';
import { createHeadOfficePack } from '../packs/head-office-pack.ts';
import { shippedPolicyFits } from '../phone-policy/read-phone-policy.ts';
import { createPackLibrary, openPackFile } from '../session/pack-library.ts';
import type { LoadedPack, PackLibrary } from '../session/pack-library.ts';

export type OpenedPacks = {
  /** What everything that is built once, at the start, is built from: never the shipped pack while a newer one is in force. */
  inForce: LoadedPack;
  knowledge: KnowledgeLibrary;
  /** Why head office's pack in the profile is not used. */
  refusal: () => PackRefusal | null;
  /** The packs of this run; `looked` hears when a look for newer ones between two calls is over. */
  library: (store: Store, looked: () => void) => PackLibrary;
};

/** The script pack and the knowledge in force: the shipped ones, and over them what head office has signed. */
export const openPacks = async (options: {
  profile: string;
  resources: string;
  log: Log;
}): Promise<OpenedPacks> => {
  const { profile, resources, log } = options;
  const shipped = await openPackFile(join(resources, 'packs', 'hf-default-zh.yaml'));
  const publicKey = await readFile(join(resources, 'keys', 'script-pack.pem'), 'utf8');
  const headOffice = createHeadOfficePack({
    profile,
    publicKey,
    fitsPhonePolicy: await shippedPolicyFits(resources),
    log,
  });
  const newerPack = async (inUse: LoadedPack): Promise<LoadedPack | null> => {
    const offer = await headOffice.look(inUse);
    return offer.kind === 'taken' ? offer.loaded : null;
  };
  const inForce = (await newerPack(shipped)) ?? shipped;
  const knowledge = createKnowledgeLibrary({
    shipped: await readKnowledge({ resources, pack: shipped.pack }),
    profile,
    publicKey,
    log,
  });
  await knowledge.refresh(inForce.pack);
  return {
    inForce,
    knowledge,
    refusal: headOffice.refusal,
    library: (store, looked) =>
      createPackLibrary(
        inForce,
        store,
        async (inUse) => {
          const newer = await newerPack(inUse);
          await knowledge.refresh((newer ?? inUse).pack);
          return newer;
        },
        looked,
      ),
  };
};
