import type { Platform } from './accelerator.ts';

/** What can be done from any program by keys of the whole system. */
export const hotkeyActions = ['answer', 'hangUp', 'mute', 'hold', 'show'] as const;
export type HotkeyAction = (typeof hotkeyActions)[number];

/** What a person set: an action that is missing has its default, null means off. */
export type ChosenHotkeys = Partial<Record<HotkeyAction, string | null>>;

/** Every action with its keys; null = off. */
export type Hotkeys = Record<HotkeyAction, string | null>;

const letters: Record<HotkeyAction, string> = { answer: 'A', hangUp: 'H', mute: 'M', hold: 'L', show: 'D' };

/**
 * Three modifiers and a letter, the letters of the console's own keys (Ctrl+Shift+A answers, Ctrl+Shift+H hangs up).
 * Two modifiers are taken in an office: Ctrl+Alt+A, Ctrl+Shift+A and Alt+A take screenshots in the messengers at
 * hand, Ctrl+Alt is AltGr on many keyboards, Ctrl+Shift switches input methods. On a Mac Control and Option belong
 * to VoiceOver, so Command stands in for Shift.
 */
export const defaultHotkeys = (platform: Platform): Hotkeys => {
  const held = platform === 'macos' ? 'Control+Alt+Command' : 'Control+Alt+Shift';
  const keys = (action: HotkeyAction): string => `${held}+${letters[action]}`;
  return {
    answer: keys('answer'),
    hangUp: keys('hangUp'),
    mute: keys('mute'),
    hold: keys('hold'),
    show: keys('show'),
  };
};

/** The keys in force: what was chosen over what an action has by default. */
export const hotkeysInForce = (chosen: ChosenHotkeys, platform: Platform): Hotkeys => ({
  ...defaultHotkeys(platform),
  ...Object.fromEntries(Object.entries(chosen).filter(([, keys]) => keys !== undefined)),
});
