import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadKnowledge, loadPlaybook, unknownCodes } from '../../../../core/knowledge/load-knowledge.ts';
import { indexKnowledge } from '../../../../core/knowledge/search.ts';
import { suggestKnowledge } from '../../../../core/knowledge/suggest.ts';

const read = (name: string): string =>
  readFileSync(new URL(`../../../../resources/knowledge/${name}.yaml`, import.meta.url), 'utf8');
const loaded = loadKnowledge([read('topics'), read('regulations')]);
if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
const entries = loaded.value;
const playbook = loadPlaybook(read('objections'));
if (!playbook.ok) throw new Error(playbook.problems.join('\n'));

describe('the shipped knowledge', () => {
  it('has the topics, the five situations and every regulation F1 to F36, each with source and caution', () => {
    const ids = (kind: string): string[] =>
      entries.filter((entry) => entry.kind === kind).map(({ id }) => id);
    expect(ids('topic')).toHaveLength(12);
    expect(ids('situation')).toHaveLength(5);
    expect(ids('regulation')).toEqual(Array.from({ length: 36 }, (_, at) => `F${at + 1}`));
    for (const entry of entries) expect(entry.caution).toContain('合规');
    for (const entry of entries.filter(({ kind }) => kind === 'regulation'))
      expect(entry.source).not.toBe('见各条');
  });

  it('has no invented experience for benefit, surrender and complaint (domain.md section 6 C5)', () => {
    const of = (id: string) => playbook.value.objections.find((objection) => objection.id === id);
    for (const id of ['O6', 'O7', 'O8']) expect(of(id)?.others).toBeNull();
    expect(playbook.value.objections.map(({ id, open, end }) => [id, open, end])).toEqual([
      ['O1', 'I21', null],
      ['O2', 'I07', null],
      ['O3', null, null],
      ['O4', null, 'D10'],
      ['O5', null, null],
      ['O6', 'I12', null],
      ['O7', 'I18', null],
      ['O8', 'I17', null],
    ]);
  });

  it('names every code that the pack does not know', () => {
    const none = { questions: new Set<string>(), issues: new Set<string>(), dispositions: new Set<string>() };
    const problems = unknownCodes(entries, playbook.value, none);
    expect(problems).toContain('Entry K01: no question Q25.');
    expect(problems).toContain('Entry K01: no issue I10.');
    expect(problems).toContain('Objection O4: no disposition D10.');
  });
});

describe('loading', () => {
  it('refuses a file as a whole and names entry and field', () => {
    const broken = read('topics').replace('title: 等待期', 'title: ""');
    const result = loadKnowledge([broken]);
    expect(result.ok).toBe(false);
    if (!result.ok) expect(result.problems.join()).toContain('Entry K03: title');
    const twice = loadKnowledge([read('topics'), read('topics')]);
    if (twice.ok) throw new Error('taken twice');
    expect(twice.problems).toContain('Entry K01: the id comes twice.');
  });
});

describe('search', () => {
  const index = indexKnowledge(entries);
  const ids = (query: string): string[] => index.search(query, 60).map((found) => found.entry.id);

  it('takes full width, capitals and traditional characters for the same', () => {
    expect(ids('Ｆ１８')).toEqual(ids('f18'));
    expect(ids('猶豫期')).toEqual(ids('犹豫期'));
    expect(ids('F18')[0]).toBe('F18');
  });

  it('finds by question, by issue and by one character; nothing for what is nowhere', () => {
    expect(ids('Q25')).toContain('K01');
    expect(ids('I12')).toEqual(expect.arrayContaining(['K05', 'K06', 'K07']));
    expect(ids('红')).toContain('K05');
    expect(ids('鲸鱼')).toEqual([]);
    expect(ids('  ！？ ')).toEqual([]);
  });
});

describe('suggestion', () => {
  const at = (questionId: string, issueCodes: string[], identityPassed: boolean): string[] =>
    suggestKnowledge(entries, { questionId, issueCodes, identityPassed }).map(({ id }) => id);

  it('offers the entry of the question, and of the opened issue first', () => {
    expect(at('Q28', [], true)).toEqual(['K02']);
    expect(at('Q34', ['I17'], true)).toEqual(['S05', 'F34', 'S02']);
    expect(at('N01', ['I12'], true)[0]).toBe('K05');
  });

  it('offers nothing that tells a kind of product before identity passed', () => {
    for (const entry of entries.filter(({ tellsProduct }) => tellsProduct)) {
      for (const question of entry.questions)
        expect(at(question, entry.issues, false)).not.toContain(entry.id);
    }
    expect(at('N01', ['I12'], false)).not.toContain('K05');
  });
});
