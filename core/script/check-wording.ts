import type { PackData } from './pack-schema.ts';
import type { Path, Report } from './problems.ts';
import { variablesIn } from './render.ts';
import { providedVariables } from './variables.ts';

/** What is read out: one thing at a time, without leading, and with variables that exist. */

const asks = /[？?]/gu;
const particle = /[吗呢]/gu;
const whether = /是否/gu;

const joinedBy = (text: string, joiners: readonly string[]): string | null => {
  if ((text.match(asks)?.length ?? 0) > 1) return 'two question marks';
  if ((text.match(particle)?.length ?? 0) > 1) return '吗 or 呢 twice';
  if ((text.match(whether)?.length ?? 0) > 1) return '是否 twice';
  const joiner = joiners.find((word) => text.includes(word));
  return joiner === undefined ? null : `"${joiner}"`;
};

/** The longest word in the text that leads or promises, so that one fault is told once. */
const leadingWord = (pack: PackData, text: string): string | null =>
  [...pack.wording.leading, ...pack.keywords.agentForbidden]
    .filter((word) => text.includes(word))
    .reduce<string | null>((longest, word) => (word.length > (longest?.length ?? 0) ? word : longest), null);

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
  const leading = leadingWord(pack, question.text);
  if (leading !== null) {
    report(
      'leading_words',
      path,
      `Question ${id} leads the customer or promises ("${leading}").`,
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

/** What the agent says in his own voice beside the locked questions must not lead or promise either. */
const checkSaidWords = (pack: PackData, report: Report): void => {
  const said: [string, Path][] = [
    ...Object.entries(pack.questions).flatMap(([id, question]): [string, Path][] => [
      ...(question.explain === undefined
        ? []
        : [[question.explain, ['questions', id, 'explain']] satisfies [string, Path]]),
      ...Object.entries(question.summary ?? {}).map(([value, text]): [string, Path] => [
        text,
        ['questions', id, 'summary', value],
      ]),
    ]),
    ...pack.objections.flatMap((objection, index) =>
      (['feel', 'others', 'solve'] as const).map((line): [string, Path] => [
        objection[line] ?? '',
        ['objections', index, line],
      ]),
    ),
    [pack.notSelf.text, ['notSelf', 'text']],
  ];
  for (const [text, path] of said) {
    const word = leadingWord(pack, text);
    if (word === null) continue;
    report(
      'leading_words',
      path,
      `The agent would lead the customer or promise ("${word}").`,
      'Say it without.',
    );
  }
};

/** Texts that are shown as they stand: a variable in them would never be filled in. */
const checkPlainTexts = (pack: PackData, report: Report): void => {
  const plain: [string, Path][] = [
    ...Object.entries(pack.questions).map(([id, question]): [string, Path] => [
      question.hint ?? '',
      ['questions', id, 'hint'],
    ]),
    ...[
      ...Object.entries(pack.blocks).map(([id, { name }]) => ({ part: 'blocks', id, name })),
      ...Object.entries(pack.scripts).map(([id, { name }]) => ({ part: 'scripts', id, name })),
      ...Object.entries(pack.kinds).map(([id, { name }]) => ({ part: 'kinds', id, name })),
    ].flatMap(({ part, id, name }): [string, Path][] => [
      [name.zh, [part, id, 'name', 'zh']],
      [name.en, [part, id, 'name', 'en']],
    ]),
  ];
  for (const [text, path] of plain) {
    if (!/[{}]/u.test(text)) continue;
    report('unknown_variable', path, 'This text holds no variables.', 'Take the braces out.');
  }
};

type Spoken = { text: string; path: Path; asked: boolean; extra: readonly string[] };

/** A promise is told with what, when and how (domain.md row 43). */
const promiseWords: readonly string[] = ['时间', '方式', '事项'];

const checkPromiseText = (pack: PackData, report: Report): void => {
  const text = pack.flow.summary.promise;
  if (text === undefined) return;
  for (const name of promiseWords) {
    if (variablesIn(text).includes(name)) continue;
    report(
      'bad_promise',
      ['flow', 'summary', 'promise'],
      `The customer would not hear {${name}} of what was promised.`,
      `Write {${name}} into the sentence.`,
    );
  }
};

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
  const objections = pack.objections.flatMap((objection, index) =>
    (['feel', 'others', 'solve'] as const).map((line) => ({
      text: objection[line] ?? '',
      path: ['objections', index, line],
      asked: false,
      extra: [],
    })),
  );
  return [
    ...questions,
    ...sms,
    ...objections,
    { text: pack.notSelf.text, path: ['notSelf', 'text'], asked: true, extra: [] },
    { text: pack.flow.summary.abnormal, path: ['flow', 'summary', 'abnormal'], asked: true, extra: ['主题'] },
    {
      text: pack.flow.summary.promise ?? '',
      path: ['flow', 'summary', 'promise'],
      asked: true,
      extra: promiseWords,
    },
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
  checkSaidWords(pack, report);
  checkPlainTexts(pack, report);
  checkPromiseText(pack, report);
  checkVariables(pack, report);
};
