import { X11Client } from '../support/x11-client.ts';
import { expect, test } from './desk.ts';
import { hasFocus, phaseOf, twoDesks, withConsole } from './two-desks.ts';

/**
 * The keyboard belongs to whom the person gave it. Proved on a real X11 screen: another program's window holds the
 * keyboard, real key presses go through the server (XTEST), and the server is asked who has the keyboard. There is
 * no window manager on it, so a focus the app asked for would be granted at once: nothing protects the other window
 * but the app's own restraint. Minimising needs a window manager, so a hidden window stands for it. What Windows and macOS do with a window that flashes is not proved here.
 */
const typed = 'sql 42 yes\n1 2 3\n  no\n';

for (const [name, prepare, raise] of [
  ['in sight behind it', null, false],
  ['in sight and set to come to the front', null, true],
  ['hidden', 'hide', false],
  ['hidden and set to come to the front', 'hide', true],
] as const) {
  test(`typing in another window while a call comes in neither answers nor rejects it, the console being ${name}`, async ({
    launch,
  }) => {
    const { desk, ring, giveUp, close } = await twoDesks(launch);
    await desk.call('hotkeys.setRaise', { on: raise });
    const other = await X11Client.connect();
    if (prepare !== null) await withConsole(desk, prepare);
    const window = await other.openFocusedWindow();
    expect(await other.focus()).toBe(window);

    await other.type('before ');
    const callId = await ring();
    await expect(desk.page.getByRole('region', { name: '来电' })).toBeVisible();
    for (let round = 0; round < 3; round += 1) {
      await other.type(typed);
      expect(await phaseOf(desk)).toBe('incoming');
    }
    // Not one character went elsewhere, and the keyboard never left, not even for a moment.
    await expect.poll(() => other.text()).toBe(`before ${typed.repeat(3)}`);
    expect(other.focusLost).toBe(0);
    expect(await other.focus()).toBe(window);
    expect(await hasFocus(desk)).toBe(false);
    if (prepare !== null)
      expect(
        await desk.app.evaluate(({ BrowserWindow }) =>
          BrowserWindow.getAllWindows()
            .find((one) => one.webContents.getURL().startsWith('app://console/'))
            ?.isVisible(),
        ),
      ).toBe(true);

    await giveUp(callId);
    await expect.poll(() => phaseOf(desk)).toBeNull();
    await other.type('after');
    await expect.poll(() => other.text()).toBe(`before ${typed.repeat(3)}after`);
    other.close();
    await close();
  });
}

test('typing in the console while a call comes in goes on where it was', async ({ launch }) => {
  const { desk, ring, close } = await twoDesks(launch);
  const hands = await X11Client.connect();
  await withConsole(desk, 'focus');
  await desk.page.keyboard.press('Control+k');
  const search = desk.page.getByRole('searchbox');
  await expect(search).toBeFocused();
  await expect.poll(() => hasFocus(desk)).toBe(true);
  await hands.type('wang ');
  await ring();
  await expect(desk.page.getByRole('region', { name: '来电' })).toBeVisible();
  await hands.type('da 1 2 0x');
  await expect(search).toHaveValue('wang da 1 2 0x');
  await expect(search).toBeFocused();
  // Enter belongs to the search, Space to what has the focus after it.
  await hands.type('\n \n');
  await desk.page.waitForTimeout(300);
  expect(await phaseOf(desk)).toBe('incoming');
  hands.close();
  await close();
});
