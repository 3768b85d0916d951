import { useEffect, useEffectEvent } from 'react';
import { chordOfPress, formatAccelerator } from '../../../../../core/hotkeys/accelerator.ts';
import type { Platform } from '../../../../../core/hotkeys/accelerator.ts';
import { pauseKeyboard } from '../../../keyboard/keyboard.ts';

/**
 * While `on`, the next combination goes to `taken` instead of anything else in the window: Ctrl+2 is recorded and
 * does not change the screen. Escape alone, Tab alone and leaving the window end the recording.
 */
export const useRecording = (
  on: boolean,
  platform: Platform,
  taken: (accelerator: string) => void,
  cancelled: () => void,
): void => {
  const take = useEffectEvent(taken);
  const cancel = useEffectEvent(cancelled);
  useEffect(() => {
    if (!on) return undefined;
    const listener = (event: KeyboardEvent) => {
      const plain = !event.ctrlKey && !event.altKey && !event.metaKey;
      if (plain && event.key === 'Tab') {
        cancel();
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      if (event.repeat) return;
      if (plain && !event.shiftKey && event.key === 'Escape') {
        cancel();
        return;
      }
      const chord = chordOfPress(event);
      if (chord !== null) take(formatAccelerator(chord, platform));
    };
    const blurred = () => cancel();
    const goOn = pauseKeyboard();
    window.addEventListener('keydown', listener, { capture: true });
    window.addEventListener('blur', blurred);
    return () => {
      goOn();
      window.removeEventListener('keydown', listener, { capture: true });
      window.removeEventListener('blur', blurred);
    };
  }, [on, platform]);
};
