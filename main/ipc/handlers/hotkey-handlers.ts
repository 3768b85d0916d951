import type { HotkeyService } from '../../hotkeys/hotkey-service.ts';
import type { Handlers } from '../run-call.ts';

type Names = Extract<keyof Handlers, `hotkeys.${string}`>;

/** Keys of the whole system, and how an incoming call shows itself. */
export const hotkeyHandlers = (hotkeys: HotkeyService): Pick<Handlers, Names> => ({
  'hotkeys.state': () => hotkeys.state(),
  'hotkeys.set': ({ action, keys }) => hotkeys.set(action, keys),
  'hotkeys.reset': () => hotkeys.reset(),
  'hotkeys.record': ({ on }) => hotkeys.record(on),
  'hotkeys.setRaise': ({ on }) => hotkeys.setRaise(on),
});
