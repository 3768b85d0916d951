import { useTranslation } from 'react-i18next';
import type { CallView } from '../../../../core/ipc/features/softphone.ts';
import { callNotes } from './call-words.ts';

/** What is going on with a call, one line a fact; told to screen readers by use-call-announcements.ts. */
export const CallNotes = ({ view }: { view: CallView }) => {
  const { t } = useTranslation();
  const notes = callNotes(t, view);
  if (notes.length === 0) return null;
  return (
    <ul className="call-notes" data-testid="call-notes">
      {notes.map(({ text, tone }) => (
        <li key={text} className={`tone-${tone}`}>
          {text}
        </li>
      ))}
    </ul>
  );
};
