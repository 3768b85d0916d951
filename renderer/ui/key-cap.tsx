/** A key as printed on the keyboard. Hidden from screen readers: the key list (F1) tells them. */
export const KeyCap = ({ chord }: { chord: string }) => (
  <kbd className="key-cap" aria-hidden>
    {chord.replace('Escape', 'Esc').replace('Enter', '↵')}
  </kbd>
);
