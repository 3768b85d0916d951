import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { dialNext, step, stepUntil } from './agent.ts';
import type { Desk } from './desk.ts';
import { expect, test } from './desk.ts';
import { answerOpenDialog, importPolicies, testPolicies } from './policies.ts';
import { hangUp } from './phone-acts.ts';

/**
 * Every screen in both languages, both themes and both sizes: pictures for people to look at
 * (artifacts/screens), no scrolling where an agent talks, no accessibility violation (WCAG 2.2 A and AA).
 * With UPDATE_IMAGES=1 the pictures of the documentation are written anew.
 */
const root = resolve(import.meta.dirname, '../..');
const sizes = [
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
];
const policies = testPolicies(3);
const [policy] = policies;
if (policy === undefined) throw new Error('a policy is needed');

const resize = (desk: Desk, size: { width: number; height: number }): Promise<void> =>
  desk.app.evaluate(({ BrowserWindow }, { width, height }) => {
    const window = BrowserWindow.getAllWindows().find((one) =>
      one.webContents.getURL().startsWith('app://console/'),
    );
    window?.setContentSize(width, height);
  }, size);

const violations = async (desk: Desk): Promise<string[]> => {
  const { violations: found } = await new AxeBuilder({ page: desk.page })
    // The default mode opens a second page, which an Electron window cannot.
    .setLegacyMode(true)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return found.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(' | ')}`);
};

/** Closing a callback hangs up; the line is free a moment later. */
const lineIsFree = (desk: Desk): Promise<void> =>
  expect
    .poll(async () =>
      (await desk.call('softphone.state', {})).calls.every(({ call }) => call.phase === 'ended'),
    )
    .toBe(true);

for (const locale of ['zh-CN', 'en'] as const) {
  for (const theme of ['light', 'dark'] as const) {
    test(`every screen, ${locale}, ${theme}`, async ({ launch }) => {
      test.setTimeout(240_000);
      const folder = join(root, 'artifacts', 'screens', `${locale}-${theme}`);
      await mkdir(folder, { recursive: true });
      const desk = await launch({
        locale: locale === 'en' ? 'en-US' : 'zh-CN',
        args: ['--practice-tempo=20'],
      });
      const { page } = desk;
      await desk.call('app.setTheme', { theme });
      const problems: string[] = [];

      const look = async (name: string, inCall = false): Promise<void> => {
        for (const size of sizes) {
          await resize(desk, size);
          // The largest window of a virtual screen is a pixel smaller than the screen.
          await expect
            .poll(async () => Math.abs((await page.evaluate(() => window.innerWidth)) - size.width))
            .toBeLessThan(3);
          await page.waitForTimeout(150);
          const picture = await page.screenshot({ path: join(folder, `${name}-${size.width}.png`) });
          const documented =
            process.env['UPDATE_IMAGES'] === '1' &&
            locale === 'zh-CN' &&
            theme === 'light' &&
            size.width === 1366;
          if (documented && ['call-question', 'worklist'].includes(name)) {
            await mkdir(join(root, 'docs', 'images'), { recursive: true });
            const file = name === 'call-question' ? 'call.png' : 'worklist.png';
            await writeFile(join(root, 'docs', 'images', file), picture);
          }
          const scrolls = await page.evaluate(() => ({
            down: document.documentElement.scrollHeight > window.innerHeight,
            across: document.documentElement.scrollWidth > window.innerWidth,
            // A part that is pushed over the edge of its column counts as well, and so does a card that scrolls.
            inside: [...document.querySelectorAll('.call-card, .call-right, .call-centre, .notes')].some(
              (one) => one.scrollHeight > one.clientHeight + 1,
            ),
          }));
          if (scrolls.across || (inCall && (scrolls.down || scrolls.inside)))
            problems.push(`${name} at ${size.width}: scrolls ${JSON.stringify(scrolls)}`);
        }
        for (const problem of await violations(desk)) problems.push(`${name}: ${problem}`);
      };
      const screen = async (key: string, name: string): Promise<void> => {
        await page.keyboard.press(key);
        await page.locator(`[data-screen="${name}"]`).waitFor();
      };

      await look('welcome');
      await desk.call('practice.start', { drill: 'T0', withSample: true });
      await importPolicies(desk, policies);
      await page.locator('[data-screen="worklist"]').waitFor();
      await page.getByRole('row').nth(5).waitFor();
      await look('worklist');

      await screen('Control+5', 'import');
      await look('import-choose');
      await answerOpenDialog(desk, join(root, 'tests', 'fixtures', 'import', 'files', 'nasty-gb18030.csv'));
      await page.keyboard.press('Enter');
      await page.getByText('nasty-gb18030.csv').waitFor();
      await look('import-preview');

      await screen('Control+1', 'worklist');
      await dialNext(desk);
      await page.locator('[data-screen="call"]').waitFor();
      await look('call-opening', true);
      await stepUntil(desk, policy, (card) => card.kind === 'verify');
      await look('call-verify', true);
      await hangUp(desk);
      await expect.poll(async () => (await desk.call('call.snapshot', {})).session?.phase).toBe('wrap_up');
      await look('call-cut-off', true);
      await desk.call('session.close', { disposition: 'D11', appointmentAt: null, reason: '' });
      await lineIsFree(desk);

      const own = await desk.call('worklist.page', {
        filter: 'open',
        search: policy.policyNo,
        offset: 0,
        limit: 1,
      });
      await desk.call('call.start', { taskId: own.rows[0]?.id ?? '' });
      await expect.poll(async () => (await desk.call('call.snapshot', {})).session?.phase).toBe('talking');
      await stepUntil(desk, policy, (card) => card.kind === 'question' && card.questionId === 'Q18');
      await look('call-question', true);
      await stepUntil(desk, policy, (card) => card.kind === 'abnormal', { Q19: 'unclear' });
      await look('call-abnormal', true);
      // As full as a call gets: several issues, an open playbook card, both forms offered.
      await page.keyboard.press('F11');
      await page.keyboard.press('1');
      await page.locator('.help-open').waitFor();
      await desk.call('session.flag', { flag: 'complaint', words: '' });
      await look('call-full', true);
      await stepUntil(desk, policy, (card) => card.kind === 'question' && card.questionId === 'Q34');
      await look('call-open-question', true);
      await step(desk, policy);
      await stepUntil(desk, policy, (card) => card.kind === 'question' && card.questionId === 'Q90');
      await look('call-summary', true);
      await stepUntil(desk, policy, (card) => card.kind === 'ending');
      await look('call-disposition', true);
      await desk.call('session.close', { disposition: 'D03', appointmentAt: null, reason: '' });
      await lineIsFree(desk);

      const other = await desk.call('worklist.page', {
        filter: 'open',
        search: policies[1]?.policyNo ?? '',
        offset: 0,
        limit: 1,
      });
      await desk.call('call.start', { taskId: other.rows[0]?.id ?? '' });
      await expect.poll(async () => (await desk.call('call.snapshot', {})).session?.phase).toBe('talking');
      await step(desk, policy);
      await step(desk, policy, { Q02: 'no' });
      await page.locator('[data-card-kind="not_self"]').waitFor();
      await look('call-not-self', true);
      await desk.call('session.close', { disposition: 'D15', appointmentAt: null, reason: '' });

      await screen('Control+3', 'records');
      await page.getByRole('row').nth(1).click();
      await look('records');
      await screen('Control+4', 'sync');
      await look('sync');
      await screen('Control+6', 'settings');
      await look('settings');
      await page.keyboard.press('F1');
      await look('keys');
      expect(problems).toEqual([]);
    });
  }
}
