import { Button } from 'react-aria-components/Button';
import type { LucideIcon } from 'lucide-react';
import './nav-button.css';

type NavButtonProps = {
  icon: LucideIcon;
  children: string;
  current: boolean;
  /** A dot: something runs there. */
  marked: boolean;
  /** Things that want attention there; 0 shows nothing. */
  count: number;
  onPress: () => void;
};

export const NavButton = ({ icon: Icon, children, current, marked, count, onPress }: NavButtonProps) => (
  <Button className="nav-button" aria-current={current ? 'page' : undefined} onPress={onPress}>
    <span className="nav-sign" aria-hidden>
      <Icon size={20} strokeWidth={1.75} />
      {marked && <span className="nav-dot" />}
      {count > 0 && <span className="nav-count">{count > 99 ? '99+' : count}</span>}
    </span>
    <span className="nav-word">{children}</span>
  </Button>
);
