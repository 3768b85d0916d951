import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FollowUpRow } from '../../../../core/ipc/features/follow-ups.ts';
import { announce } from '../../../lib/announce-store.ts';
import { useLocale } from '../../../lib/app-store.ts';
import { formatFullMoment } from '../../../lib/format.ts';
import { inLocale } from '../../../lib/in-locale.ts';
import { fromDateAndTime, readDate, readTime, toDateAndTime } from '../../../lib/trade-time.ts';
import { useAction } from '../../../lib/use-action.ts';
import { Button } from '../../../ui/button.tsx';
import { ChoiceGroup } from '../../../ui/choice-group.tsx';
import { TextAreaField, TextField } from '../../../ui/field.tsx';
import { chordFor } from '../../keyboard/keymap.ts';
import { useKey } from '../../keyboard/use-key.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { ReceiptScans } from './receipt-scans.tsx';
import { fieldError, formError } from '../settings/field-error.ts';

/** How it ended: the outcome first, then what that outcome needs. What was typed stays when the rules refuse it. */
export const FollowUpForm = ({
  row,
  onDone,
  onScan,
}: {
  row: FollowUpRow;
  onDone: () => void;
  /** A scan was filed; what is typed here stays. */
  onScan: () => void;
}) => {
  const { t } = useTranslation();
  const locale = useLocale();
  const [code, setCode] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const [receipt, setReceipt] = useState('');
  const [date, setDate] = useState('');
  const [time, setTime] = useState('');
  const [openedAt] = useState(() => Date.now());
  const [chooseFirst, setChooseFirst] = useState(false);
  const close = useAction('followUp.close');
  const outcome = row.outcomes.find((one) => one.code === code) ?? null;
  const needs = outcome?.needs ?? [];
  const appointmentAt = fromDateAndTime(readDate(date, openedAt) ?? '', readTime(time) ?? '');

  const save = async () => {
    if (close.pending) return;
    setChooseFirst(outcome === null);
    if (outcome === null) return announce(t('followUps.chooseFirst'), 'beside');
    const result = await close.run({
      id: row.id,
      outcome: outcome.code,
      note,
      receipt: needs.includes('receipt') ? receipt : '',
      appointmentAt: needs.includes('appointment') ? appointmentAt : null,
    });
    if (!result.ok) return;
    announce(t('followUps.saved', { name: row.holderName, outcome: inLocale(outcome.name, locale) }));
    onDone();
  };
  useKey('saveFollowUp', () => void save());

  return (
    <form className="follow-up-form" onSubmit={(event) => event.preventDefault()}>
      <ChoiceGroup
        label={t('followUps.outcome')}
        choices={row.outcomes.map((one) => ({ id: one.code, label: inLocale(one.name, locale) }))}
        value={code}
        onChange={(next) => {
          setCode(next);
          close.clear();
        }}
        boxClass="follow-up-outcomes"
        choiceClass="choice follow-up-outcome"
      />
      {needs.includes('appointment') && (
        <div className="follow-up-when">
          <TextField
            label={t('wrapUp.appointmentDate')}
            value={date}
            onChange={setDate}
            placeholder={toDateAndTime(openedAt).date}
            inputMode="numeric"
            error={fieldError(t, close.error, 'appointmentAt')}
          />
          <TextField
            label={t('wrapUp.appointmentTime')}
            value={time}
            onChange={setTime}
            placeholder="15:30"
            inputMode="numeric"
          />
          {appointmentAt !== null && <p>{formatFullMoment(appointmentAt, locale)}</p>}
        </div>
      )}
      {needs.includes('receipt') && (
        <TextField
          label={t('followUps.receipt')}
          help={t('followUps.receiptHelp')}
          value={receipt}
          onChange={setReceipt}
          maxLength={100}
          error={fieldError(t, close.error, 'receipt')}
        />
      )}
      {needs.includes('receipt') && <ReceiptScans row={row} onAdded={onScan} />}
      <TextAreaField
        label={t(needs.includes('note') ? 'followUps.noteNeeded' : 'followUps.note')}
        value={note}
        onChange={setNote}
        maxLength={2000}
        rows={3}
        error={fieldError(t, close.error, 'note')}
      />
      <ErrorText error={formError(close.error, ['appointmentAt', 'receipt', 'note'])} />
      {chooseFirst && outcome === null && <p className="follow-up-missing">{t('followUps.chooseFirst')}</p>}
      <Button
        kind="primary"
        keyHint={chordFor('saveFollowUp')}
        pending={close.pending}
        onPress={() => void save()}
      >
        {t('followUps.save')}
      </Button>
    </form>
  );
};
