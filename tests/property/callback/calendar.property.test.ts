import { beforeAll, describe, expect, it } from 'vitest';
import type { FollowUp } from '../../../core/callback/follow-up-schema.ts';
import { insideBands } from '../../../core/callback/dial-window.ts';
import { nextDialView } from '../../../core/callback/next-dial-view.ts';
import { countsFrom, escalatesAt, isSettled } from '../../../core/callback/task-life.ts';
import type { TaskEvent, TaskFile } from '../../../core/callback/task-life.ts';
import { handedOverStates } from '../../../core/callback/order.ts';
import { bandAt, pastAttempts, spreadMissing, triesOf } from '../../../core/callback/tries.ts';
import { cst } from '../../fixtures/store/rules.ts';
import { mustLife, newFile, shippedRules as rules } from '../../support/task-life.ts';

/** Mulberry32: the same seed gives the same customers on every machine. */
const randomOf = (seed: number): (() => number) => {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
};

const minute = 60_000;
const day = 86_400_000;
const start = cst('2026-03-02 00:00');
const kinds = new Map(rules.followUps.map((kind) => [kind.code, kind]));
const callable = rules.dispositions.filter(({ allowed }) => allowed.length > 0).map(({ code }) => code);

/** How customers are: what their calls end with, one entry as likely as another. */
const characters: readonly (readonly string[])[] = [
  callable,
  ['D30', 'D30', 'D31', 'D32', 'D37'],
  ['D33', 'D34', 'D30'],
  ['D31', 'D31', 'D30'],
  ['D10', 'D10', 'D12', 'D30', 'D01'],
  ['D14', 'D14', 'D36', 'D12'],
  ['D15', 'D30', 'D11', 'D01'],
  ['D20', 'D30', 'D35', 'D38'],
  ['D30'],
];

type Life = {
  file: TaskFile;
  events: TaskEvent[];
  first: TaskFile;
  problems: string[];
  /** What the task was each time its tries were used up. */
  usedUp: TaskFile[];
};

/** A task over 30 days. Nobody is in a hurry: agents and branches take minutes to days, some never act at all. */
const live = (seed: number): Life => {
  const random = randomOf(seed);
  const pick = <T>(all: readonly T[]): T => {
    const found = all[Math.floor(random() * all.length)];
    if (found === undefined) throw new Error('nothing to pick from');
    return found;
  };
  const importedAt = start + Math.floor(random() * day);
  const deadlineAt = start + (1 + Math.floor(random() * 20)) * day - 1;
  const first = newFile({ id: `t${seed}`, deadlineAt, createdAt: importedAt });
  const endings = pick(characters);
  const agentDelay = pick([0, 20, 300, 3000]) * minute;
  const branchDelay = pick([30, 600, 3000, 60_000]) * minute;
  const end = start + 30 * day;
  const events: TaskEvent[] = [];
  const problems: string[] = [];
  const usedUp: TaskFile[] = [];
  let file = first;
  const happen = (event: TaskEvent): void => {
    events.push(event);
    const before = file.task.state;
    file = mustLife(file, event);
    if (before !== 'exhausted' && file.task.state === 'exhausted') usedUp.push(file);
  };

  let now = importedAt;
  if (random() < 0.02) happen({ type: 'follow_up_opened', kind: 'exemption', at: now });
  while (now < end && !(isSettled(file.task, rules.dispositions) && file.followUps.every(isClosed))) {
    happen({ type: 'time', at: now });
    const late = now > escalatesAt(deadlineAt, rules.attempts) + 6 * 60 * minute;
    if (late && !isSettled(file.task, rules.dispositions)) {
      if (!file.followUps.some(({ origin }) => origin === 'escalation')) problems.push('not escalated');
    }
    const view = nextDialView(file, { rules, now, agentId: 'a1' });
    if (view.possible) {
      const problem = dialProblem(file, now);
      if (problem !== null) problems.push(problem);
      const disposition = pick(endings);
      const talked = now + (1 + Math.floor(random() * 15)) * minute;
      // Agreed times are anywhere from the past to after the deadline; a bad one is none.
      const wish = talked + Math.floor((random() * 8 - 1) * day);
      const appointmentAt = disposition === 'D10' && insideBands(wish, rules.attempts) ? wish : null;
      happen({
        type: 'attempt_closed',
        dialledAt: now,
        disposition,
        appointmentAt,
        agentId: 'a1',
        at: talked,
      });
      const problemAfter = bandProblem(file);
      if (problemAfter !== null) problems.push(problemAfter);
      now = talked;
    } else if (view.at !== null && view.at <= now) problems.push(`waits for the past (${view.reason})`);
    for (const followUp of file.followUps) {
      if (followUp.state !== 'open' || random() * branchDelay > 6 * 60 * minute) continue;
      const outcome = pick(kinds.get(followUp.kind)?.outcomes ?? []);
      const at = now + minute;
      const agreed = nextBandMoment(at + Math.floor(random() * 3 * day));
      const appointmentAt = agreed > deadlineAt && deadlineAt > at ? nextBandMoment(at + minute) : agreed;
      if (outcome.needs.includes('appointment') && appointmentAt > deadlineAt && deadlineAt > at) continue;
      // What an earlier outcome has made needless is not acted on any more.
      if (file.followUps.find(({ id }) => id === followUp.id)?.state !== 'open') continue;
      happen({
        type: 'follow_up_closed',
        id: followUp.id,
        outcome: outcome.code,
        note: 'n',
        receipt: 'r',
        appointmentAt,
        agentId: 'b1',
        at,
      });
      now = at;
    }
    const step = nextDialView(file, { rules, now, agentId: 'a1' });
    const wake = step.at ?? now + 3 * 60 * minute;
    now = Math.max(now + minute, Math.min(wake + Math.floor(random() * agentDelay), now + 6 * 60 * minute));
  }
  happen({ type: 'time', at: end });
  return { file, events, first, problems, usedUp };
};

const isClosed = ({ state }: FollowUp): boolean => state !== 'open';

const nextBandMoment = (at: number): number => {
  let moment = at;
  while (!insideBands(moment, rules.attempts)) moment += 10 * minute;
  return moment;
};

/** What rule a dial at `now` would break, null when none. */
const dialProblem = (file: TaskFile, now: number): string | null => {
  const { attempts: limits } = rules;
  const { task } = file;
  if (bandAt(now, limits) === null) return 'outside the bands';
  const past = pastAttempts(file.attempts, rules.dispositions, countsFrom(file.followUps, rules.followUps));
  const tries = triesOf(past, limits);
  // A person may send it back to the telephone: the number is right, or the customer agrees after all.
  const sentBackAt = Math.max(
    0,
    ...file.followUps.flatMap((one) => (one.closedBy === null ? [] : [one.closedAt ?? 0])),
  );
  for (const key of ['dead_number', 'refusal']) {
    const endings = past.filter(({ recheck }) => recheck === key);
    if (endings.length > 1 && (endings.at(-1)?.at ?? 0) > sentBackAt) return `${key}: more than one recheck`;
  }
  if (task.state === 'appointment' || task.notBeforeReason === 'same_try') return null;
  const last = tries.at(-1);
  if (last !== undefined && now - last.at < limits.minGapMinutes * minute) return 'gap too short';
  const { date } = triesOf([{ at: now, counts: true }], limits)[0] ?? { date: '' };
  if (tries.filter((entry) => entry.date === date).length >= limits.maxPerDay) return 'too many on one day';
  return null;
};

/** Another band after a miss (domain.md 3.3): the dial offered next lies in one that was not tried, while one is missing. */
const bandProblem = ({ task, attempts, followUps }: TaskFile): string | null => {
  if (task.notBeforeReason !== 'other_band' || task.notBeforeAt === null) return null;
  const past = pastAttempts(attempts, rules.dispositions, countsFrom(followUps, rules.followUps));
  const tries = triesOf(past, rules.attempts);
  if (spreadMissing(tries, rules.attempts).bands === 0 || task.notBeforeAt > task.deadlineAt) return null;
  const isTried = (at: number): boolean => tries.some(({ band }) => band === bandAt(at, rules.attempts));
  if (!isTried(task.notBeforeAt)) return null;
  // Only where no other band is left before the deadline.
  const { minGapMinutes, maxPerDay } = rules.attempts;
  for (let at = task.updatedAt; at <= task.deadlineAt; at += 10 * minute) {
    if (bandAt(at, rules.attempts) === null || isTried(at)) continue;
    if (tries.some((one) => at - one.at < minGapMinutes * minute)) continue;
    const [own] = triesOf([{ at, counts: true }], rules.attempts);
    if (tries.filter(({ date }) => date === own?.date).length < maxPerDay)
      return `${new Date(task.notBeforeAt).toISOString()} is in a band that was tried; ${new Date(at).toISOString()} is not`;
  }
  return null;
};

describe('10,000 tasks over 30 days', () => {
  let lives: Life[] = [];
  beforeAll(() => {
    lives = Array.from({ length: 10_000 }, (_, index) => live(20_260_302 + index));
  }, 600_000);

  it('no rule is broken by a dial that is offered, and the deadline is never passed unescalated', () => {
    const broken = lives.flatMap(({ problems, file }) =>
      problems.map((problem) => `${file.task.id} ${problem}`),
    );
    expect(broken.slice(0, 10)).toEqual([]);
  });

  it('domain.md 3.3: tries are given up only when they were spread as the rules ask', () => {
    const usedUp = lives.flatMap((life) => life.usedUp);
    expect(usedUp.length).toBeGreaterThan(500);
    for (const file of usedUp) {
      const from = countsFrom(file.followUps, rules.followUps);
      const tries = triesOf(pastAttempts(file.attempts, rules.dispositions, from), rules.attempts);
      expect(spreadMissing(tries, rules.attempts)).toEqual({ tries: 0, bands: 0, days: 0 });
    }
  });

  it('every task is over, may be dialled, or is in the hands of somebody who has something to do', () => {
    const reached = new Set<string>();
    for (const { file, events } of lives) {
      const { task } = file;
      reached.add(task.state);
      if (isSettled(task, rules.dispositions)) continue;
      const carriers = file.followUps.filter(
        ({ state, kind }) => state === 'open' && kinds.get(kind)?.notice !== true,
      );
      // 问题件 have owner and clock of their own.
      if (handedOverStates.includes(task.state) && task.state !== 'issue') {
        expect([task.id, task.state, carriers.length > 0]).toEqual([task.id, task.state, true]);
      }
      // All deadlines lie within the 30 days: what is still open then was handed to a person in time.
      const at = events.at(-1)?.at ?? 0;
      expect(at).toBeGreaterThan(task.deadlineAt);
      const escalated = file.followUps.find(({ origin }) => origin === 'escalation');
      expect([task.id, escalated !== undefined]).toEqual([task.id, true]);
    }
    for (const state of ['succeeded', 'failed', 'closed', 'issue', 'exhausted', 'to_verify', 'other_way'])
      expect(reached).toContain(state);
  });

  it('is opened before the deadline: the escalation of every task that was there in time', () => {
    for (const { file, first } of lives) {
      const escalated = file.followUps.find(({ origin }) => origin === 'escalation');
      if (escalated === undefined) continue;
      const due = Math.max(escalatesAt(file.task.deadlineAt, rules.attempts), first.task.createdAt);
      // The clock of the app ticks far more often than here, every six hours.
      expect(escalated.openedAt - due).toBeLessThanOrEqual(6 * 60 * minute + 16 * minute);
      expect(escalated.openedAt).toBeLessThanOrEqual(file.task.deadlineAt);
    }
  });

  it('replayed from its events, a task is what it became step by step, and no event changes its input', () => {
    for (const { first, events, file } of lives.slice(0, 1000)) {
      const kept = JSON.stringify(first);
      const again = events.reduce((before, event) => mustLife(before, event), structuredClone(first));
      expect(again).toEqual(file);
      expect(JSON.stringify(first)).toBe(kept);
    }
  });

  it('names a reason for the next dial of every task at every hour of a day', () => {
    for (const { file } of lives.slice(0, 500)) {
      for (let hour = 0; hour < 24; hour++) {
        const view = nextDialView(file, { rules, now: start + 30 * day + hour * 60 * minute, agentId: 'a1' });
        expect(view.reason).not.toBe('');
        if (view.possible) expect(view.at).toBeNull();
        if (view.reason === 'follow_up') expect(view.followUp?.name.zh).toBeTruthy();
        expect(view.reason).not.toBe('not_open');
      }
    }
  });
});
