import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  canonical,
  chordOfPress,
  formatAccelerator,
  mediaKeys,
  parseAccelerator,
  platforms,
  sameKeys,
} from '../../../../core/hotkeys/accelerator.ts';
import type { PressedKey } from '../../../../core/hotkeys/accelerator.ts';
import { defaultHotkeys, hotkeyActions, hotkeysInForce } from '../../../../core/hotkeys/hotkeys.ts';
import { judgeHotkey } from '../../../../core/hotkeys/judge-hotkey.ts';
import { shownKeys } from '../../../../core/hotkeys/key-names.ts';
import { ownerOf } from '../../../../core/hotkeys/reserved.ts';
import { keymap } from '../../../../renderer/console/keyboard/keymap.ts';

const consoleKeys = keymap.flatMap(({ id, chords }) => chords.map((chord) => ({ id, chord })));
const press = (key: string, code: string, ...held: string[]): PressedKey => ({
  key,
  code,
  ctrlKey: held.includes('ctrl'),
  shiftKey: held.includes('shift'),
  altKey: held.includes('alt'),
  metaKey: held.includes('meta'),
});

describe('the spelling of key combinations', () => {
  it.each([
    ['ctrl+alt+a', 'windows', 'Control+Alt+A'],
    ['Shift + Alt + Ctrl + a', 'linux', 'Control+Alt+Shift+A'],
    ['CmdOrCtrl+K', 'macos', 'Command+K'],
    ['CmdOrCtrl+K', 'windows', 'Control+K'],
    ['Win+D', 'windows', 'Super+D'],
    ['option+cmd+esc', 'macos', 'Alt+Command+Escape'],
    ['Ctrl+Enter', 'linux', 'Control+Return'],
    ['F13', 'windows', 'F13'],
    ['mediaplaypause', 'linux', 'MediaPlayPause'],
    ['Ctrl+num5', 'linux', 'Control+num5'],
    ['Ctrl+/', 'linux', 'Control+/'],
  ] as const)('%s on %s is %s', (text, platform, wanted) => expect(canonical(text, platform)).toBe(wanted));

  it.each(['', 'Ctrl', 'Ctrl+', 'Ctrl+A+B', 'Ctrl+Nope', 'F25', 'Ctrl++'])('%j is no combination', (text) =>
    expect(canonical(text, 'linux')).toBeNull(),
  );

  it('stays the same when it is read and written again, and shows every combination in both languages', () => {
    const keys = fc.constantFrom('A', 'Z', '0', 'F1', 'F24', 'Space', 'PageUp', 'num3', '/', ...mediaKeys);
    const held = fc.subarray(['Control', 'Alt', 'Shift', 'Meta']);
    fc.assert(
      fc.property(held, keys, fc.constantFrom(...platforms), (modifiers, key, platform) => {
        const spelled = canonical([...modifiers, key].join('+'), platform) ?? '';
        expect(canonical(spelled, platform)).toBe(spelled);
        const chord = parseAccelerator(spelled, platform);
        expect(chord && formatAccelerator(chord, platform)).toBe(spelled);
        expect(sameKeys([key, ...modifiers.toReversed()].join('+'), spelled, platform)).toBe(true);
        for (const locale of ['zh-CN', 'en'] as const)
          expect(shownKeys(spelled, platform, locale)).not.toBe('');
      }),
      { seed: 20_261_122, numRuns: 2_000 },
    );
  });

  it.each([
    [press('å', 'KeyA', 'alt'), 'Alt+A'],
    [press('A', 'KeyQ', 'ctrl', 'shift'), 'Control+Shift+A'],
    [press('!', 'Digit1', 'ctrl', 'shift'), 'Control+Shift+1'],
    [press('5', 'Numpad5', 'ctrl'), 'Control+num5'],
    [press(' ', 'Space', 'ctrl'), 'Control+Space'],
    [press('Enter', 'Enter', 'ctrl'), 'Control+Return'],
    [press('MediaTrackNext', 'MediaTrackNext'), 'MediaNextTrack'],
    [press('?', 'Slash', 'alt', 'shift'), 'Alt+Shift+/'],
  ])('reads a press as %#', (pressed, wanted) => {
    const chord = chordOfPress(pressed);
    expect(chord && formatAccelerator(chord, 'linux')).toBe(wanted);
  });

  it('waits while only modifiers are down', () => {
    expect(chordOfPress(press('Control', 'ControlLeft', 'ctrl'))).toBeNull();
    expect(chordOfPress(press('Process', 'KeyA'))).not.toBeNull();
    expect(chordOfPress(press('Dead', 'IntlRo'))).toBeNull();
  });

  it.each([
    ['Control+Alt+Shift+A', 'windows', 'zh-CN', 'Ctrl+Alt+Shift+A'],
    ['Control+Alt+Command+A', 'macos', 'zh-CN', '⌃⌥⌘A'],
    ['Super+Space', 'windows', 'zh-CN', 'Win+空格'],
    ['Control+num5', 'linux', 'zh-CN', 'Ctrl+小键盘 5'],
    ['MediaPlayPause', 'linux', 'en', 'Play/Pause'],
  ] as const)('%s on %s in %s is shown as %s', (keys, platform, locale, wanted) =>
    expect(shownKeys(keys, platform, locale)).toBe(wanted),
  );
});

describe('which keys an action may have', () => {
  const judge = (keys: string, platform: (typeof platforms)[number] = 'windows') =>
    judgeHotkey(keys, 'answer', defaultHotkeys(platform), consoleKeys, platform);

  it.each(platforms)('the defaults on %s clash with nothing known', (platform) => {
    const defaults = defaultHotkeys(platform);
    for (const action of hotkeyActions)
      expect(judgeHotkey(defaults[action] ?? '', action, defaults, consoleKeys, platform)).toBeNull();
  });

  it.each([
    ['A', { code: 'needs_modifier' }],
    ['Shift+A', { code: 'needs_modifier' }],
    ['F5', { code: 'needs_modifier' }],
    ['Shift+F5', { code: 'needs_modifier' }],
    ['Space', { code: 'needs_modifier' }],
    ['Ctrl+C', { code: 'reserved', owner: 'editing' }],
    ['Ctrl+V', { code: 'reserved', owner: 'editing' }],
    ['Alt+F4', { code: 'reserved', owner: 'system' }],
    ['Alt+Tab', { code: 'reserved', owner: 'system' }],
    ['Win+L', { code: 'reserved', owner: 'system' }],
    ['Ctrl+Alt+Del', { code: 'reserved', owner: 'system' }],
    ['Ctrl+Space', { code: 'reserved', owner: 'input_method' }],
    ['Ctrl+Alt+Shift+H', { code: 'same_as_action', action: 'hangUp' }],
    ['Ctrl+Shift+H', { code: 'console_key', id: 'hangUp' }],
    ['Ctrl+M', { code: 'console_key', id: 'mute' }],
    ['Ctrl+Enter', { code: 'reserved', owner: 'editing' }],
    ['Ctrl+Nope', { code: 'unreadable' }],
  ])('%s: %j', (keys, problem) => expect(judge(keys)).toEqual(problem));

  it.each(['F13', 'F24', 'MediaPlayPause', 'Ctrl+Alt+K', 'Ctrl+F5', 'Alt+Shift+1'])(
    '%s may be tried',
    (keys) => expect(judge(keys)).toBeNull(),
  );

  it('knows what belongs to which system', () => {
    expect(ownerOf('Command+Q', 'macos')).toBe('system');
    expect(ownerOf('Command+C', 'macos')).toBe('editing');
    expect(ownerOf('Control+C', 'macos')).toBeNull();
    expect(ownerOf('Control+Alt+F2', 'linux')).toBe('system');
    expect(ownerOf('Control+Alt+F2', 'windows')).toBeNull();
  });

  it('lets an action keep its own keys, and takes an action that is off as free', () => {
    const inForce = hotkeysInForce({ hangUp: null }, 'linux');
    expect(inForce.answer).toBe('Control+Alt+Shift+A');
    expect(judgeHotkey('Ctrl+Alt+Shift+A', 'answer', inForce, [], 'linux')).toBeNull();
    expect(judgeHotkey('Ctrl+Alt+Shift+H', 'answer', inForce, [], 'linux')).toBeNull();
  });
});
