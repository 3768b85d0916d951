import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SyncStore } from '../../../../main/store/protocol.ts';
import { openHere, tempDir } from '../../../fixtures/store/open.ts';
import { makePolicy } from '../../../fixtures/store/policies.ts';
import { cst } from '../../../fixtures/store/rules.ts';

const now = cst('2026-03-02 10:00');
let remove: () => void;
let db: Database.Database;
let store: SyncStore;

beforeAll(() => {
  const temp = tempDir();
  remove = temp.remove;
  ({ db, store } = openHere(join(temp.dir, 'desk.sqlite')));
  const named = (number: number, holderName: string, change = {}) =>
    makePolicy(number, { holderName, ...change });
  const policies = [
    named(1, '王小明', { policyNo: 'HZ-2026-AB0517', holderMobile: '19900004321' }),
    named(2, '王明', { policyNo: 'NB20260099', holderMobile: '19943210000' }),
    named(3, '小王明亮', { policyNo: 'X1' }),
    named(4, '𠮷田花子', { policyNo: 'X2' }),
    named(5, 'Anna Lee', { policyNo: 'X3' }),
    named(6, '阿依古丽·买买提', { policyNo: 'X4' }),
    named(7, '\u{e5c4}三', { policyNo: 'X5' }),
  ];
  store.importPolicies({ mode: 'live', policies, at: now, source: 'list.csv', agentId: 'a1' });
});
afterAll(() => {
  db.close();
  remove();
});

const names = (search: string): string[] =>
  store
    .taskPage({ mode: 'live', filter: 'all', search, offset: 0, limit: 50, now, agentId: 'a1' })
    .rows.map((row) => row.holderName)
    .sort();

describe('search', () => {
  it.each([
    ['sync.md finding 5: two characters of a Chinese name', '小明', ['王小明']],
    ['one character', '亮', ['小王明亮']],
    ['the order of the characters counts', '王明', ['小王明亮', '王明']],
    ['a character outside the basic plane', '𠮷田', ['𠮷田花子']],
    ['a private-use character of an old bank system', '\u{e5c4}三', ['\u{e5c4}三']],
    ['a name across its dot', '丽买', ['阿依古丽·买买提']],
    ['Latin letters in any case', 'aNNa', ['Anna Lee']],
    ['full-width digits', '２０２６', ['王小明', '王明'].sort()],
    ['part of a policy number across its dash', '2026ab', ['王小明']],
    ['digits inside a policy number', '0517', ['王小明']],
    ['the last digits of a telephone number', '4321', ['王小明']],
    ['two digits at the end of a telephone or policy number', '21', ['王小明']],
    ['two digits at the end of a policy number only', '99', ['王明']],
    ['a whole telephone number', '19943210000', ['王明']],
    ['two words narrow each other', '王 0099', ['王明']],
    ['quotes and operators are no syntax', '"王小明" OR', []],
    ['punctuation alone finds nothing', '---', []],
    ['what is not there', '赵', []],
  ])('finds %s', (_, typed, found) => {
    expect(names(typed)).toEqual(found);
  });

  it('a search of spaces is no search', () => {
    expect(names('  ')).toHaveLength(7);
  });
});
