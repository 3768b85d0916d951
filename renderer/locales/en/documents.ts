import type { Translation } from '../shape.ts';
import type { documents as source } from '../zh-cn/documents.ts';

export const documents: Translation<typeof source> = {
  documents: {
    evidence: 'Evidence PDF',
    savedMasked: 'Evidence sheet saved to {{path}}; personal data is masked.',
    savedOpen: 'Evidence sheet saved to {{path}}; personal data is not masked, keep it safe.',
    list: 'Export list ({{count}})',
    format: { csv: 'CSV', xlsx: 'Excel', json: 'JSON' },
    writing: 'Writing…',
    listMasked: '{{count}} records exported to {{path}}; personal data is masked.',
    listOpen: '{{count}} records exported to {{path}}; personal data is not masked, keep them safe.',
  },
};
