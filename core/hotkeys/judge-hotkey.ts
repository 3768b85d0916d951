import { canonical, mediaKeys, parseAccelerator, sameKeys } from './accelerator.ts';
import type { Platform } from './accelerator.ts';
import { hotkeyActions } from './hotkeys.ts';
import type { HotkeyAction, Hotkeys } from './hotkeys.ts';
import { ownerOf } from './reserved.ts';
import type { Owner } from './reserved.ts';

/** A key of the console's own keymap: a hotkey of the system would take it from the console. */
export type ConsoleKey = { id: string; chord: string };

/** Why a combination cannot be an action's hotkey; each is told in words with what it clashes with. */
export type HotkeyProblem =
  | { code: 'unreadable' }
  /** Ctrl, Alt or Command is missing: the key would no longer type. */
  | { code: 'needs_modifier' }
  | { code: 'reserved'; owner: Owner }
  | { code: 'same_as_action'; action: HotkeyAction }
  | { code: 'console_key'; id: string };

const standsAlone = (key: string): boolean =>
  /^F(?:1[3-9]|2[0-4])$/.test(key) || mediaKeys.some((media) => media === key);

/**
 * Judges what a person pressed for an action. Null = it may be tried; whether another program holds it only the
 * system can say, when the key is registered.
 */
export const judgeHotkey = (
  accelerator: string,
  action: HotkeyAction,
  inForce: Hotkeys,
  consoleKeys: readonly ConsoleKey[],
  platform: Platform,
): HotkeyProblem | null => {
  const chord = parseAccelerator(accelerator, platform);
  if (chord === null) return { code: 'unreadable' };
  const held = ['Control', 'Alt', 'Meta'] as const;
  if (!standsAlone(chord.key) && !held.some((modifier) => chord.modifiers.has(modifier)))
    return { code: 'needs_modifier' };
  const owner = ownerOf(accelerator, platform);
  if (owner !== null) return { code: 'reserved', owner };
  const other = hotkeyActions.find(
    (name) => name !== action && inForce[name] !== null && sameKeys(inForce[name], accelerator, platform),
  );
  if (other !== undefined) return { code: 'same_as_action', action: other };
  const own = consoleKeys.find(({ chord: keys }) => sameKeys(keys, accelerator, platform));
  return own === undefined ? null : { code: 'console_key', id: own.id };
};

/** What is stored: the canonical spelling. Null for what cannot be read. */
export const storedHotkey = (accelerator: string, platform: Platform): string | null =>
  canonical(accelerator, platform);
