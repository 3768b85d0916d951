import { useTranslation } from 'react-i18next';
import type { PromiseRow } from '../../../../core/ipc/features/promises.ts';
import { useLocale } from '../../../lib/app-store.ts';
import { formatMoment } from '../../../lib/format.ts';
import { inLocale } from '../../../lib/in-locale.ts';
import { go } from '../../../lib/route-store.ts';
import { Button } from '../../../ui/button.tsx';
import { FactList } from '../../../ui/panel.tsx';
import { PromiseBadge } from './promise-badge.tsx';
import { PromiseForm } from './promise-form.tsx';

/** One promise: to whom, what, until when, how, by whom, and what became of it. */
export const PromiseDetail = ({ row, onDone }: { row: PromiseRow; onDone: () => void }) => {
  const { t } = useTranslation();
  const locale = useLocale();
  const owner = inLocale(row.owner.name, locale);
  return (
    <>
      <div className="follow-up-head">
        <h2>{row.what}</h2>
        <PromiseBadge row={row} />
      </div>
      <FactList
        facts={[
          { term: t('promises.column.holder'), value: row.holderName },
          { term: t('followUps.policyNo'), value: row.policyNo },
          ...(row.question === row.what ? [] : [{ term: t('promises.question'), value: row.question }]),
          { term: t('promises.column.due'), value: formatMoment(row.dueAt, locale) },
          { term: t('promises.way'), value: inLocale(row.wayName, locale) },
          { term: t('promises.column.owner'), value: owner },
          { term: t('promises.made'), value: formatMoment(row.madeAt, locale) },
          ...(row.reply === '' ? [] : [{ term: t('promises.replyTitle', { owner }), value: row.reply }]),
          ...(row.closedAt === null
            ? []
            : [
                { term: t('promises.closed'), value: formatMoment(row.closedAt, locale) },
                { term: t('followUps.note'), value: row.note },
              ]),
        ]}
      />
      <Button onPress={() => go('worklist', { taskId: row.taskId })}>{t('promises.toTask')}</Button>
      {row.state === 'open' && <PromiseForm key={`${row.id} ${row.repliedAt}`} row={row} onDone={onDone} />}
    </>
  );
};
