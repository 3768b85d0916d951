import { parseAccelerator, sameKeys } from './accelerator.ts';
import type { Platform } from './accelerator.ts';

/** Who needs a combination everywhere, so that a hotkey must not take it. */
export type Owner = 'editing' | 'system' | 'input_method';

/** Copying, pasting, saving, closing: taken from every other program a seat could no longer be worked at. */
const editingLetters = [...'ACFNOPSTVWXYZ'];

const everywhere = (platform: Platform): [string, Owner][] => {
  const main = platform === 'macos' ? 'Command' : 'Control';
  return [
    ...editingLetters.map((letter): [string, Owner] => [`${main}+${letter}`, 'editing']),
    [`${main}+Shift+Z`, 'editing'],
    [`${main}+Shift+V`, 'editing'],
    ...['Home', 'End', 'Left', 'Right', 'Backspace', 'Delete', 'Insert', 'Return'].map(
      (key): [string, Owner] => [`${main}+${key}`, 'editing'],
    ),
    // Switches between Chinese and English typing, and between full and half width.
    ['Control+Space', 'input_method'],
    ['Shift+Space', 'input_method'],
    ['Control+.', 'input_method'],
  ];
};

const desktop: Record<'windows' | 'linux', readonly string[]> = {
  windows: ['Control+Escape', 'Control+Shift+Escape', 'Alt+Escape', 'Control+Alt+Tab'],
  linux: [
    'Control+Alt+Backspace',
    'Control+Alt+T',
    'Control+Alt+L',
    ...Array.from({ length: 12 }, (_, index) => `Control+Alt+F${index + 1}`),
  ],
};

const bySystem = (platform: Platform): readonly string[] =>
  platform === 'macos'
    ? [
        ...['Q', 'H', 'M', ',', '`', 'Tab', 'Space', 'Alt+Escape', 'Control+Q', 'Control+F', 'Alt+H'],
        ...['Shift+3', 'Shift+4', 'Shift+5', 'Shift+Q', 'Control+Space'],
      ].map((keys) => `Command+${keys}`)
    : [...['Alt+F4', 'Alt+Tab', 'Alt+Shift+Tab', 'Alt+Space', 'Control+Alt+Delete'], ...desktop[platform]];

/** Who a combination belongs to everywhere; null when it is free to be chosen. */
export const ownerOf = (accelerator: string, platform: Platform): Owner | null => {
  const chord = parseAccelerator(accelerator, platform);
  // The shell of Windows and most Linux desktops keep the logo key to themselves.
  if (platform !== 'macos' && chord?.modifiers.has('Meta')) return 'system';
  if (bySystem(platform).some((keys) => sameKeys(keys, accelerator, platform))) return 'system';
  return everywhere(platform).find(([keys]) => sameKeys(keys, accelerator, platform))?.[1] ?? null;
};
