/**
 * Key combinations in Electron's notation, in one canonical spelling: modifiers in the order Control, Alt, Shift,
 * then Super (Windows, Linux) or Command (macOS), then one key, joined by `+`; as in `Control+Alt+Shift+A`.
 */
export const platforms = ['windows', 'macos', 'linux'] as const;
export type Platform = (typeof platforms)[number];

export const modifiers = ['Control', 'Alt', 'Shift', 'Meta'] as const;
export type Modifier = (typeof modifiers)[number];

export type Chord = { modifiers: ReadonlySet<Modifier>; key: string };

/** What is read from a keyboard event; a plain object in tests. */
export type PressedKey = {
  key: string;
  code: string;
  ctrlKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
  metaKey: boolean;
};

export const mediaKeys = ['MediaPlayPause', 'MediaStop', 'MediaNextTrack', 'MediaPreviousTrack'] as const;

const functionKeys = Array.from({ length: 24 }, (_, index) => `F${index + 1}`);
const numpadKeys = [
  ...Array.from({ length: 10 }, (_, digit) => `num${digit}`),
  'numadd',
  'numsub',
  'nummult',
  'numdiv',
  'numdec',
];
const namedKeys = [
  'Space',
  'Tab',
  'Backspace',
  'Delete',
  'Insert',
  'Return',
  'Escape',
  'Up',
  'Down',
  'Left',
  'Right',
  'Home',
  'End',
  'PageUp',
  'PageDown',
  'PrintScreen',
  'Capslock',
  'Numlock',
  'Scrolllock',
];
const signs = ['-', '=', '[', ']', '\\', ';', "'", ',', '.', '/', '`'];
const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'];

/** Every key by its lower-case name, with the other names it goes by. */
const keys = new Map<string, string>(
  [...functionKeys, ...numpadKeys, ...namedKeys, ...mediaKeys, ...signs, ...letters].map((key) => [
    key.toLowerCase(),
    key,
  ]),
);
for (const [alias, key] of [
  ['enter', 'Return'],
  ['esc', 'Escape'],
  ['del', 'Delete'],
  ['arrowup', 'Up'],
  ['arrowdown', 'Down'],
  ['arrowleft', 'Left'],
  ['arrowright', 'Right'],
  [' ', 'Space'],
  ['mediatracknext', 'MediaNextTrack'],
  ['mediatrackprevious', 'MediaPreviousTrack'],
] as const)
  keys.set(alias, key);

const modifierNames: Readonly<Record<string, Modifier>> = {
  ctrl: 'Control',
  control: 'Control',
  alt: 'Alt',
  option: 'Alt',
  shift: 'Shift',
  cmd: 'Meta',
  command: 'Meta',
  super: 'Meta',
  meta: 'Meta',
  win: 'Meta',
};

/** Reads a combination in any common spelling; null when it has no key, two keys or an unknown name. */
export const parseAccelerator = (text: string, platform: Platform): Chord | null => {
  const found = new Set<Modifier>();
  let key: string | null = null;
  // The plus sign itself is no key of ours: it could not be told from the joint.
  for (const part of text.split('+')) {
    const name = part.trim().toLowerCase() || part;
    const either = name === 'commandorcontrol' || name === 'cmdorctrl';
    const modifier = either ? (platform === 'macos' ? 'Meta' : 'Control') : modifierNames[name];
    if (modifier !== undefined) {
      found.add(modifier);
      continue;
    }
    const known = keys.get(name);
    if (known === undefined || key !== null) return null;
    key = known;
  }
  return key === null ? null : { modifiers: found, key };
};

/** The canonical spelling, as Electron takes it on that platform. */
export const formatAccelerator = (chord: Chord, platform: Platform): string =>
  [
    ...modifiers
      .filter((modifier) => chord.modifiers.has(modifier))
      .map((modifier) => (modifier === 'Meta' ? (platform === 'macos' ? 'Command' : 'Super') : modifier)),
    chord.key,
  ].join('+');

/** The canonical spelling of any spelling; null when it cannot be read. */
export const canonical = (text: string, platform: Platform): string | null => {
  const chord = parseAccelerator(text, platform);
  return chord === null ? null : formatAccelerator(chord, platform);
};

/** Whether two spellings mean the same keys. */
export const sameKeys = (one: string, other: string, platform: Platform): boolean => {
  const spelled = canonical(one, platform);
  return spelled !== null && spelled === canonical(other, platform);
};

const bySigns: Readonly<Record<string, string>> = {
  Minus: '-',
  Equal: '=',
  BracketLeft: '[',
  BracketRight: ']',
  Backslash: '\\',
  Semicolon: ';',
  Quote: "'",
  Comma: ',',
  Period: '.',
  Slash: '/',
  Backquote: '`',
  NumpadAdd: 'numadd',
  NumpadSubtract: 'numsub',
  NumpadMultiply: 'nummult',
  NumpadDivide: 'numdiv',
  NumpadDecimal: 'numdec',
};

const keyOfPress = ({ key, code }: PressedKey): string | null => {
  const numpad = /^Numpad(\d)$/.exec(code)?.[1];
  if (numpad !== undefined) return `num${numpad}`;
  const digit = /^Digit(\d)$/.exec(code)?.[1];
  if (digit !== undefined) return digit;
  // By the printed letter, so that another layout keeps its letters; by position where a modifier made a sign of it.
  if (/^[a-z]$/i.test(key)) return key.toUpperCase();
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  return letter ?? bySigns[code] ?? keys.get(key.toLowerCase()) ?? null;
};

/** The combination being pressed; null while only modifiers are down or the key has no name of ours. */
export const chordOfPress = (press: PressedKey): Chord | null => {
  const key = keyOfPress(press);
  if (key === null) return null;
  const pressed: [boolean, Modifier][] = [
    [press.ctrlKey, 'Control'],
    [press.altKey, 'Alt'],
    [press.shiftKey, 'Shift'],
    [press.metaKey, 'Meta'],
  ];
  return {
    modifiers: new Set(pressed.filter(([down]) => down).map(([, modifier]) => modifier)),
    key,
  };
};
