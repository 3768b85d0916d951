import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';

type DisclosureButtonProps = {
  label: string;
  expanded: boolean;
  /** Id of what it opens. */
  controls: string;
  onToggle: () => void;
  className?: string;
  children: ReactNode;
};

/** A button that shows and hides something beside it. */
export const DisclosureButton = (props: DisclosureButtonProps) => (
  <Button
    className={props.className ?? ''}
    aria-label={props.label}
    aria-expanded={props.expanded}
    {...(props.expanded ? { 'aria-controls': props.controls } : {})}
    onPress={props.onToggle}
  >
    {props.children}
  </Button>
);
