/** State of a text that saves itself. What is typed is never lost: a failed save keeps it and says so. */
export type Autosave = {
  text: string;
  /** What main confirmed to be on disk. */
  savedText: string;
  /** Under way to main. */
  sendingText: string | null;
  failed: boolean;
};

export type AutosaveEvent =
  | { type: 'typed'; text: string }
  | { type: 'sending'; text: string }
  | { type: 'saved'; text: string }
  | { type: 'failed' };

export const startAutosave = (text: string): Autosave => ({
  text,
  savedText: text,
  sendingText: null,
  failed: false,
});

export const nextAutosave = (state: Autosave, event: AutosaveEvent): Autosave => {
  switch (event.type) {
    case 'typed':
      return { ...state, text: event.text, failed: false };
    case 'sending':
      return { ...state, sendingText: event.text, failed: false };
    case 'saved':
      return { ...state, savedText: event.text, sendingText: null };
    case 'failed':
      return { ...state, sendingText: null, failed: true };
  }
};

export type SaveLight = 'saved' | 'saving' | 'dirty' | 'failed';

/** `saved` only when main holds exactly what is on screen. */
export const saveLight = (state: Autosave): SaveLight => {
  if (state.failed) return 'failed';
  if (state.text === state.savedText) return 'saved';
  return state.sendingText === null ? 'dirty' : 'saving';
};
