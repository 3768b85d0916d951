import { doneStates, handedOverStates, openStates } from '../../../core/callback/order.ts';
import type { OrderGroup } from '../../../core/callback/order.ts';
import type { TaskState } from '../../../core/callback/task.ts';
import type { TaskFilter } from '../../../core/ipc/features/worklist.ts';

/**
 * The work list's order (core/callback/order.ts) and filters (core/callback/task-filter.ts) in SQL. Each group
 * of the order is one walk over one index; property tests hold this file and core together.
 */

/** Values that every statement here may name. */
export type TaskParams = {
  mode: string;
  agentId: string;
  now: number;
  appointmentUntil: number;
  soonUntil: number;
  /** Appointments up to here are free for all; later ones are their owner's first. */
  ownedFrom: number;
  /** Keys of the agent in the list of who may not make a second callback (core/issue/recheck.ts); '' names nobody. */
  ownNumber: string;
  ownName: string;
};

const list = (states: readonly TaskState[]): string => states.map((state) => `'${state}'`).join(', ');

// Written exactly as in the partial indexes of migration 0010, or SQLite does not use them.
const dialling = `state IN ('to_dial', 'calling', 'redial')`;
const notOpen = `state NOT IN ('to_dial', 'calling', 'redial', 'appointment')`;
const ready = '(not_before_at IS NULL OR not_before_at <= @now)';
const ownOrFree =
  '(appointment_at <= @ownedFrom OR appointment_agent_id IS NULL OR appointment_agent_id = @agentId)';
const ownerFirst = '(appointment_agent_id IS NOT NULL AND appointment_agent_id <> @agentId)';

const groups: Record<OrderGroup, { where: string; order: string }> = {
  appointment_due: {
    where: `state = 'appointment' AND appointment_at <= @appointmentUntil`,
    order: `${ownerFirst}, appointment_at, id`,
  },
  ready: { where: `${dialling} AND ${ready}`, order: 'deadline_at, grade_rank, created_at, id' },
  waiting: { where: `${dialling} AND not_before_at > @now`, order: 'not_before_at, id' },
  appointment_later: {
    where: `state = 'appointment' AND appointment_at > @appointmentUntil`,
    order: 'appointment_at, id',
  },
  not_open: { where: notOpen, order: 'updated_at DESC, id' },
};

const openGroups: readonly OrderGroup[] = ['appointment_due', 'ready', 'waiting', 'appointment_later'];

const filters: Record<TaskFilter, { groups: readonly OrderGroup[]; where: string }> = {
  open: { groups: openGroups, where: '' },
  due_soon: { groups: openGroups, where: 'deadline_at <= @soonUntil' },
  appointments: { groups: ['appointment_due', 'appointment_later'], where: '' },
  waiting: { groups: ['waiting'], where: '' },
  issues: {
    groups: [...openGroups, 'not_open'],
    where: `(grade_rank < 3 OR state IN (${list(handedOverStates)}))`,
  },
  done: { groups: ['not_open'], where: `state IN (${list(doneStates)})` },
  all: { groups: [...openGroups, 'not_open'], where: '' },
};

export const groupsOf = (filter: TaskFilter): readonly OrderGroup[] => filters[filter].groups;

const condition = (filter: TaskFilter, group: OrderGroup): string => {
  // An open task is in nobody else's hands: the index of its group need not hold the state.
  const extra = filter === 'issues' && group !== 'not_open' ? 'grade_rank < 3' : filters[filter].where;
  return ['mode = @mode', groups[group].where, ...(extra === '' ? [] : [extra])].join(' AND ');
};

export const countSql = (filter: TaskFilter, group: OrderGroup): string =>
  `SELECT count(*) AS n FROM task WHERE ${condition(filter, group)}`;

/** Keys of one group in order. */
export const pageSql = (filter: TaskFilter, group: OrderGroup): string =>
  `SELECT n FROM task WHERE ${condition(filter, group)} ORDER BY ${groups[group].order} LIMIT @limit OFFSET @offset`;

const mayCall = `NOT EXISTS (SELECT 1 FROM task_barred
   WHERE task_barred.task_id = task.id AND task_barred.person IN (@ownNumber, @ownName))`;

/** First task of a group that is not in a call and that the agent may call, with the time it waits for. */
export const firstSql = (group: OrderGroup): string =>
  `SELECT n, not_before_at, appointment_at FROM task
   WHERE ${condition('open', group)} AND state <> 'calling' AND ${mayCall}${group === 'appointment_due' ? ` AND ${ownOrFree}` : ''} ORDER BY ${groups[group].order} LIMIT 1`;

const groupCase = (value: (group: OrderGroup) => string): string =>
  `CASE WHEN state = 'appointment' THEN iif(appointment_at <= @appointmentUntil, ${value('appointment_due')}, ${value('appointment_later')})
    WHEN ${dialling} THEN iif(not_before_at > @now, ${value('waiting')}, ${value('ready')})
    ELSE ${value('not_open')} END`;

const first: Record<OrderGroup, string> = {
  appointment_due: ownerFirst,
  ready: 'deadline_at',
  waiting: 'not_before_at',
  appointment_later: 'appointment_at',
  not_open: '-updated_at',
};
const rank: readonly OrderGroup[] = ['appointment_due', 'ready', 'waiting', 'appointment_later', 'not_open'];

/** The whole order as one expression list, for the few rows that a search finds. */
const fullOrder = [
  groupCase((group) => String(rank.indexOf(group))),
  groupCase((group) => first[group]),
  groupCase((group) =>
    group === 'appointment_due' ? 'appointment_at' : group === 'ready' ? 'grade_rank' : '0',
  ),
  groupCase((group) => (group === 'ready' ? 'created_at' : '0')),
  'id',
].join(', ');

const searchFilters: Record<TaskFilter, string> = {
  open: `state IN (${list(openStates)})`,
  due_soon: `state IN (${list(openStates)}) AND deadline_at <= @soonUntil`,
  appointments: `state = 'appointment'`,
  waiting: `${dialling} AND not_before_at > @now`,
  issues: filters.issues.where,
  done: filters.done.where,
  all: 'TRUE',
};

// CROSS JOIN fixes the way: from the hits to their tasks, never from all tasks to the hits.
const found = (filter: TaskFilter): string =>
  `FROM task_fts CROSS JOIN task ON task.n = task_fts.rowid
   WHERE task_fts MATCH @query AND mode = @mode AND ${searchFilters[filter]}`;

export const searchCountSql = (filter: TaskFilter): string => `SELECT count(*) AS n ${found(filter)}`;
export const searchPageSql = (filter: TaskFilter): string =>
  `SELECT task.n ${found(filter)} ORDER BY ${fullOrder} LIMIT @limit OFFSET @offset`;
