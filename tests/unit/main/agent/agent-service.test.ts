import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SessionView } from '../../../../core/ipc/features/call.ts';
import type { PhonePolicy } from '../../../../core/phone-policy/policy-schema.ts';
import { createAgentService } from '../../../../main/agent/agent-service.ts';
import type { AgentService } from '../../../../main/agent/agent-service.ts';
import { AppError } from '../../../../main/ipc/app-error.ts';
import type { SyncStore } from '../../../../main/store/protocol.ts';
import { openHere, tempDir } from '../../../fixtures/store/open.ts';
import { createVirtualTimers, type VirtualTimers } from '../../../support/sync-timers.ts';
import { answeringPolicy, shippedPolicy } from '../../core/phone-policy/shipped-policy.ts';
import { recordedPhone } from './recorded-phone.ts';

const beginning = Date.UTC(2026, 10, 23, 1);
const asks = { 'call-info': '<sip:x>;answer-after=0' };

let remove: () => void;
let db: Database.Database;
let store: SyncStore;
let timers: VirtualTimers;
let ids = 0;
let beeps = 0;
let logged: string[];
beforeEach(() => {
  const temp = tempDir();
  remove = temp.remove;
  ({ db, store } = openHere(join(temp.dir, 'desk.sqlite')));
  timers = createVirtualTimers();
  beeps = 0;
  logged = [];
});
afterEach(() => {
  db.close();
  remove();
});

/** The store without its thread, failing as a promise does. */
const promised = <T>(work: () => T): Promise<T> => Promise.resolve().then(work);

const startSeat = async (
  policy: PhonePolicy = shippedPolicy,
): Promise<{ agent: AgentService; phone: ReturnType<typeof recordedPhone> }> => {
  const phone = recordedPhone();
  const note = (event: string) => void logged.push(event);
  const agent = createAgentService({
    store: {
      appendAgentEvent: (row) => promised(() => store.appendAgentEvent(row)),
      lastAgentEvent: () => promised(() => store.lastAgentEvent()),
      setting: (key) => promised(() => store.setting(key)),
      setSetting: (key, value) => promised(() => store.setSetting(key, value)),
    },
    phone: phone.port,
    clock: { now: () => beginning + timers.elapsed() },
    timers,
    newId: () => `id-${(ids += 1)}`,
    log: { info: note, warn: note, error: note },
    policy: { policy, source: 'shipped', refusedLine: null },
    agentId: () => 'a1',
    beep: () => {
      beeps += 1;
    },
  });
  await agent.start();
  return { agent, phone };
};
const session = (phase: SessionView['phase']): SessionView => ({ phase }) as SessionView;
const history = (): string[] =>
  store
    .agentEvents({ from: 0, to: Number.MAX_SAFE_INTEGER })
    .map(({ state, reason, by, at }) => `${(at - beginning) / 1000} ${state} ${reason ?? '-'} ${by}`);
/** Writes run one after the other behind the state. */
const written = () => new Promise((resolve) => setImmediate(resolve));

describe('what the phone is told', () => {
  it('not to disturb from the start, whenever it registers, and in each state that does not ring', async () => {
    const { agent, phone } = await startSeat();
    phone.registered();
    expect(phone.told()).toEqual(['dnd on']);
    agent.set('ready', null);
    expect(phone.told()).toEqual(['dnd off']);
    phone.registered();
    expect(phone.told()).toEqual(['dnd off']);
    for (const [state, reason] of [
      ['busy', 'meeting'],
      ['break', 'meal'],
      ['offline', null],
    ] as const) {
      agent.set(state, reason);
      agent.set('ready', null);
      expect(phone.told()).toEqual(['dnd on', 'dnd off']);
    }
    phone.talks('c1');
    expect(phone.told()).toEqual([]);
    phone.ends('c1');
    expect(phone.told()).toEqual(['dnd on']);
  });

  it('to refuse a call that slipped through, once', async () => {
    const { agent, phone } = await startSeat();
    phone.rings('c1');
    expect(phone.told()).toEqual(['reject c1 busy']);
    agent.set('ready', null);
    phone.told();
    phone.rings('c2');
    expect(phone.told()).toEqual([]);
    expect(agent.view().state).toBe('ready');
  });

  it('goes on when the phone window does not answer', async () => {
    const { agent, phone } = await startSeat();
    phone.failFromNow();
    agent.set('ready', null);
    agent.set('break', 'short');
    await written();
    expect(agent.view()).toMatchObject({ state: 'break', reason: 'short' });
    expect(logged).toContain('agent.do_not_disturb_failed');
  });
});

describe('the history', () => {
  it('has each change once, in order, with who made it', async () => {
    const { agent, phone } = await startSeat();
    timers.advance(5000);
    agent.set('ready', null);
    timers.advance(5000);
    agent.onSession(session('dialling'));
    phone.dials('c1');
    phone.talks('c1');
    timers.advance(30_000);
    phone.ends('c1');
    agent.onSession(session('wrap_up'));
    timers.advance(20_000);
    agent.extendWrapUp();
    timers.advance(200_000);
    agent.onSession(null);
    await agent.stop();
    expect(history()).toEqual([
      '0 busy restart system',
      '5 ready - person',
      '10 on_call - system',
      '40 wrap_up - system',
      '60 wrap_up extended person',
      '190 wrap_up over_time system',
      '260 ready - system',
      '260 offline quit system',
    ]);
    const calls = store.agentEvents({ from: 0, to: Number.MAX_SAFE_INTEGER }).map(({ callId }) => callId);
    expect(calls).toEqual([null, null, 'c1', 'c1', 'c1', 'c1', null, null]);
  });

  it('after a crash is unknown from the last sign of life on, to the minute', async () => {
    const { agent } = await startSeat();
    agent.set('ready', null);
    timers.advance(10 * 60_000 + 1000);
    await written();
    // No stop: the program is gone. The next one starts an hour later.
    timers.advance(0);
    const crashed = createVirtualTimers();
    crashed.advance(70 * 60_000);
    timers = crashed;
    await startSeat();
    expect(history().slice(-3)).toEqual([
      '0 ready - person',
      '600 unknown crash system',
      '4200 busy restart system',
    ]);
  });

  it('keeps a row that could not be written for later, and its order', async () => {
    const { agent } = await startSeat();
    db.exec('ALTER TABLE agent_event RENAME TO away');
    agent.set('ready', null);
    agent.set('busy', 'training');
    await written();
    expect(logged).toContain('agent.history_failed');
    expect(agent.view()).toMatchObject({ state: 'busy', reason: 'training' });
    db.exec('ALTER TABLE away RENAME TO agent_event');
    agent.set('break', 'meal');
    await agent.stop();
    expect(history().map((row) => row.split(' ')[1])).toEqual(['busy', 'ready', 'busy', 'break', 'offline']);
  });
});

describe('refusals', () => {
  it('names the field: a reason that is missing or unknown', async () => {
    const { agent } = await startSeat();
    expect(() => agent.set('busy', null)).toThrow(new AppError('reason_needed', 'reason'));
    expect(() => agent.set('busy', 'meal')).toThrow(new AppError('bad_input', 'reason'));
    expect(() => agent.set('ready', 'meeting')).toThrow(new AppError('bad_input', 'reason'));
    expect(agent.view()).toMatchObject({ state: 'busy', reason: 'restart' });
  });

  it('does not finish a wrap-up whose record is open', async () => {
    const { agent } = await startSeat();
    agent.onSession(session('wrap_up'));
    expect(() => agent.finishWrapUp()).toThrow(new AppError('attempt_open'));
  });
});

describe('automatic answer', () => {
  it('beeps and answers after the delay, and says the same time however often it is asked', async () => {
    const { agent, phone } = await startSeat(answeringPolicy);
    agent.set('ready', null);
    phone.told();
    phone.rings('c1', asks);
    const at = agent.autoAnswer('c1', { user: '2001', displayName: '', headers: asks });
    expect(at).toBe(beginning + 2000);
    phone.rings('c1', asks);
    timers.advance(1999);
    expect([phone.told(), beeps]).toEqual([[], 0]);
    timers.advance(1);
    expect([phone.told(), beeps]).toEqual([['answer c1'], 1]);
  });

  it.each<[string, (agent: AgentService, phone: ReturnType<typeof recordedPhone>) => void]>([
    ['the agent stops it', (agent) => agent.stopAutoAnswer('c1')],
    ['the agent is busy by then', (agent) => agent.set('busy', 'fault')],
    ['another call came up', (_, phone) => phone.talks('other')],
    ['another call rings as well', (_, phone) => phone.rings('other')],
    ['the caller gave up', (_, phone) => phone.ends('c1')],
    ['a person answered first', (_, phone) => phone.talks('c1')],
  ])('does not answer when %s', async (_, meanwhile) => {
    const { agent, phone } = await startSeat(answeringPolicy);
    agent.set('ready', null);
    phone.rings('c1', asks);
    timers.advance(500);
    meanwhile(agent, phone);
    phone.told();
    timers.advance(10_000);
    expect([phone.told().filter((words) => words.startsWith('answer')), beeps]).toEqual([[], 0]);
  });

  it('is off as shipped', async () => {
    const { agent, phone } = await startSeat();
    agent.set('ready', null);
    phone.rings('c1', asks);
    expect(agent.autoAnswer('c1', { user: '2001', displayName: '', headers: asks })).toBeNull();
  });
});

describe('the store', () => {
  it('adds rows, never changes or removes one, and takes the same row once', () => {
    const row = {
      id: 'r1',
      at: 7,
      agentId: 'a1',
      state: 'busy',
      reason: null,
      by: 'system',
      callId: null,
    } as const;
    store.appendAgentEvent(row);
    store.appendAgentEvent(row);
    store.appendAgentEvent({ ...row, id: 'r2', at: 5, state: 'ready' });
    expect(store.lastAgentEvent()?.id).toBe('r2');
    expect(store.agentEvents({ from: 0, to: 7 }).map(({ id }) => id)).toEqual(['r2']);
    expect(store.agentEvents({ from: 0, to: 8 }).map(({ id }) => id)).toEqual(['r2', 'r1']);
    expect(() => db.exec("UPDATE agent_event SET state = 'ready'")).toThrow(/not changed/);
    expect(() => db.exec('DELETE FROM agent_event')).toThrow(/not deleted/);
  });
});
