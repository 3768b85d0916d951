import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { headOfficePolicyFile, readPhonePolicy } from '../../../../main/phone-policy/read-phone-policy.ts';
import { tempDir } from '../../../fixtures/store/open.ts';
import { dispositions, shippedText } from '../../core/phone-policy/shipped-policy.ts';

const resources = fileURLToPath(new URL('../../../../resources', import.meta.url));
let profile: string;
let remove: () => void;
let lines: string[];
beforeEach(() => {
  ({ dir: profile, remove } = tempDir());
  lines = [];
});
afterEach(() => remove());

const note = (event: string, fields?: object) => void lines.push(`${event} ${JSON.stringify(fields ?? {})}`);
const log = { info: note, warn: note, error: note };
const read = (folder = resources) => readPhonePolicy({ resources: folder, profile, dispositions, log });
const fromHeadOffice = (text: string): void =>
  writeFileSync(join(profile, headOfficePolicyFile), text, 'utf8');
const changed = (version: string): string =>
  shippedText.replace('version: 1.0.0', `version: ${version}`).replace('seconds: 90', 'seconds: 45');

describe('which phone policy is in force', () => {
  it('the shipped one, where head office gave none', async () => {
    expect(await read()).toMatchObject({
      source: 'shipped',
      refusedLine: null,
      policy: { version: '1.0.0' },
    });
  });

  it('the one of head office, when it is newer', async () => {
    fromHeadOffice(changed('1.1.0'));
    expect(await read()).toMatchObject({
      source: 'head_office',
      refusedLine: null,
      policy: { version: '1.1.0', wrapUp: { seconds: 45 } },
    });
  });

  it.each(['1.0.0', '0.9.9'])(
    'the shipped one, when head office has %s: an update of the program wins',
    async (version) => {
      fromHeadOffice(changed(version));
      expect(await read()).toMatchObject({
        source: 'shipped',
        refusedLine: null,
        policy: { wrapUp: { seconds: 90 } },
      });
    },
  );

  it('the shipped one, when the file is a policy of something else', async () => {
    fromHeadOffice(changed('9.0.0').replace('id: hf-phone', 'id: other'));
    expect(await read()).toMatchObject({ source: 'shipped', refusedLine: null });
  });

  it('the shipped one, when head office made a mistake; the log says each with its line', async () => {
    fromHeadOffice(changed('1.1.0').replace('extensions: 2', 'extensions: many'));
    const { source, refusedLine } = await read();
    const line =
      changed('1.1.0')
        .split('\n')
        .findIndex((text) => text.includes('extensions: 2')) + 1;
    expect([source, refusedLine]).toEqual(['shipped', line]);
    expect(lines.find((entry) => entry.startsWith('phone_policy.refused'))).toContain(`"line":${line}`);
  });

  it('the shipped one, when the file cannot be read', async () => {
    mkdirSync(join(profile, headOfficePolicyFile));
    expect(await read()).toMatchObject({ source: 'shipped', refusedLine: 1 });
    expect(lines.some((entry) => entry.startsWith('phone_policy.unreadable'))).toBe(true);
  });

  it('none, when the shipped one is broken: the program is not whole', async () => {
    mkdirSync(join(profile, 'phone'));
    writeFileSync(
      join(profile, 'phone', 'policy.yaml'),
      shippedText.replace('seconds: 90', 'seconds: 0'),
      'utf8',
    );
    await expect(read(profile)).rejects.toThrow(/broken at line \d+: wrapUp\.seconds/);
  });
});
