import { z } from 'zod';
import { dialReasons, dialWindow } from './dial-window.ts';
import { doneStates } from './order.ts';
import type { Task } from './task.ts';
import type { LifeRules, TaskFile } from './task-life.ts';
import { countsFrom } from './task-life.ts';
import { pastAttempts, triesOf } from './tries.ts';
import { localDate } from './zone-time.ts';

/**
 * Why a task may be dialled now, later or never; locale keys `dialWhy.*`. Beside the reasons of the dial window:
 * `first` and `again` = now, `follow_up` = somebody else acts, `issue` = its 问题件 is handled, `done` = it is over.
 */
const nextDialReasons = [...dialReasons, 'first', 'again', 'agreed', 'follow_up', 'issue', 'done'] as const;

/** The next possible dial time of a task with all that its reason names. Never without a reason. */
export const nextDialViewSchema = z.object({
  /** True when it may be dialled at once. */
  possible: z.boolean(),
  /** Practice may be dialled at any time; the rest says what would hold for real work. */
  practice: z.boolean(),
  /** UTC ms; null = now when possible, otherwise not by telephone. */
  at: z.number().int().nullable(),
  reason: z.enum(nextDialReasons),
  tries: z.number().int(),
  triesNeeded: z.number().int(),
  triesToday: z.number().int(),
  maxPerDay: z.number().int(),
  gapMinutes: z.number().int(),
  /** Who acts, where it is not the agent: of the follow-up or of the disposition (D14). */
  who: z.object({ zh: z.string(), en: z.string() }).nullable(),
  /** The follow-up that is waited for. */
  followUp: z
    .object({ name: z.object({ zh: z.string(), en: z.string() }), dueAt: z.number().int() })
    .nullable(),
});
export type NextDialView = z.infer<typeof nextDialViewSchema>;

/** The most urgent open follow-up on which the task depends. */
const awaited = (file: TaskFile, rules: LifeRules) =>
  file.followUps
    .flatMap((followUp) => {
      const kind = rules.followUps.find(({ code }) => code === followUp.kind);
      return followUp.state === 'open' && kind !== undefined && kind.notice !== true
        ? [{ kind, dueAt: followUp.dueAt }]
        : [];
    })
    .sort((a, b) => a.dueAt - b.dueAt)[0];

/** When the task may be dialled next, by `agentId`, and why then (domain.md 3.3 D10 to D38 and try rules). */
export const nextDialView = (
  file: TaskFile,
  input: { rules: LifeRules; now: number; agentId: string },
): NextDialView => {
  const { task } = file;
  const { rules, now } = input;
  const { attempts } = rules;
  const past = pastAttempts(file.attempts, rules.dispositions, countsFrom(file.followUps, rules.followUps));
  // The rules are shown in practice as well: who practises learns them.
  const practice = task.mode === 'practice';
  const asLive: Task = { ...task, mode: 'live' };
  const window = dialWindow({ task: asLive, tries: past, rules: attempts, now, agentId: input.agentId });
  const tries = triesOf(past, attempts);
  const today = localDate(now, attempts.timeZone);
  const facts = {
    tries: tries.length,
    triesNeeded: attempts.minTries,
    triesToday: tries.filter(({ date }) => date === today).length,
    maxPerDay: attempts.maxPerDay,
    gapMinutes: attempts.minGapMinutes,
    who: rules.dispositions.find(({ code }) => code === task.lastDisposition)?.next.by ?? null,
    followUp: null,
  };
  if (window.possible) {
    const reason = task.state === 'appointment' ? 'agreed' : past.length === 0 ? 'first' : 'again';
    return { possible: true, practice, at: null, reason, ...facts };
  }
  if (window.reason !== 'not_open')
    return {
      possible: practice && window.reason !== 'calling',
      practice,
      at: window.nextAt,
      reason: window.reason ?? 'outside_bands',
      ...facts,
    };
  const closed = { possible: false, practice, at: null, ...facts };
  if (doneStates.includes(task.state)) return { ...closed, reason: 'done', who: null };
  const waits = awaited(file, rules);
  if (waits === undefined) return { ...closed, reason: task.state === 'issue' ? 'issue' : 'not_open' };
  const { kind, dueAt } = waits;
  return { ...closed, reason: 'follow_up', who: kind.owner, followUp: { name: kind.name, dueAt } };
};
