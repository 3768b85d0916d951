import type { WorkMode } from '../../core/callback/task.ts';
import { customerNumber } from '../../core/call/phone-number.ts';
import type { TaskFilter, TaskRow } from '../../core/ipc/features/worklist.ts';
import type { Clock, Store } from '../../core/ports.ts';

/** How many tasks of one number a screen pop or a link's question shows. */
export const mostTasks = 3;
/** Looked through for them: the search finds endings of numbers and policy numbers too. */
const mostFound = 10;

export type TaskSearch = {
  store: Pick<Store, 'taskPage' | 'task'>;
  clock: Clock;
  mode: () => WorkMode;
  agentId: () => string;
};

/**
 * Tasks whose customer has exactly this number, however it is written, the most urgent first, at most three. Empty
 * for extensions and names, which no policy has.
 */
export const tasksOfNumber =
  ({ store, clock, mode, agentId }: TaskSearch) =>
  async (number: string, filter: TaskFilter): Promise<TaskRow[]> => {
    const search = customerNumber(number);
    if (search === null) return [];
    const { rows } = await store.taskPage({
      mode: mode(),
      filter,
      search,
      offset: 0,
      limit: mostFound,
      now: clock.now(),
      agentId: agentId(),
    });
    const found = await Promise.all(rows.map((row) => store.task(row.id)));
    return found
      .flatMap((task) => (task !== null && task.policy.holderMobile === search ? [task.row] : []))
      .slice(0, mostTasks);
  };
