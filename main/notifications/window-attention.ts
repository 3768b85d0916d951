import type { BrowserWindow } from 'electron';
import type { NotifierDeps } from './incoming-notifier.ts';

/** Brings a window to the front with the keyboard. Only for what a person asked for: a hotkey, a click, a link. */
export const bringToFront = (window: BrowserWindow | null): void => {
  if (window === null || window.isDestroyed()) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
};

/** How the console draws attention to itself; nothing but `focus` gives it the keyboard. */
export const windowAttention = (window: BrowserWindow): NotifierDeps['window'] => {
  const alive = (run: () => void): void => {
    if (!window.isDestroyed()) run();
  };
  return {
    isFocused: () => !window.isDestroyed() && window.isFocused(),
    isOutOfSight: () => !window.isDestroyed() && (window.isMinimized() || !window.isVisible()),
    showInactive: () => alive(() => window.showInactive()),
    raise: () => alive(() => window.moveTop()),
    flash: (on) => alive(() => window.flashFrame(on)),
    focus: () => bringToFront(window),
  };
};
