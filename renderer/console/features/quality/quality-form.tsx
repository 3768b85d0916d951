import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { IpcError } from '../../../../core/ipc/envelope.ts';
import type { QualityView } from '../../../../core/ipc/features/quality.ts';
import { allLeaves, leavesOf } from '../../../../core/quality/form-schema.ts';
import { dimensionScores, scoreForm, unanswered } from '../../../../core/quality/score.ts';
import { Badge, Notice } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { CheckBox } from '../../../ui/check-box.tsx';
import { TextAreaField, TextField } from '../../../ui/field.tsx';
import { announce } from '../../../lib/announce-store.ts';
import { useLocale } from '../../../lib/app-store.ts';
import { inLocale } from '../../../lib/in-locale.ts';
import { changeQualityDraft, dropQualityDraft, useQualityDraft } from '../../../lib/quality-drafts.ts';
import { useAction } from '../../../lib/use-action.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { fieldError, formError } from '../settings/field-error.ts';
import { QualityItemRow } from './quality-item.tsx';
import { QualityPre } from './quality-pre.tsx';
import { QualitySum } from './quality-sum.tsx';

type FormProps = { attemptId: string; person: string; view: QualityView; onSaved: () => void };

/** The form: answers by key, fatal items as switches, a question before it is saved for good. */
export const QualityForm = ({ attemptId, person, view, onSaved }: FormProps) => {
  const { t } = useTranslation();
  const locale = useLocale();
  const { form, pre } = view;
  const draft = useQualityDraft(person, attemptId);
  const save = useAction('quality.score');
  const [stage, setStage] = useState<'form' | 'asking' | 'back'>('form');
  const box = useRef<HTMLDivElement>(null);
  const change = (what: Parameters<typeof changeQualityDraft>[2]): void => {
    setStage('form');
    changeQualityDraft(person, attemptId, what);
  };
  const name = (one: { id: string; name: { zh: string; en: string } }) =>
    `${one.id} ${inLocale(one.name, locale)}`;

  const leaves = allLeaves(form);
  const raised = form.fatal.filter(({ id }) => draft.fatal[id] !== undefined);
  const missing = unanswered(form, draft.answers);
  const unreasoned = raised.find(({ id }) => draft.fatal[id]?.trim() === '');
  const score = scoreForm(
    form,
    draft.answers,
    raised.map(({ id }) => id),
  );
  const verdict = t(score?.passed === true ? 'qualityCheck.passed' : 'qualityCheck.failed');

  // A missing answer is told once, under the form; only words that may not be kept belong to a field.
  const wordsError = save.error?.code === 'quality_incomplete' ? null : save.error;
  const fields = [...leaves, ...raised].map(({ id }) => id);

  const marks = () => {
    const { answers, comments, fatal, remark } = draft;
    return { answers, comments, fatal, remark };
  };
  /** The keyboard goes where something is to be put right: to the words that were refused, or to the answer. */
  const lookAt = ({ field, code }: IpcError) => {
    const item = box.current?.querySelector(
      `[data-quality-item="${field}"], [data-quality-fatal="${field}"]`,
    );
    item?.scrollIntoView({ block: 'center' });
    const place = code === 'quality_incomplete' ? 'input' : 'input[type="text"]';
    item?.querySelector<HTMLElement>(place)?.focus();
  };
  const store = async () => {
    const result = await save.run({ attemptId, formVersion: form.version, marks: marks() });
    setStage('form');
    if (!result.ok) {
      lookAt(result.error);
      return;
    }
    const total = result.value.reviews[0]?.review.total ?? 0;
    dropQualityDraft(person, attemptId);
    announce(t('qualityCheck.saved', { total, verdict }));
    onSaved();
  };
  /** What is missing is told by main in its own words; else the question comes first. */
  const ask = () => {
    if (missing.length === 0 && unreasoned === undefined && score !== null) {
      save.clear();
      setStage('asking');
    } else void store();
  };

  return (
    <div className="quality-form" ref={box}>
      <p className="soft">{t('qualityCheck.help')}</p>
      <p className="soft">{t('qualityCheck.preHelp')}</p>
      {form.dimensions.map((dimension) => (
        <fieldset key={dimension.id} className="quality-dimension">
          <legend>
            {inLocale(dimension.name, locale)} {dimension.weight}
          </legend>
          {dimension.items.map((item) => (
            <div key={item.id} className="quality-group">
              {'parts' in item && <p className="quality-item-name">{name(item)}</p>}
              {leavesOf(item).map((leaf) => (
                <QualityItemRow
                  key={leaf.id}
                  leaf={leaf}
                  pre={pre.items[leaf.id]}
                  answer={draft.answers[leaf.id] ?? null}
                  comment={draft.comments[leaf.id] ?? ''}
                  error={fieldError(t, wordsError, leaf.id)}
                  onAnswer={(answer) =>
                    change(({ answers }) => ({ answers: { ...answers, [leaf.id]: answer } }))
                  }
                  onComment={(text) =>
                    change(({ comments }) => ({ comments: { ...comments, [leaf.id]: text } }))
                  }
                />
              ))}
            </div>
          ))}
        </fieldset>
      ))}
      <fieldset className="quality-dimension">
        <legend>{t('qualityCheck.fatalTitle')}</legend>
        <p className="soft">{t('qualityCheck.fatalHelp')}</p>
        {form.fatal.map((item) => {
          const reason = draft.fatal[item.id];
          return (
            <div key={item.id} className="quality-item" data-quality-fatal={item.id}>
              <CheckBox
                checked={reason !== undefined}
                onChange={(on) =>
                  change(({ fatal }) => {
                    const { [item.id]: before, ...rest } = fatal;
                    return { fatal: on ? { ...rest, [item.id]: before ?? '' } : rest };
                  })
                }
              >
                {name(item)}
              </CheckBox>
              <QualityPre pre={pre.fatal[item.id]} fatal />
              {reason !== undefined && (
                <TextField
                  label={t('qualityCheck.reasonOf', { id: item.id })}
                  value={reason}
                  onChange={(text) => change(({ fatal }) => ({ fatal: { ...fatal, [item.id]: text } }))}
                  maxLength={500}
                  error={fieldError(t, wordsError, item.id)}
                />
              )}
            </div>
          );
        })}
      </fieldset>
      <TextAreaField
        label={t('qualityCheck.remark')}
        value={draft.remark}
        onChange={(remark) => change(() => ({ remark }))}
        maxLength={500}
        rows={2}
        error={fieldError(t, wordsError, 'remark')}
      />
      <div className="quality-foot">
        <QualitySum
          form={form}
          dimensions={dimensionScores(form, draft.answers)}
          done={leaves.length - missing.length}
          all={leaves.length}
          total={score}
          fatal={raised.length > 0}
        />
        <ErrorText error={wordsError === null ? save.error : formError(wordsError, [...fields, 'remark'])} />
        {stage === 'asking' && score !== null ? (
          <Notice tone={score.passed ? 'accent' : 'rule'}>
            <p>
              {t('qualityCheck.askTotal', { total: score.total, pass: form.pass, verdict })}
              {raised.length > 0 &&
                ` ${t('qualityCheck.askFatal', { count: raised.length, items: raised.map(name).join('；') })}`}
              {!score.passed && ` ${t('qualityCheck.askIssue', { code: form.failOpens })}`}
            </p>
            <p>{t('qualityCheck.ask')}</p>
            <div className="quality-buttons">
              <Button kind="primary" autoFocus pending={save.pending} onPress={() => void store()}>
                {t('qualityCheck.confirm')}
              </Button>
              <Button onPress={() => setStage('back')}>{t('qualityCheck.back')}</Button>
            </div>
          </Notice>
        ) : (
          <div className="quality-buttons">
            <Button kind="primary" autoFocus={stage === 'back'} pending={save.pending} onPress={ask}>
              {t('qualityCheck.save')}
            </Button>
            <Badge>{t('qualityCheck.version', { version: form.version })}</Badge>
          </div>
        )}
      </div>
    </div>
  );
};
