import { handoverOf, type RobotHandover } from '../../core/call/handover.ts';
import type { CallParty } from '../../core/call/types.ts';
import type { TaskRow } from '../../core/ipc/features/worklist.ts';
import type { Log } from '../log/log.ts';
import { mostTasks, tasksOfNumber, type TaskSearch } from './tasks-of-number.ts';

/** What is known of a caller: the tasks of his number and, when a robot hands him over, the one that it means. */
export type ScreenPop = {
  tasks: readonly TaskRow[];
  handover: (RobotHandover & { taskId: string }) | null;
};

/** Looks up whom an incoming call is from, and what a robot says about it (domain.md section 4 ROBOT_HANDOVER). */
export const createScreenPop = (
  deps: TaskSearch & { log: Pick<Log, 'warn'> },
): ((party: CallParty) => Promise<ScreenPop>) => {
  const { store, clock, mode, agentId, log } = deps;
  const tasksOf = tasksOfNumber(deps);
  /** A robot names the task by its id or by the number of its policy. */
  const meantBy = async (name: string): Promise<TaskRow | null> => {
    const byId = await store.task(name);
    if (byId !== null) return byId.row;
    const { rows } = await store.taskPage({
      mode: mode(),
      filter: 'all',
      search: name,
      offset: 0,
      limit: mostTasks,
      now: clock.now(),
      agentId: agentId(),
    });
    return rows.find(({ policyNo }) => policyNo === name) ?? null;
  };
  return async (party) => {
    const robot = handoverOf(party);
    const [tasks, meant] = await Promise.all([
      // The customer may ring back after the callback is closed.
      tasksOf(party.user, 'all'),
      robot === null ? null : meantBy(robot.task),
    ]);
    if (robot === null) return { tasks, handover: null };
    if (meant === null) {
      log.warn('softphone.handover_unknown_task', {});
      return { tasks, handover: null };
    }
    const others = tasks.filter(({ id }) => id !== meant.id);
    return { tasks: [meant, ...others].slice(0, mostTasks), handover: { ...robot, taskId: meant.id } };
  };
};
