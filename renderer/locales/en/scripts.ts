import type { scriptTexts as source } from '../zh-cn/scripts.ts';
import type { Translation } from '../shape.ts';

export const scriptTexts: Translation<typeof source> = {
  scripts: {
    because: 'Chosen by rule: {{facts}}',
    joiner: ', ',
    fact: {
      type: 'kind of callback',
      design: 'kind of product',
      channel: 'channel',
      pay_frequency: 'payment frequency',
      regular: 'regular payment',
      pay_years: 'years of payment',
      waiting_days: 'days of waiting',
      cooling_off_days: 'days of cooling-off',
      holder_age: 'age of the holder',
      insured_age: 'age of the insured',
      insured_ne_holder: 'somebody else is insured',
      has_health_declaration: 'health declaration',
      dual_record_required: 'recording of the sale required',
      dual_record_confirmed: 'recording of the sale confirmed',
      service: 'policy service',
      has_payout: 'payout',
    },
    value: {
      new: 'new policy',
      lapse: 'lapse and reinstatement',
      pos: 'policy service',
      recheck: 'second callback',
      orphan: 'seller has left',
      survey: 'satisfaction',
      true: 'yes',
      false: 'no',
    },
  },
};
