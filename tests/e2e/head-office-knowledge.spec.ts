import { sign } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from './desk.ts';

const root = join(import.meta.dirname, '../..');

/** What head office lays into the profile; `sealed` is the text that was signed, by default the same. */
const lay = async (profile: string, name: string, text: string, sealed = text): Promise<void> => {
  const key = await readFile(join(root, 'tests/fixtures/keys/script-pack-development.pem'), 'utf8');
  await writeFile(join(profile, `${name}.sig`), sign(null, Buffer.from(sealed), key).toString('base64'));
  await writeFile(join(profile, name), text);
};

const entries = `defaults: { kind: topic, source: 总部通知, caution: 以合同为准, tellsProduct: false, version: 1 }
entries:
  - { id: K97, title: 停售产品的保全, titleEn: Service of products no longer sold, body: 停售不影响已生效保单的保全办理。 }
`;

test('signed entries and an approved case of head office are there after a start; a changed file is told', async ({
  launch,
}) => {
  const first = await launch();
  await first.close();
  const playbook = await readFile(join(root, 'resources/knowledge/objections.yaml'), 'utf8');
  await lay(first.profile, 'knowledge.yaml', entries);
  await lay(
    first.profile,
    'objections.yaml',
    playbook.replace('version: 1', 'version: 2').replace('approvedBy: null', 'approvedBy: 合规部'),
  );

  const desk = await launch({ profile: first.profile });
  await desk.call('app.welcomeDone', {});
  await desk.page.locator('[data-screen="worklist"]').waitFor();
  await desk.page.keyboard.press('Control+8');
  await desk.page.getByRole('searchbox').fill('停售');
  await expect(desk.page.locator('[data-screen="knowledge"]')).toContainText('停售不影响已生效保单', {
    timeout: 30_000,
  });
  const { objections } = await desk.call('objection.list', {});
  expect(objections.filter(({ others }) => others !== null).map(({ id }) => id)).toEqual(['O1']);
  await desk.close();

  await lay(first.profile, 'knowledge.yaml', `${entries}# one more line\n`, entries);
  const again = await launch({ profile: first.profile });
  await again.page.locator('[data-screen="worklist"]').waitFor();
  await again.page.keyboard.press('Control+6');
  const notice = again.page.locator('[data-knowledge-refused="bad_signature"]');
  await expect(notice).toContainText('knowledge.yaml', { timeout: 30_000 });
  await expect(notice).toContainText('重新领取');
  expect((await again.call('knowledge.search', { query: '停售' })).found.map(({ id }) => id)).not.toContain(
    'K97',
  );
});
