import type { TaskFilter } from '../ipc/features/worklist.ts';
import type { Task } from './task.ts';
import type { OrderCuts } from './order.ts';
import { doneStates, handedOverStates, openStates, orderGroup } from './order.ts';

/**
 * What each filter of the work list holds. Every task is in at least one of open, issues and done. The store
 * says the same in SQL.
 * - open: telephone work that is not finished, whether it may be dialled now or later
 * - due_soon: open, and the 犹豫期 is over or ends within the rules' `dueSoonDays`
 * - waiting: open, and waits for its next dial time (appointments have a filter of their own)
 * - issues: has an open issue, or somebody else has to act
 */
export const inFilter = (task: Task, filter: TaskFilter, cuts: OrderCuts): boolean => {
  const isOpen = openStates.includes(task.state);
  switch (filter) {
    case 'open':
      return isOpen;
    case 'due_soon':
      return isOpen && task.deadlineAt <= cuts.soonUntil;
    case 'appointments':
      return task.state === 'appointment';
    case 'waiting':
      return orderGroup(task, cuts) === 'waiting';
    case 'issues':
      return task.grade !== null || handedOverStates.includes(task.state);
    case 'done':
      return doneStates.includes(task.state);
    case 'all':
      return true;
  }
};
