import { keymap } from './keymap.ts';
import { createKeyRegistry } from './registry.ts';
import type { FocusKind } from './registry.ts';

export const keyRegistry = createKeyRegistry(keymap);

const textInputs = new Set(['text', 'search', 'tel', 'url', 'email', 'password', 'number', 'date', 'time']);

/** What kind of element has the focus. Lists with type-ahead count as text: letters and digits are theirs. */
export const focusKindOf = (element: Element | null): FocusKind => {
  if (!(element instanceof HTMLElement)) return 'other';
  if (element.isContentEditable || element instanceof HTMLTextAreaElement) return 'text';
  if (element instanceof HTMLInputElement) {
    // A radio button does nothing with Enter, so Enter may confirm the choice.
    if (element.type === 'radio') return 'other';
    return textInputs.has(element.type) ? 'text' : 'control';
  }
  if (element.closest('[role="listbox"], [role="menu"], select')) return 'text';
  return element.closest('button, a[href], [role="grid"], summary') ? 'control' : 'other';
};

let paused = 0;

/** While keys are being recorded as a hotkey, they mean nothing else. Returns the function that ends the pause. */
export const pauseKeyboard = (): (() => void) => {
  paused += 1;
  return () => {
    paused -= 1;
  };
};

/**
 * The console's only global key listener. It listens on the way down, because components stop events that
 * bubble.
 */
export const installKeyboard = (): (() => void) => {
  const listener = (event: KeyboardEvent) => {
    if (paused > 0) return;
    const verdict = keyRegistry.handle(event, focusKindOf(document.activeElement));
    if (verdict.kind === 'pass') return;
    event.preventDefault();
    event.stopPropagation();
  };
  window.addEventListener('keydown', listener, true);
  return () => window.removeEventListener('keydown', listener, true);
};
