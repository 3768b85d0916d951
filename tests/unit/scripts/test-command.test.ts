import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { parseTestArguments } from '../../../scripts/testing/arguments.ts';
import { markRun } from '../../../scripts/testing/leftovers.ts';
import { readPlaywright, readVitest, summarize } from '../../../scripts/testing/summary.ts';

const vitest = (passed: number, failed: number, more: object = {}): object => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [],
  ...more,
});
const playwright = (expected: number, unexpected: number, more: object = {}): object => ({
  stats: { expected, unexpected, skipped: 0, flaky: 0, ...more },
});

describe('the closing line of npm test', () => {
  it('adds both runners up', () => {
    const summary = summarize([readVitest(vitest(120, 0), 0), readPlaywright(playwright(30, 0), 0)]);
    expect(summary).toEqual({ line: '150 passed, 0 failed', problems: [], repeated: [], ok: true });
  });

  it('names skipped tests when there are any', () => {
    const unit = readVitest(vitest(5, 0, { numPendingTests: 1, numTodoTests: 2 }), 0);
    const summary = summarize([unit, readPlaywright(playwright(1, 0, { skipped: 4 }), 0)]);
    expect(summary.line).toBe('6 passed, 0 failed, 7 skipped');
    expect(summary.ok).toBe(true);
  });

  it('is red when a test of either runner failed', () => {
    expect(summarize([readVitest(vitest(5, 2), 1), readPlaywright(playwright(3, 0), 0)])).toMatchObject({
      line: '8 passed, 2 failed',
      ok: false,
    });
    expect(summarize([readPlaywright(playwright(3, 1), 1)])).toMatchObject({
      line: '3 passed, 1 failed',
      ok: false,
    });
  });

  it('names the tests that passed at their second try, and one that failed twice is red', () => {
    const suites = [
      {
        title: 'lab/calls.spec.ts',
        specs: [{ title: 'hold', tests: [{ status: 'expected' }] }],
        suites: [{ title: 'lab', specs: [{ title: 'dial: sound both ways', tests: [{ status: 'flaky' }] }] }],
      },
    ];
    const report = { ...playwright(3, 0, { flaky: 1 }), suites };
    expect(summarize([readPlaywright(report, 0)])).toMatchObject({
      line: '4 passed, 0 failed',
      repeated: ['dial: sound both ways'],
      ok: true,
    });
    expect(summarize([readPlaywright(playwright(3, 1, { flaky: 1 }), 1)])).toMatchObject({ ok: false });
  });

  it('counts a test file that could not be loaded as one failed test', () => {
    const testResults = [
      { status: 'failed', assertionResults: [] },
      { status: 'failed', assertionResults: [{ status: 'failed' }] },
      { status: 'passed', assertionResults: [{ status: 'passed' }] },
    ];
    expect(readVitest(vitest(1, 1, { testResults }), 1).failed).toBe(2);
  });

  it.each([null, 'text', {}, { stats: null }])('is red when a runner crashed and left %j', (report) => {
    const summary = summarize([readVitest(report, 139), readPlaywright(playwright(3, 0), 0)]);
    expect(summary).toMatchObject({ line: '3 passed, 1 failed', ok: false });
    expect(summary.problems).toEqual(['vitest broke off (exit 139) without a report']);
    expect(summarize([readPlaywright(report, 1)]).ok).toBe(false);
  });

  it('is red when a runner found no test, even if it ended well', () => {
    const summary = summarize([readVitest(vitest(0, 0), 0), readPlaywright(playwright(3, 0), 0)]);
    expect(summary).toMatchObject({
      line: '3 passed, 1 failed',
      problems: ['vitest ran no test'],
      ok: false,
    });
    expect(summarize([readPlaywright(playwright(0, 0, { skipped: 9 }), 0)]).ok).toBe(false);
    expect(summarize([]).ok).toBe(false);
  });

  it('is red when a runner ends badly although no test failed (an unhandled error)', () => {
    const summary = summarize([readVitest(vitest(10, 0), 1)]);
    expect(summary).toMatchObject({ line: '10 passed, 1 failed', ok: false });
  });
});

describe('the arguments of npm test', () => {
  it('runs all parts without arguments and one part by name', () => {
    expect(parseTestArguments([])).toEqual({ parts: ['unit', 'e2e'], rest: [] });
    expect(parseTestArguments(['--e2e'])).toEqual({ parts: ['e2e'], rest: [] });
    expect(parseTestArguments(['--unit', '--e2e'])).toEqual({ parts: ['unit', 'e2e'], rest: [] });
  });

  it('hands further arguments to the chosen runner', () => {
    expect(parseTestArguments(['--unit', '--', '-t', 'stepper'])).toEqual({
      parts: ['unit'],
      rest: ['-t', 'stepper'],
    });
  });

  it('refuses arguments that could be for either runner', () => {
    expect(() => parseTestArguments(['tests/e2e/call.spec.ts'])).toThrow('--e2e');
  });
});

describe.runIf(process.platform === 'linux')('what the tests leave running', () => {
  it('is found by its environment, ended and named, grandchildren too; others are left alone', async () => {
    const mark = markRun();
    const other = spawn('sleep', ['60'], { stdio: 'ignore' });
    const parent = spawn('sh', ['-c', 'sleep 60 & echo started; exec sleep 60'], {
      env: { ...process.env, ...mark.env },
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: true,
    });
    try {
      await once(parent.stdout, 'data');
      const ended = await mark.endLeftovers();
      expect(ended).toHaveLength(2);
      expect(ended).toContain(`sleep (${parent.pid})`);
      expect(await mark.endLeftovers()).toEqual([]);
      expect(other.exitCode ?? other.signalCode).toBeNull();
    } finally {
      other.kill();
    }
  });
});
