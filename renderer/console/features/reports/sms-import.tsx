import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChannelOutput } from '../../../../core/ipc/contract.ts';
import { Button } from '../../../ui/button.tsx';
import { announce } from '../../../lib/announce-store.ts';
import { useAction } from '../../../lib/use-action.ts';
import { ErrorText } from '../../shared/error-text.tsx';

type Taken = NonNullable<ChannelOutput<'report.importSms'>>;

/** Takes the gateway's file of replies to the survey SMS, and says line by line what was not counted and why. */
export const SmsImport = ({ best, onTaken }: { best: number; onTaken: () => void }) => {
  const { t } = useTranslation();
  const [taken, setTaken] = useState<Taken | null>(null);
  const action = useAction('report.importSms');
  const take = async () => {
    const result = await action.run({});
    if (!result.ok || result.value === null) return;
    const { fileName: file, fresh, known, issues } = result.value;
    setTaken(result.value);
    announce(t('reports.satisfaction.smsTaken', { file, fresh, known, issues }), 'beside');
    onTaken();
  };
  return (
    <div className="sms-import">
      <Button pending={action.pending} onPress={() => void take()}>
        {t('reports.satisfaction.importSms')}
      </Button>
      <ErrorText error={action.error} />
      {taken !== null && action.error === null && (
        <>
          <p>
            {t('reports.satisfaction.smsTaken', {
              file: taken.fileName,
              fresh: taken.fresh,
              known: taken.known,
              issues: taken.issues,
            })}{' '}
            {taken.faultCount > 0 && t('reports.satisfaction.smsFaults', { count: taken.faultCount })}
          </p>
          {taken.faults.length > 0 && (
            <ul tabIndex={0} aria-label={t('reports.satisfaction.smsFaults', { count: taken.faultCount })}>
              {taken.faults.map(({ line, column, code }) => (
                <li key={`${line} ${code}`}>
                  {t('reports.satisfaction.smsFault', {
                    line,
                    column,
                    reason: t(`reports.satisfaction.smsReason.${code}`, { best }),
                  })}
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </div>
  );
};
