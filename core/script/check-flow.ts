import { implies, uncoveredCase } from './fact-cases.ts';
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

const checkScript = (pack: PackData, scriptId: string, reached: Set<string>, report: Report): void => {
  const path = ['scripts', scriptId];
  const segments = scriptEntries(pack, scriptId, overlaysOf(pack));
  const gates = segments.flatMap((segment, index) =>
    segment.block !== null && pack.blocks[segment.block]?.use === 'identity' ? [index] : [],
  );
  if (gates.length !== 1) {
    report(
      'identity_place',
      [...path, 'steps'],
      `Script ${scriptId} has ${gates.length} identity blocks.`,
      'Put exactly one block with use: identity into it.',
    );
  }
  const before = segments.slice(0, gates[0] ?? segments.length).flatMap((segment) => segment.entries);
  for (const entry of before) checkNoFacts(pack, entry.q, report);
  if (!before.some((entry) => entry.q === pack.identity.nameQuestion)) {
    report(
      'identity_place',
      [...path, 'steps'],
      `Script ${scriptId} does not ask ${pack.identity.nameQuestion} before identity.`,
      'Ask who is speaking first.',
    );
  }
  const seen = new Set<string>();
  for (const entry of segments.flatMap((segment) => segment.entries)) {
    if (seen.has(entry.q))
      report('asked_twice', path, `Script ${scriptId} asks ${entry.q} twice.`, 'Ask it once.');
    seen.add(entry.q);
    reached.add(entry.q);
  }
};

const checkItems = (pack: PackData, scriptId: string, report: Report): void => {
  const script = pack.scripts[scriptId];
  if (script === undefined) return;
  const path: Path = ['scripts', scriptId, script.mustCover === undefined ? 'when' : 'mustCover'];
  const must = inherited(pack, scriptId).mustCover.map((item) =>
    typeof item === 'string' ? { item, when: undefined } : item,
  );
  const entries = scriptEntries(pack, scriptId, []).flatMap((segment) => segment.entries);
  for (const item of statutoryItems) {
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
    if (script.overlay === true) {
      for (const step of Object.values(script.insertAfter ?? {}).flat())
        reached.add(typeof step === 'string' ? step : step.q);
      continue;
    }
    checkScript(pack, id, reached, report);
    if (script.enabled !== false) checkItems(pack, id, report);
  }
  const choosable = scripts.flatMap(([, script]) =>
    script.overlay !== true && script.enabled !== false ? [script.when] : [],
  );
  const gap = choosable.length === 0 ? {} : uncoveredCase(choosable);
  if (gap !== null) {
    const facts = Object.entries(gap)
      .map(([name, value]) => `${name}=${String(value)}`)
      .join(', ');
    report(
      'script_gap',
      ['scripts'],
      `No script fits a policy with ${facts === '' ? 'any facts' : facts}.`,
      'Widen a condition or add a script.',
    );
  }
  checkIdentity(pack, report);
  checkMarks(pack, report);
  checkReach(pack, reached, report);
};
