import { EyeOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SessionView } from '../../../../core/ipc/features/call.ts';
import { Badge } from '../../../ui/badge.tsx';
import { FactList, Panel } from '../../../ui/panel.tsx';
import type { Fact } from '../../../ui/panel.tsx';
import { DeadlineBadge } from '../../shared/deadline-badge.tsx';
import { triesText } from '../../shared/tries.ts';

/** The masked customer; policy facts come from main only after identity passed. */
export const CustomerPanel = ({ session }: { session: SessionView }) => {
  const { t } = useTranslation();
  const { customer } = session;
  const known: Fact[] = [
    { term: t('customer.mobile'), value: customer.mobileMasked },
    { term: t('customer.policyNo'), value: customer.policyNo },
    {
      term: t('customer.coolingOff'),
      value: (
        <span className="cooling-off">
          <DeadlineBadge days={customer.coolingOffDaysLeft} />
          {customer.coolingOffEnd}
        </span>
      ),
    },
    { term: t('customer.tries'), value: triesText(customer.tries, customer.triesNeeded) },
    { term: t('customer.openIssues'), value: customer.openIssues },
  ];
  const facts: Fact[] = customer.facts
    ? [
        { term: t('customer.product'), value: customer.facts.product },
        { term: t('customer.design'), value: customer.facts.design },
        { term: t('customer.coverage'), value: customer.facts.coverage },
        { term: t('customer.premium'), value: customer.facts.premium },
        { term: t('customer.payment'), value: customer.facts.payment },
        { term: t('customer.term'), value: customer.facts.term },
      ]
    : [];
  return (
    <Panel
      scrolls
      title={t('customer.title')}
      aside={customer.elderly === true && <Badge tone="care">{t('customer.elderly')}</Badge>}
    >
      <FactList facts={known} />
      {customer.facts ? (
        <div className="customer-facts">
          <FactList facts={facts} />
        </div>
      ) : (
        <p className="card-hidden">
          <EyeOff aria-hidden size={14} />
          {t('customer.locked')}
        </p>
      )}
    </Panel>
  );
};
