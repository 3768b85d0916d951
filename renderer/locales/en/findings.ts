import type { Translation } from '../shape.ts';
import type { findings as source } from '../zh-cn/findings.ts';

export const findings: Translation<typeof source> = {
  findings: {
    title: 'Where issues pile up',
    scope: 'Figures',
    dimensions: 'Count by',
    spans: 'Span of time',
    days: 'Last {{count}} days',
    by: {
      seller: 'Seller',
      product: 'Product',
      branch: 'Branch',
      channel: 'Channel',
      question: 'Question',
      type: 'Type',
    },
    column: {
      total: 'Issues',
      policies: 'Policies',
      misSelling: 'Mis-selling',
      urgent: 'Urgent',
      open: 'Open',
      pattern: 'Note',
    },
    unknown: 'Not stated',
    pattern: 'Pattern',
    sum: '{{total}} issues on {{policies}} policies. “Pattern”: {{least}} policies or more within {{days}} days.',
    empty: 'No issues in this span of time.',
  },
};
