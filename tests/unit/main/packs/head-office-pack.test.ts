import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createHeadOfficePack } from '../../../../main/packs/head-office-pack.ts';
import { shippedPolicyFits } from '../../../../main/phone-policy/read-phone-policy.ts';
import type { HeadOfficePack } from '../../../../main/packs/head-office-pack.ts';
import type { LoadedPack } from '../../../../main/session/pack-library.ts';
import { pack, packText } from '../../core/script/support.ts';

const publicKey = readFileSync('resources/keys/script-pack.pem', 'utf8');
const developmentKey = readFileSync('tests/fixtures/keys/script-pack-development.pem', 'utf8');
const shipped: LoadedPack = { pack, hash: pack.hash, text: packText };
const newer = packText.replace('version: 1.2.0', 'version: 1.3.0');

let folder = '';
let refusals: string[] = [];
let office: HeadOfficePack;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'head-office-pack-'));
  refusals = [];
  const silent = (): void => undefined;
  const warn = (event: string, fields?: Readonly<Record<string, unknown>>): void => {
    if (event === 'pack.refused') refusals.push(String(fields?.['code']));
  };
  office = createHeadOfficePack({
    profile: folder,
    publicKey,
    fitsPhonePolicy: await shippedPolicyFits('resources'),
    log: { info: silent, warn, error: silent },
  });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (text: string, key: string | null = developmentKey): void => {
  writeFileSync(join(folder, 'script-pack.yaml'), text);
  if (key !== null)
    writeFileSync(
      join(folder, 'script-pack.yaml.sig'),
      `${sign(null, Buffer.from(text), key).toString('base64')}\n`,
    );
};

describe("head office's script pack", () => {
  test('none there: the pack in use stays', async () => {
    expect(await office.look(shipped)).toEqual({ kind: 'none' });
  });

  test('newer and signed: taken, and only once', async () => {
    put(newer);
    const offer = await office.look(shipped);
    expect(offer.kind === 'taken' && offer.loaded.pack.pack.version).toBe('1.3.0');
    expect(await office.look(shipped)).toEqual({ kind: 'unchanged' });
  });

  test.each([
    ['unsigned', () => put(newer, null)],
    [
      'bad_signature',
      () => {
        put(newer);
        writeFileSync(join(folder, 'script-pack.yaml'), `${newer}# one more line\n`);
      },
    ],
    [
      'bad_signature',
      () =>
        put(
          newer,
          generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
        ),
    ],
    ['not_newer', () => put(packText.replace('version: 1.2.0', 'version: 1.0.9'))],
    ['other_pack', () => put(newer.replace('id: hf-default-zh', 'id: another-pack'))],
    ['broken', () => put(newer.replace('    issue: I20\n', '    issue: I99\n'))],
  ])('%s: refused with its reason, and the log says so', async (code, prepare) => {
    prepare();
    const offer = await office.look(shipped);
    expect(offer.kind === 'refused' && offer.refusal.code).toBe(code);
    expect(refusals).toEqual([code]);
    expect(office.refusal()?.code).toBe(code);
    // Told for as long as the file lies there, not only at the look that found it.
    await office.look(shipped);
    expect(office.refusal()?.code).toBe(code);
    rmSync(join(folder, 'script-pack.yaml'));
    await office.look(shipped);
    expect(office.refusal()).toBeNull();
  });

  test('a broken one is told with its line and what is wrong there', async () => {
    const broken = newer.replace('    issue: I20\n', '    issue: I99\n');
    put(broken);
    await office.look(shipped);
    const refusal = office.refusal();
    expect(broken.split('\n')[(refusal?.line ?? 0) - 1]).toContain('I99');
    expect(refusal?.detail).toContain('I99');
  });

  test('one that the phone policy cannot work with is refused: the desk could not start with it', async () => {
    put(newer);
    const unfit = createHeadOfficePack({
      profile: folder,
      publicKey,
      fitsPhonePolicy: () => false,
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    });
    expect((await unfit.look(shipped)).kind).toBe('refused');
    expect(unfit.refusal()?.code).toBe('phone_policy');
    const fits = await shippedPolicyFits('resources');
    expect(fits(pack)).toBe(true);
    const counting = pack.dispositions.map((one) => ({ ...one, code: `${one.code}X` }));
    expect(fits({ ...pack, dispositions: counting })).toBe(false);
  });

  test('a refused file that is put right is taken at the next look', async () => {
    put(newer, null);
    expect((await office.look(shipped)).kind).toBe('refused');
    put(newer);
    expect((await office.look(shipped)).kind).toBe('taken');
    expect(office.refusal()).toBeNull();
  });
});
