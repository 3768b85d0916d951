import type { ConsoleKey } from '../../../../../core/hotkeys/judge-hotkey.ts';
import { textOf } from '../../../../locales/i18n.ts';
import { keymap } from '../../../keyboard/keymap.ts';

/** Every chord of the console; Alt+digit answers while a text field has the focus (keyboard/registry.ts). */
export const consoleKeys: readonly ConsoleKey[] = keymap.flatMap(({ id, chords }) =>
  chords.flatMap((chord) => [{ id, chord }, ...(/^\d$/.test(chord) ? [{ id, chord: `Alt+${chord}` }] : [])]),
);

/** What a key of the console does, in words. */
export const consoleKeyName = (id: string): string =>
  textOf(`keys.name.${id}`) ?? textOf('keys.digits') ?? id;
