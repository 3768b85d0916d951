import type { AttemptRules } from './rules-schema.ts';
import type { IssueGrade, Task, TaskState } from './task.ts';
import { addDays, endOfDay, localDate } from './zone-time.ts';

/**
 * Order of the work list (domain.md 3.2): appointments that are due, the owner's first; then what may be
 * dialled, by time left in the 犹豫期, issue grade and age; then what waits for its next dial time; then later
 * appointments; last what is not open. The store says the same in SQL; a property test holds the two together.
 */
const orderGroups = ['appointment_due', 'ready', 'waiting', 'appointment_later', 'not_open'] as const;
export type OrderGroup = (typeof orderGroups)[number];

/** States of the telephone work that is not finished. */
export const openStates: readonly TaskState[] = ['to_dial', 'calling', 'appointment', 'redial'];
/** States in which somebody else has to act. */
export const handedOverStates: readonly TaskState[] = ['to_verify', 'other_way', 'issue', 'exhausted'];
export const doneStates: readonly TaskState[] = ['succeeded', 'failed', 'closed'];

/** Moments that `now` stands for in the order; worked out once, so that every comparison uses the same. */
export type OrderCuts = {
  now: number;
  /** Appointments up to here are due. */
  appointmentUntil: number;
  /** End of today and of the last day that counts as soon. */
  todayUntil: number;
  soonUntil: number;
};

export const orderCuts = (now: number, rules: AttemptRules): OrderCuts => {
  const today = localDate(now, rules.timeZone);
  return {
    now,
    appointmentUntil: now + rules.appointmentAlarmMinutes * 60_000,
    todayUntil: endOfDay(today, rules.timeZone),
    soonUntil: endOfDay(addDays(today, rules.dueSoonDays), rules.timeZone),
  };
};

/** 0 = U … 2 = N, 3 = no open issue. */
const gradeRank = (grade: IssueGrade | null): number => (grade === null ? 3 : { U: 0, I: 1, N: 2 }[grade]);

export const orderGroup = (task: Task, cuts: OrderCuts): OrderGroup => {
  if (!openStates.includes(task.state)) return 'not_open';
  if (task.state === 'appointment') {
    return (task.appointmentAt ?? 0) <= cuts.appointmentUntil ? 'appointment_due' : 'appointment_later';
  }
  return task.notBeforeAt !== null && task.notBeforeAt > cuts.now ? 'waiting' : 'ready';
};

/** Sort key inside the group, most important first; the id makes the order total. */
const keysOf = (task: Task, group: OrderGroup, agentId: string): number[] => {
  switch (group) {
    case 'appointment_due':
      return [
        task.appointmentAgentId === null || task.appointmentAgentId === agentId ? 0 : 1,
        task.appointmentAt ?? 0,
      ];
    case 'ready':
      return [task.deadlineAt, gradeRank(task.grade), task.createdAt];
    case 'waiting':
      return [task.notBeforeAt ?? 0];
    case 'appointment_later':
      return [task.appointmentAt ?? 0];
    case 'not_open':
      return [-task.updatedAt];
  }
};

/** Comparator of the work list for one agent at one moment. */
export const compareTasks =
  (cuts: OrderCuts, agentId: string) =>
  (a: Task, b: Task): number => {
    const groupA = orderGroup(a, cuts);
    const groupB = orderGroup(b, cuts);
    if (groupA !== groupB) return orderGroups.indexOf(groupA) - orderGroups.indexOf(groupB);
    const keysB = keysOf(b, groupB, agentId);
    for (const [index, key] of keysOf(a, groupA, agentId).entries()) {
      const difference = key - (keysB[index] ?? 0);
      if (difference !== 0) return difference;
    }
    return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
  };

export type OrderReason =
  | 'appointment_due'
  | 'deadline_passed'
  | 'deadline_today'
  | 'deadline_soon'
  | 'by_deadline'
  | 'waiting'
  | 'appointment_later'
  | 'not_open';

/** Why a task stands where it stands (locale keys `orderReason.*`). */
export const orderReason = (task: Task, cuts: OrderCuts): OrderReason => {
  const group = orderGroup(task, cuts);
  if (group !== 'ready') return group;
  if (task.deadlineAt < cuts.now) return 'deadline_passed';
  if (task.deadlineAt <= cuts.todayUntil) return 'deadline_today';
  return task.deadlineAt <= cuts.soonUntil ? 'deadline_soon' : 'by_deadline';
};
