import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ComplaintAction } from '../../../../core/complaint/complaint.ts';
import type { ComplaintDetail } from '../../../../core/ipc/features/cases.ts';
import { Button } from '../../../ui/button.tsx';
import { ChoiceGroup } from '../../../ui/choice-group.tsx';
import { TextAreaField, TextField } from '../../../ui/field.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { announce } from '../../../lib/announce-store.ts';
import { useLocale } from '../../../lib/app-store.ts';
import { formatFullMoment } from '../../../lib/format.ts';
import { fromDateAndTime, readDate, readTime, toDateAndTime } from '../../../lib/trade-time.ts';
import { useAction } from '../../../lib/use-action.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { fieldError, formError } from '../settings/field-error.ts';

type Deed = 'write' | 'feedback' | 'close';
/** The entry of a list that stands for no choice. */
const none = 'none';
type Lists = ComplaintDetail['lists'];

/** What stands in the fields; `''` is a choice not made. */
const draftOf = ({ complaint, lists }: ComplaintDetail) => {
  const promised = complaint.promise === null ? { date: '', time: '' } : toDateAndTime(complaint.promise.at);
  const today = toDateAndTime(Date.now());
  const firstWay = lists.ways[0]?.code ?? '';
  return {
    channel: complaint.channel ?? lists.channels[0]?.code ?? '',
    about: complaint.about ?? '',
    aboutWho: complaint.aboutWho,
    happened: complaint.happened,
    wish: complaint.wish ?? '',
    promiseDate: promised.date,
    promiseTime: promised.time,
    promiseWay: complaint.promise?.way ?? firstWay,
    feedback: '',
    feedbackDate: today.date,
    feedbackTime: today.time,
    feedbackWay: firstWay,
    result: '',
    opinion: '',
  };
};
type Draft = ReturnType<typeof draftOf>;

const momentOf = (date: string, time: string): number | null =>
  fromDateAndTime(readDate(date, Date.now()) ?? '', readTime(time) ?? '');

/** The action of what is typed; null when a date cannot be read. */
const actionOf = (deed: Deed, draft: Draft): ComplaintAction | null => {
  switch (deed) {
    case 'write': {
      const wanted = draft.promiseDate.trim() !== '' || draft.promiseTime.trim() !== '';
      const at = momentOf(draft.promiseDate, draft.promiseTime);
      if (wanted && at === null) return null;
      const { channel, about, aboutWho, happened, wish } = draft;
      return {
        type: 'write',
        form: {
          channel: channel || null,
          about: about || null,
          aboutWho,
          happened,
          wish: wish || null,
          promise: at === null ? null : { at, way: draft.promiseWay },
        },
      };
    }
    case 'feedback': {
      const at = momentOf(draft.feedbackDate, draft.feedbackTime);
      return at === null ? null : { type: 'feedback', at, way: draft.feedbackWay, text: draft.feedback };
    }
    case 'close':
      return { type: 'close', result: draft.result, opinion: draft.opinion };
  }
};

const Closed = ({ detail }: { detail: ComplaintDetail }) => {
  const { t } = useTranslation();
  const { complaint, lists } = detail;
  const opinion = lists.opinions.find(({ code }) => code === complaint.opinion)?.name ?? '';
  return <p>{t('complaint.closed', { result: complaint.result, opinion })}</p>;
};

const named = ['channel', 'about', 'aboutWho', 'happened', 'wish', 'promise', 'way', 'feedback'];

/** What is recorded about a complaint, one deed at a time. What was typed stays when the rules refuse it. */
export const ComplaintForm = ({ detail, onDone }: { detail: ComplaintDetail; onDone: () => void }) => {
  const { t } = useTranslation();
  const locale = useLocale();
  const { complaint, lists, row } = detail;
  const [draft, setDraft] = useState(() => draftOf(detail));
  const [today] = useState(() => toDateAndTime(Date.now()).date);
  const [deed, setDeed] = useState<Deed>(complaint.happened === '' ? 'write' : 'feedback');
  const [unread, setUnread] = useState(false);
  const act = useAction('complaint.act');
  if (complaint.closedAt !== null) return <Closed detail={detail} />;

  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change });
  const save = async () => {
    const action = actionOf(deed, draft);
    setUnread(action === null);
    if (action === null) return;
    const result = await act.run({ issueId: row.issueId, action });
    if (!result.ok) return;
    announce(t('complaint.saved'));
    set({ feedback: '' });
    onDone();
  };
  const select = (field: keyof Draft, label: string, list: keyof Lists, optional = true) => (
    <SelectField
      label={label}
      choices={[
        ...(optional ? [{ id: none, label: t('complaint.notChosen') }] : []),
        ...lists[list].map(({ code, name }) => ({ id: code, label: name })),
      ]}
      value={draft[field] === '' ? none : draft[field]}
      onChange={(id) => set({ [field]: id === none ? '' : id })}
    />
  );
  // How a date and a time may be written shows in the empty field, as everywhere else.
  const examples: Partial<Draft> = {
    promiseDate: today,
    promiseTime: '15:30',
    feedbackDate: today,
    feedbackTime: '15:30',
  };
  const text = (field: keyof Draft, label: string, errorOf: string = field) => (
    <TextField
      label={label}
      placeholder={examples[field] ?? ''}
      value={draft[field]}
      onChange={(value) => set({ [field]: value })}
      maxLength={100}
      error={unread && field !== 'aboutWho' ? t('error.bad_input') : fieldError(t, act.error, errorOf)}
    />
  );
  const area = (field: 'happened' | 'feedback' | 'result') => (
    <TextAreaField
      className="case-wide"
      label={t(`complaint.field.${field}`)}
      value={draft[field]}
      onChange={(value) => set({ [field]: value })}
      maxLength={2000}
      rows={2}
      error={fieldError(t, act.error, field)}
    />
  );
  const due = row.faces.find(({ clock }) => clock === 'feedback');

  return (
    <>
      <ChoiceGroup<Deed>
        label={t('complaint.deeds')}
        hideLabel
        choices={(['write', 'feedback', 'close'] as const).map((id) => ({
          id,
          label: t(`complaint.deed.${id}`),
        }))}
        value={deed}
        onChange={(id) => {
          act.clear();
          setUnread(false);
          setDeed(id);
        }}
      />
      <div className="case-form">
        {deed === 'write' && (
          <div className="case-grid">
            {area('happened')}
            {select('channel', t('complaint.field.channel'), 'channels')}
            {select('about', t('complaint.field.about'), 'about')}
            {text('aboutWho', t('complaint.field.aboutWho'))}
            {select('wish', t('complaint.field.wish'), 'wishes')}
            {text('promiseDate', t('complaint.field.promiseDate'), 'promise')}
            {text('promiseTime', t('complaint.field.promiseTime'), '')}
            {select('promiseWay', t('complaint.field.way'), 'ways', false)}
            {due !== undefined && (
              <p className="soft">
                {t('complaint.promiseHelp', { at: formatFullMoment(due.dueAt, locale) })}
              </p>
            )}
          </div>
        )}
        {deed === 'feedback' && (
          <div className="case-grid">
            {complaint.feedback !== null && (
              <p className="case-wide">
                {t('complaint.feedbackDone', {
                  at: formatFullMoment(complaint.feedback.at, locale),
                  way: lists.ways.find(({ code }) => code === complaint.feedback?.way)?.name ?? '',
                  text: complaint.feedback.text,
                })}{' '}
                <span className="soft">{t('complaint.feedbackMore')}</span>
              </p>
            )}
            {area('feedback')}
            {text('feedbackDate', t('complaint.field.feedbackDate'), 'feedbackAt')}
            {text('feedbackTime', t('complaint.field.promiseTime'), '')}
            {select('feedbackWay', t('complaint.field.way'), 'ways', false)}
          </div>
        )}
        {deed === 'close' && (
          <div className="case-grid">
            {area('result')}
            {select('opinion', t('complaint.field.opinion'), 'opinions')}
          </div>
        )}
        <ErrorText error={formError(act.error, [...named, 'feedbackAt', 'result'])} />
        <Button kind="primary" pending={act.pending} onPress={() => void save()}>
          {t(`complaint.do.${deed}`)}
        </Button>
      </div>
    </>
  );
};
