import type { HotkeyProblem } from '../../../../../core/hotkeys/judge-hotkey.ts';
import type { T } from '../../../../locales/i18n.ts';
import { consoleKeyName } from './console-keys.ts';

/** Why the keys cannot be used, and what to do, in one sentence. `keys` as shown to the person. */
export const problemSentence = (t: T, problem: HotkeyProblem, keys: string): string => {
  switch (problem.code) {
    case 'unreadable':
      return t('hotkeys.problem.unreadable');
    case 'needs_modifier':
      return t('hotkeys.problem.needs_modifier', { keys });
    case 'reserved':
      return t(`hotkeys.problem.reserved_${problem.owner}`, { keys });
    case 'same_as_action':
      return t('hotkeys.problem.same_as_action', {
        keys,
        other: t(`hotkeys.action.${problem.action}`),
      });
    case 'console_key':
      return t('hotkeys.problem.console_key', { keys, other: consoleKeyName(problem.id) });
  }
};
