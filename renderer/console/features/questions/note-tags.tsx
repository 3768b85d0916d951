import { useTranslation } from 'react-i18next';
import type { SessionView } from '../../../../core/ipc/features/call.ts';
import { Button } from '../../../ui/button.tsx';
import { chordFor } from '../../keyboard/keymap.ts';
import type { KeyId } from '../../keyboard/keymap.ts';
import { useKey } from '../../keyboard/use-key.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { useSessionAction } from '../call/use-session-action.ts';
import './questions.css';

type Tag = SessionView['script']['noteTags'][number];
type TagButtonProps = { tag: Tag; place: number; onToggle: (tag: Tag) => void };

const TagButton = ({ tag, place, onToggle }: TagButtonProps) => {
  const id = `noteTag${place}` as KeyId;
  useKey(id, () => onToggle(tag));
  return (
    <Button className="note-tag" pressed={tag.isOn} onPress={() => onToggle(tag)}>
      <span title={chordFor(id)}>{tag.name}</span>
    </Button>
  );
};

/** Tags of the notes, one key or one press each (domain.md row 53). */
export const NoteTags = ({ session }: { session: SessionView }) => {
  const { t } = useTranslation();
  const tag = useSessionAction('notes.tag');
  const { noteTags } = session.script;
  if (noteTags.length === 0) return null;
  return (
    <>
      <div className="note-tags" role="group" aria-label={t('noteTags.label')}>
        {noteTags.map((one, index) => (
          <TagButton
            key={one.code}
            tag={one}
            place={index + 1}
            onToggle={({ code, isOn }) => void tag.run({ tag: code, on: !isOn })}
          />
        ))}
      </div>
      <ErrorText error={tag.error} />
    </>
  );
};
