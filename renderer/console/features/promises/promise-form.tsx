import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PromiseRow } from '../../../../core/ipc/features/promises.ts';
import { announce } from '../../../lib/announce-store.ts';
import { useLocale } from '../../../lib/app-store.ts';
import { inLocale } from '../../../lib/in-locale.ts';
import { useAction } from '../../../lib/use-action.ts';
import { Button } from '../../../ui/button.tsx';
import { ChoiceGroup } from '../../../ui/choice-group.tsx';
import { TextAreaField } from '../../../ui/field.tsx';
import { chordFor } from '../../keyboard/keymap.ts';
import { useKey } from '../../keyboard/use-key.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { fieldError, formError } from '../settings/field-error.ts';

type FormProps = { row: PromiseRow; onDone: () => void };

/** The department's answer, which goes back to the agent as a promise to keep (domain.md row 44). */
const ReplyForm = ({ row, onDone }: FormProps) => {
  const { t } = useTranslation();
  const locale = useLocale();
  const [words, setWords] = useState('');
  const reply = useAction('promise.reply');
  const save = async () => {
    const result = await reply.run({ id: row.id, words });
    if (!result.ok) return;
    announce(t('promises.replySaved'));
    onDone();
  };
  return (
    <form className="follow-up-form" onSubmit={(event) => event.preventDefault()}>
      <h3>{t('promises.replyTitle', { owner: inLocale(row.owner.name, locale) })}</h3>
      <TextAreaField
        label={t('promises.reply')}
        value={words}
        onChange={setWords}
        maxLength={2000}
        rows={3}
        error={fieldError(t, reply.error, 'reply')}
      />
      <ErrorText error={formError(reply.error, ['reply'])} />
      <Button pending={reply.pending} onPress={() => void save()}>
        {t('promises.saveReply')}
      </Button>
    </form>
  );
};

const SettleForm = ({ row, onDone }: FormProps) => {
  const { t } = useTranslation();
  const [done, setDone] = useState<'yes' | 'no' | null>(null);
  const [note, setNote] = useState('');
  const [chooseFirst, setChooseFirst] = useState(false);
  const settle = useAction('promise.settle');
  const save = async () => {
    if (settle.pending) return;
    setChooseFirst(done === null);
    if (done === null) return announce(t('promises.chooseFirst'), 'beside');
    const result = await settle.run({ id: row.id, done: done === 'yes', note });
    if (!result.ok) return;
    announce(t('promises.saved', { name: row.holderName, state: t(`promises.outcome.${done}`) }));
    onDone();
  };
  useKey('saveFollowUp', () => void save());
  return (
    <form className="follow-up-form" onSubmit={(event) => event.preventDefault()}>
      <ChoiceGroup<'yes' | 'no'>
        label={t('promises.done')}
        choices={(['yes', 'no'] as const).map((id) => ({ id, label: t(`promises.outcome.${id}`) }))}
        value={done}
        onChange={setDone}
        boxClass="follow-up-outcomes"
        choiceClass="choice follow-up-outcome"
      />
      <TextAreaField
        label={t('promises.note')}
        value={note}
        onChange={setNote}
        maxLength={2000}
        rows={3}
        error={fieldError(t, settle.error, 'note')}
      />
      <ErrorText error={formError(settle.error, ['note'])} />
      {chooseFirst && done === null && <p className="follow-up-missing">{t('promises.chooseFirst')}</p>}
      <Button
        kind="primary"
        keyHint={chordFor('saveFollowUp')}
        pending={settle.pending}
        onPress={() => void save()}
      >
        {t('promises.save')}
      </Button>
    </form>
  );
};

/** What is to be done about an open promise: the department's answer if it was asked, then whether it was kept. */
export const PromiseForm = ({ row, onDone }: FormProps) => (
  <>
    {row.owner.isAsked && row.repliedAt === null && <ReplyForm row={row} onDone={onDone} />}
    <SettleForm row={row} onDone={onDone} />
  </>
);
