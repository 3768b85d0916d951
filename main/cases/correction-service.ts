import type { WorkMode } from '../../core/callback/task.ts';
import {
  maskedValue,
  newCorrection,
  nextCorrection,
  type Correction,
  type CorrectionAction,
  type CorrectionEvent,
  type CorrectionRequest,
  type CorrectionStep,
} from '../../core/correction/correction.ts';
import type { Locale } from '../../core/ipc/features/app.ts';
import type { caseScopes, CorrectionList, CorrectionRow } from '../../core/ipc/features/cases.ts';
import type { DeskRules } from '../../core/issue/desk-rules.ts';
import type { IssuePerson } from '../../core/issue/issue-life.ts';
import type { Clock, CorrectionFile, NewId, Store } from '../../core/ports.ts';
import { findSensitiveNumbers } from '../../core/privacy/sensitive-numbers.ts';
import { AppError } from '../ipc/app-error.ts';

export type CorrectionService = {
  board(scope: (typeof caseScopes)[number], search: string): Promise<CorrectionList>;
  ofTask(taskId: string): Promise<CorrectionList>;
  request(taskId: string, issueId: string | null, request: CorrectionRequest): Promise<CorrectionList>;
  act(correctionId: string, action: CorrectionAction): Promise<CorrectionList>;
  reveal(correctionId: string): Promise<string>;
};

export type CorrectionServiceDeps = {
  store: Pick<
    Store,
    'task' | 'issue' | 'correctionsOfTask' | 'corrections' | 'correction' | 'correctionAct' | 'audit'
  >;
  rules: DeskRules;
  clock: Clock;
  newId: NewId;
  mode: () => WorkMode;
  locale: () => Locale;
  agentId: () => string;
  self: () => IssuePerson;
};

/** As many as a person can look through. */
const listed = 500;

/** Correction requests (domain.md row 83). The policy is never changed here. */
export const createCorrectionService = (deps: CorrectionServiceDeps): CorrectionService => {
  const { store, clock } = deps;
  const { correction: rules } = deps.rules;
  const word = (name: { zh: string; en: string } | undefined, code: string): string =>
    name === undefined ? code : deps.locale() === 'en' ? name.en : name.zh;
  const fieldOf = (code: string) => rules.fields.find((field) => field.code === code);

  const rowOf = ({ correction, holderName, policyNo, events }: CorrectionFile): CorrectionRow => {
    const field = fieldOf(correction.field);
    const source = rules.sources.find(({ code }) => code === correction.source);
    return {
      id: correction.id,
      taskId: correction.taskId,
      holderName,
      policyNo,
      field: correction.field,
      fieldName: word(field?.name, correction.field),
      atCounter: field?.counter === true,
      oldValue: correction.oldValue,
      // A field that head office has taken out of the rules is shown as the strictest.
      newValue: correction.newValue === '' ? '' : maskedValue(field?.mask ?? 'hidden', correction.newValue),
      sourceName: word(source?.name, correction.source),
      note: correction.note,
      status: correction.status,
      requestedAt: correction.requestedAt,
      requestedBy: correction.requestedBy,
      settledAt: correction.settledAt,
      answer: correction.answer,
      events,
    };
  };
  const listOf = (files: readonly CorrectionFile[]): CorrectionList => ({
    rows: files.map(rowOf),
    department: word(rules.department, ''),
    tell: word(rules.tell, ''),
    fields: rules.fields.map(({ code, name, counter }) => ({
      code,
      name: word(name, code),
      counter: counter === true,
    })),
    sources: rules.sources.map(({ code, name }) => ({ code, name: word(name, code) })),
  });
  const guard = (texts: Record<string, string>, policyNo: string): void => {
    for (const [field, text] of Object.entries(texts))
      if (findSensitiveNumbers(text, { allow: [policyNo] }).length > 0)
        throw new AppError('sensitive_number', field);
  };
  const save = async (step: CorrectionStep, did: CorrectionEvent['did'], at: number): Promise<Correction> => {
    if (!step.ok) throw new AppError(step.refusal, step.field);
    const { correction } = step;
    await store.correctionAct({ correction, event: { at, by: deps.self(), did }, agentId: deps.agentId() });
    return correction;
  };
  const load = async (id: string): Promise<CorrectionFile> => {
    const found = await store.correction(id);
    if (found === null) throw new AppError('not_found', 'correctionId');
    return found;
  };
  const ofTask = async (taskId: string): Promise<CorrectionList> =>
    listOf(await store.correctionsOfTask(taskId));

  return {
    board: async (scope, search) => {
      const wanted = search.trim().toLowerCase();
      const files = await store.corrections({ mode: deps.mode(), list: scope, limit: listed });
      const list = listOf(files);
      const fits = ({ holderName, policyNo, fieldName }: CorrectionRow): boolean =>
        [holderName, policyNo, fieldName].some((text) => text.toLowerCase().includes(wanted));
      return { ...list, rows: list.rows.filter(fits) };
    },
    ofTask,
    request: async (taskId, issueId, request) => {
      const found = await store.task(taskId);
      if (found === null) throw new AppError('not_found', 'taskId');
      if (issueId !== null && (await store.issue(issueId)) === null)
        throw new AppError('not_found', 'issueId');
      const { policy, task } = found;
      guard({ newValue: request.newValue, note: request.note }, policy.policyNo);
      const now = clock.now();
      const step = newCorrection(
        request,
        { policy, taskId, issueId, mode: task.mode },
        { rules, id: deps.newId(), now, by: deps.self() },
      );
      await save(step, { type: 'request' }, now);
      return ofTask(taskId);
    },
    act: async (correctionId, action) => {
      const { correction, policyNo } = await load(correctionId);
      if (action.type !== 'send') guard({ answer: action.answer }, policyNo);
      const now = clock.now();
      const after = await save(nextCorrection(correction, action, now), action, now);
      return ofTask(after.taskId);
    },
    reveal: async (correctionId) => {
      const { correction } = await load(correctionId);
      await store.audit({
        at: clock.now(),
        agentId: deps.agentId(),
        action: 'correction.revealed',
        ref: correctionId,
        detail: correction.field,
      });
      return correction.newValue;
    },
  };
};
