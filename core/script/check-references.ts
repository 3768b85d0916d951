import { checkAnswers } from './check-answers.ts';
import type { PackData, StepEntry } from './pack-schema.ts';
import type { Path, Report } from './problems.ts';
import { optionsOf } from './questions.ts';
import { parseWhen } from './when.ts';

/** Everything that names something else must name something that exists, and nothing may exist twice. */

const checkDuplicates = (
  ids: readonly string[],
  at: (index: number) => Path,
  what: string,
  report: Report,
): void => {
  ids.forEach((id, index) => {
    if (ids.indexOf(id) < index) {
      report(
        'duplicate_id',
        at(index),
        `${what} ${id} is there twice.`,
        'Delete one of the two or give it another id.',
      );
    }
  });
};

const checkWhen = (source: string, path: Path, report: Report): void => {
  const result = parseWhen(source);
  if (!result.ok) {
    report(
      'bad_when',
      path,
      `The condition "${source}" fails at character ${result.at + 1}: ${result.message}.`,
      'Mend the condition.',
    );
  }
};

const checkIssue = (pack: PackData, code: string, path: Path, report: Report): void => {
  if (pack.issues.some((issue) => issue.code === code)) return;
  report(
    'unknown_issue',
    path,
    `Issue ${code} is not in the list of issues.`,
    'Add it under issues or name another.',
  );
};

const checkSteps = (
  pack: PackData,
  steps: readonly StepEntry[],
  path: Path,
  blocksAllowed: boolean,
  report: Report,
): void => {
  steps.forEach((step, index) => {
    const q = typeof step === 'string' ? step : step.q;
    const at = typeof step === 'string' ? [...path, index] : [...path, index, 'q'];
    if (typeof step !== 'string' && step.when !== undefined)
      checkWhen(step.when, [...path, index, 'when'], report);
    if (typeof step !== 'string' && step.after !== undefined)
      checkBranch(pack, step.after, [...path, index, 'after'], report);
    if (Object.hasOwn(pack.questions, q) || (blocksAllowed && Object.hasOwn(pack.blocks, q))) return;
    if (/^[A-Z]\d{1,2}$/.test(q))
      report(
        'unknown_question',
        at,
        `Question ${q} does not exist.`,
        'Add it under questions or name another.',
      );
    else
      report(
        'unknown_block',
        at,
        `"${q}" is ${blocksAllowed ? 'neither a block nor a question' : 'not a question'}.`,
        'Add it or name another.',
      );
  });
};

const checkBranch = (
  pack: PackData,
  after: { q: string; answers: readonly string[] },
  path: Path,
  report: Report,
): void => {
  const question = pack.questions[after.q];
  if (question === undefined) {
    report('unknown_question', [...path, 'q'], `Question ${after.q} does not exist.`, 'Name another.');
    return;
  }
  const values = optionsOf(pack, question).map((option) => option.value);
  after.answers.forEach((value, index) => {
    if (values.includes(value)) return;
    report(
      'unknown_answer',
      [...path, 'answers', index],
      `Question ${after.q} has no answer "${value}".`,
      `Its answers are ${values.join(', ')}.`,
    );
  });
};

const checkScripts = (pack: PackData, report: Report): void => {
  for (const [id, script] of Object.entries(pack.scripts)) {
    const path = ['scripts', id];
    checkWhen(script.when, [...path, 'when'], report);
    if (
      script.extends !== undefined &&
      (!Object.hasOwn(pack.scripts, script.extends) || pack.scripts[script.extends]?.steps === undefined)
    ) {
      report(
        'unknown_script',
        [...path, 'extends'],
        `Script ${id} extends "${script.extends}", which is not a script with steps of its own.`,
        'Name one that has steps.',
      );
    }
    if (script.extends === undefined && script.overlay !== true && script.steps === undefined) {
      report('shape', path, `Script ${id} has no steps.`, 'List steps or name the script it extends.');
    }
    if (
      script.overlay === true &&
      (script.steps !== undefined || script.extends !== undefined || script.mustCover !== undefined)
    ) {
      report(
        'shape',
        path,
        `The overlay ${id} has steps, extends or mustCover.`,
        'An overlay has only insertAfter and force.',
      );
    }
    (script.replaces ?? []).forEach((other, index) => {
      if (Object.hasOwn(pack.scripts, other) && other !== id && pack.scripts[other]?.overlay !== true) return;
      report(
        'unknown_script',
        [...path, 'replaces', index],
        `Script ${id} replaces "${other}", which is not another script that can be chosen.`,
        'Name one that can.',
      );
    });
    checkSteps(pack, script.steps ?? [], [...path, 'steps'], true, report);
    for (const [block, steps] of Object.entries(script.insertAfter ?? {})) {
      if (!Object.hasOwn(pack.blocks, block)) {
        report(
          'unknown_block',
          [...path, 'insertAfter', block],
          `There is no block ${block} to insert after.`,
          'Name a block.',
        );
      }
      checkSteps(pack, steps, [...path, 'insertAfter', block], false, report);
    }
    for (const q of Object.keys(script.force ?? {})) {
      if (Object.hasOwn(pack.questions, q)) continue;
      report('unknown_question', [...path, 'force', q], `Question ${q} does not exist.`, 'Name a question.');
    }
    (script.mustCover ?? []).forEach((item, index) => {
      if (typeof item !== 'string') checkWhen(item.when, [...path, 'mustCover', index, 'when'], report);
    });
  }
};

const checkIdentityNames = (pack: PackData, report: Report): void => {
  const { identity } = pack;
  const ids = identity.factors.map((factor) => factor.id);
  checkDuplicates(ids, (index) => ['identity', 'factors', index, 'id'], 'Factor', report);
  const order = [...identity.ask, ...identity.reserve];
  const at = (index: number): Path =>
    index < identity.ask.length
      ? ['identity', 'ask', index]
      : ['identity', 'reserve', index - identity.ask.length];
  checkDuplicates(order, at, 'Factor', report);
  order.forEach((id, index) => {
    if (!ids.includes(id))
      report(
        'unknown_factor',
        at(index),
        `Factor ${id} does not exist.`,
        'Add it under identity.factors or name another.',
      );
  });
  identity.factors.forEach((factor, index) => {
    const question = pack.questions[factor.question];
    if (question?.set === 'TYPED') return;
    report(
      'unknown_question',
      ['identity', 'factors', index, 'question'],
      `Factor ${factor.id} asks ${factor.question}, which is not a question of the set TYPED.`,
      'Name a question of that set.',
    );
  });
  const name = pack.questions[identity.nameQuestion];
  if (name === undefined || !Object.values(name.ends ?? {}).includes('not_self')) {
    report(
      'unknown_question',
      ['identity', 'nameQuestion'],
      `The question ${identity.nameQuestion} does not tell whether the holder is speaking.`,
      'Name a question with an answer that ends in not_self.',
    );
  }
  checkIssue(pack, identity.failIssue, ['identity', 'failIssue'], report);
  checkIssue(pack, identity.impostorIssue, ['identity', 'impostorIssue'], report);
};

const checkKeywords = (pack: PackData, report: Report): void => {
  const { keywords } = pack;
  const words = new Set([...keywords.U, ...keywords.I]);
  for (const [word, code] of Object.entries(keywords.issues ?? {})) {
    const path = ['keywords', 'issues', word];
    checkIssue(pack, code, path, report);
    if (!words.has(word))
      report('unknown_keyword', path, `"${word}" stands in neither U nor I.`, 'Add it to one of the two.');
  }
  (keywords.opens ?? []).forEach((word, index) => {
    if (Object.hasOwn(keywords.issues ?? {}, word)) return;
    report(
      'unknown_keyword',
      ['keywords', 'opens', index],
      `"${word}" has no issue to open.`,
      'Give it one under keywords.issues.',
    );
  });
};

/** Section 4 of the domain, flow_rules: unclear is abnormal. */
const checkUnclear = (
  option: { value: string; unclear?: boolean | undefined; abnormal?: boolean | undefined },
  path: Path,
  report: Report,
): void => {
  if (option.unclear !== true || option.abnormal === true) return;
  report(
    'unclear_not_abnormal',
    path,
    `The answer "${option.value}" says that the customer is not clear, and would pass as normal.`,
    'Set abnormal: true.',
  );
};

export const checkReferences = (pack: PackData, report: Report): void => {
  checkDuplicates(
    pack.issues.map((issue) => issue.code),
    (index) => ['issues', index, 'code'],
    'Issue',
    report,
  );
  checkDuplicates(
    pack.dispositions.map((one) => one.code),
    (index) => ['dispositions', index, 'code'],
    'Disposition',
    report,
  );
  checkDuplicates(
    pack.objections.map((one) => one.id),
    (index) => ['objections', index, 'id'],
    'Objection',
    report,
  );
  for (const [set, options] of Object.entries(pack.answerSets)) {
    checkDuplicates(
      options.map((option) => option.value),
      (index) => ['answerSets', set, index, 'value'],
      `Answer of ${set}`,
      report,
    );
    options.forEach((option, index) => {
      if (option.issue !== undefined)
        checkIssue(pack, option.issue, ['answerSets', set, index, 'issue'], report);
      checkUnclear(option, ['answerSets', set, index], report);
    });
  }
  for (const [id, question] of Object.entries(pack.questions)) {
    const path = ['questions', id];
    if (question.issue !== undefined) checkIssue(pack, question.issue, [...path, 'issue'], report);
    for (const [value, code] of Object.entries(question.issues ?? {}))
      checkIssue(pack, code, [...path, 'issues', value], report);
    (question.options ?? []).forEach((option, index) => {
      if (option.issue !== undefined)
        checkIssue(pack, option.issue, [...path, 'options', index, 'issue'], report);
      checkUnclear(option, [...path, 'options', index], report);
    });
    checkAnswers(pack, id, report);
  }
  pack.issueRules.misSelling.forEach((code, index) =>
    checkIssue(pack, code, ['issueRules', 'misSelling', index], report),
  );
  pack.notSelf.end.forEach((code, index) => {
    if (pack.dispositions.some((one) => one.code === code)) return;
    report(
      'unknown_disposition',
      ['notSelf', 'end', index],
      `Disposition ${code} does not exist.`,
      'Add it under dispositions or name another.',
    );
  });
  pack.dispositions.forEach((disposition, index) => {
    disposition.opens.forEach((code, at) =>
      checkIssue(pack, code, ['dispositions', index, 'opens', at], report),
    );
  });
  pack.objections.forEach((objection, index) => {
    if (objection.opens !== null) checkIssue(pack, objection.opens, ['objections', index, 'opens'], report);
    if (objection.ends === null || pack.dispositions.some((one) => one.code === objection.ends)) return;
    report(
      'unknown_disposition',
      ['objections', index, 'ends'],
      `Disposition ${objection.ends} does not exist.`,
      'Add it under dispositions or name another.',
    );
  });
  checkKeywords(pack, report);
  checkIssue(pack, pack.flow.refusal.issue, ['flow', 'refusal', 'issue'], report);
  for (const [flag, code] of Object.entries(pack.flow.flags))
    checkIssue(pack, code, ['flow', 'flags', flag], report);
  for (const [id, block] of Object.entries(pack.blocks)) {
    const path = ['blocks', id];
    if ((block.use === undefined) === (block.steps === undefined)) {
      report('shape', path, `Block ${id} needs either steps or use.`, 'Give it one of the two.');
    }
    if (pack.questions[id] !== undefined)
      report('duplicate_id', path, `${id} is a block and a question.`, 'Give the block another name.');
    checkSteps(pack, block.steps ?? [], [...path, 'steps'], false, report);
  }
  checkScripts(pack, report);
  checkIdentityNames(pack, report);
};
