import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { CallbackSubject } from '../../../../core/callback/callback-kind.ts';
import type { Policy } from '../../../../core/callback/policy.ts';
import type { ScriptEvent } from '../../../../core/script/events.ts';
import { loadPack } from '../../../../core/script/load-pack.ts';
import type { Pack } from '../../../../core/script/pack-schema.ts';
import { choosePlan } from '../../../../core/script/plan.ts';
import type { Plan } from '../../../../core/script/plan.ts';
import { positionOf } from '../../../../core/script/position.ts';
import { project } from '../../../../core/script/project.ts';
import { optionsOf, questionOf } from '../../../../core/script/questions.ts';
import type { OpenedIssue, ScriptState } from '../../../../core/script/state.ts';
import { next, start } from '../../../../core/script/stepper.ts';
import type { ScriptView } from '../../../../core/script/view.ts';
import { scriptVariables } from '../../../../core/script/variables.ts';

export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

export const packText = readFileSync('resources/packs/hf-default-zh.yaml', 'utf8');

const loaded = loadPack(packText, { sha256 });
if (!loaded.ok) throw new Error(`the default pack is broken: ${loaded.problems[0]?.message ?? ''}`);
export const pack: Pack = loaded.pack;

/** Noon of 2026-11-22 in China. */
export const now = Date.UTC(2026, 10, 22, 4);

export const policyOf = (changes: Partial<Policy> = {}): Policy => ({
  id: 'p-1',
  policyNo: 'P2026110000000123',
  holderName: '张建国',
  holderGender: '男',
  holderBirthDate: '1986-03-15',
  holderIdLast4: '123X',
  holderMobile: '13812345678',
  insuredName: '张小明',
  insuredIsHolder: false,
  insuredBirthDate: '1990-06-01',
  product: '康宁终身寿险（2026版）',
  design: '普通型',
  coverage: '身故保障',
  termText: '终身',
  waitingDays: 90,
  payYears: 20,
  payFrequency: '年交',
  premiumFen: 1_200_000,
  effectiveDate: '2026-11-10',
  receiptDate: '2026-11-12',
  coolingOffStart: '2026-11-13',
  coolingOffDays: 15,
  coolingOffEnd: '2026-11-27',
  contractEnd: null,
  channel: '个险',
  bank: null,
  sellerName: null,
  sellerCode: null,
  sellerMobile: null,
  branch: null,
  hasHealthDeclaration: true,
  dualRecordRequired: false,
  dualRecordConfirmed: false,
  ...changes,
});

/** One callback of each kind but 新契约. */
export const subjects: { [K in CallbackSubject['kind']]: Extract<CallbackSubject, { kind: K }> } = {
  lapse: { kind: 'lapse', date: '2026-11-10' },
  pos: { kind: 'pos', date: '2026-11-20', service: '退保', requestedOn: '2026-11-18', hasPayout: true },
  recheck: {
    kind: 'recheck',
    date: '2026-11-20',
    problem: '保险责任不清楚',
    issue: 'I07',
    questions: ['Q18', 'Q24'],
  },
  orphan: { kind: 'orphan', date: '2026-11-10', contractStatus: '有效' },
  survey: { kind: 'survey', date: '2026-11-21' },
};

export const session = { company: '华丰人寿', agentName: '李敏', agentNumber: '1024', servicePhone: '95500' };

export const planOf = (changes: Partial<Policy> = {}, from: Pack = pack): Plan =>
  choosePlan(from, policyOf(changes), { now });

type WithoutStamp<E> = E extends ScriptEvent ? Omit<E, 'at' | 'offsetMs'> : never;
export type BareEvent = WithoutStamp<ScriptEvent>;

/** A script that runs: every event must be accepted, or the test stops here. */
export class Running {
  readonly plan: Plan;
  readonly events: ScriptEvent[] = [];
  readonly opened: OpenedIssue[] = [];
  state: ScriptState;

  constructor(plan: Plan = planOf()) {
    this.plan = plan;
    this.state = start(plan);
  }

  /** The result of an event, without taking it over. */
  attempt(event: BareEvent): ReturnType<typeof next> {
    return next(this.plan, this.state, { ...event, at: now + this.events.length * 1000, offsetMs: null });
  }

  do(event: BareEvent): this {
    const result = this.attempt(event);
    if (!result.ok) throw new Error(`${JSON.stringify(event)} refused: ${result.reason}`);
    this.events.push({ ...event, at: now + this.events.length * 1000, offsetMs: null });
    this.opened.push(...result.opened);
    this.state = result.state;
    return this;
  }

  answer(questionId: string, value: string, words = ''): this {
    return this.do({ type: 'answer', questionId, value, words });
  }

  /** Goes on with normal answers and passed factors until `questionId` (or a factor id) is on screen, or to the end. */
  until(target: string | null): this {
    for (let guard = 0; guard < 500; guard += 1) {
      const position = positionOf(this.plan, this.state);
      if (position.kind === 'ended' || position.kind === 'complete') return this;
      if (position.kind === 'verify') {
        if (position.factor.id === target) return this;
        this.do({ type: 'verify', factorId: position.factor.id, outcome: 'pass' });
        continue;
      }
      const { questionId } = position.step;
      if (questionId === target) return this;
      if (position.kind === 'abnormal') this.do({ type: 'go_on', questionId });
      else this.answer(questionId, normalValue(this.plan, questionId));
    }
    throw new Error(`never came to ${String(target)}`);
  }

  toEnd(): this {
    return this.until(null);
  }

  view(
    call = { answered: true, up: true },
    locale: 'zh-CN' | 'en' = 'zh-CN',
    policy = policyOf(),
  ): ScriptView {
    return project(this.plan, this.state, { variables: scriptVariables(policy, session), call, locale });
  }

  dispositions(call = { answered: true, up: true }): string[] {
    return this.view(call).dispositions.map((choice) => choice.code);
  }

  get issueCodes(): string[] {
    return this.opened.map((issue) => `${issue.code}/${issue.grade}`);
  }
}

export const normalValue = (plan: Plan, questionId: string): string => {
  const option = optionsOf(plan.pack, questionOf(plan.pack, questionId)).find(
    (candidate) => candidate.abnormal !== true && candidate.refusal !== true,
  );
  if (option === undefined) throw new Error(`${questionId} has no normal answer`);
  return option.value;
};
