import type { WorkMode } from '../../core/callback/task.ts';
import { readPhoneNumber } from '../../core/call/phone-number.ts';
import type { TaskRow } from '../../core/ipc/features/worklist.ts';
import type { Clock, Store } from '../../core/ports.ts';

const most = 3;

/** Open tasks whose customer has exactly this number, the most urgent first, at most three. */
export const tasksOfNumber =
  (deps: {
    store: Pick<Store, 'taskPage' | 'task'>;
    clock: Clock;
    mode: () => WorkMode;
    agentId: () => string;
  }) =>
  async (number: string): Promise<TaskRow[]> => {
    const reading = readPhoneNumber(number);
    if (!reading.ok || reading.number.kind === 'extension') return [];
    const { dial } = reading.number;
    const { rows } = await deps.store.taskPage({
      mode: deps.mode(),
      filter: 'open',
      search: dial,
      offset: 0,
      limit: 10,
      now: deps.clock.now(),
      agentId: deps.agentId(),
    });
    // The search finds endings of numbers and policy numbers too.
    const found = await Promise.all(rows.map((row) => deps.store.task(row.id)));
    return found
      .flatMap((task) => (task !== null && task.policy.holderMobile === dial ? [task.row] : []))
      .slice(0, most);
  };
