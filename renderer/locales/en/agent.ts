import type { agent as source } from '../zh-cn/agent.ts';
import type { Translation } from '../shape.ts';

export const agent: Translation<typeof source> = {
  agent: {
    label: 'Agent state',
    onCall: 'On call',
    unnamed: 'State {{state}}',
    withReason: '{{state}}: {{reason}}',
    reason: {
      restart: 'just started',
      extended: 'extended',
      over_time: 'over time',
      locked: 'screen locked',
      signed_in: 'signed in',
    },
    tooLong: 'too long',
    extend: 'Extend',
    extendLabel: 'Extend by {{seconds}} seconds, {{left}} left',
    finish: 'Finish',
    finishLabel: 'Finish wrap-up',
    endsWithRecord: 'Ends with the record',
    afterCall: 'After the call and wrap-up: {{state}}',
    policy: 'Phone policy {{version}} ({{source}})',
    source: { shipped: 'shipped', head_office: 'from head office' },
    refused:
      'The phone policy of head office has a fault in line {{line}} and is not used. Tell the administrator; the log says more.',
    told: 'Agent state: {{state}}',
    wrapUpTold: 'Wrap-up, {{seconds}} seconds. {{key}} extends it',
    extendedTold: 'Wrap-up extended by {{seconds}} seconds, {{left}} left',
    soonTold: 'Wrap-up ends soon. {{key}} extends it',
    overTimeTold:
      'The wrap-up time is over. What you typed is all there: choose a disposition to close the callback.',
    remind_one: '{{state}} has lasted more than a minute. Change the agent state',
    remind_other: '{{state}} has lasted more than {{count}} minutes. Change the agent state',
  },
};
