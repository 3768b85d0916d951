import type { Translation } from '../shape.ts';
import type { live as source } from '../zh-cn/live.ts';

export const live: Translation<typeof source> = {
  pace: {
    atLeast: 'Takes {{count}} s or more to read',
    readOn: 'Read it all, {{count}} s or more',
    now: 'about {{pace}} chars/min',
    zone: { over: 'too fast', fast: 'fast', band: 'good', slow: 'calm' },
    average: 'Average {{pace}} chars/min',
    averageTerm: 'Average pace',
    tooFast: '{{count}} too fast',
    last: '{{question}} about {{pace}}',
    lastQuestion: 'The last question',
    told: '{{question}}: about {{pace}} chars/min, limit {{limit}}; marked for quality check. Slow down.',
    violations: 'Questions at {{limit}} chars/min or more',
  },
  steps: {
    title: 'Compliance of each step',
    status: {
      kept: 'kept',
      found: 'abnormal',
      broken: 'broken',
      open: 'open',
      not_reached: 'not reached',
      not_needed: 'not needed',
    },
    reason: {
      unanswered: 'Required questions are open.',
      abnormal: 'Abnormal answers.',
      refused: 'The customer refused to answer.',
      identity_failed: 'Identity was not confirmed.',
      identity_forgotten: 'The customer does not remember.',
      pace: 'Read too fast.',
      late: 'Closed late.',
    },
    qualityFlag: { pace: 'Quality check: pace', agent_words: 'Quality check: words' },
  },
  keywords: {
    title: 'Keywords',
    source: { notes: 'notes', words: 'words', question: 'question' },
    found: '"{{word}}" in {{place}}',
    more: '{{count}} more',
    open: 'Open: {{name}}',
    none: 'None',
    opened: 'Issue opened: {{name}}',
    dismissed: 'Noted: "{{word}}" is no issue',
    own: 'Not "{{words}}"',
    ownHint:
      'Your notes hold "{{words}}": do not lead or promise. Marked for quality check; if you said so to the customer, correct it now.',
    ownTerm: "Agent's words",
    outcome: { opened: 'opened', dismissed: 'no issue', left: 'left' },
  },
  fields: {
    title: 'Policy data and the customer',
    field: 'Field',
    policy: 'Policy',
    said: 'Customer',
    result: 'Result',
    results: { match: 'match', mismatch: 'mismatch', unclear: 'not confirmed', not_asked: 'not asked' },
  },
  recordChecks: {
    objections: 'Objections',
    summaryConfirmed: 'Summary (confirmed)',
    summaryDenied: 'Summary (not confirmed)',
  },
  reflect: { label: 'Reflect back first' },
};
