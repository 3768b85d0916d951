import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadPhonePolicy, type KnownDisposition } from '../../../../core/phone-policy/load-policy.ts';
import type { PhonePolicy } from '../../../../core/phone-policy/policy-schema.ts';
import { loadPack } from '../../../../core/script/load-pack.ts';
import { sha256 } from '../../../../main/session/pack-library.ts';

const resource = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../../../../resources/${path}`, import.meta.url)), 'utf8');

/** The policy file as it is shipped. */
export const shippedText = resource('phone/policy.yaml');

const pack = loadPack(resource('packs/hf-default-zh.yaml'), { sha256 });
if (!pack.ok) throw new Error('the shipped pack is broken');
/** Dispositions of the shipped pack. */
export const dispositions: readonly KnownDisposition[] = pack.pack.dispositions;

const loaded = loadPhonePolicy(shippedText, dispositions);
if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
export const shippedPolicy: PhonePolicy = loaded.policy;

/** The shipped policy with automatic answer on for one extension. */
export const answeringPolicy: PhonePolicy = {
  ...shippedPolicy,
  autoAnswer: {
    ...shippedPolicy.autoAnswer,
    enabled: true,
    trusted: [{ user: '20*', domain: '*' }],
  },
};
