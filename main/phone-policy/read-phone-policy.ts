import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  isNewerVersion,
  loadPhonePolicy,
  type KnownDisposition,
} from '../../core/phone-policy/load-policy.ts';
import type { Pack } from '../../core/script/pack-schema.ts';
import type { PhonePolicy } from '../../core/phone-policy/policy-schema.ts';
import type { Log } from '../log/log.ts';

/** The policy in force and where it comes from. */
export type ActivePhonePolicy = {
  policy: PhonePolicy;
  source: 'shipped' | 'head_office';
  /** First broken line of head office's file, which is then not used; null when there is none. */
  refusedLine: number | null;
};

/** Name of head office's file in the profile folder. */
export const headOfficePolicyFile = 'phone-policy.yaml';

const readIfThere = async (file: string): Promise<string | null> => {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
};

const readShipped = (resources: string): Promise<string> =>
  readFile(join(resources, 'phone', 'policy.yaml'), 'utf8');

/**
 * Tells whether the shipped policy is sound with the dispositions of a pack. With one where it is not, the desk
 * could not start any more; such a pack of head office is refused.
 */
export const shippedPolicyFits = async (resources: string): Promise<(pack: Pack) => boolean> => {
  const text = await readShipped(resources);
  return (pack) => loadPhonePolicy(text, pack.dispositions).ok;
};

/**
 * Reads the shipped policy and, from the profile, the one of head office, which wins when it has the same id, a
 * higher version and no fault. A faulty one never stops the desk: the shipped policy stays and the log says each
 * fault. A faulty shipped one does, for the program is not whole then.
 */
export const readPhonePolicy = async (options: {
  resources: string;
  profile: string;
  dispositions: readonly KnownDisposition[];
  log: Log;
}): Promise<ActivePhonePolicy> => {
  const { resources, profile, dispositions, log } = options;
  const shipped = loadPhonePolicy(await readShipped(resources), dispositions);
  if (!shipped.ok) {
    const first = shipped.problems[0];
    throw new Error(
      `The phone policy is broken at line ${first?.line ?? 1}: ${first?.path ?? ''} ${first?.reason ?? 'unknown problem'}`,
    );
  }
  const own: ActivePhonePolicy = { policy: shipped.policy, source: 'shipped', refusedLine: null };
  let text: string | null;
  try {
    text = await readIfThere(join(profile, headOfficePolicyFile));
  } catch (error) {
    log.error('phone_policy.unreadable', { reason: error instanceof Error ? error.name : 'unknown' });
    return { ...own, refusedLine: 1 };
  }
  if (text === null) return own;
  const theirs = loadPhonePolicy(text, dispositions);
  if (!theirs.ok) {
    for (const { line, path, reason } of theirs.problems.slice(0, 20))
      log.warn('phone_policy.refused', { line, path, reason });
    return { ...own, refusedLine: theirs.problems[0]?.line ?? 1 };
  }
  const { id, version } = theirs.policy;
  if (id !== shipped.policy.id || !isNewerVersion(version, shipped.policy.version)) {
    log.info('phone_policy.not_newer', { id, version, shipped: shipped.policy.version });
    return own;
  }
  log.info('phone_policy.head_office', { id, version });
  return { policy: theirs.policy, source: 'head_office', refusedLine: null };
};
