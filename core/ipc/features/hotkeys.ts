import { z } from 'zod';
import { hotkeyActions } from '../../hotkeys/hotkeys.ts';
import { platforms } from '../../hotkeys/accelerator.ts';
import { channel, eventChannel } from '../envelope.ts';

export const hotkeyViewSchema = z.object({
  action: z.enum(hotkeyActions),
  /** In Electron's notation (core/hotkeys/accelerator.ts); null = off. */
  keys: z.string().nullable(),
  isDefault: z.boolean(),
  /** `taken` = another program or the system holds the keys; `paused` while keys are being recorded. */
  state: z.enum(['active', 'off', 'taken', 'paused']),
});
export type HotkeyView = z.infer<typeof hotkeyViewSchema>;

export const hotkeysStateSchema = z.object({
  platform: z.enum(platforms),
  /** Wayland hands out keys through its portal only, where the person confirms them once. */
  wayland: z.boolean(),
  hotkeys: z.array(hotkeyViewSchema),
  /** Whether an incoming call lifts the window above the others; it never takes the focus. */
  raiseOnIncoming: z.boolean(),
});
export type HotkeysState = z.infer<typeof hotkeysStateSchema>;

const action = z.enum(hotkeyActions);

export const hotkeyChannels = {
  'hotkeys.state': channel(['console'], z.object({}), hotkeysStateSchema),
  /** Null turns the hotkey off. Refused with `bad_input` and the reason where the keys cannot be used. */
  'hotkeys.set': channel(
    ['console'],
    z.object({ action, keys: z.string().max(60).nullable() }),
    hotkeysStateSchema,
  ),
  'hotkeys.reset': channel(['console'], z.object({}), hotkeysStateSchema),
  /** While keys are being recorded the hotkeys are let go: else the system would swallow the pressed keys. */
  'hotkeys.record': channel(['console'], z.object({ on: z.boolean() }), hotkeysStateSchema),
  'hotkeys.setRaise': channel(['console'], z.object({ on: z.boolean() }), hotkeysStateSchema),
} as const;

export const hotkeyEvents = {
  'hotkeys.changed': eventChannel(['console'], hotkeysStateSchema),
} as const;
