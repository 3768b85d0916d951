import type { Translation } from '../shape.ts';
import type { knowledge as zhCn } from '../zh-cn/knowledge.ts';

export const knowledge: Translation<typeof zhCn> = {
  knowledge: {
    title: 'Library',
    search: 'Search; two Chinese characters are enough',
    list: 'Knowledge entries',
    columnTitle: 'Entry',
    columnPassage: 'Text',
    one: 'Knowledge entry',
    choose: 'Choose an entry to read it.',
    emptySearch: 'Nothing found for “{{search}}”. Try another word or a shorter one.',
    empty: 'There is no entry to show now.',
    withheld_one: '{{count}} more entry tells the kind of product; it is shown after the identity check.',
    withheld_other:
      '{{count}} more entries tell the kind of product; they are shown after the identity check.',
    withheldOne: 'This entry tells the kind of product; it is shown after the identity check.',
    kind: { topic: 'Topic', situation: 'Situation', regulation: 'Regulation' },
    source: 'Source',
    caution: 'Caution',
    version: 'Version',
  },
  help: {
    title: 'Knowledge',
    none: 'No knowledge is suggested for this question.',
    close: 'Close',
  },
  objection: {
    button: 'Objection',
    title: 'Customer says',
    card: 'Objection: {{trigger}}',
    feel: 'Understand',
    others: 'Others',
    solve: 'Solve',
    done: 'Objection noted: {{trigger}}',
    opened: 'Issue opened: {{name}}',
    end: 'Suggested disposition: {{name}}',
  },
};
