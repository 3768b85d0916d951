import { create } from 'zustand';

export type PhonePanel = { kind: 'keypad' | 'transfer' | 'sound'; callId: string | null };

/** The one panel that is open beside the screen, and the call it is for; null = none. */
export const usePanelStore = create<{ panel: PhonePanel | null }>(() => ({ panel: null }));

/** What had the focus before a panel opened; it gets it back. */
let returnTo: Element | null = null;

export const closePanel = (): void => {
  usePanelStore.setState({ panel: null });
  if (returnTo instanceof HTMLElement && returnTo.isConnected) returnTo.focus();
  returnTo = null;
};

/** Opens a panel, or closes it when the same one is open. */
export const togglePanel = (panel: PhonePanel): void => {
  const open = usePanelStore.getState().panel;
  if (open?.kind === panel.kind && open.callId === panel.callId) {
    closePanel();
    return;
  }
  if (open === null) returnTo = document.activeElement;
  usePanelStore.setState({ panel });
};
