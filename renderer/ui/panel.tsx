import type { ReactNode } from 'react';
import { useId } from 'react';
import './panel.css';

type PanelProps = {
  title: string;
  /** Beside the title: a count, a state, a small action. */
  aside?: ReactNode;
  children: ReactNode;
  className?: string;
};

/** A named region with a heading. */
export const Panel = ({ title, aside, children, className = '' }: PanelProps) => {
  const id = useId();
  return (
    <section className={`panel ${className}`} aria-labelledby={id}>
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
