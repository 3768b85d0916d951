import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CorrectionAction } from '../../../../core/correction/correction.ts';
import type { CorrectionRow } from '../../../../core/ipc/features/cases.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/field.tsx';
import { FactList } from '../../../ui/panel.tsx';
import { announce } from '../../../lib/announce-store.ts';
import { useLocale } from '../../../lib/app-store.ts';
import { formatFullMoment } from '../../../lib/format.ts';
import { useAction } from '../../../lib/use-action.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { fieldError, formError } from '../settings/field-error.ts';

const toneOf = { requested: 'care', sent: 'accent', done: 'good', refused: 'plain' } as const;

export const CorrectionBadge = ({ row }: { row: CorrectionRow }) => {
  const { t } = useTranslation();
  return <Badge tone={toneOf[row.status]}>{t(`correction.status.${row.status}`)}</Badge>;
};

const Reveal = ({ row }: { row: CorrectionRow }) => {
  const { t } = useTranslation();
  const reveal = useAction('correction.reveal');
  const [value, setValue] = useState<string | null>(null);
  if (row.newValue === '') return null;
  return value === null ? (
    <>
      <Button
        pending={reveal.pending}
        onPress={() =>
          void reveal
            .run({ correctionId: row.id })
            .then((result) => setValue(result.ok ? result.value.newValue : null))
        }
      >
        {t('correction.do.reveal')}
      </Button>
      <ErrorText error={reveal.error} />
    </>
  ) : (
    <p>{t('correction.revealed', { value })}</p>
  );
};

/** One correction request with what may be done next. */
export const CorrectionItem = ({
  row,
  department,
  onDone,
}: {
  row: CorrectionRow;
  department: string;
  onDone: () => void;
}) => {
  const { t } = useTranslation();
  const locale = useLocale();
  const act = useAction('correction.act');
  const [answer, setAnswer] = useState('');
  const run = async (action: CorrectionAction) => {
    const result = await act.run({ correctionId: row.id, action });
    if (!result.ok) return;
    setAnswer('');
    announce(t('correction.saved'));
    onDone();
  };
  const open = row.status === 'requested' || row.status === 'sent';
  return (
    <div className="case-form">
      <div className="case-buttons">
        <strong>{row.fieldName}</strong>
        <CorrectionBadge row={row} />
      </div>
      <FactList
        facts={[
          { term: t('correction.old'), value: row.oldValue ?? t('correction.notHeld') },
          { term: t('correction.new_'), value: row.atCounter ? t('correction.counter') : row.newValue },
          { term: t('correction.source'), value: row.sourceName },
          {
            term: t('correction.by'),
            value: `${row.requestedBy.name} · ${formatFullMoment(row.requestedAt, locale)}`,
          },
          ...(row.note === '' ? [] : [{ term: t('correction.note'), value: row.note }]),
          ...(row.answer === '' ? [] : [{ term: t('correction.answer'), value: row.answer }]),
        ]}
      />
      <Reveal key={row.id} row={row} />
      {open && (
        <>
          {row.status === 'requested' && (
            <Button kind="primary" pending={act.pending} onPress={() => void run({ type: 'send' })}>
              {t('correction.do.send', { department })}
            </Button>
          )}
          <TextField
            label={t('correction.field.answer')}
            value={answer}
            onChange={setAnswer}
            maxLength={500}
            error={fieldError(t, act.error, 'answer')}
          />
          <div className="case-buttons">
            {row.status === 'sent' && (
              <Button kind="primary" pending={act.pending} onPress={() => void run({ type: 'done', answer })}>
                {t('correction.do.done')}
              </Button>
            )}
            <Button pending={act.pending} onPress={() => void run({ type: 'refuse', answer })}>
              {t('correction.do.refuse')}
            </Button>
          </div>
          <ErrorText error={formError(act.error, ['answer'])} />
        </>
      )}
    </div>
  );
};
