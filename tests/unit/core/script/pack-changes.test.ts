import { describe, expect, test } from 'vitest';
import { packChanges, packOverview } from '../../../../core/script/pack-changes.ts';
import type { PackData } from '../../../../core/script/pack-schema.ts';
import { pack } from './support.ts';

const nothing = { questions: [], dispositions: [], scripts: [], rules: [] };
const [firstEnd] = pack.dispositions;
const Q19 = pack.questions['Q19'];
if (firstEnd === undefined || Q19 === undefined) throw new Error('the default pack has them');

describe('what changed between two packs', () => {
  test('the same content with another version or order of keys changes nothing', () => {
    const turned = JSON.parse(
      JSON.stringify({ ...pack, pack: { ...pack.pack, version: '9.0.0' } }),
    ) as PackData;
    turned.flow = Object.fromEntries(Object.entries(turned.flow).reverse()) as PackData['flow'];
    expect(packChanges(pack, turned, 'zh-CN')).toEqual(nothing);
  });

  test('questions are told with both texts; what is beside the text by a mark', () => {
    const { Q10: _gone, ...rest } = pack.questions;
    const after: PackData = {
      ...pack,
      questions: {
        ...rest,
        Q19: { ...Q19, text: '责任免除您清楚吗？', hint: '慢读' },
        Z1: { ...Q19, text: '新问题？' },
      },
    };
    const { questions } = packChanges(pack, after, 'zh-CN');
    expect(
      questions.map(({ id, change, before, after: now, others }) => [id, change, before, now, others]),
    ).toEqual([
      ['Q19', 'changed', Q19.text, '责任免除您清楚吗？', true],
      ['Z1', 'new', null, '新问题？', false],
      ['Q10', 'removed', pack.questions['Q10']?.text, null, false],
    ]);
    const hintOnly: PackData = { ...pack, questions: { ...pack.questions, Q19: { ...Q19, hint: '慢读' } } };
    expect(packChanges(pack, hintOnly, 'zh-CN').questions).toMatchObject([
      { id: 'Q19', change: 'changed', before: null, others: true },
    ]);
  });

  test('dispositions, scripts and rules', () => {
    const after: PackData = {
      ...pack,
      dispositions: [{ ...firstEnd, try: !firstEnd.try }, ...pack.dispositions.slice(1, -1)],
      attempts: { ...pack.attempts, maxPerDay: pack.attempts.maxPerDay + 1 },
      scripts: Object.fromEntries(Object.entries(pack.scripts).filter(([id]) => id !== 'SURVEY')),
    };
    const changes = packChanges(pack, after, 'en');
    expect(changes.dispositions.map(({ code, change }) => [code, change])).toEqual([
      [firstEnd.code, 'changed'],
      [pack.dispositions.at(-1)?.code, 'removed'],
    ]);
    expect(changes.scripts).toEqual([
      { id: 'SURVEY', name: pack.scripts['SURVEY']?.name.en, change: 'removed' },
    ]);
    expect(changes.rules).toEqual(['attempts']);
  });

  test('a first pack is told by its scripts', () => {
    const overview = packOverview(pack, 'zh-CN');
    expect(overview.map(({ id }) => id)).not.toContain('NB_SHORT');
    expect(overview.find(({ id }) => id === 'NB_TRAD')?.questions).toBeGreaterThan(25);
  });
});
