import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { Disclosure as KitDisclosure, DisclosurePanel } from 'react-aria-components/Disclosure';
import { ChevronRight } from 'lucide-react';
import './disclosure.css';

type DisclosureProps = {
  title: string;
  /** What is inside, for those who decide whether to open it. */
  hint?: string;
  open?: boolean;
  onOpen?: (open: boolean) => void;
  children: ReactNode;
};

/** A part that is folded away until it is wanted. Without `open` it minds its own state. */
export const Disclosure = ({ title, hint, open, onOpen, children }: DisclosureProps) => (
  <KitDisclosure
    className="disclosure"
    {...(open === undefined ? {} : { isExpanded: open })}
    onExpandedChange={(next) => onOpen?.(next)}
  >
    <Button slot="trigger" className="disclosure-head">
      <ChevronRight aria-hidden size={16} className="disclosure-sign" />
      <span>{title}</span>
      {hint && <span className="disclosure-hint">{hint}</span>}
    </Button>
    <DisclosurePanel className="disclosure-body">{children}</DisclosurePanel>
  </KitDisclosure>
);
