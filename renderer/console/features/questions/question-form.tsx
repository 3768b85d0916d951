import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionView } from '../../../../core/ipc/features/call.ts';
import { announce } from '../../../lib/announce-store.ts';
import { useLocale } from '../../../lib/app-store.ts';
import { changeDraft, clearDraft, closeQuestions, useQuestionStore } from '../../../lib/question-store.ts';
import type { QuestionPath } from '../../../lib/question-store.ts';
import { useRequest } from '../../../lib/use-request.ts';
import { Button } from '../../../ui/button.tsx';
import { ChoiceGroup } from '../../../ui/choice-group.tsx';
import { TextAreaField } from '../../../ui/field.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { chordFor } from '../../keyboard/keymap.ts';
import { useKey } from '../../keyboard/use-key.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { focusCard } from '../call/card-shell.tsx';
import { useSessionAction } from '../call/use-session-action.ts';
import { titleOf } from '../knowledge/title-of.ts';
import { fieldError, formError } from '../settings/field-error.ts';
import { chosenPromise } from './chosen-promise.ts';
import { PromiseFields } from './promise-fields.tsx';

const fields = ['text', 'words', 'what'];
const noEntry = 'none';

/** Entries an answer can come from: those suggested here first, then all that may be shown. */
const useEntries = (savedEvents: number, isWanted: boolean): { id: string; label: string }[] => {
  const locale = useLocale();
  const suggested = useRequest('knowledge.suggest', isWanted ? {} : null, savedEvents);
  const all = useRequest('knowledge.search', isWanted ? { query: '' } : null, savedEvents);
  const first = suggested.value?.entries ?? [];
  const rest = (all.value?.found ?? []).filter(({ id }) => !first.some((one) => one.id === id));
  return [...first, ...rest].map((entry) => ({ id: entry.id, label: titleOf(entry, locale) }));
};

/** One question: what was asked, and what becomes of it. Ctrl+Enter saves; what is typed stays until then. */
export const QuestionForm = ({ session }: { session: SessionView }) => {
  const { t } = useTranslation();
  const draft = useQuestionStore((state) => state.draft);
  const record = useSessionAction('question.record');
  const [openedAt] = useState(() => Date.now());
  const [missing, setMissing] = useState<'text' | 'words' | 'time' | null>(null);
  const textRef = useRef<HTMLTextAreaElement>(null);
  const boxRef = useRef<HTMLDivElement>(null);
  const entries = useEntries(session.savedEvents, draft.path === 'answered');
  const choices = session.promiseChoices;
  const isNew = draft.n === null;
  useEffect(() => {
    if (isNew) textRef.current?.focus();
    else boxRef.current?.querySelector<HTMLElement>('[role="radiogroup"] input:checked')?.focus();
  }, [isNew, draft.n]);

  const paths: QuestionPath[] = [
    ...(isNew ? (['open'] as const) : []),
    'answered',
    ...(choices === null ? [] : (['promised'] as const)),
  ];
  const path = paths.includes(draft.path) ? draft.path : 'answered';

  const faultOf = (at: number | null): typeof missing => {
    if (draft.text.trim() === '') return 'text';
    if (path === 'answered' && draft.words.trim() === '' && draft.entryId === null) return 'words';
    return path === 'promised' && at === null ? 'time' : null;
  };
  const save = async () => {
    const chosen = choices === null ? null : chosenPromise(draft, choices, openedAt);
    const fault = faultOf(chosen?.at ?? null);
    setMissing(fault);
    if (fault !== null) {
      const sentence = { text: 'textNeeded', words: 'wordsNeeded', time: 'timeUnread' } as const;
      return announce(t(`questions.${sentence[fault]}`), 'beside');
    }
    const isSaved = await record.run({
      n: draft.n,
      text: draft.text,
      answer: path === 'answered' ? { words: draft.words, entryId: draft.entryId } : null,
      promise:
        path === 'promised' && chosen !== null && chosen.at !== null
          ? {
              what: draft.what.trim() === '' ? draft.text : draft.what,
              due: chosen.due === null ? { at: chosen.at } : { choice: chosen.due },
              way: chosen.way,
              owner: chosen.owner,
            }
          : null,
    });
    if (!isSaved) return;
    announce(t(`questions.saved.${path}`));
    clearDraft();
    closeQuestions();
    focusCard();
  };
  useKey('saveQuestion', () => void save());

  return (
    <div className="question-form" ref={boxRef} data-keeps-focus>
      {isNew ? (
        <TextAreaField
          label={t('questions.asked')}
          value={draft.text}
          onChange={(text) => changeDraft({ text })}
          maxLength={1000}
          rows={2}
          areaRef={textRef}
          error={missing === 'text' ? t('questions.textNeeded') : fieldError(t, record.error, 'text')}
        />
      ) : (
        <p className="question-asked">{draft.text}</p>
      )}
      <ChoiceGroup<QuestionPath>
        label={t('questions.next')}
        choices={paths.map((id) => ({ id, label: t(`questions.how.${id}`) }))}
        value={path}
        onChange={(next) => changeDraft({ path: next })}
        boxClass="question-chips"
        choiceClass="choice question-chip"
      />
      {path === 'answered' && (
        <>
          <SelectField
            label={t('questions.entry')}
            choices={[{ id: noEntry, label: t('questions.noEntry') }, ...entries]}
            value={draft.entryId ?? noEntry}
            onChange={(id) => changeDraft({ entryId: id === noEntry ? null : id })}
          />
          <TextAreaField
            label={t('questions.words')}
            value={draft.words}
            onChange={(words) => changeDraft({ words })}
            maxLength={2000}
            rows={2}
            error={missing === 'words' ? t('questions.wordsNeeded') : fieldError(t, record.error, 'words')}
          />
        </>
      )}
      {path === 'promised' && choices !== null && (
        <PromiseFields
          draft={draft}
          choices={choices}
          now={openedAt}
          error={record.error}
          isTimeMissing={missing === 'time'}
        />
      )}
      <ErrorText error={formError(record.error, fields)} />
      <Button keyHint={chordFor('saveQuestion')} pending={record.pending} onPress={() => void save()}>
        {t('questions.save')}
      </Button>
    </div>
  );
};
