import { useTranslation } from 'react-i18next';
import type { StepStatus } from '../../../../core/script/step-status.ts';
import { Badge } from '../../../ui/badge.tsx';
import type { Tone } from '../../../ui/badge.tsx';

export const stepTones: Readonly<Record<StepStatus['status'], Tone>> = {
  kept: 'good',
  found: 'care',
  broken: 'rule',
  open: 'plain',
  not_reached: 'plain',
  not_needed: 'plain',
};

/** Compliance of the six steps before the record is closed (domain.md row 55). */
export const StepList = ({ steps }: { steps: readonly StepStatus[] }) => {
  const { t } = useTranslation();
  return (
    <ul className="step-list" aria-label={t('steps.title')}>
      {steps.map(({ step, status, reasons }) => (
        <li
          key={step}
          data-step={step}
          data-step-status={status}
          title={reasons.map((reason) => t(`steps.reason.${reason}`)).join(' ')}
        >
          {t(`stage.${step}`)}
          <Badge tone={stepTones[status]}>{t(`steps.status.${status}`)}</Badge>
        </li>
      ))}
    </ul>
  );
};
