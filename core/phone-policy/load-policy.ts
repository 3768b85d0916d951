import { LineCounter, parseDocument, visit, type Document } from 'yaml';
import { callEndings } from '../call/types.ts';
import { pathText, placeOf, type Path } from '../script/problems.ts';
import { agentStateIds, phonePolicySchema, type PhonePolicy } from './policy-schema.ts';

/** One fault of a policy file, with its 1-based line. */
export type PolicyProblem = { line: number; path: string; reason: string };
export type LoadedPhonePolicy =
  { ok: true; policy: PhonePolicy } | { ok: false; problems: readonly PolicyProblem[] };

/** A disposition of the script pack: its code and whether a call that ends so counts as a try (domain.md 3.3). */
export type KnownDisposition = { code: string; try: boolean };

type Finding = { path: Path; reason: string };

/** A policy is a page or two; more is no policy. */
const largestText = 200_000;

/**
 * Reads a phone policy. A broken file is refused as a whole, with line and reason of each fault. Beyond its
 * shape it is checked against the dispositions of the script pack: an unknown code, or one that counts a try
 * where the pack does not, would make the attempt rules of domain.md 3.3 wrong.
 */
export function loadPhonePolicy(text: string, dispositions: readonly KnownDisposition[]): LoadedPhonePolicy {
  if (text.length > largestText) {
    return {
      ok: false,
      problems: [{ line: 1, path: '', reason: `is longer than ${largestText} characters` }],
    };
  }
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  if (document.errors.length > 0) {
    const problems = document.errors.map((error) => ({
      line: counter.linePos(error.pos[0]).line,
      path: '',
      reason: error.message.split('\n')[0] ?? error.code,
    }));
    return { ok: false, problems };
  }
  const problemOf = ({ path, reason }: Finding): PolicyProblem => ({
    line: placeOf(document, counter, path).line,
    path: pathText(path),
    reason,
  });
  const alias = aliasOf(document);
  if (alias !== null) {
    const { line } = counter.linePos(alias);
    return { ok: false, problems: [{ line, path: '', reason: 'aliases (*name) are not used here' }] };
  }
  const parsed = phonePolicySchema.safeParse(document.toJS());
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => {
      const keys: readonly PropertyKey[] = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
      const path = [...issue.path, ...keys].map((key) => (typeof key === 'symbol' ? String(key) : key));
      return problemOf({ path, reason: issue.message });
    });
    return { ok: false, problems };
  }
  const policy = parsed.data;
  const findings = [
    ...endingFindings(policy, dispositions),
    ...stateFindings(policy),
    ...roleFindings(policy),
  ];
  return findings.length === 0
    ? { ok: true, policy }
    : { ok: false, problems: findings.map((finding) => problemOf(finding)) };
}

/** Where the first alias stands; a few lines of them can grow to gigabytes. */
function aliasOf(document: Document): number | null {
  let found: number | null = null;
  visit(document, {
    Alias: (_, node) => {
      found = node.range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return found;
}

function endingFindings(policy: PhonePolicy, dispositions: readonly KnownDisposition[]): Finding[] {
  const findings: Finding[] = [];
  policy.endings.forEach((rule, at) => {
    const known = dispositions.find(({ code }) => code === rule.suggest);
    if (rule.suggest !== null && known === undefined) {
      findings.push({
        path: ['endings', at, 'suggest'],
        reason: `the script pack has no disposition ${rule.suggest}`,
      });
    } else if (rule.countsTry !== (known?.try ?? false)) {
      const counts = rule.countsTry ? 'counts no try' : 'counts a try';
      findings.push({
        path: ['endings', at, 'countsTry'],
        reason: rule.suggest === null ? 'no code, no try' : `${rule.suggest} ${counts} in the script pack`,
      });
    }
  });
  for (const ending of callEndings) {
    const covered = policy.endings.some(
      (rule) => rule.endings?.includes(ending) === true && !rule.statuses && !rule.causes,
    );
    if (!covered)
      findings.push({ path: ['endings'], reason: `nothing is said of calls that end "${ending}"` });
  }
  return findings;
}

function stateFindings(policy: PhonePolicy): Finding[] {
  const findings: Finding[] = agentStateIds.flatMap((state) =>
    policy.agentStates[state].reasons.flatMap((reason, at, all) =>
      all.findIndex(({ id }) => id === reason.id) === at
        ? []
        : [{ path: ['agentStates', state, 'reasons', at, 'id'], reason: `"${reason.id}" stands twice` }],
    ),
  );
  // Without a state that rings nobody could ever be reached.
  if (!policy.agentStates.ready.rings) {
    findings.push({
      path: ['agentStates', 'ready', 'rings'],
      reason: 'an agent who is ready must be reachable',
    });
  }
  if (policy.agentStates.wrap_up.reasons.length > 0) {
    findings.push({
      path: ['agentStates', 'wrap_up', 'reasons'],
      reason: 'the end of a call has no reasons',
    });
  }
  return findings;
}

function roleFindings(policy: PhonePolicy): Finding[] {
  const ids = policy.roles.map(({ id }) => id);
  return [
    ...ids.flatMap((id, at) =>
      ids.indexOf(id) === at ? [] : [{ path: ['roles', at, 'id'], reason: `"${id}" stands twice` }],
    ),
    ...policy.freeDialling.roles.flatMap((id, at) =>
      ids.includes(id) ? [] : [{ path: ['freeDialling', 'roles', at], reason: `there is no role "${id}"` }],
    ),
  ];
}

/** Whether a version (three numbers joined by dots) is higher than another. */
export function isNewerVersion(version: string, than: string): boolean {
  const numbers = (text: string): number[] => text.split('.').map(Number);
  const [left, right] = [numbers(version), numbers(than)];
  const at = left.findIndex((part, index) => part !== (right[index] ?? 0));
  return at >= 0 && (left[at] ?? 0) > (right[at] ?? 0);
}
