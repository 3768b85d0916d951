import { KeypadPanel } from './keypad-panel.tsx';
import { usePanelStore } from './panel-store.ts';
import { SoundPanel } from './sound-panel.tsx';
import { TransferPanel } from './transfer-panel.tsx';

/** The keypad, the transfer or the sound panel, when one is open. */
export const PhonePanels = () => {
  const panel = usePanelStore((state) => state.panel);
  if (panel === null) return null;
  if (panel.kind === 'sound') return <SoundPanel />;
  // A panel belongs to its call: for another one it begins anew.
  return panel.kind === 'keypad' ? (
    <KeypadPanel key={panel.callId ?? ''} callId={panel.callId} />
  ) : (
    <TransferPanel key={panel.callId ?? ''} callId={panel.callId} />
  );
};
