import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { dialNext } from './agent.ts';
import type { Desk } from './desk.ts';
import { expect, test } from './desk.ts';
import { feed, feedCalls, recordCalls } from './fed-states.ts';
import { qualityOf, stateOf, viewOf } from '../support/softphone-states.ts';

/**
 * Every part of the softphone at 200 % on a 1366x768 screen, with the zoom of the window itself (WCAG 1.4.4 and
 * 1.4.10): nothing scrolls across, and every control can be brought into view and is covered by nothing. Calls are
 * fed states; the conversation tests prove the real ones.
 */
const root = resolve(import.meta.dirname, '../..');

const zoom = (desk: Desk, factor: number): Promise<void> =>
  desk.app.evaluate(({ BrowserWindow }, value) => {
    BrowserWindow.getAllWindows()
      .find((one) => one.webContents.getURL().startsWith('app://console/'))
      ?.webContents.setZoomFactor(value);
  }, factor);

/** The driver's own picture of a zoomed page shows a quarter of it; the window's shows what the person sees. */
const takePicture = async (desk: Desk, file: string): Promise<void> => {
  const png = await desk.app.evaluate(async ({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows().find((one) =>
      one.webContents.getURL().startsWith('app://console/'),
    );
    return (await window?.webContents.capturePage())?.toPNG().toString('base64') ?? '';
  });
  await writeFile(file, png, 'base64');
};

/** What is wrong with the page as it stands: parts that are wider than the window, controls nobody can get at. */
const faults = (desk: Desk, within: string): Promise<string[]> =>
  desk.page.evaluate((scope) => {
    const found: string[] = [];
    const { scrollWidth } = document.documentElement;
    if (scrollWidth > window.innerWidth) found.push(`the page is ${scrollWidth} px wide`);
    const nameOf = (element: Element): string =>
      `${element.tagName.toLowerCase()}.${element.className} "${(element.getAttribute('aria-label') ?? element.textContent).slice(0, 30)}"`;
    for (const element of document.querySelectorAll<HTMLElement>(
      `:is(${scope}) :is(button, textarea, input, [role="menuitemradio"])`,
    )) {
      // What the kit keeps for screen readers and browsers is not what the person sees and presses.
      const behind = element.tabIndex < 0 && element.getAttribute('role') === null;
      if (behind || element.closest('.visually-hidden, [aria-hidden="true"]') !== null) continue;
      if (element instanceof HTMLInputElement && ['radio', 'checkbox', 'range'].includes(element.type))
        continue;
      if (element.getClientRects().length === 0) continue;
      element.scrollIntoView({ block: 'center', inline: 'nearest' });
      const box = element.getBoundingClientRect();
      if (box.left < -1 || box.right > window.innerWidth + 1)
        found.push(`${nameOf(element)} stands across the edge`);
      if (box.height < 23.5 || box.width < 23.5)
        found.push(`${nameOf(element)} is ${box.width}x${box.height} px`);
      const over = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
      if (over === null) found.push(`${nameOf(element)} cannot be brought into view`);
      else if (!element.contains(over) && !over.contains(element))
        found.push(`${nameOf(element)} is covered by ${nameOf(over)}`);
    }
    return found;
  }, within);

for (const locale of ['zh-CN', 'en'] as const) {
  test(`the softphone at 200 %, ${locale}: every control within reach, nothing across`, async ({
    launch,
  }) => {
    test.setTimeout(240_000);
    const folder = join(root, 'artifacts', 'zoom', locale);
    await mkdir(folder, { recursive: true });
    const desk = await launch({
      locale: locale === 'en' ? 'en-US' : 'zh-CN',
      args: ['--practice-tempo=20'],
    });
    const { page } = desk;
    const problems: string[] = [];
    const look = async (name: string, within = 'body'): Promise<void> => {
      await page.evaluate(() => {
        for (const part of document.querySelectorAll('.frame-body, .screen, .settings')) part.scrollTop = 0;
      });
      await page.waitForTimeout(100);
      await takePicture(desk, join(folder, `${name}.png`));
      for (const fault of await faults(desk, within)) problems.push(`${name}: ${fault}`);
    };
    await desk.call('practice.start', { drill: 'T0', withSample: true });
    await page.locator('[data-screen="worklist"]').waitFor();
    await zoom(desk, 2);
    await expect.poll(() => page.evaluate(() => window.innerWidth)).toBeLessThan(700);
    await look('worklist');

    await dialNext(desk);
    await page.locator('[data-screen="call"]').waitFor();
    await look('call');
    // One thing scrolls, the page: in a card that scrolled within it the answer keys would be out of sight.
    expect(
      await page.locator('.call-card').evaluate((one) => one.scrollHeight - one.clientHeight),
    ).toBeLessThan(2);
    const call = (await desk.call('softphone.state', {})).calls[0];
    if (call === undefined) throw new Error('the practice call is not in the state of the softphone');
    const { rows } = await desk.call('worklist.page', { filter: 'all', search: '', offset: 0, limit: 1 });
    await recordCalls(desk);
    const customer = { ...call, callback: true, quality: qualityOf() };
    const held = { ...customer, call: { ...customer.call, held: { local: true, remote: false } } };
    await feedCalls(desk, stateOf([customer]));
    for (const [key, name] of [
      ['Control+b', 'keypad'],
      ['Control+t', 'transfer'],
      ['Control+u', 'sound'],
    ] as const) {
      await page.keyboard.press(key);
      await expect(page.locator('.phone-panel')).toBeVisible();
      await look(name, '.phone-panel');
      await page.keyboard.press('Escape');
    }
    await feedCalls(desk, stateOf([held, viewOf({ callId: 'second', answeredAt: Date.now() })]));
    await look('two-calls');
    await feedCalls(
      desk,
      stateOf([
        customer,
        viewOf(
          { callId: 'in', direction: 'incoming', phase: 'incoming', answeredAt: null, startedAt: 5_000 },
          {
            tasks: rows,
            handover: { taskId: rows[0]?.id ?? '', reason: '客户要求人工', answered: 6 },
            autoAnswerAt: Date.now() + 600_000,
          },
        ),
      ]),
    );
    await look('incoming');
    await feedCalls(desk, stateOf([customer]));
    await feed(desk, 'links.changed', {
      question: {
        kind: 'ask',
        id: 'link',
        shown: '138 0013 8000',
        extension: '12',
        tasks: rows,
        obstacle: 'attempt_open',
      },
    });
    await look('link');
    await feed(desk, 'links.changed', { question: null });
    await page.keyboard.press('Control+Shift+S');
    await page.getByRole('menu').waitFor();
    await look('seat-menu', '[role="menu"]');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('menu')).toHaveCount(0);

    await page.keyboard.press('Control+6');
    await page.locator('[data-screen="settings"]').waitFor();
    for (const head of await page.locator('.disclosure-head').all()) await head.press('Enter');
    await look('settings');
    const headings = page.locator('.settings h2');
    for (let index = 0; index < (await headings.count()); index += 1) {
      await headings.nth(index).evaluate((one) => one.scrollIntoView({ block: 'start' }));
      await takePicture(desk, join(folder, `settings-${index}.png`));
    }
    expect(problems).toEqual([]);
  });
}
