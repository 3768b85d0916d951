import { describe, expect, it } from 'vitest';
import { changesAtStart, timeInStates, type AgentLogRow } from '../../../../core/agent/agent-log.ts';

const row = (at: number, state: AgentLogRow['state'], reason: string | null = null): AgentLogRow => ({
  id: `r${at}`,
  at,
  agentId: 'a1',
  state,
  reason,
  by: 'system',
  callId: null,
});

describe('the history at the start of the program', () => {
  it('begins busy on a new seat and after an orderly end', () => {
    const started = { at: 900, state: 'busy', reason: 'restart', by: 'system', callId: null };
    expect(changesAtStart(null, null, 900)).toEqual([started]);
    expect(changesAtStart(row(500, 'offline', 'quit'), 400, 900)).toEqual([started]);
  });

  it.each([
    ['the last sign of life', 300, 700, 700],
    ['the last row, when no sign came after it', 300, 200, 300],
    ['the last row, when there never was a sign', 300, null, 300],
    ['now, when the sign is from the future', 300, 5000, 900],
    ['the last row, when the clock was set back', 1500, 700, 1500],
  ])('after a crash the time is unknown from %s on', (_, lastAt, alive, at) => {
    const changes = changesAtStart(row(lastAt, 'ready'), alive, 900);
    expect(changes.map((change) => [change.state, change.reason, change.at])).toEqual([
      ['unknown', 'crash', at],
      ['busy', 'restart', 900],
    ]);
  });

  it('takes 下线 that a person chose for no end of the program', () => {
    expect(changesAtStart(row(300, 'offline'), 700, 900)[0]).toMatchObject({ state: 'unknown', at: 700 });
  });
});

describe('time in states', () => {
  it('gives each row the time until the next, the last one until now', () => {
    const rows = [row(0, 'busy'), row(10, 'ready'), row(30, 'on_call'), row(70, 'wrap_up'), row(75, 'ready')];
    expect(timeInStates(rows, 100)).toEqual({ busy: 10, ready: 45, on_call: 40, wrap_up: 5 });
  });

  it('counts a clock that was set back as no time', () => {
    expect(timeInStates([row(50, 'busy'), row(20, 'ready')], 80)).toEqual({ busy: 0, ready: 30 });
    expect(timeInStates([], 80)).toEqual({});
  });
});
