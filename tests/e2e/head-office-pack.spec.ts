import { sign } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { step, waitForPhase } from './agent.ts';
import type { Desk } from './desk.ts';
import { expect, test } from './desk.ts';
import { hangUp } from './phone-acts.ts';
import { importPolicies, testPolicies } from './policies.ts';

const root = join(import.meta.dirname, '../..');
const [policy] = testPolicies(1);
if (policy === undefined) throw new Error('a policy is needed');

const newerPack = async (): Promise<string> => {
  const shipped = await readFile(join(root, 'resources/packs/hf-default-zh.yaml'), 'utf8');
  const newer = shipped
    .replace(/^ {2}version: .*$/m, '  version: 7.0.0')
    .replace('zh: 新契约回访', 'zh: 新单回访');
  expect(newer).toContain('version: 7.0.0');
  expect(newer).toContain('新单回访');
  return newer;
};

/** What head office lays into the profile; `sealed` is the text that was signed, by default the same. */
const layPack = async (profile: string, text: string, sealed = text): Promise<void> => {
  const key = await readFile(join(root, 'tests/fixtures/keys/script-pack-development.pem'), 'utf8');
  await writeFile(
    join(profile, 'script-pack.yaml.sig'),
    `${sign(null, Buffer.from(sealed), key).toString('base64')}\n`,
  );
  await writeFile(join(profile, 'script-pack.yaml'), text);
};

const startCallback = async (desk: Desk): Promise<{ taskId: string; version: string }> => {
  const { task } = await desk.call('worklist.next', {});
  const taskId = task?.id ?? '';
  const { session } = await desk.call('call.start', { taskId });
  return { taskId, version: session.script.packVersion };
};

test('a newer signed pack is for the next callback; one that runs keeps its own; a restart stays with the newer', async ({
  launch,
}) => {
  const desk = await launch({ args: ['--practice-tempo=20'] });
  const { version: shipped } = (await desk.call('app.state', {})).pack;
  await desk.call('practice.start', { drill: 'T0', withSample: false });
  await importPolicies(desk, testPolicies(2));
  expect((await startCallback(desk)).version).toBe(shipped);
  await waitForPhase(desk, 'talking');
  await layPack(desk.profile, await newerPack());
  expect((await step(desk, policy)).script.packVersion).toBe(shipped);
  expect((await desk.call('app.state', {})).pack.version).toBe(shipped);
  await hangUp(desk);
  await waitForPhase(desk, 'wrap_up');
  const open = (await desk.call('call.snapshot', {})).session?.script.dispositions ?? [];
  const end = open.find((choice) => choice.needs.length === 0);
  if (end === undefined) throw new Error('no disposition can be chosen without more words');
  await desk.call('session.close', { disposition: end.code, appointmentAt: null, reason: '' });

  const { taskId, version } = await startCallback(desk);
  expect(version).toBe('7.0.0');
  await expect
    .poll(async () => (await desk.call('app.state', {})).pack)
    .toMatchObject({ version: '7.0.0', refused: null });
  await desk.close();

  const again = await launch({ profile: desk.profile });
  expect((await again.call('app.state', {})).pack).toMatchObject({ version: '7.0.0', refused: null });
  // The names of the work list are built at the start, from the pack in force then.
  expect(JSON.stringify(await again.call('task.card', { taskId }))).toContain('新单回访');
});

for (const { name, code, words, text, sealed } of [
  {
    name: 'a file changed after it was signed',
    code: 'bad_signature',
    words: '签名与文件不符',
    text: (pack: string) => `${pack}# one more line\n`,
    sealed: (pack: string) => pack,
  },
  {
    name: 'a signed file with a fault',
    code: 'broken',
    words: '行有错误',
    text: (pack: string) => pack.replace('    issue: I20\n', '    issue: I99\n'),
    sealed: (pack: string) => pack.replace('    issue: I20\n', '    issue: I99\n'),
  },
]) {
  test(`${name} is told in the settings with reason and remedy; the shipped pack stays`, async ({
    launch,
  }) => {
    const first = await launch();
    const { version } = (await first.call('app.state', {})).pack;
    await first.close();
    const pack = await newerPack();
    await layPack(first.profile, text(pack), sealed(pack));

    const desk = await launch({ profile: first.profile });
    expect((await desk.call('app.state', {})).pack).toMatchObject({ version, refused: { code } });
    await desk.call('app.welcomeDone', {});
    await desk.page.locator('[data-screen="worklist"]').waitFor();
    await desk.page.keyboard.press('Control+6');
    await desk.page.locator('[data-screen="settings"]').waitFor();
    const notice = desk.page.locator(`[data-pack-refused="${code}"]`);
    await expect(notice).toContainText('script-pack.yaml');
    await expect(notice).toContainText(words);
    await expect(notice).toContainText(version);
    if (code === 'broken') await expect(notice).toContainText('I99');
    await notice.scrollIntoViewIfNeeded();
    await desk.page.screenshot({ path: test.info().outputPath(`${code}.png`) });
    await desk.close();

    // What is put away is no longer told.
    await rm(join(first.profile, 'script-pack.yaml'));
    const after = await launch({ profile: first.profile });
    expect((await after.call('app.state', {})).pack.refused).toBeNull();
  });
}
