import { useEffect, useId, useRef } from 'react';
import type { ReactNode } from 'react';
import { X } from 'lucide-react';
import { IconButton } from '../../../ui/button.tsx';
import { useKey } from '../../keyboard/use-key.ts';
import { closePanel } from './panel-store.ts';

type PanelFrameProps = { title: string; closeLabel: string; children: ReactNode };

/** A panel beside the screen, not over the question and not modal. Esc closes it and gives the focus back. */
export const PanelFrame = ({ title, closeLabel, children }: PanelFrameProps) => {
  const id = useId();
  const frame = useRef<HTMLElement>(null);
  useKey('toCard', closePanel);
  useEffect(() => {
    // Opened by a key of the person: what follows is typed here.
    const inside = frame.current?.contains(document.activeElement) ?? false;
    if (!inside) frame.current?.focus();
  }, []);
  return (
    <aside className="phone-panel" aria-labelledby={id} ref={frame} tabIndex={-1} data-keeps-focus>
      <div className="keys-head">
        <h2 id={id}>{title}</h2>
        <IconButton icon={X} label={closeLabel} onPress={closePanel} />
      </div>
      {children}
    </aside>
  );
};
