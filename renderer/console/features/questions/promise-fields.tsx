import { useTranslation } from 'react-i18next';
import type { PromiseChoices } from '../../../../core/ipc/features/call.ts';
import type { IpcError } from '../../../../core/ipc/envelope.ts';
import { useLocale } from '../../../lib/app-store.ts';
import { formatMoment } from '../../../lib/format.ts';
import { changeDraft } from '../../../lib/question-store.ts';
import type { QuestionDraft } from '../../../lib/question-store.ts';
import { toDateAndTime } from '../../../lib/trade-time.ts';
import { ChoiceGroup } from '../../../ui/choice-group.tsx';
import { TextField } from '../../../ui/field.tsx';
import { fieldError } from '../settings/field-error.ts';
import { chosenPromise } from './chosen-promise.ts';

const ownTime = 'own';

type PromiseFieldsProps = {
  draft: QuestionDraft;
  choices: PromiseChoices;
  now: number;
  error: IpcError | null;
  /** The time of its own cannot be read. */
  isTimeMissing: boolean;
};

/** What, until when, how and by whom; what is usual is chosen already (domain.md row 43). */
export const PromiseFields = ({ draft, choices, now, error, isTimeMissing }: PromiseFieldsProps) => {
  const { t } = useTranslation();
  const locale = useLocale();
  const chosen = chosenPromise(draft, choices, now);
  const { usualLatestAt } = choices;
  const isLate = usualLatestAt !== null && chosen.at !== null && chosen.at > usualLatestAt;
  const chips = { boxClass: 'question-chips', choiceClass: 'choice question-chip' };
  return (
    <>
      <TextField
        label={t('questions.what')}
        value={draft.what}
        onChange={(what) => changeDraft({ what })}
        placeholder={draft.text}
        maxLength={1000}
        error={fieldError(t, error, 'what')}
      />
      <ChoiceGroup
        label={t('questions.when')}
        choices={[
          ...choices.due.map(({ code, name }) => ({ id: code, label: name })),
          { id: ownTime, label: t('questions.ownTime') },
        ]}
        value={chosen.due ?? ownTime}
        onChange={(due) => changeDraft({ due: due === ownTime ? null : due })}
        {...chips}
      />
      {chosen.due === null && (
        <div className="question-time">
          <TextField
            label={t('questions.date')}
            value={draft.date}
            onChange={(date) => changeDraft({ date })}
            placeholder={toDateAndTime(now).date}
            inputMode="numeric"
            error={isTimeMissing && t('questions.timeUnread')}
          />
          <TextField
            label={t('questions.time')}
            value={draft.time}
            onChange={(time) => changeDraft({ time })}
            placeholder="12:00"
            inputMode="numeric"
          />
        </div>
      )}
      {isLate && (
        <p className="question-late">{t('questions.late', { at: formatMoment(usualLatestAt, locale) })}</p>
      )}
      <ChoiceGroup
        label={t('questions.way')}
        choices={choices.ways.map(({ code, name }) => ({ id: code, label: name }))}
        value={chosen.way}
        onChange={(way) => changeDraft({ way })}
        {...chips}
      />
      <ChoiceGroup
        label={t('questions.owner')}
        choices={choices.owners.map(({ code, name }) => ({ id: code, label: name }))}
        value={chosen.owner}
        onChange={(owner) => changeDraft({ owner })}
        {...chips}
      />
    </>
  );
};
