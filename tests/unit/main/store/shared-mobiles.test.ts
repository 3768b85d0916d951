import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Policy } from '../../../../core/callback/policy.ts';
import { mobileWarningOf } from '../../../../core/callback/shared-mobile.ts';
import { openHere, tempDir } from '../../../fixtures/store/open.ts';
import { makePolicy } from '../../../fixtures/store/policies.ts';
import { cst } from '../../../fixtures/store/rules.ts';

const now = cst('2026-03-02 10:00');
const mobile = '19900010001';
let place: ReturnType<typeof tempDir>;
let here: ReturnType<typeof openHere>;
let number: number;
beforeEach(() => {
  number = 0;
  place = tempDir();
  here = openHere(join(place.dir, 'desk.sqlite'), () => now);
});
afterEach(() => {
  here.db.close();
  place.remove();
});

/** Policies of one list; each has a number of its own where none is given. */
const bring = (mode: 'live' | 'practice', ...policies: Partial<Policy>[]): void => {
  here.store.importPolicies({
    ...{ mode, at: now, source: 'list.csv', agentId: 'a1' },
    policies: policies.map((policy) => makePolicy((number += 1), policy)),
  });
};
const sharedOf = (holderName: string) => {
  const { rows } = here.store.taskPage({
    ...{ mode: 'live', filter: 'all', search: '', offset: 0, limit: 50, now, agentId: 'a1' },
  });
  return here.store.sharedMobile(rows.find((row) => row.holderName === holderName)?.id ?? '');
};

it('a number of several holders is counted by persons, over all lists; practice and other numbers are not', () => {
  bring('live', { holderName: '赵一', holderMobile: mobile }, { holderName: '赵一', holderMobile: mobile });
  expect(sharedOf('赵一')).toEqual({ otherHolders: 0, isSellers: false });
  bring(
    'live',
    { holderName: '钱二', holderMobile: mobile },
    { holderName: '钱二', holderMobile: mobile },
    // Another person of the same name.
    { holderName: '赵一', holderMobile: mobile, holderBirthDate: '1999-01-01' },
    { holderName: '孙三' },
  );
  bring('practice', { holderName: '李四', holderMobile: mobile });
  expect(sharedOf('赵一')).toEqual({ otherHolders: 2, isSellers: false });
  expect(sharedOf('孙三')).toEqual({ otherHolders: 0, isSellers: false });
});

it('a number that is a seller’s is told, be it on this policy or another', () => {
  bring('live', { holderName: '赵一', holderMobile: mobile }, { holderName: '钱二' });
  bring('practice', { sellerMobile: mobile });
  expect(sharedOf('赵一').isSellers).toBe(false);
  bring('live', { sellerMobile: mobile });
  expect(sharedOf('赵一').isSellers).toBe(true);
  expect(sharedOf('钱二').isSellers).toBe(false);
  expect(here.store.sharedMobile('nobody')).toEqual({ otherHolders: 0, isSellers: false });
});

it.each([
  [{ otherHolders: 1, isSellers: false }, null],
  [
    { otherHolders: 2, isSellers: false },
    { holders: 3, sellers: false },
  ],
  [
    { otherHolders: 0, isSellers: true },
    { holders: null, sellers: true },
  ],
  [
    { otherHolders: 5, isSellers: true },
    { holders: 6, sellers: true },
  ],
])('the card tells from three holders on, and a seller always: %o', (found, warning) => {
  expect(mobileWarningOf(found, 3)).toEqual(warning);
});
