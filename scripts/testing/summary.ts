/** What one runner did. */
export interface PartResult {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Titles of tests that passed at their second try; only those on the SIP lab have one. */
  readonly repeated?: readonly string[];
  /** Why the counts cannot be trusted on their own: a crash, no test at all. */
  readonly problem: string | null;
}

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;
const count = (value: unknown): number => (typeof value === 'number' ? value : 0);

/**
 * Reads vitest's JSON report. A test file that could not even be loaded has no tests in the report and counts as
 * one failed test.
 */
export function readVitest(report: unknown, exitCode: number): PartResult {
  const name = 'vitest';
  if (!isObject(report) || !Array.isArray(report['testResults'])) return crashed(name, exitCode);
  const brokenFiles = report['testResults'].filter((file: unknown) => {
    if (!isObject(file) || file['status'] !== 'failed') return false;
    return !Array.isArray(file['assertionResults']) || file['assertionResults'].length === 0;
  });
  return judge(name, exitCode, {
    passed: count(report['numPassedTests']),
    failed: count(report['numFailedTests']) + brokenFiles.length,
    skipped: count(report['numPendingTests']) + count(report['numTodoTests']),
  });
}

/** Reads Playwright's JSON report. A test that passed at its second try ("flaky") is counted, and named. */
export function readPlaywright(report: unknown, exitCode: number): PartResult {
  const name = 'Playwright';
  const stats = isObject(report) ? report['stats'] : null;
  if (!isObject(stats)) return crashed(name, exitCode);
  const judged = judge(name, exitCode, {
    passed: count(stats['expected']) + count(stats['flaky']),
    failed: count(stats['unexpected']),
    skipped: count(stats['skipped']),
  });
  return { ...judged, repeated: flakyTitles(report) };
}

/** Titles of the specs of a Playwright report, at any depth, that have a flaky test. */
function flakyTitles(node: unknown): string[] {
  if (!isObject(node)) return [];
  const list = (key: string): unknown[] => (Array.isArray(node[key]) ? node[key] : []);
  const isFlaky = (test: unknown): boolean => isObject(test) && test['status'] === 'flaky';
  const own = list('tests').some(isFlaky) ? [String(node['title'])] : [];
  return [...own, ...[...list('suites'), ...list('specs')].flatMap(flakyTitles)];
}

function judge(
  name: string,
  exitCode: number,
  counts: Pick<PartResult, 'passed' | 'failed' | 'skipped'>,
): PartResult {
  if (counts.passed + counts.failed === 0) return { name, ...counts, problem: 'ran no test' };
  const silent = exitCode !== 0 && counts.failed === 0;
  return { name, ...counts, problem: silent ? `ended with ${exitCode} although no test failed` : null };
}

/** The part of a run that broke before it could count anything. */
export function crashed(name: string, exitCode: number): PartResult {
  return { name, passed: 0, failed: 0, skipped: 0, problem: `broke off (exit ${exitCode}) without a report` };
}

export interface Summary {
  /** `N passed, N failed`, with `, N skipped` when there are any. */
  readonly line: string;
  readonly problems: readonly string[];
  readonly repeated: readonly string[];
  readonly ok: boolean;
}

/** Adds the parts up. Every problem counts as one failure, so that the line never looks better than the run. */
export function summarize(parts: readonly PartResult[]): Summary {
  const sum = (key: 'passed' | 'failed' | 'skipped'): number =>
    parts.reduce((total, part) => total + part[key], 0);
  const problems = parts.flatMap((part) => (part.problem ? [`${part.name} ${part.problem}`] : []));
  if (parts.length === 0) problems.push('nothing was run');
  const failed = sum('failed') + problems.length;
  const skipped = sum('skipped');
  const line = `${sum('passed')} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
  return { line, problems, repeated: parts.flatMap((part) => part.repeated ?? []), ok: failed === 0 };
}

/**
 * What is said about tests that this machine cannot run. In CI that is a failure: there the machine is ours to
 * equip, and a part that quietly stops running would go unnoticed.
 */
export function notRun(
  lines: readonly string[],
  inCi: boolean,
): { text: string; problem: PartResult | null } {
  const text = lines.map((line) => `NOT RUN: ${line}\n`).join('');
  if (lines.length === 0 || !inCi) return { text, problem: null };
  const problem = 'must be complete with CI set, see NOT RUN above';
  return { text, problem: { name: 'The run', passed: 0, failed: 0, skipped: 0, problem } };
}
