import type Database from 'better-sqlite3';
import {
  appointmentDueAt,
  appointmentOwnedUntil,
  insideBands,
  intoBands,
} from '../../../core/callback/dial-window.ts';
import type { OrderGroup } from '../../../core/callback/order.ts';
import { doneStates, handedOverStates, openStates, orderCuts } from '../../../core/callback/order.ts';
import type { TaskState, WorkMode } from '../../../core/callback/task.ts';
import type { TaskCounts, TaskFilter, TaskRow } from '../../../core/ipc/features/worklist.ts';
import { taskFilters } from '../../../core/ipc/features/worklist.ts';
import { personKeys } from '../../../core/issue/recheck.ts';
import type { StoreRules } from '../protocol.ts';
import { searchQuery } from '../search-text.ts';
import type { TaskRows } from './task-rows.ts';
import type { TaskParams } from './task-sql.ts';
import { countSql, firstSql, groupsOf, pageSql, searchCountSql, searchPageSql } from './task-sql.ts';

type PageQuery = {
  mode: WorkMode;
  filter: TaskFilter;
  search: string;
  offset: number;
  limit: number;
  now: number;
  agentId: string;
};
type Person = { number: string; name: string };
type Paged = TaskParams & { limit: number; offset: number; query: string };
type First = { n: number; not_before_at: number | null; appointment_at: number | null };

/** The work list: pages, counts and the next task. */
export const createTasks = (db: Database.Database, rules: StoreRules, { rows }: TaskRows) => {
  // Statements by text: the texts are a closed set, made by task-sql.ts.
  const counts = new Map<string, Database.Statement<[Partial<Paged>], { n: number }>>();
  const numbers = (sql: string): Database.Statement<[Partial<Paged>], { n: number }> => {
    const known = counts.get(sql) ?? db.prepare<[Partial<Paged>], { n: number }>(sql);
    counts.set(sql, known);
    return known;
  };
  const countOf = (sql: string, params: Partial<Paged>): number => numbers(sql).get(params)?.n ?? 0;
  const firsts = new Map<OrderGroup, Database.Statement<[TaskParams], First>>();
  const firstOf = (group: OrderGroup, params: TaskParams): First | null => {
    const statement = firsts.get(group) ?? db.prepare<[TaskParams], First>(firstSql(group));
    firsts.set(group, statement);
    return statement.get(params) ?? null;
  };
  const tally = db.prepare<[string], { state: TaskState; grade_rank: number; n: number }>(
    'SELECT state, grade_rank, n FROM task_tally WHERE mode = ?',
  );
  const overdue = db.prepare<{ mode: string; now: number }, { n: number }>(
    `SELECT (SELECT count(*) FROM task WHERE mode = @mode AND state IN ('to_dial', 'calling', 'redial') AND deadline_at < @now)
      + (SELECT count(*) FROM task WHERE mode = @mode AND state = 'appointment' AND deadline_at < @now) AS n`,
  );

  const paramsOf = (mode: WorkMode, now: number, agentId: string, person?: Person): TaskParams => {
    const { appointmentUntil, soonUntil } = orderCuts(now, rules.attempts);
    const ownedFrom = now - rules.attempts.appointmentOwnerMinutes * 60_000;
    const [ownNumber = ''] = personKeys({ number: person?.number ?? null, name: null });
    const [ownName = ''] = personKeys({ number: null, name: person?.name ?? null });
    return { mode, agentId, now, appointmentUntil, soonUntil, ownedFrom, ownNumber, ownName };
  };

  /** How many tasks a filter holds; from the tally where it can tell. */
  const totalOf = (filter: TaskFilter, params: TaskParams): number => {
    const counted = (): number =>
      groupsOf(filter).reduce((total, group) => total + countOf(countSql(filter, group), params), 0);
    const sum = (takes: (state: TaskState, gradeRank: number) => boolean): number =>
      tally
        .all(params.mode)
        .reduce((total, row) => total + (takes(row.state, row.grade_rank) ? row.n : 0), 0);
    switch (filter) {
      case 'open':
        return sum((state) => openStates.includes(state));
      case 'appointments':
        return sum((state) => state === 'appointment');
      case 'issues':
        return sum((state, gradeRank) => gradeRank < 3 || handedOverStates.includes(state));
      case 'done':
        return sum((state) => doneStates.includes(state));
      case 'all':
        return sum(() => true);
      case 'due_soon':
      case 'waiting':
        return counted();
    }
  };

  /** Keys of a page of a list that is made of the groups one after the other. */
  const walk = (query: PageQuery, params: TaskParams): number[] => {
    const keys: number[] = [];
    let offset = query.offset;
    for (const group of groupsOf(query.filter)) {
      if (keys.length >= query.limit) break;
      const limit = query.limit - keys.length;
      const found = numbers(pageSql(query.filter, group)).all({ ...params, offset, limit });
      for (const { n } of found) keys.push(n);
      // Only a group that lies before the page as a whole has to be counted.
      if (found.length > 0) offset = 0;
      else if (offset > 0) offset -= countOf(countSql(query.filter, group), params);
    }
    return keys;
  };

  const search = (query: PageQuery, params: TaskParams): { total: number; keys: number[] } => {
    const match = searchQuery(query.search);
    if (match === null) return { total: 0, keys: [] };
    const all = { ...params, query: match, limit: query.limit, offset: query.offset };
    return {
      total: countOf(searchCountSql(query.filter), all),
      keys: numbers(searchPageSql(query.filter))
        .all(all)
        .map(({ n }) => n),
    };
  };

  // While its owner has the first right to it, an appointment is nobody else's next task.
  const othersDue = db.prepare<[TaskParams], { appointment_at: number | null }>(
    `SELECT min(appointment_at) AS appointment_at FROM task WHERE mode = @mode AND state = 'appointment'
       AND appointment_at <= @appointmentUntil AND appointment_at > @ownedFrom AND appointment_agent_id <> @agentId`,
  );
  /** When the first of the others' appointments becomes free for all. */
  const othersAppointment = (params: TaskParams): number | null => {
    const at = othersDue.get(params)?.appointment_at ?? null;
    return at === null ? null : appointmentOwnedUntil(at, rules.attempts);
  };

  return {
    taskPage: (query: PageQuery): { total: number; rows: TaskRow[] } => {
      const params = paramsOf(query.mode, query.now, query.agentId);
      const { total, keys } =
        query.search.trim() === ''
          ? { total: totalOf(query.filter, params), keys: walk(query, params) }
          : search(query, params);
      return { total, rows: rows(keys, orderCuts(query.now, rules.attempts), query.agentId) };
    },

    taskCounts: (mode: WorkMode, now: number): TaskCounts => {
      const params = paramsOf(mode, now, '');
      const counts = Object.fromEntries(taskFilters.map((filter) => [filter, totalOf(filter, params)]));
      return { ...(counts as Record<TaskFilter, number>), overdue: overdue.get({ mode, now })?.n ?? 0 };
    },

    nextTask: (
      mode: WorkMode,
      now: number,
      agentId: string,
      person?: Person,
    ): { task: TaskRow | null; nextPossibleAt: number | null } => {
      const params = paramsOf(mode, now, agentId, person);
      const take = ({ n }: First): { task: TaskRow | null; nextPossibleAt: null } => ({
        task: rows([n], orderCuts(now, rules.attempts), agentId)[0] ?? null,
        nextPossibleAt: null,
      });
      const ready = firstOf('appointment_due', params) ?? firstOf('ready', params);
      const waiting = firstOf('waiting', params);
      const later = firstOf('appointment_later', params);
      // Practice goes on at any hour and never runs dry while anything is open.
      if (mode === 'practice') {
        const any = ready ?? waiting ?? later;
        return any === null ? { task: null, nextPossibleAt: null } : take(any);
      }
      if (ready !== null) {
        return insideBands(now, rules.attempts)
          ? take(ready)
          : { task: null, nextPossibleAt: intoBands(now, rules.attempts) };
      }
      const appointmentAt = later?.appointment_at ?? null;
      const times = [
        waiting?.not_before_at ?? null,
        appointmentAt === null ? null : appointmentDueAt(appointmentAt, rules.attempts),
        othersAppointment(params),
      ].filter((time) => time !== null);
      return {
        task: null,
        nextPossibleAt: times.length === 0 ? null : intoBands(Math.min(...times), rules.attempts),
      };
    },
  };
};
