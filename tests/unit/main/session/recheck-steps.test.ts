import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { IssueGrade } from '../../../../core/callback/task.ts';
import type { IssueFile } from '../../../../core/issue/issue-file.ts';
import { loadPack } from '../../../../core/script/load-pack.ts';
import { choosePlan } from '../../../../core/script/plan.ts';
import type { AnswerEntry } from '../../../../core/script/state.ts';
import { start } from '../../../../core/script/stepper.ts';
import type { LiveSession } from '../../../../main/session/live-session.ts';
import { recheckSteps } from '../../../../main/session/recheck-steps.ts';
import { answerOf, makeAttempt, makeIssue, startedAt } from '../../../fixtures/store/attempts.ts';
import { makePolicy, makeTask } from '../../../fixtures/store/policies.ts';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const loaded = loadPack(readFileSync('resources/packs/hf-default-zh.yaml', 'utf8'), { sha256 });
if (!loaded.ok) throw new Error('the shipped pack is broken');
const { pack } = loaded;
const policy = makePolicy(1, {
  callback: {
    kind: 'recheck',
    date: '2026-03-02',
    problem: '责任免除不清',
    issue: 'I08',
    questions: ['Q19'],
  },
});
const plan = choosePlan(pack, policy, { now: startedAt });
const by = { number: '3001', name: '赵敏' };
const now = startedAt + 60_000;

/** A second callback with these last answers. */
const liveWith = (answers: Record<string, [value: string, abnormal: boolean]>): LiveSession => {
  const entries = Object.entries(answers).map(([questionId, [value, abnormal]]): AnswerEntry => ({
    ...answerOf(0),
    questionId,
    value,
    label: value,
    abnormal,
    call: 0,
  }));
  const issue = makeIssue({ id: 'i1', taskId: 't1', attemptId: 'first', code: 'I08', questionId: 'Q19' });
  return {
    attempt: makeAttempt({ id: 'second', taskId: 't2' }),
    task: makeTask({ id: 't2', type: 'recheck' }),
    policy,
    earlierIssues: [issue],
    foundBefore: ['I08'],
    attempts: [],
    followUps: [],
    checks: [{ issueId: 'i1', code: 'I08', questionId: 'Q19' }],
    pack,
    plan,
    state: { ...start(plan), answers: entries },
    issues: [],
    clock: {},
    call: null,
    interrupted: false,
    caption: null,
  };
};
const fileOf = (change: Partial<IssueFile>): IssueFile => ({
  ...makeIssue({ id: 'i1', taskId: 't1', attemptId: 'first', code: 'I08', questionId: 'Q19' }),
  status: 'recheck',
  handler: { number: '2001', name: '林工' },
  firstHandledAt: startedAt,
  closedAt: null,
  mode: 'live',
  taskState: 'issue',
  policyNo: policy.policyNo,
  holderName: policy.holderName,
  holderMobile: policy.holderMobile,
  coolingOffEnd: '2026-12-31',
  branch: null,
  seller: { name: '钱经理', code: 'S007' },
  finder: '0001',
  ...change,
});
const steps = (live: LiveSession, change: Partial<IssueFile> = {}, code = 'D02') => {
  const disposition = pack.dispositions.find((one) => one.code === code);
  if (disposition === undefined) throw new Error('no disposition');
  const warnings: string[] = [];
  return recheckSteps(live, disposition, by, {
    store: { issue: () => Promise.resolve({ issue: fileOf(change), events: [], recheck: null }) },
    log: { info: () => undefined, warn: (event) => void warnings.push(event), error: () => undefined },
    now,
  });
};

const normal = {
  R01: ['yes', false],
  R02: ['no', false],
  R03: ['yes', false],
  Q19: ['yes', false],
} satisfies Record<string, [string, boolean]>;

describe('what a second callback writes back into the issue', () => {
  it('all normal: closed as accepted, with who called and in which call', async () => {
    const [step, ...more] = await steps(liveWith(normal), {}, 'D01');
    expect(more).toEqual([]);
    expect(step).toMatchObject({
      result: 'accepted',
      issue: { status: 'closed', closedAt: now, grade: 'I' },
      event: { at: now, did: { type: 'recalled', passed: true, by, note: '', attemptId: 'second' } },
    });
  });

  it.each([
    ['N', 'I', 12],
    ['I', 'U', 4],
    ['U', 'U', 4],
  ] as const)(
    'not accepted: from grade %s back to handling with %s and its clock',
    async (from, to, hours) => {
      const live = liveWith({ ...normal, R03: ['no', true], Q19: ['unclear', true] });
      const [step] = await steps(live, { grade: from satisfies IssueGrade });
      expect(step).toMatchObject({
        result: 'reopened',
        issue: { status: 'handling', grade: to, closedAt: null, firstDueAt: startedAt + hours * 3_600_000 },
        event: { did: { passed: false, note: expect.stringMatching(/处理结果：no.*：unclear/) as unknown } },
      });
    },
  );

  it('a call that ended before the questions, and an issue decided meanwhile, are left as they are', async () => {
    expect(await steps(liveWith({ R01: normal.R01 }), {}, 'D11')).toEqual([]);
    expect(await steps(liveWith(normal), { status: 'closed', closedAt: 1 })).toEqual([]);
    expect(await steps(liveWith(normal), { status: 'handling' })).toEqual([]);
    // The caller has become the handler while the call went on.
    expect(await steps(liveWith(normal), { handler: by })).toEqual([]);
  });
});
