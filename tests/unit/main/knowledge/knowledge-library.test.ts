import { sign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createKnowledgeLibrary,
  type KnowledgeLibrary,
} from '../../../../main/knowledge/knowledge-library.ts';
import { readKnowledge, type Knowledge } from '../../../../main/knowledge/read-knowledge.ts';
import { pack } from '../../core/script/support.ts';

const key = readFileSync('tests/fixtures/keys/script-pack-development.pem', 'utf8');
const silent = (): void => undefined;

let folder = '';
let shipped: Knowledge;
let library: KnowledgeLibrary;

/** What head office lays into the profile; `sealed` is the text that was signed. */
const lay = (name: string, text: string, sealed = text): void => {
  writeFileSync(join(folder, name), text);
  writeFileSync(join(folder, `${name}.sig`), sign(null, Buffer.from(sealed), key).toString('base64'));
};

const entry = (id: string, version: number, more = ''): string =>
  `defaults: { kind: topic, source: 总部, caution: 以合同为准, tellsProduct: false }
entries:
  - { id: ${id}, title: 总部新增说明, titleEn: New note, body: 停售产品的保全办理。, version: ${version}${more} }
`;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'knowledge-'));
  shipped = await readKnowledge({ resources: 'resources', pack });
  library = createKnowledgeLibrary({
    shipped,
    profile: folder,
    publicKey: readFileSync('resources/keys/script-pack.pem', 'utf8'),
    log: { info: silent, warn: silent, error: silent },
  });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('knowledge of head office', () => {
  it('without a file the shipped knowledge is used, and nothing is told', async () => {
    await library.refresh(pack);
    expect(library.current()).toEqual(shipped);
    expect(library.refused()).toEqual([]);
  });

  it('domain.md row 106: a new entry comes after the shipped ones, a higher version takes their place', async () => {
    lay('knowledge.yaml', entry('K98', 1));
    await library.refresh(pack);
    expect(library.current().entries.map(({ id }) => id)).toEqual([
      ...shipped.entries.map(({ id }) => id),
      'K98',
    ]);
    lay('knowledge.yaml', entry('K01', 2));
    await library.refresh(pack);
    const { entries } = library.current();
    expect(entries).toHaveLength(shipped.entries.length);
    expect(entries.find(({ id }) => id === 'K01')?.title).toBe('总部新增说明');
    expect(library.refused()).toEqual([]);
  });

  it('a playbook of a higher version is used, so that an approved case reaches the agents', async () => {
    const text = readFileSync('resources/knowledge/objections.yaml', 'utf8');
    lay(
      'objections.yaml',
      text.replace('version: 1', 'version: 2').replace('approvedBy: null', 'approvedBy: 合规部'),
    );
    await library.refresh(pack);
    expect(library.current().playbook.objections[0]?.approvedBy).toBe('合规部');
  });

  it('a faulty file is refused with its reason, the other one is used all the same; what is put away is not told', async () => {
    const text = readFileSync('resources/knowledge/objections.yaml', 'utf8');
    lay('objections.yaml', text.replace('version: 1', 'version: 2'));
    const refusals: [string, string][] = [
      [entry('K01', 1), 'not_newer'],
      [entry('K98', 1, ', questions: [Q99]'), 'broken'],
      ['entries: []', 'broken'],
    ];
    for (const [file, code] of refusals) {
      lay('knowledge.yaml', file);
      await library.refresh(pack);
      expect(library.refused()).toMatchObject([{ file: 'knowledge.yaml', code }]);
      expect(library.current().entries).toEqual(shipped.entries);
      expect(library.current().playbook.version).toBe(2);
    }
    lay('knowledge.yaml', `${entry('K98', 1)}# changed afterwards\n`, entry('K98', 1));
    await library.refresh(pack);
    expect(library.refused()).toMatchObject([{ code: 'bad_signature' }]);
    rmSync(join(folder, 'knowledge.yaml.sig'));
    await library.refresh(pack);
    expect(library.refused()).toMatchObject([{ code: 'unsigned' }]);
    rmSync(join(folder, 'knowledge.yaml'));
    await library.refresh(pack);
    expect(library.refused()).toEqual([]);
  });
});
