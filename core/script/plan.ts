import type { Policy } from '../callback/policy.ts';
import type { Stage } from './state.ts';
import type {
  Bilingual,
  IdentityFactor,
  Pack,
  PackData,
  Question,
  Script,
  StepEntry,
} from './pack-schema.ts';
import { factsOf } from './facts.ts';
import type { Facts } from './facts.ts';
import { factsNamed, whenHolds } from './when.ts';

export type PlanQuestion = {
  kind: 'question';
  questionId: string;
  required: boolean;
  section: string;
  stage: Stage;
  /** A branch of the script: asked only after one of these answers to an earlier question. */
  after?: { q: string; answers: readonly string[] };
  /** Only when a robot handed over (true) or only when none did (false). */
  handover?: boolean;
  /** Answered abnormally in the earlier callback: abnormal again raises the grade. */
  earlier?: true;
};
type PlanStep = PlanQuestion | { kind: 'identity'; section: string; stage: Stage };

export type PlanFactor = {
  id: string;
  questionId: string;
  strength: IdentityFactor['strength'];
  input: IdentityFactor['input'];
  tolerancePct: number;
};

/** The script of one policy: a plain value, the same whenever pack, policy and `now` are the same. */
export type Plan = {
  pack: Pack;
  scriptId: string;
  scriptName: Bilingual;
  overlays: readonly string[];
  steps: readonly PlanStep[];
  /** Factors in the order of asking; those for which the policy holds nothing to compare are left out. */
  factors: readonly PlanFactor[];
  /** Numbers that may stand in notes although they look like an account number: the policy number. */
  harmlessNumbers: readonly string[];
  /** Neutral name of the kind of callback, for the time before identity has passed. */
  kindName: Bilingual;
  /** Why this script: each fact that its condition and those of the overlays name. */
  because: readonly { fact: string; value: string }[];
  /** False for a script that tells nothing about the policy and proves no identity. */
  gated: boolean;
  /** Issue that a second callback checks. */
  earlierIssue: string | null;
};

export type PlanInput = {
  /** UTC ms; the attempt's start, so that a replay after midnight gives the same plan. */
  now: number;
  /** Number that is dialled, digits only; the policy's mobile unless told otherwise. */
  dialled?: string;
};

type Branch = Pick<PlanQuestion, 'after' | 'handover'>;
type Entry = { q: string; when: string | undefined; optional: boolean; section: string; branch: Branch };
type Segment = { block: string | null; entries: Entry[] };

const normalised = (entry: StepEntry): Exclude<StepEntry, string> =>
  typeof entry === 'string' ? { q: entry } : entry;

const entryOf = (step: StepEntry, section: string): Entry => {
  const { q, when, optional, after, handover } = normalised(step);
  const branch: Branch = {
    ...(after === undefined ? {} : { after }),
    ...(handover === undefined ? {} : { handover }),
  };
  return { q, when, optional: optional === true, section, branch };
};

/**
 * The script with what it inherits: the steps and items of the script it extends, its own insertions after
 * the inherited ones.
 * @throws RangeError for a script the pack does not have (the pack was not checked).
 */
export const inherited = (
  pack: PackData,
  scriptId: string,
): Required<Pick<Script, 'steps' | 'insertAfter' | 'force' | 'mustCover'>> => {
  const script = pack.scripts[scriptId];
  if (script === undefined) throw new RangeError(`no script ${scriptId} in pack ${pack.pack.id}`);
  const base =
    script.extends === undefined
      ? { steps: [], insertAfter: {}, force: {}, mustCover: [] }
      : inherited(pack, script.extends);
  return {
    steps: script.steps ?? base.steps,
    insertAfter: mergeInsertions(base.insertAfter, script.insertAfter ?? {}),
    force: { ...base.force, ...script.force },
    mustCover: script.mustCover ?? base.mustCover,
  };
};

type Insertions = Record<string, StepEntry[]>;
const mergeInsertions = (first: Insertions, second: Insertions): Insertions => {
  const merged: Insertions = { ...first };
  for (const [block, entries] of Object.entries(second))
    merged[block] = [...(merged[block] ?? []), ...entries];
  return merged;
};

const expand = (pack: PackData, steps: readonly StepEntry[]): Segment[] => {
  let section = '';
  return steps.map((step) => {
    const { q } = normalised(step);
    const block = pack.blocks[q];
    if (block === undefined) return { block: null, entries: [entryOf(step, section)] };
    section = q;
    return { block: q, entries: (block.steps ?? []).map((entry) => entryOf(entry, q)) };
  });
};

/**
 * Steps of a script with its overlays, conditions not yet looked at. Questions after an inserted block
 * belong to that block's section.
 */
export const scriptEntries = (pack: PackData, scriptId: string, overlays: readonly string[]): Segment[] => {
  const base = inherited(pack, scriptId);
  let insertions: Insertions = base.insertAfter;
  let force = base.force;
  for (const overlayId of overlays) {
    const overlay = pack.scripts[overlayId];
    insertions = mergeInsertions(insertions, overlay?.insertAfter ?? {});
    force = { ...force, ...overlay?.force };
  }
  const forced = (entry: Entry): Entry => {
    const how = force[entry.q];
    return how === undefined ? entry : { ...entry, optional: how === 'optional' };
  };
  return expand(pack, base.steps).map((segment) => {
    const added = segment.block === null ? [] : (insertions[segment.block] ?? []);
    const addedEntries = added.map((entry) => entryOf(entry, segment.block ?? ''));
    return { block: segment.block, entries: [...segment.entries, ...addedEntries].map(forced) };
  });
};

/** Questions of the earlier callback that may be asked again: those of the pack that the script does not ask anyway. */
const earlierQuestions = (pack: PackData, segments: readonly Segment[], policy: Policy): string[] => {
  if (policy.callback?.kind !== 'recheck') return [];
  const asked = new Set(segments.flatMap((segment) => segment.entries.map((entry) => entry.q)));
  return [...new Set(policy.callback.questions)].filter((id) => {
    const question = pack.questions[id];
    if (question === undefined || asked.has(id) || question.library === true) return false;
    return question.set !== 'ST' && question.set !== 'TYPED' && question.ends === undefined;
  });
};

const planSteps = (pack: PackData, segments: readonly Segment[], facts: Facts, policy: Policy): PlanStep[] =>
  segments.flatMap((segment): PlanStep[] => {
    const block = segment.block === null ? undefined : pack.blocks[segment.block];
    if (segment.block !== null && block?.use === 'identity') {
      return [{ kind: 'identity', section: segment.block, stage: block.stage }];
    }
    if (segment.block !== null && block?.use === 'earlier_abnormal') {
      const { block: section } = segment;
      return earlierQuestions(pack, segments, policy).map((questionId) => ({
        kind: 'question',
        questionId,
        required: true,
        section,
        stage: block.stage,
        earlier: true,
      }));
    }
    return segment.entries.flatMap((entry): PlanStep[] => {
      // A fact nobody knows must not drop a statutory question: asked unless the condition is surely false.
      if (entry.when !== undefined && whenHolds(entry.when, facts) === false) return [];
      const question: Question | undefined = pack.questions[entry.q];
      const stage = question?.stage ?? pack.blocks[entry.section]?.stage ?? 'questions';
      return [
        {
          kind: 'question',
          questionId: entry.q,
          required: !entry.optional,
          section: entry.section,
          stage,
          ...entry.branch,
        },
      ];
    });
  });

const hasExpectedValue = (policy: Policy, input: IdentityFactor['input']): boolean => {
  if (input === 'date') return policy.holderBirthDate !== null;
  if (input === 'id4') return policy.holderIdLast4 !== null;
  return true;
};

const planFactors = (pack: PackData, policy: Policy, dialled: string): PlanFactor[] =>
  [...pack.identity.ask, ...pack.identity.reserve].flatMap((id): PlanFactor[] => {
    const factor = pack.identity.factors.find((candidate) => candidate.id === id);
    if (factor === undefined || !hasExpectedValue(policy, factor.input)) return [];
    const weak =
      factor.strength === 'weak' && (factor.weakWhenDialled !== true || dialled === policy.holderMobile);
    return [
      {
        id,
        questionId: factor.question,
        strength: factor.strength === 'weak' && !weak ? 'medium' : factor.strength,
        input: factor.input,
        tolerancePct: factor.tolerancePct ?? 0,
      },
    ];
  });

/**
 * Chooses the script of a policy: the enabled one, not an overlay, whose condition holds and that no other such one
 * replaces (the checker sees to it that there is exactly one); then every enabled overlay whose condition holds; then each question whose condition is not false.
 * @throws RangeError when no script fits, which the checker (`script_gap`) rules out for a loaded pack.
 */
export const choosePlan = (pack: Pack, policy: Policy, input: PlanInput): Plan => {
  const facts = factsOf(policy, input.now);
  const fitting = Object.entries(pack.scripts).filter(
    ([, script]) => script.enabled !== false && whenHolds(script.when, facts) === true,
  );
  const candidates = fitting.filter(([, script]) => script.overlay !== true);
  const chosen = candidates.find(
    ([id]) => !candidates.some(([, other]) => other.replaces?.includes(id) === true),
  );
  if (chosen === undefined)
    throw new RangeError(
      `no script of pack ${pack.pack.id} fits a callback of kind ${policy.callback?.kind ?? 'new'} on a policy of design ${policy.design}`,
    );
  const overlays = fitting.filter(([, script]) => script.overlay === true).map(([id]) => id);
  const [scriptId, script] = chosen;
  const named = new Set(
    [script, ...overlays.flatMap((id) => pack.scripts[id] ?? [])].flatMap((one) => factsNamed(one.when)),
  );
  return {
    pack,
    scriptId,
    scriptName: script.name,
    overlays,
    steps: planSteps(pack, scriptEntries(pack, scriptId, overlays), facts, policy),
    factors:
      script.identity === 'none' ? [] : planFactors(pack, policy, input.dialled ?? policy.holderMobile),
    harmlessNumbers: [policy.policyNo],
    kindName: pack.kinds[policy.callback?.kind ?? 'new'].name,
    because: [...named].map((fact) => ({ fact, value: String(facts[fact] ?? '') })),
    gated: script.identity !== 'none',
    earlierIssue: policy.callback?.kind === 'recheck' ? policy.callback.issue : null,
  };
};
