import { useEffect, useId, useRef } from 'react';
import type { ReactNode } from 'react';

const cardId = 'call-card';

/** A closing summary has many times the words of a question; in the type of one it would push the answers off. */
const sizeOf = (text: string): string =>
  text.length > 90 ? 'call-card-longest' : text.length > 60 ? 'call-card-long' : '';

/** Puts the focus where the agent goes on: the reply field of the card if it has one, else the card. */
export const focusCard = (): void => {
  const card = document.getElementById(cardId);
  const field = card?.querySelector<HTMLElement>('[data-first-field] input');
  (field ?? card)?.focus({ preventScroll: true });
  card?.scrollIntoView({ block: 'nearest' });
};

type CardShellProps = {
  kind: string;
  questionId: string | null;
  /** Changes with every new card; the focus then moves to it. */
  stamp: string;
  /** What the card is about, small, above its text. */
  meta: ReactNode;
  /** The text in large type; names the card. */
  text: string;
  children: ReactNode;
  className?: string;
};

/**
 * Frame of the one thing on screen. A new card takes the focus (never from the notes), so that a button of
 * the last card cannot answer the new one and screen readers read the new text.
 */
export const CardShell = ({
  kind,
  questionId,
  stamp,
  meta,
  text,
  children,
  className = '',
}: CardShellProps) => {
  const id = useId();
  const shown = useRef('');
  useEffect(() => {
    if (shown.current === stamp) return;
    shown.current = stamp;
    if (document.activeElement?.closest('[data-keeps-focus]')) return;
    focusCard();
  }, [stamp]);
  return (
    <section
      id={cardId}
      className={`call-card ${sizeOf(text)} ${className}`}
      tabIndex={-1}
      aria-labelledby={id}
      data-card-kind={kind}
      data-question-id={questionId ?? ''}
    >
      <div className="call-card-meta">{meta}</div>
      <h1 className="call-card-text" id={id}>
        {text}
      </h1>
      {children}
    </section>
  );
};
