/** What is read from a keyboard event; a plain object in tests. */
export type KeyPress = {
  key: string;
  code: string;
  ctrlKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
  metaKey: boolean;
  /** True while an input method composes a character; such a key belongs to the input method. */
  isComposing: boolean;
  /** 229 = the input method took the key (older reporting of the same fact). */
  keyCode: number;
  repeat: boolean;
};

const digitOf = (code: string): string | null => /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1] ?? null;

/**
 * Canonical name of a key press, e.g. `Ctrl+Shift+H`, `F2`, `Alt+1`, `/`. Digits go by position, so that
 * Shift or another layout does not change them; null for a press of modifiers alone or of the Windows key.
 */
export const chordOf = (press: KeyPress): string | null => {
  if (
    press.metaKey ||
    ['Control', 'Shift', 'Alt', 'Meta', 'Process', 'Dead', 'Unidentified'].includes(press.key)
  ) {
    return null;
  }
  const digit = digitOf(press.code);
  const single = press.key.length === 1;
  const base = digit ?? (press.key === ' ' ? 'Space' : single ? press.key.toUpperCase() : press.key);
  // Shift is part of a printed sign such as `?`, and of the name for letters and named keys.
  const namesShift = press.shiftKey && (digit !== null || !single || /[A-Z]/.test(base));
  return [press.ctrlKey && 'Ctrl', press.altKey && 'Alt', namesShift && 'Shift', base]
    .filter(Boolean)
    .join('+');
};

/** True when the input method, not the program, must get the key. */
export const belongsToInputMethod = (press: KeyPress): boolean => press.isComposing || press.keyCode === 229;
