import { z } from 'zod';
import { shownOf, shownStates, type AgentState } from './agent-state.ts';

/** What a row of the seat's history can say; `unknown` = the program ended without a word. */
export const loggedStates = [...shownStates, 'unknown'] as const;
export type LoggedState = (typeof loggedStates)[number];

/** One change of the seat. It lasts until the next one. */
export const agentLogRowSchema = z.object({
  id: z.string(),
  /** UTC ms. */
  at: z.number().int(),
  agentId: z.string(),
  state: z.enum(loggedStates),
  /** A reason of the phone policy, or one the program gave: restart, quit, crash, extended, over_time. */
  reason: z.string().nullable(),
  /** Who made the change at that moment. */
  by: z.enum(['person', 'system']),
  /** The call that is on, or that the wrap-up follows. */
  callId: z.string().nullable(),
});
export type AgentLogRow = z.infer<typeof agentLogRowSchema>;
type Change = Pick<AgentLogRow, 'at' | 'state' | 'reason' | 'by' | 'callId'>;

/** The row that a step of the seat adds to its history, or null when nothing that is shown changed. */
export function changeOf(
  before: AgentState,
  after: AgentState,
  at: number,
  by: AgentLogRow['by'],
): Change | null {
  const [was, is] = [shownOf(before), shownOf(after)];
  const extended =
    before.activity?.kind === 'wrap_up' &&
    after.activity?.kind === 'wrap_up' &&
    before.activity.extensions !== after.activity.extensions;
  if (was.state === is.state && was.reason === is.reason && !extended) return null;
  return { at, ...is, by, callId: after.activity?.callId ?? null };
}

/**
 * What the program writes when it starts. A history whose last row is not the end of the program was cut off:
 * from the last sign of life on nobody knows what the seat did, and it must count as nothing else.
 */
export function changesAtStart(
  last: AgentLogRow | null,
  lastSignOfLife: number | null,
  now: number,
): Change[] {
  const started: Change = { at: now, state: 'busy', reason: 'restart', by: 'system', callId: null };
  if (last === null || (last.state === 'offline' && last.reason === 'quit')) return [started];
  // A clock that was set back must not put the gap before what is known.
  const at = Math.max(last.at, Math.min(lastSignOfLife ?? last.at, now));
  return [{ at, state: 'unknown', reason: 'crash', by: 'system', callId: null }, started];
}

/** The last row of a program that ends as it should. */
export const changeAtQuit = (at: number): Change => ({
  at,
  state: 'offline',
  reason: 'quit',
  by: 'system',
  callId: null,
});

/**
 * Milliseconds in each state up to `until`, for the KPIs of domain.md 3.7 (话后时长). Rows oldest first; a clock
 * that was set back counts as no time. The sum is the time from the first row to `until`.
 */
export function timeInStates(
  rows: readonly Pick<AgentLogRow, 'at' | 'state'>[],
  until: number,
): Partial<Record<LoggedState, number>> {
  const total: Partial<Record<LoggedState, number>> = {};
  let from = rows[0]?.at ?? until;
  rows.forEach((row, index) => {
    const to = Math.max(from, rows[index + 1]?.at ?? until);
    total[row.state] = (total[row.state] ?? 0) + (to - from);
    from = to;
  });
  return total;
}
