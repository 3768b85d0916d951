/** Saves what the notes field still holds; false when main refused it. Set while the field is on screen. */
type Flush = () => Promise<boolean>;

let current: Flush | null = null;

export const setNotesFlush = (flush: Flush): (() => void) => {
  current = flush;
  return () => {
    if (current === flush) current = null;
  };
};

/** To be awaited before the attempt is closed, so that the last words are in it. */
export const flushNotes = (): Promise<boolean> => current?.() ?? Promise.resolve(true);
