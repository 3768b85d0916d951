import { CircleAlert, CircleCheck, CircleDashed, CircleMinus, CircleX, LoaderCircle } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { lineFindings, type CheckRow as Row } from '../../../../core/call/line-check.ts';
import { Badge, Notice } from '../../../ui/badge.tsx';
import type { Tone } from '../../../ui/badge.tsx';
import { Disclosure } from '../../../ui/disclosure.tsx';

const looks: Readonly<Record<Row['state'], { icon: LucideIcon; tone: Tone }>> = {
  waiting: { icon: CircleDashed, tone: 'plain' },
  running: { icon: LoaderCircle, tone: 'accent' },
  passed: { icon: CircleCheck, tone: 'good' },
  warned: { icon: CircleAlert, tone: 'care' },
  failed: { icon: CircleX, tone: 'rule' },
  skipped: { icon: CircleMinus, tone: 'plain' },
};

/** One step: how it went, how long it took, and what to do when something was found. */
export const CheckRow = ({ row, name }: { row: Row; name: string }) => {
  const { t } = useTranslation();
  const { icon, tone } = looks[row.state];
  const { finding, values } = row;
  return (
    <li className="check-row" data-step={row.step} data-state={row.state}>
      <div className="check-line">
        <span className="check-name">{name}</span>
        {row.ms !== null && <span className="check-ms">{t('lineCheck.ms', { ms: row.ms })}</span>}
        <Badge icon={icon} tone={tone}>
          {t(`lineCheck.states.${row.state}`)}
        </Badge>
      </div>
      {finding !== null && (
        <Notice tone={row.state === 'failed' ? 'rule' : 'care'}>
          <strong>{t(`lineFinding.${finding}.what`, values)}</strong>
          <p>
            {t('lineCheck.why')}
            {t(`lineFinding.${finding}.why`, values)}
          </p>
          <p>
            {t('lineCheck.todo')}
            {t(`lineFinding.${finding}.todo`, values)}
          </p>
          <Badge>{t(`lineCheck.helpers.${lineFindings[finding].helper}`)}</Badge>
        </Notice>
      )}
      {row.technical.length > 0 && row.state !== 'passed' && (
        <Disclosure title={t('lineCheck.technical')}>
          <pre className="check-facts" tabIndex={0}>
            {row.technical.join('\n')}
          </pre>
        </Disclosure>
      )}
    </li>
  );
};
