import type { ReactNode } from 'react';
import { useId } from 'react';
import './panel.css';

type PanelProps = {
  title: string;
  /** Beside the title: a count, a state, a small action. */
  aside?: ReactNode;
  children: ReactNode;
  className?: string;
  /** Its content may scroll and has nothing in it that takes the focus: the keyboard then scrolls it. */
  scrolls?: boolean;
};

/** A named region with a heading. */
export const Panel = ({ title, aside, children, className = '', scrolls = false }: PanelProps) => {
  const id = useId();
  return (
    <section className={`panel ${className}`} aria-labelledby={id} tabIndex={scrolls ? 0 : undefined}>
      <div className="panel-head">
        <h2 id={id}>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
};

export type Fact = { term: string; value: ReactNode };

/** Names and values, one a line. */
export const FactList = ({ facts }: { facts: readonly Fact[] }) => (
  <dl className="facts">
    {facts.map((fact) => (
      <div key={fact.term} className="fact">
        <dt>{fact.term}</dt>
        <dd>{fact.value}</dd>
      </div>
    ))}
  </dl>
);
