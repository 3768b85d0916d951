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

/** The one live region of the window: the last message, also shown in the status bar. */
export const useAnnounceStore = create<{ last: Announcement | null }>(() => ({ last: null }));

export const announce = (text: string, kind: Announcement['kind'] = 'status'): void =>
  useAnnounceStore.setState((state) => ({ last: { id: (state.last?.id ?? 0) + 1, text, kind } }));
