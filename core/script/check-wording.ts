import type { PackData } from './pack-schema.ts';
import type { Path, Report } from './problems.ts';
import { variablesIn } from './render.ts';
import { providedVariables } from './variables.ts';

/** What is read out: one thing at a time, without leading, and with variables that exist. */

const asks = /[？?]/gu;
const particle = /吗/gu;
const whether = /是否/gu;

const joinedBy = (text: string, joiners: readonly string[]): string | null => {
  if ((text.match(asks)?.length ?? 0) > 1) return 'two question marks';
  if ((text.match(particle)?.length ?? 0) > 1) return '吗 twice';
  if ((text.match(whether)?.length ?? 0) > 1) return '是否 twice';
  const joiner = joiners.find((word) => text.includes(word));
  return joiner === undefined ? null : `"${joiner}"`;
};

const checkQuestionWords = (pack: PackData, id: string, report: Report): void => {
  const question = pack.questions[id];
  if (question === undefined) return;
  const path = ['questions', id, 'text'];
  const joined =
    question.set === 'ST' || question.keepTogether !== undefined
      ? null
      : joinedBy(question.text, pack.wording.joiners);
  if (joined !== null) {
    report(
      'merged_question',
      path,
      `Question ${id} asks more than one thing (${joined}).`,
      'Make two questions of it, or set keepTogether with the reason.',
    );
  }
  for (const word of [...pack.wording.leading, ...pack.keywords.agentForbidden]) {
    if (!question.text.includes(word)) continue;
    report(
      'leading_words',
      path,
      `Question ${id} leads the customer or promises ("${word}").`,
      'Ask without it.',
    );
  }
  for (const word of pack.identity.neverAsk) {
    if (!question.text.includes(word)) continue;
    report(
      'forbidden_question',
      path,
      `Question ${id} asks for what must never be asked ("${word}").`,
      'Take it out.',
    );
  }
};

type Spoken = { text: string; path: Path; asked: boolean; extra: readonly string[] };

const spokenTexts = (pack: PackData): Spoken[] => {
  const questions = Object.entries(pack.questions).flatMap(([id, question]): Spoken[] => {
    const asked = question.library !== true;
    const path = ['questions', id];
    return [
      { text: question.text, path: [...path, 'text'], asked, extra: [] },
      ...(question.explain === undefined
        ? []
        : [{ text: question.explain, path: [...path, 'explain'], asked, extra: [] }]),
      ...Object.entries(question.summary ?? {}).map(([value, text]) => ({
        text,
        path: [...path, 'summary', value],
        asked,
        extra: [],
      })),
    ];
  });
  const sms = Object.entries(pack.sms).map(([id, text]) => ({
    text,
    path: ['sms', id],
    asked: false,
    extra: [],
  }));
  const objections = pack.objections.map((objection, index) => ({
    text: objection.solve,
    path: ['objections', index, 'solve'],
    asked: false,
    extra: [],
  }));
  return [
    ...questions,
    ...sms,
    ...objections,
    { text: pack.notSelf.text, path: ['notSelf', 'text'], asked: true, extra: [] },
    { text: pack.flow.summary.abnormal, path: ['flow', 'summary', 'abnormal'], asked: true, extra: ['主题'] },
  ];
};

const checkVariables = (pack: PackData, report: Report): void => {
  for (const { text, path, asked, extra } of spokenTexts(pack)) {
    if (/[{}]/u.test(text.replace(/\{[^{}]+\}/gu, ''))) {
      report('unknown_variable', path, 'A brace stands alone in the text.', 'Write variables as {name}.');
    }
    for (const name of variablesIn(text)) {
      if (extra.includes(name)) continue;
      if (!Object.hasOwn(pack.variables, name)) {
        report(
          'unknown_variable',
          path,
          `Variable {${name}} is not declared.`,
          'Declare it under variables or write another.',
        );
      } else if (asked && !Object.hasOwn(providedVariables, name)) {
        report(
          'variable_not_provided',
          path,
          `The program has no value for {${name}}, so it would be read out as it stands.`,
          `Use one of ${Object.keys(providedVariables).join(', ')}, or mark the question library: true.`,
        );
      }
    }
  }
  for (const [name, variable] of Object.entries(pack.variables)) {
    if (!Object.hasOwn(providedVariables, name) || providedVariables[name]?.fact !== true || variable.fact)
      continue;
    report(
      'fact_not_marked',
      ['variables', name, 'fact'],
      `{${name}} tells something about the policy and is declared as no fact.`,
      'Set fact: true.',
    );
  }
};

export const checkWording = (pack: PackData, report: Report): void => {
  for (const id of Object.keys(pack.questions)) checkQuestionWords(pack, id, report);
  checkVariables(pack, report);
};
