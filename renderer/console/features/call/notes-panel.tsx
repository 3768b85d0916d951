import { useCallback, useEffect, useReducer, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionView } from '../../../../core/ipc/features/call.ts';
import { Badge } from '../../../ui/badge.tsx';
import { KeyCap } from '../../../ui/key-cap.tsx';
import { TextAreaField } from '../../../ui/field.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { announce } from '../../../lib/announce-store.ts';
import { callDesk } from '../../../lib/desk.ts';
import { setSession, useCallStore } from '../../../lib/call-store.ts';
import { useAction } from '../../../lib/use-action.ts';
import { useKey } from '../../keyboard/use-key.ts';
import { errorSentence } from '../../shared/error-sentence.ts';
import { NoteTags } from '../questions/note-tags.tsx';
import { setNotesFlush } from './notes-flush.ts';
import { nextAutosave, saveLight, startAutosave } from './autosave.ts';

/** Rest after the last key before the notes go to main, in milliseconds. */
const restMs = 500;
/** Pause before a save that failed for a reason of the machine is tried again, in milliseconds. */
const retryMs = 3000;

/** Notes that save themselves; F2 from anywhere, Escape back to the question. */
export const NotesPanel = ({ session }: { session: SessionView }) => {
  const { t } = useTranslation();
  const [state, dispatch] = useReducer(nextAutosave, session.notes, startAutosave);
  const { run, error } = useAction('session.notes');
  const { attemptId } = session;
  const { own } = session.watch.keywords;
  const areaRef = useRef<HTMLTextAreaElement>(null);
  const light = saveLight(state);

  const save = useCallback(
    async (text: string) => {
      dispatch({ type: 'sending', text });
      const result = await run({ notes: text });
      dispatch(result.ok ? { type: 'saved', text } : { type: 'failed' });
      if (result.ok) setSession(result.value.session);
      return result.ok;
    },
    [run],
  );
  useEffect(() => {
    if (state.text === state.savedText || state.sendingText !== null || state.failed) return undefined;
    const timer = setTimeout(() => void save(state.text), restMs);
    return () => clearTimeout(timer);
  }, [state, save]);

  const latest = useRef(state);
  useEffect(() => {
    latest.current = state;
  }, [state]);
  useEffect(
    () =>
      setNotesFlush(async () => {
        const { text, savedText } = latest.current;
        return text === savedText || (await save(text));
      }),
    [save],
  );
  useEffect(
    () => () => {
      // Going to another screen must not cost the last half second of typing; a closed attempt is flushed before.
      const { text, savedText, failed } = latest.current;
      const open = useCallStore.getState().session?.attemptId === attemptId;
      if (open && text !== savedText && !failed) void callDesk('session.notes', { notes: text });
    },
    [attemptId],
  );
  const sentence = error && errorSentence(t, { ...error, field: null });
  useEffect(() => {
    if (sentence) announce(sentence, 'beside');
  }, [sentence]);
  const canRetry = error !== null && error.code !== 'sensitive_number';
  useEffect(() => {
    if (!state.failed || !canRetry) return undefined;
    const timer = setTimeout(() => void save(state.text), retryMs);
    return () => clearTimeout(timer);
  }, [state, canRetry, save]);
  const ownWords = own.length === 0 ? null : t('keywords.ownHint', { words: own.join('”“') });
  useEffect(() => {
    if (ownWords !== null) announce(ownWords);
  }, [ownWords]);
  useKey('notes', () => areaRef.current?.focus());

  return (
    <Panel
      title={t('notes.title')}
      className="notes"
      aside={
        <span className="notes-aside">
          {ownWords !== null && (
            <span title={ownWords} data-own-words={own.join(' ')}>
              <Badge tone="rule">{t('keywords.own', { words: own.join('”“') })}</Badge>
            </span>
          )}
          <span className={`notes-light notes-${light}`} data-notes={light}>
            {state.text === '' && light === 'saved' ? <KeyCap chord="F2" /> : t(`notes.${light}`)}
          </span>
        </span>
      }
    >
      <NoteTags session={session} />
      <div data-keeps-focus className="notes-field">
        <TextAreaField
          label={t('notes.label')}
          hideLabel
          value={state.text}
          onChange={(text) => dispatch({ type: 'typed', text })}
          placeholder={t('notes.hint')}
          maxLength={4000}
          areaRef={areaRef}
          onBlur={() => {
            if (light === 'dirty') void save(state.text);
          }}
          error={sentence}
        />
      </div>
    </Panel>
  );
};
