import { create } from 'zustand';

export type Announcement = {
  id: number;
  text: string;
  /**
   * `status`: polite, and shown in the status bar. `beside`: polite, its words stand elsewhere on screen.
   * `alert`: interrupts; kept for an incoming call and a lost call (WCAG 4.1.3).
   */
  kind: 'status' | 'beside' | 'alert';
};

type Announced = {
  last: Announcement | null;
  /** For the status bar. */
  shown: (Announcement & { at: number }) | null;
};

/** What is told beside the status bar must not wipe out what stands in it before it can be read. */
const readableMs = 6_000;

/** The one live region of the window: the last message, and the one in the status bar. */
export const useAnnounceStore = create<Announced>(() => ({ last: null, shown: null }));

export const announce = (text: string, kind: Announcement['kind'] = 'status'): void =>
  useAnnounceStore.setState(({ last: before, shown }) => {
    const at = Date.now();
    const last = { id: (before?.id ?? 0) + 1, text, kind };
    if (kind !== 'beside') return { last, shown: { ...last, at } };
    return { last, shown: shown !== null && at - shown.at < readableMs ? shown : null };
  });
