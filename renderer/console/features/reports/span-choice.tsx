import { useTranslation } from 'react-i18next';
import { reportSpans, type ReportSpan } from '../../../../core/ipc/features/reports.ts';
import { ChoiceGroup } from '../../../ui/choice-group.tsx';
import { chooseReport, useReportStore } from '../../../lib/report-store.ts';

/** How far a report looks back. */
export const SpanChoice = () => {
  const { t } = useTranslation();
  const days = useReportStore((state) => state.days);
  return (
    <ChoiceGroup<`${ReportSpan}`>
      label={t('reports.spans')}
      hideLabel
      choices={reportSpans.map((span) => ({ id: `${span}`, label: t('reports.days', { count: span }) }))}
      value={`${days}`}
      onChange={(next) => chooseReport({ days: reportSpans.find((span) => `${span}` === next) ?? days })}
    />
  );
};
