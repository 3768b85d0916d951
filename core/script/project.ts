import { closeBlockedBy } from './customer-question.ts';
import { allowedDispositions, successBlocks } from './endings.ts';
import type { CallFacts } from './endings.ts';
import { factorState, gateOf, triesLeft } from './identity-gate.ts';
import type { Gate } from './identity-gate.ts';
import { inLocale, notSelfTextId } from './pack-schema.ts';
import type { FactorInput, ScriptLocale } from './pack-schema.ts';
import type { Plan, PlanFactor, PlanQuestion } from './plan.ts';
import { isIdentified, openingQuestions, positionOf, questionsOnCourse } from './position.ts';
import type { Position } from './position.ts';
import { latestAnswer, optionOf, optionsOf, questionOf } from './questions.ts';
import { noteTagViews, questionViews } from './project-questions.ts';
import { readingSeconds, renderText } from './render.ts';
import type { EndingReason, ScriptIssue, ScriptState, Stage } from './state.ts';
import { mayAskAgain } from './step-answer.ts';
import { mayCorrect } from './stepper.ts';
import { closingSummary } from './summary.ts';
import type { Card, IdentityView, IssueView, ScriptView } from './view.ts';

export type ProjectInput = {
  /** From `scriptVariables`. */
  variables: Readonly<Record<string, string>>;
  call: CallFacts;
  locale: ScriptLocale;
};

type Scene = {
  plan: Plan;
  state: ScriptState;
  variables: Readonly<Record<string, string>>;
  locale: ScriptLocale;
  gate: Gate;
};

/** The wall itself: while identity is open, facts of the policy are not even at hand for rendering. */
const withoutFacts = (plan: Plan, variables: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(variables).filter(([name]) => plan.pack.variables[name]?.fact === false));

const textOf = ({ plan, variables }: Scene, template: string) => {
  const text = renderText(template, variables);
  return { text, minSeconds: readingSeconds(text, plan.pack.flow.fastestCharsPerMinute) };
};

const issueView = ({ plan, locale }: Scene, issue: ScriptIssue, shown: ReadonlySet<string>): IssueView => {
  const type = plan.pack.issues.find((candidate) => candidate.code === issue.code);
  return {
    code: issue.code,
    name: type === undefined ? issue.code : inLocale(type.name, locale),
    grade: issue.grade,
    questionId: issue.questionId !== null && shown.has(issue.questionId) ? issue.questionId : null,
  };
};

const questionCard = (scene: Scene, step: PlanQuestion): Card => {
  const { plan, state, locale } = scene;
  const { questionId } = step;
  const question = questionOf(plan.pack, questionId);
  const options = optionsOf(plan.pack, question).map((option, index) => ({
    key: String(index + 1),
    value: option.value,
    label: inLocale(option.label, locale),
  }));
  const common = {
    questionId,
    ...textOf(scene, question.text),
    textHash: plan.pack.textHashes[questionId] ?? '',
    options,
  };
  if (question.set === 'ST') return { kind: 'statement', ...common };
  return {
    kind: 'question',
    ...common,
    set: question.set === 'TYPED' ? 'OPEN' : question.set,
    optional: !step.required,
    wantsWords: question.set === 'OPEN',
    item: question.item ?? null,
    hint: question.hint ?? null,
    asking: state.askings[questionId] ?? 1,
  };
};

const abnormalCard = (scene: Scene, step: PlanQuestion, shown: ReadonlySet<string>): Card => {
  const { plan, state, locale } = scene;
  const { questionId } = step;
  const question = questionOf(plan.pack, questionId);
  const option = optionOf(plan.pack, question, latestAnswer(state, questionId)?.value ?? '');
  return {
    kind: 'abnormal',
    questionId,
    text: textOf(scene, question.text).text,
    answerLabel: option === undefined ? '' : inLocale(option.label, locale),
    issues: state.issues
      .filter((issue) => issue.questionId === questionId)
      .map((issue) => issueView(scene, issue, shown)),
    explain: question.explain === undefined ? null : renderText(question.explain, scene.variables),
    canAskAgain: mayAskAgain(plan, state, questionId),
  };
};

const verifyCard = (scene: Scene, factor: PlanFactor): Card => {
  const input: FactorInput = factor.input;
  return {
    kind: 'verify',
    factorId: factor.id,
    questionId: factor.questionId,
    ...textOf(scene, questionOf(scene.plan.pack, factor.questionId).text),
    textHash: scene.plan.pack.textHashes[factor.questionId] ?? '',
    strength: factor.strength,
    inputKind: input,
    triesLeft: triesLeft(scene.plan, scene.state.identity, factor.id),
  };
};

const cardOf = (scene: Scene, position: Position, shown: ReadonlySet<string>): Card => {
  const ending = (reason: EndingReason): Card => ({ kind: 'ending', reason });
  switch (position.kind) {
    case 'question':
      return questionCard(scene, position.step);
    case 'abnormal':
      return abnormalCard(scene, position.step, shown);
    case 'verify':
      return verifyCard(scene, position.factor);
    case 'ended': {
      const { plan, state } = scene;
      if (position.reason !== 'not_self' || state.phases[notSelfTextId] === 'done')
        return ending(position.reason);
      const { text } = textOf(scene, plan.pack.notSelf.text);
      return { kind: 'not_self', text, textHash: plan.pack.textHashes[notSelfTextId] ?? '' };
    }
    case 'complete':
      return ending('complete');
  }
};

const identityView = ({ plan, state, locale, gate }: Scene): IdentityView => ({
  status: gate.status === 'failed' ? 'failed' : isIdentified(plan, state) ? 'passed' : 'locked',
  passed: gate.passed,
  needed: plan.gated ? gate.needed : 0,
  strongPassed: gate.strongPassed,
  strongNeeded: plan.gated ? plan.pack.identity.minStrong : 0,
  factors: plan.factors.map((factor) => {
    const { outcome } = factorState(state.identity, factor.id);
    return {
      id: factor.id,
      questionId: factor.questionId,
      label: inLocale(questionOf(plan.pack, factor.questionId).name, locale),
      strength: factor.strength,
      state: gate.current?.id === factor.id ? ('current' as const) : outcome,
      triesLeft: triesLeft(plan, state.identity, factor.id),
    };
  }),
});

/** Stands for all sections behind the gate: their names and numbers tell the kind of product. */
const hiddenSection = 'behind_gate';

/**
 * Until identity has passed only the sections before the gate are counted one by one; the rest is one section
 * without a number, the same for every script.
 */
const progressOf = (scene: Scene, passed: boolean): ScriptView['progress'] => {
  const { plan, state, locale, gate } = scene;
  const hides = plan.gated && !passed;
  const before = new Set(openingQuestions(plan));
  const required = questionsOnCourse(plan, state).filter(
    (step) => step.required && (!hides || before.has(step.questionId)),
  );
  const isDone = (step: PlanQuestion): boolean => state.phases[step.questionId] === 'done';
  const atGate = plan.steps.findIndex((step) => step.kind === 'identity');
  const shownSteps = hides ? plan.steps.slice(0, atGate + 1) : plan.steps;
  const sections = [...new Set(shownSteps.map((step) => step.section))].map((id) => {
    const name = plan.pack.blocks[id]?.name;
    const own = required.filter((step) => step.section === id);
    const isIdentity = plan.steps.some((step) => step.kind === 'identity' && step.section === id);
    return {
      id,
      name: name === undefined ? id : inLocale(name, locale),
      done: isIdentity ? Math.min(gate.passed, gate.needed) : own.filter(isDone).length,
      total: isIdentity ? gate.needed : own.length,
    };
  });
  const hidden = { id: hiddenSection, name: inLocale(plan.pack.pack.name, locale), done: 0, total: 0 };
  return {
    requiredDone: required.filter(isDone).length,
    requiredTotal: required.length,
    hidesRest: hides,
    sections: hides ? [...sections, hidden] : sections,
  };
};

const stageOf = (plan: Plan, position: Position): Stage => {
  if (position.kind === 'question' || position.kind === 'abnormal') return position.step.stage;
  if (position.kind === 'verify')
    return plan.steps.find((step) => step.kind === 'identity')?.stage ?? 'identity';
  return 'archive';
};

const answeredOf = (scene: Scene, shown: ReadonlySet<string>): ScriptView['answered'] => {
  const { plan, state, locale } = scene;
  return state.answers
    .filter((entry) => shown.has(entry.questionId) && questionOf(plan.pack, entry.questionId).set !== 'ST')
    .map((entry) => {
      const question = questionOf(plan.pack, entry.questionId);
      const option = optionOf(plan.pack, question, entry.value);
      return {
        questionId: entry.questionId,
        text: textOf(scene, question.text).text,
        answerLabel: option === undefined ? entry.label : inLocale(option.label, locale),
        abnormal: entry.abnormal,
        asking: entry.asking,
        canCorrect:
          latestAnswer(state, entry.questionId) === entry && mayCorrect(plan, state, entry.questionId),
      };
    });
};

type Behind = { scene: Scene; shown: ReadonlySet<string>; position: Position };

/** What a card is made from; behind the wall only once the holder is known to be on the line. */
const sceneOf = (plan: Plan, state: ScriptState, input: Omit<ProjectInput, 'call'>): Behind => {
  const gate = gateOf(plan, state.identity);
  const passed = isIdentified(plan, state);
  const base = passed ? input.variables : withoutFacts(plan, input.variables);
  const variables = passed ? { ...base, 自动总结: closingSummary(plan, state, base) } : base;
  return {
    scene: { plan, state, variables, locale: input.locale, gate },
    shown: new Set([
      ...openingQuestions(plan),
      ...plan.factors.map((factor) => factor.questionId),
      ...(passed ? plan.steps.flatMap((step) => (step.kind === 'question' ? [step.questionId] : [])) : []),
    ]),
    position: positionOf(plan, state),
  };
};

/** Only the card of `project`, for who goes through a whole call again. */
export const projectCard = (plan: Plan, state: ScriptState, input: Omit<ProjectInput, 'call'>): Card => {
  const { scene, position, shown } = sceneOf(plan, state, input);
  return cardOf(scene, position, shown);
};

/**
 * What the console may see (design.md I4). Until identity has passed there is neither a text of a question
 * behind the gate in it, nor the script's name (it tells the product kind), nor which of those questions
 * opened an issue in an earlier call.
 */
export const project = (plan: Plan, state: ScriptState, input: ProjectInput): ScriptView => {
  const passed = isIdentified(plan, state);
  const { scene, shown, position } = sceneOf(plan, state, input);
  return {
    scriptId: passed ? plan.scriptId : plan.pack.pack.id,
    scriptName: inLocale(passed ? plan.scriptName : plan.kindName, input.locale),
    because: passed ? [...plan.because] : [],
    packId: plan.pack.pack.id,
    packVersion: plan.pack.pack.version,
    stage: stageOf(plan, position),
    identity: identityView(scene),
    card: cardOf(scene, position, shown),
    progress: progressOf(scene, passed),
    issues: state.issues
      .filter((issue) => issue.questionId === null || shown.has(issue.questionId) || !plan.gated)
      .map((issue) => issueView(scene, issue, shown)),
    answered: answeredOf(scene, shown),
    questions: questionViews(plan, state, { locale: input.locale, shown, passed }),
    closeBlockedBy: closeBlockedBy(state),
    noteTags: noteTagViews(plan, state, input.locale),
    dispositions: allowedDispositions(plan, state, input.call).map((disposition) => ({
      code: disposition.code,
      name: inLocale(disposition.name, input.locale),
      needs: [...disposition.needs],
      counts: disposition.try,
    })),
    successBlockedBy: successBlocks(plan, state),
  };
};
