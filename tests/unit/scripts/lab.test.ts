import { expect, it } from 'vitest';
import { findProgram, leftOut, missingPrograms, startedSince } from '../../../scripts/setup/lab.ts';
import { leftOutPatterns } from '../../../scripts/testing/left-out.ts';
import { notRun, summarize } from '../../../scripts/testing/summary.ts';

it('names the tests that cannot run and why; with CI that is a failure', () => {
  const { patterns, lines } = leftOut({ missing: 'no root', namespacesMissing: 'no root' });
  expect(patterns).toEqual(['**/lab/**']);
  const absent = notRun(lines, true);
  expect(absent.text).toMatch(/^NOT RUN: the tests on the SIP lab .*no root\n$/);
  expect(absent.problem === null ? null : summarize([absent.problem]).ok).toBe(false);
  expect(notRun(lines, false).problem).toBeNull();
  expect(notRun([], true).problem).toBeNull();
});

it('without root only the tests with a network that is cut are left out', () => {
  const { patterns, lines } = leftOut({ missing: null, namespacesMissing: 'network namespaces need root' });
  expect(patterns).toEqual(['**/lab/**/*.netns.*']);
  expect(lines[0]).toContain('need root');
  expect(leftOut({ missing: null, namespacesMissing: null })).toEqual({ patterns: [], lines: [] });
});

it('passes the patterns to the runners', () => {
  expect(leftOutPatterns({ CALLBACK_DESK_LEFT_OUT: '**/a/**,**/b/**' })).toEqual(['**/a/**', '**/b/**']);
  expect(leftOutPatterns({})).toEqual([]);
});

it('stops only what the installation started', () => {
  const before = new Map([[10, 'kamailio']]);
  const now = new Map([
    [10, 'kamailio'],
    [20, 'rtpengine'],
  ]);
  expect([...startedSince(before, now).keys()]).toEqual([20]);
});

it('finds programs by the PATH', () => {
  expect(findProgram('ip', '/nowhere') ?? '').not.toContain('/nowhere');
  expect(missingPrograms('/nowhere')).not.toContain('ip');
});
