import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { IssueDetail } from '../../../../core/ipc/features/issues.ts';
import type { IssueAction } from '../../../../core/issue/issue-life.ts';
import { issueGrades, type IssueGrade } from '../../../../core/callback/task.ts';
import { Button } from '../../../ui/button.tsx';
import { ChoiceGroup } from '../../../ui/choice-group.tsx';
import { TextAreaField, TextField } from '../../../ui/field.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { announce } from '../../../lib/announce-store.ts';
import { useAppStore } from '../../../lib/app-store.ts';
import { useAction } from '../../../lib/use-action.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { fieldError, formError } from '../settings/field-error.ts';

type Deed = IssueAction['type'];

/** What may be done next; the first is what the issue waits for. */
const deedsOf = ({ row }: IssueDetail): readonly Deed[] => {
  switch (row.status) {
    case 'open':
      return ['take', 'note', 'grade'];
    case 'handling':
      return ['settle', 'note', 'take', 'grade'];
    case 'recheck':
      return ['recheck', 'note', 'grade'];
    case 'closed':
      return [];
  }
};

const noTexts = { text: '', cause: '', action: '', note: '', reason: '' };

/** The next deed: one form, its fields by what is done. What was typed stays when the rules refuse it. */
export const IssueForm = ({ detail, onDone }: { detail: IssueDetail; onDone: () => void }) => {
  const { t } = useTranslation();
  const self = useAppStore((state) => state.app?.agent ?? null);
  const deeds = deedsOf(detail);
  const [chosen, setChosen] = useState<Deed | null>(null);
  const [texts, setTexts] = useState(noTexts);
  const [person, setPerson] = useState({ number: self?.number ?? '', name: self?.name ?? '' });
  const [grade, setGrade] = useState<IssueGrade>(detail.row.grade);
  const act = useAction('issue.act');
  const deed = chosen !== null && deeds.includes(chosen) ? chosen : deeds[0];
  if (deed === undefined) return <p className="soft">{t('issues.isClosed')}</p>;

  const run = async (action: IssueAction) => {
    const result = await act.run({ issueId: detail.row.id, action });
    if (!result.ok) return;
    setTexts(noTexts);
    setChosen(null);
    announce(t('issues.saved'));
    onDone();
  };
  const area = (field: keyof typeof noTexts) => (
    <TextAreaField
      label={t(`issues.field.${field}`)}
      value={texts[field]}
      onChange={(text) => setTexts({ ...texts, [field]: text })}
      maxLength={2000}
      rows={2}
      error={fieldError(t, act.error, field)}
    />
  );
  const personFields = (field: 'handler' | 'by') => (
    <div className="issue-person">
      <TextField
        label={t(`issues.field.${field}Number`)}
        value={person.number}
        onChange={(number) => setPerson({ ...person, number })}
        maxLength={40}
        error={fieldError(t, act.error, field) ?? fieldError(t, act.error, `action.${field}.number`)}
      />
      <TextField
        label={t(`issues.field.${field}Name`)}
        value={person.name}
        onChange={(name) => setPerson({ ...person, name })}
        maxLength={60}
        error={fieldError(t, act.error, `action.${field}.name`)}
      />
    </div>
  );
  const button = (label: string, action: () => IssueAction, kind: 'primary' | 'normal' = 'primary') => (
    <Button kind={kind} pending={act.pending} onPress={() => void run(action())}>
      {label}
    </Button>
  );
  const named = ['text', 'cause', 'action', 'note', 'reason', 'handler', 'by'];
  const inPerson = (field: string | null): boolean => field?.startsWith('action.') === true;

  return (
    <Panel title={t('issues.next')}>
      <ChoiceGroup<Deed>
        label={t('issues.deeds')}
        hideLabel
        choices={deeds.map((id) => ({ id, label: t(`issues.deed.${id}`) }))}
        value={deed}
        onChange={(id) => {
          act.clear();
          setChosen(id);
        }}
      />
      <div className="issue-form">
        {deed === 'take' && (
          <>
            {personFields('handler')}
            <p className="soft">{t('issues.handlerHelp')}</p>
            {button(t('issues.do.take'), () => ({ type: 'take', handler: person }))}
          </>
        )}
        {deed === 'note' && (
          <>
            {area('text')}
            {button(t('issues.do.note'), () => ({ type: 'note', text: texts.text }))}
          </>
        )}
        {deed === 'settle' && (
          <>
            {area('cause')}
            {area('action')}
            <p className="soft">{t(`issues.recall.${detail.recall}`)}</p>
            {button(t('issues.do.settle'), () => ({
              type: 'settle',
              cause: texts.cause,
              action: texts.action,
            }))}
          </>
        )}
        {deed === 'recheck' && (
          <>
            {personFields('by')}
            {area('note')}
            <p className="soft">{t('issues.recheckHelp')}</p>
            {detail.recheck !== null && <p>{t('recheckTask.byHand')}</p>}
            <div className="issue-buttons">
              {button(t('issues.do.recheckPassed'), () => ({
                type: 'recheck',
                passed: true,
                by: person,
                note: texts.note,
              }))}
              {button(
                t('issues.do.recheckFailed'),
                () => ({ type: 'recheck', passed: false, by: person, note: texts.note }),
                'normal',
              )}
            </div>
          </>
        )}
        {deed === 'grade' && (
          <>
            <SelectField
              label={t('issues.field.grade')}
              choices={issueGrades.map((id) => ({ id, label: t(`grade.${id}`) }))}
              value={grade}
              onChange={(id) => setGrade(issueGrades.find((one) => one === id) ?? grade)}
            />
            {area('reason')}
            {!detail.mayLower && <p className="soft">{t('issues.gradeHelp')}</p>}
            {button(t('issues.do.grade'), () => ({ type: 'grade', grade, reason: texts.reason }))}
          </>
        )}
      </div>
      <ErrorText error={inPerson(act.error?.field ?? null) ? null : formError(act.error, named)} />
    </Panel>
  );
};
