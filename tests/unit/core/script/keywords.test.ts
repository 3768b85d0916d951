import { describe, expect, test } from 'vitest';
import {
  forbiddenWords,
  keywordHits,
  keywordOutcomes,
  openKeywords,
  opensAtOnce,
  typedTexts,
} from '../../../../core/script/keywords.ts';
import { loadPack } from '../../../../core/script/load-pack.ts';
import { pack, packText, planOf, Running, sha256 } from './support.ts';

const texts = (running: Running, notes = '') => typedTexts(running.events, notes);
const waiting = (running: Running, notes = '') =>
  openKeywords(running.plan, running.state, texts(running, notes)).map(({ word, issue }) => [word, issue]);

describe('domain.md row 102: keywords', () => {
  test('every word of both lists has an issue of the pack, and is found', () => {
    for (const grade of ['U', 'I'] as const) {
      for (const word of pack.keywords[grade]) {
        const [hit] = keywordHits(pack.keywords, [
          { text: `客户说${word}的事`, source: 'notes', questionId: null },
        ]);
        expect(hit).toMatchObject({ word, grade });
        expect(pack.issues.some(({ code }) => code === hit?.issue)).toBe(true);
      }
    }
  });

  test('spaces, line breaks and full width hide nothing; each place counts once', () => {
    const found = keywordHits({ U: ['返现'], I: ['vip'], agentForbidden: [] }, [
      { text: '返 现，又说返\n现，还有ＶＩＰ', source: 'words', questionId: 'Q10' },
      { text: '返现', source: 'notes', questionId: null },
    ]);
    expect(found.map(({ word, source, issue }) => [word, source, issue])).toEqual([
      ['返现', 'words', null],
      ['返现', 'notes', null],
      ['vip', 'words', null],
    ]);
  });

  test('a word in the customer’s words suggests its issue and opens nothing by itself', () => {
    const running = new Running().until('Q11').answer('Q11', 'yes', '是业务员代签的吧');
    expect(running.issueCodes).toEqual([]);
    expect(waiting(running)).toEqual([['代签', 'I04']]);
    running.do({ type: 'keyword', word: '代签', source: 'words', questionId: 'Q11', issue: 'I04' });
    expect(running.issueCodes).toEqual(['I04/U']);
    expect(running.state.issues[0]).toMatchObject({ flagged: true, note: '关键词“代签”（客户原话）' });
    expect(waiting(running)).toEqual([]);
  });

  test('no issue is the agent’s word too, and is kept', () => {
    const running = new Running().until('Q11');
    running.do({ type: 'keyword', word: '投诉', source: 'notes', questionId: null, issue: null });
    expect(running.issueCodes).toEqual([]);
    expect(waiting(running, '客户没有投诉')).toEqual([]);
    expect(keywordOutcomes(running.plan, running.state, texts(running, '客户没有投诉'))).toMatchObject([
      { word: '投诉', outcome: 'dismissed' },
    ]);
  });

  test('what a flag opened already is not suggested, nor opened a second time', () => {
    const running = new Running().until('Q11').do({ type: 'flag', flag: 'complaint', words: '要投诉你们' });
    expect(waiting(running)).toEqual([]);
    running.do({ type: 'keyword', word: '监管', source: 'notes', questionId: null, issue: 'I17' });
    expect(running.issueCodes).toEqual(['I17/U']);
  });

  test('a word or an issue that the pack does not have is refused', () => {
    const running = new Running();
    const event = { type: 'keyword', word: '投诉', source: 'notes', questionId: null, issue: 'I17' } as const;
    expect(running.attempt({ ...event, word: '你好' })).toEqual({ ok: false, reason: 'nothing_to_flag' });
    expect(running.attempt({ ...event, issue: 'I99' })).toEqual({ ok: false, reason: 'nothing_to_flag' });
  });

  test('only words the pack names open without a key', () => {
    const hits = keywordHits(pack.keywords, [{ text: '监管 投诉', source: 'notes', questionId: null }]);
    expect(hits.map((hit) => opensAtOnce(planOf(), hit))).toEqual([false, false]);
    const loaded = loadPack(packText.replace('\n  opens: []', '\n  opens: [监管]'), { sha256 });
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
    expect(hits.map((hit) => opensAtOnce(planOf({}, loaded.pack), hit))).toEqual([true, false]);
  });

  test('words that lead or promise are found in the agent’s own notes', () => {
    expect(forbiddenWords(pack.keywords, '我说您就说知道就行，肯定没问题')).toEqual(['您就说知道', '肯定']);
    expect(forbiddenWords(pack.keywords, '客户已理解')).toEqual([]);
  });
});
