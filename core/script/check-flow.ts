import { commonCase, implies, uncoveredCase } from './fact-cases.ts';
import { statutoryItems } from './pack-schema.ts';
import type { PackData } from './pack-schema.ts';
import { inherited, scriptEntries } from './plan.ts';
import type { Path, Report } from './problems.ts';
import { variablesIn } from './render.ts';

/** The order of things: identity before facts, every statutory item, no question that nobody can reach. */

const overlaysOf = (pack: PackData): string[] =>
  Object.entries(pack.scripts).flatMap(([id, script]) => (script.overlay === true ? [id] : []));

const factsUsed = (pack: PackData, text: string): string[] =>
  variablesIn(text).filter((name) => pack.variables[name]?.fact === true);

const checkNoFacts = (pack: PackData, questionId: string, report: Report): void => {
  const question = pack.questions[questionId];
  if (question === undefined) return;
  const remedy = 'Move the question behind the identity block or take the fact out.';
  const path = ['questions', questionId];
  for (const key of ['text', 'explain'] as const) {
    const [name] = factsUsed(pack, question[key] ?? '');
    if (name !== undefined) {
      report(
        'fact_before_identity',
        [...path, key],
        `{${name}} in ${questionId} would be on screen before identity has passed.`,
        remedy,
      );
      return;
    }
  }
  if (question.sensitive === true) {
    report(
      'fact_before_identity',
      [...path, 'sensitive'],
      `${questionId} is marked sensitive and would be on screen before identity has passed.`,
      remedy,
    );
  }
};

/** Questions that some case is asked: by the script itself, or by an overlay that can hold together with it. */
const markReached = (pack: PackData, scriptId: string, reached: Set<string>): void => {
  const own = pack.scripts[scriptId]?.when ?? '';
  for (const overlayId of [null, ...overlaysOf(pack)]) {
    const overlay = overlayId === null ? [] : [pack.scripts[overlayId]?.when ?? ''];
    for (const { entries } of scriptEntries(pack, scriptId, overlayId === null ? [] : [overlayId]))
      for (const { q, when } of entries)
        if (!reached.has(q) && commonCase([own, ...overlay, ...(when === undefined ? [] : [when])]) !== null)
          reached.add(q);
  }
};

const checkScript = (pack: PackData, scriptId: string, reached: Set<string>, report: Report): void => {
  const path = ['scripts', scriptId];
  const segments = scriptEntries(pack, scriptId, overlaysOf(pack));
  const gates = segments.flatMap((segment, index) =>
    segment.block !== null && pack.blocks[segment.block]?.use === 'identity' ? [index] : [],
  );
  const ungated = pack.scripts[scriptId]?.identity === 'none';
  if (gates.length !== (ungated ? 0 : 1)) {
    report(
      'identity_place',
      [...path, 'steps'],
      `Script ${scriptId} has ${gates.length} identity blocks.`,
      ungated
        ? 'Take it out, or take identity: none away.'
        : 'Put exactly one block with use: identity into it.',
    );
  }
  const before = segments.slice(0, gates[0] ?? segments.length).flatMap((segment) => segment.entries);
  for (const entry of before) checkNoFacts(pack, entry.q, report);
  if (!ungated && !before.some((entry) => entry.q === pack.identity.nameQuestion)) {
    report(
      'identity_place',
      [...path, 'steps'],
      `Script ${scriptId} does not ask ${pack.identity.nameQuestion} before identity.`,
      'Ask who is speaking first.',
    );
  }
  markReached(pack, scriptId, reached);
  const dynamic = segments.some(
    (segment) => segment.block !== null && pack.blocks[segment.block]?.use === 'earlier_abnormal',
  );
  if (dynamic && ungated) {
    report(
      'fact_before_identity',
      [...path, 'identity'],
      `Script ${scriptId} asks questions of an earlier callback without proof of identity.`,
      'Take identity: none away.',
    );
  }
  const seen = new Set<string>();
  // A branch may ask early what everybody is asked later; it is then not asked again.
  const branched = new Set<string>();
  for (const entry of segments.flatMap((segment) => segment.entries)) {
    checkBranchOrder(pack, scriptId, entry, seen, report);
    if (entry.branch.after !== undefined && !seen.has(entry.q)) {
      branched.add(entry.q);
    } else if (branched.delete(entry.q)) {
      seen.add(entry.q);
      continue;
    }
    if (seen.has(entry.q))
      report('asked_twice', path, `Script ${scriptId} asks ${entry.q} twice.`, 'Ask it once.');
    seen.add(entry.q);
  }
};

type Entry = ReturnType<typeof scriptEntries>[number]['entries'][number];

/** A branch hangs on a question that was asked before it and whose answer lets the script go on. */
const checkBranchOrder = (
  pack: PackData,
  scriptId: string,
  entry: Entry,
  seen: ReadonlySet<string>,
  report: Report,
): void => {
  const { after } = entry.branch;
  if (after === undefined) return;
  const hanging = pack.questions[after.q];
  const ended = after.answers.every(
    (value) => hanging?.ends?.[value] !== undefined || hanging?.backToItem?.includes(value) === true,
  );
  if (seen.has(after.q) && !ended) return;
  report(
    'unreachable_question',
    ['scripts', scriptId, 'steps'],
    ended
      ? `Script ${scriptId} asks ${entry.q} after answers to ${after.q} that end the script.`
      : `Script ${scriptId} asks ${entry.q} after an answer to ${after.q}, which it has not asked before.`,
    `Put ${after.q} before it, or name answers after which the script goes on.`,
  );
};

const checkItems = (pack: PackData, scriptId: string, report: Report): void => {
  const script = pack.scripts[scriptId];
  if (script === undefined) return;
  const path: Path = ['scripts', scriptId, script.mustCover === undefined ? 'when' : 'mustCover'];
  const must = inherited(pack, scriptId).mustCover.map((item) =>
    typeof item === 'string' ? { item, when: undefined } : item,
  );
  const entries = scriptEntries(pack, scriptId, []).flatMap((segment) => segment.entries);
  // The seven items are the law for new business; another callback covers what its script promises.
  const isNew = commonCase([script.when, 'type == new']) !== null;
  const waived = new Set<string>(script.waives?.items ?? []);
  if (waived.size > 0 && !implies([script.when], 'dual_record_confirmed')) {
    report(
      'missing_item',
      ['scripts', scriptId, 'waives'],
      `Script ${scriptId} leaves out statutory items and is not limited to policies with a confirmed recording.`,
      'Add "and dual_record_confirmed" to its condition, or ask all items.',
    );
  }
  const due = statutoryItems.filter(
    (item) => (isNew && !waived.has(item)) || must.some((candidate) => candidate.item === item),
  );
  for (const item of due) {
    const duty = must.find((candidate) => candidate.item === item);
    if (duty === undefined) {
      report(
        'missing_item',
        path,
        `Script ${scriptId} does not promise the statutory item (${item}).`,
        'Name it under mustCover.',
      );
      continue;
    }
    const given = [script.when, ...(duty.when === undefined ? [] : [duty.when])];
    const covered = entries.some(
      (entry) =>
        pack.questions[entry.q]?.item === item &&
        !entry.optional &&
        entry.branch.after === undefined &&
        entry.branch.handover === undefined &&
        (entry.when === undefined || implies(given, entry.when)),
    );
    if (!covered) {
      report(
        'missing_item',
        path,
        `No required question of script ${scriptId} covers the statutory item (${item})${duty.when === undefined ? '' : ` when ${duty.when}`}.`,
        'Add one, or mark the question that covers it with this item.',
      );
    }
  }
};

/** Row 40 of the domain: whether the customer has understood shows only in his own words, so one question asks for them. */
const checkOpenQuestion = (pack: PackData, scriptId: string, report: Report): void => {
  const { when = '' } = pack.scripts[scriptId] ?? {};
  if (commonCase([when, 'type == new']) === null) return;
  const open = scriptEntries(pack, scriptId, [])
    .flatMap((segment) => segment.entries)
    .some(({ q, when: only, optional, branch }) => {
      const question = pack.questions[q];
      return (
        question?.set === 'OPEN' &&
        question.ownOptions !== true &&
        !optional &&
        branch.after === undefined &&
        (only === undefined || implies([when], only))
      );
    });
  if (open) return;
  report(
    'no_open_question',
    ['scripts', scriptId],
    `Script ${scriptId} never lets the customer say in his own words what he has understood.`,
    'Ask at least one required question of the set OPEN, rated by the agent.',
  );
};

const checkIdentity = (pack: PackData, report: Report): void => {
  const { identity } = pack;
  const order = [...identity.ask, ...identity.reserve];
  const asked = identity.factors.filter((factor) => order.includes(factor.id));
  const strong = asked.filter((factor) => factor.strength === 'strong').length;
  const counting = asked.filter((factor) => factor.strength !== 'weak').length;
  if (strong < identity.minStrong) {
    report(
      'identity_impossible',
      ['identity', 'minStrong'],
      `${identity.minStrong} strong factors are needed and ${strong} can be asked.`,
      'Ask more strong factors or need fewer.',
    );
  }
  if (counting < identity.minFactors) {
    report(
      'identity_impossible',
      ['identity', 'minFactors'],
      `${identity.minFactors} factors are needed and ${counting} that are not weak can be asked.`,
      'Ask more factors or need fewer.',
    );
  }
  for (const factor of asked) checkNoFacts(pack, factor.question, report);
};

const checkMarks = (pack: PackData, report: Report): void => {
  for (const [id, question] of Object.entries(pack.questions)) {
    const [name] = factsUsed(pack, question.text);
    if (name === undefined || question.sensitive === true) continue;
    report(
      'fact_not_marked',
      ['questions', id, 'text'],
      `Question ${id} holds the policy fact {${name}} and is not marked.`,
      'Set sensitive: true.',
    );
  }
  const [name] = factsUsed(pack, pack.notSelf.text);
  if (name !== undefined) {
    report(
      'fact_before_identity',
      ['notSelf', 'text'],
      `{${name}} would be told to somebody who is not the holder.`,
      'Take it out.',
    );
  }
};

const checkNotSelf = (pack: PackData, report: Report): void => {
  const word = pack.notSelf.forbid.find((forbidden) => pack.notSelf.text.includes(forbidden));
  if (word === undefined) return;
  report(
    'fact_before_identity',
    ['notSelf', 'text'],
    `"${word}" would be told to somebody who is not the holder.`,
    'Take it out.',
  );
};

/** For every case exactly one script: no case without one, none in which two fit and neither gives way. */
const checkChoice = (pack: PackData, report: Report): void => {
  const choosable = Object.entries(pack.scripts).filter(
    ([, script]) => script.overlay !== true && script.enabled !== false,
  );
  const told = (facts: Readonly<Record<string, unknown>>): string =>
    Object.entries(facts)
      .map(([name, value]) => `${name}=${String(value)}`)
      .join(', ') || 'any facts';
  const gap = choosable.length === 0 ? {} : uncoveredCase(choosable.map(([, script]) => script.when));
  if (gap !== null) {
    report(
      'script_gap',
      ['scripts'],
      `No script fits a policy with ${told(gap)}.`,
      'Widen a condition or add a script.',
    );
  }
  choosable.forEach(([id, script], index) => {
    for (const [other, second] of choosable.slice(index + 1)) {
      if (script.replaces?.includes(other) === true || second.replaces?.includes(id) === true) continue;
      const both = commonCase([script.when, second.when]);
      if (both === null) continue;
      report(
        'script_overlap',
        ['scripts', other, 'when'],
        `The scripts ${id} and ${other} both fit a policy with ${told(both)}.`,
        'Narrow one condition, or name under replaces which script gives way.',
      );
    }
  });
};

const checkReach = (pack: PackData, reached: ReadonlySet<string>, report: Report): void => {
  const order = [...pack.identity.ask, ...pack.identity.reserve];
  const factorQuestions = new Set(
    pack.identity.factors.filter((factor) => order.includes(factor.id)).map((factor) => factor.question),
  );
  for (const [id, question] of Object.entries(pack.questions)) {
    const asked = reached.has(id) || factorQuestions.has(id);
    if (!asked && question.library !== true) {
      report(
        'unreachable_question',
        ['questions', id],
        `No script asks question ${id}.`,
        'Put it into a block or script, or mark it library: true.',
      );
    }
    if (asked && question.library === true) {
      report(
        'unreachable_question',
        ['questions', id, 'library'],
        `Question ${id} is marked library and is asked.`,
        'Take the mark away.',
      );
    }
  }
  const used = new Set(
    Object.values(pack.scripts).flatMap((script) =>
      (script.steps ?? []).map((step) => (typeof step === 'string' ? step : step.q)),
    ),
  );
  for (const id of Object.keys(pack.blocks)) {
    if (!used.has(id))
      report('unreachable_block', ['blocks', id], `No script uses block ${id}.`, 'Use it or delete it.');
  }
};

/** To be run on a pack whose references and conditions are sound. */
export const checkFlow = (pack: PackData, report: Report): void => {
  const reached = new Set<string>();
  const scripts = Object.entries(pack.scripts);
  for (const [id, script] of scripts) {
    if (script.overlay === true) continue;
    checkScript(pack, id, reached, report);
    checkItems(pack, id, report);
    checkOpenQuestion(pack, id, report);
  }
  checkChoice(pack, report);
  checkNotSelf(pack, report);
  checkIdentity(pack, report);
  checkMarks(pack, report);
  checkReach(pack, reached, report);
};
