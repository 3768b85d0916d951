import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lockFolder } from '../../../head-office/folder-lock.ts';
import { newBranchCode, newToken, normaliseBranchCode, sameSecret } from '../../../head-office/secrets.ts';
import { createTokenBuckets } from '../../../head-office/token-bucket.ts';
import { isOlder } from '../../../head-office/version.ts';

describe('token buckets', () => {
  it('let a burst through, then as many as the rule says, and tell how long to wait', () => {
    let now = 0;
    const buckets = createTokenBuckets({ burst: 3, perSecond: 0.5 }, () => now);
    expect([1, 2, 3, 4].map(() => buckets.take('a'))).toEqual([0, 0, 0, 2]);
    now = 1_000;
    expect(buckets.take('a')).toBe(1);
    now = 2_000;
    expect([buckets.take('a'), buckets.take('a')]).toEqual([0, 2]);
  });

  it('are one a key, and full again after a while, never more than full', () => {
    let now = 0;
    const buckets = createTokenBuckets({ burst: 2, perSecond: 1 }, () => now);
    expect([buckets.take('a'), buckets.take('a'), buckets.take('b'), buckets.take('a')]).toEqual([
      0, 0, 0, 1,
    ]);
    now = 1_000_000;
    expect([1, 2, 3].map(() => buckets.take('a'))).toEqual([0, 0, 1]);
  });

  it('of addresses long gone are forgotten, without freeing those in use', () => {
    let now = 0;
    const buckets = createTokenBuckets({ burst: 1, perSecond: 0.001 }, () => now);
    expect(buckets.take('busy')).toBe(0);
    now = 1;
    for (let key = 0; key < 20_000; key += 1) buckets.take(`stranger-${key}`);
    expect(buckets.take('busy')).toBeGreaterThan(0);
  });
});

describe('secrets', () => {
  it('branch codes are 12 letters that cannot be misheard, and are read as people type them', () => {
    const codes = Array.from({ length: 200 }, newBranchCode);
    for (const code of codes)
      expect(code).toMatch(/^[A-HJKMNP-Z2-9]{4}-[A-HJKMNP-Z2-9]{4}-[A-HJKMNP-Z2-9]{4}$/);
    expect(new Set(codes).size).toBe(200);
    expect(normaliseBranchCode(' abcd–efgh 2345 ')).toBe(normaliseBranchCode('ABCD-EFGH-2345'));
  });

  it('tokens have 256 bits, and are compared whole', () => {
    expect(Buffer.from(newToken(), 'base64url')).toHaveLength(32);
    expect([sameSecret('a', 'a'), sameSecret('a', 'ab'), sameSecret('', 'a')]).toEqual([true, false, false]);
  });
});

it.each([
  ['1.9.9', '2.0.0', true],
  ['2.0.0', '2.0.0', false],
  ['2.0.10', '2.0.9', false],
  ['1.10.0', '1.9.0', false],
  ['2.0.0-beta.1', '2.0.0', false],
])('version %s comes before %s: %s', (version, than, older) => {
  expect(isOlder(version, than)).toBe(older);
});

describe('the lock of a data folder', () => {
  it('keeps a second one out, opens when it is given back, and outlives no process', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'callback-desk-lock-'));
    try {
      const unlock = await lockFolder(folder);
      await expect(lockFolder(folder)).rejects.toThrow(`in use by process ${process.pid}`);
      await unlock();
      await (
        await lockFolder(folder)
      )();
      // No process has this number: Linux stops at 2^22.
      writeFileSync(join(folder, 'in-use-by'), String(2 ** 30));
      await (
        await lockFolder(folder)
      )();
      writeFileSync(join(folder, 'in-use-by'), 'half writ');
      await (
        await lockFolder(folder)
      )();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
