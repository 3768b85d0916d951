import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WorkMode } from '../../../../core/callback/task.ts';
import { genesisHash } from '../../../../core/outbox/chain.ts';
import { roleBookSchema, type RoleBook } from '../../../../core/people/roles.ts';
import { openPeople, type PeopleService } from '../../../../main/people/people-service.ts';
import { parseRules } from '../../../../main/rules/read-rules.ts';
import { openDatabase } from '../../../../main/store/open.ts';
import type { SyncStore } from '../../../../main/store/protocol.ts';
import { auditHash } from '../../../../main/store/repositories/audit.ts';
import { createSqliteStore } from '../../../../main/store/sqlite-store.ts';
import { makeAttempt } from '../../../fixtures/store/attempts.ts';
import { tempDir } from '../../../fixtures/store/open.ts';
import { makePolicy } from '../../../fixtures/store/policies.ts';
import { cst, storeRules } from '../../../fixtures/store/rules.ts';
import { promisedStore } from '../../../support/promised-store.ts';

const shipped = parseRules(roleBookSchema, readFileSync('resources/roles/roles.yaml', 'utf8'));
const minute = 60_000;
const lead = { number: '9001', name: '周岚', role: 'lead', pin: '271828' };
const agent = { number: '0012', name: '林晓', role: 'agent', pin: '314159' };

let remove: () => void;
let db: Database.Database;
let store: SyncStore;
let now: number;
let mode: WorkMode;
let onLine: boolean;
let seatOf: { id: string; number: string; name: string };
let role: string;
let changes: { to: string; left: boolean }[];
let ids: number;

const open = (book: RoleBook = shipped): Promise<PeopleService> =>
  openPeople({
    store: promisedStore(store, [
      'people',
      'addPerson',
      'changePerson',
      'setPin',
      'setTries',
      'audit',
      'openAttemptNow',
    ]),
    book,
    clock: { now: () => now },
    newId: () => `p${(ids += 1)}`,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    mode: () => mode,
    agent: () => seatOf,
    openSeatRole: () => 'agent',
    identify: (who, as) => {
      seatOf = who;
      role = as;
    },
    onLine: () => onLine,
    changed: (change) => changes.push(change),
  });
const refused = (code: string, field: string | null = null) =>
  expect.objectContaining({ code, field }) as unknown as Error;
const audited = (): string[] =>
  db
    .prepare<[], { action: string }>('SELECT action FROM audit ORDER BY seq')
    .all()
    .map(({ action }) => action);

/** A lead and an agent, the agent signed in with a PIN of her own. */
const atWork = async (): Promise<PeopleService> => {
  const people = await open();
  await people.add(lead);
  await people.add(agent);
  await people.signOut();
  await people.signIn(agent);
  await people.changePin({ pin: agent.pin, newPin: '161803' });
  return people;
};

beforeEach(() => {
  const temp = tempDir();
  remove = temp.remove;
  now = cst('2026-03-02 10:00');
  mode = 'live';
  onLine = false;
  seatOf = { id: 'seat-1', number: '9001', name: '周岚' };
  role = 'agent';
  changes = [];
  ids = 0;
  db = openDatabase(join(temp.dir, 'desk.sqlite'));
  store = createSqliteStore(db, storeRules, () => now);
});
afterEach(() => {
  db.close();
  remove();
});

describe('a seat that nobody has set up', () => {
  it('is everybody’s, until the first person is there; that one has to manage people', async () => {
    const people = await open();
    expect(people.seat()).toMatchObject({ state: 'open', person: null });
    expect(people.refusal('call.start')).toBeNull();
    await expect(people.add(agent)).rejects.toEqual(refused('person_first_manages', 'role'));
    await people.add(lead);
    // Who worked here under this number keeps what was done.
    expect(people.seat()).toMatchObject({ state: 'in', person: { id: 'seat-1', name: '周岚' } });
    expect(role).toBe('lead');
    expect(people.refusal('app.setAgent')).toMatchObject({ code: 'role_not_allowed' });
  });

  it('calls no customer when head office says so, and still practises', async () => {
    const people = await open({ ...shipped, signIn: { ...shipped.signIn, openSeatCallsCustomers: false } });
    expect(people.refusal('call.start')).toMatchObject({ code: 'open_seat_no_customers' });
    mode = 'practice';
    expect(people.refusal('call.start')).toBeNull();
  });
});

describe('signing in', () => {
  it('with a PIN somebody else gave comes down to choosing one’s own', async () => {
    const people = await open();
    await people.add(lead);
    await people.add(agent);
    await people.signOut();
    expect(people.refusal('worklist.page')).toMatchObject({ code: 'signed_out' });
    expect(people.shows()).toBe(false);
    expect(await people.signIn({ number: ' 0012 ', pin: agent.pin })).toMatchObject({
      state: 'change_pin',
      may: [],
    });
    expect(people.refusal('worklist.page')).toMatchObject({
      code: 'signed_out',
      params: { reason: 'change_pin' },
    });
    const change = (pin: string, newPin: string) => people.changePin({ pin, newPin });
    await expect(change(agent.pin, '111111')).rejects.toEqual(refused('pin_weak', 'newPin'));
    await expect(change(agent.pin, agent.pin)).rejects.toEqual(refused('pin_same', 'newPin'));
    await expect(change('999000', '161803')).rejects.toEqual(refused('sign_in_refused', 'pin'));
    expect(await change(agent.pin, '161803')).toMatchObject({ state: 'in', role: { id: 'agent' } });
    expect(seatOf).toMatchObject({ number: '0012', name: '林晓' });
    expect(people.shows()).toBe(true);
  });

  it('says the same of a wrong number and of a wrong PIN, and pauses after five wrong PINs, also after a restart', async () => {
    let people = await atWork();
    await people.signOut();
    await expect(people.signIn({ number: '7777', pin: '161803' })).rejects.toEqual(
      refused('sign_in_refused', 'pin'),
    );
    for (let wrong = 1; wrong <= 4; wrong += 1)
      await expect(people.signIn({ number: '0012', pin: '000111' })).rejects.toEqual(
        refused('sign_in_refused', 'pin'),
      );
    await expect(people.signIn({ number: '0012', pin: '000111' })).rejects.toEqual(
      refused('sign_in_paused', 'pin'),
    );
    people = await open();
    await expect(people.signIn({ number: '0012', pin: '161803' })).rejects.toMatchObject({
      code: 'sign_in_paused',
      params: { minutes: 1 },
    });
    now += minute;
    expect(await people.signIn({ number: '0012', pin: '161803' })).toMatchObject({ state: 'in' });
  });

  it('side by side counts every wrong try', async () => {
    const people = await atWork();
    await people.signOut();
    const tries = ['100001', '100002', '100003', '100004', '100005', '161803'];
    const results = await Promise.allSettled(tries.map((pin) => people.signIn({ number: '0012', pin })));
    expect(results.map(({ status }) => status)).toEqual(tries.map(() => 'rejected'));
  });

  it('is refused to who has left, and to who would take over a callback of somebody else, but for a lead', async () => {
    const people = await atWork();
    store.importPolicies({ mode: 'live', policies: [makePolicy(1)], at: now, source: 'l.csv', agentId: 'a' });
    const { task } = store.nextTask('live', now, 'a');
    if (task === null) throw new Error('no task');
    store.openAttempt(makeAttempt({ id: 'at-1', taskId: task.id, agentId: seatOf.id }));
    await expect(people.signOut()).rejects.toEqual(refused('attempt_open'));
    await people.lock('idle');
    const other = await open();
    await other.signIn(lead);
    expect(audited()).toContain('seat.took_over');
    await other.add({ number: '0013', name: '陈曦', role: 'agent', pin: '141421' });
    await other.lock('person');
    await expect(other.signIn({ number: '0013', pin: '141421' })).rejects.toEqual(
      refused('attempt_not_yours', 'number'),
    );
    const third = other.list().people.find(({ number }) => number === '0013');
    await other.signIn(lead);
    await other.change({ id: third?.id ?? '', name: '陈曦', role: 'agent', active: false });
    await other.lock('person');
    await expect(other.signIn({ number: '0013', pin: '141421' })).rejects.toEqual(
      refused('sign_in_refused', 'pin'),
    );
  });
});

describe('the lock', () => {
  it('waits for the end of a call, keeps who works, and opens with her PIN', async () => {
    const people = await atWork();
    onLine = true;
    await expect(people.lock('person')).rejects.toEqual(refused('call_runs'));
    onLine = false;
    expect(await people.lock('idle')).toMatchObject({ state: 'locked', person: { name: '林晓' }, may: [] });
    expect(people.refusal('session.notes')).toMatchObject({ code: 'seat_locked' });
    await people.signIn({ number: '0012', pin: '161803' });
    expect(people.seat().state).toBe('in');
    expect(changes.at(-1)).toEqual({ to: 'in', left: false });
    await people.lock('person');
    await people.signIn(lead);
    expect(changes.at(-1)).toEqual({ to: 'in', left: true });
  });
});

describe('roles', () => {
  it('keep an agent from lists, figures and people, each refusal audited; a trainee from real work', async () => {
    const people = await atWork();
    for (const channel of ['records.export', 'finding.report', 'people.add', 'account.save'] as const)
      expect(people.refusal(channel)).toMatchObject({ code: 'role_not_allowed', params: { role: 'agent' } });
    expect(people.may('approve')).toBe(false);
    await people.signOut();
    await people.signIn(lead);
    expect(people.refusal('records.export')).toBeNull();
    expect(people.may('approve')).toBe(true);
    const own = people.list().people.find(({ number }) => number === '0012');
    await people.change({ id: own?.id ?? '', name: '林晓', role: 'trainee', active: true });
    await people.signOut();
    await people.signIn({ number: '0012', pin: '161803' });
    expect(people.refusal('worklist.page')).toMatchObject({ code: 'role_not_allowed' });
    mode = 'practice';
    expect(people.refusal('worklist.page')).toBeNull();
    await expect.poll(() => audited().filter((action) => action === 'seat.refused')).toHaveLength(5);
  });

  it('cannot be given to nobody: numbers are unique, sellers do not sign in, somebody manages people', async () => {
    const people = await open();
    await people.add(lead);
    await expect(people.add({ ...agent, number: '9001' })).rejects.toEqual(
      refused('person_number_taken', 'number'),
    );
    await expect(people.add({ ...agent, role: 'seller' })).rejects.toEqual(refused('role_unknown', 'role'));
    const change = (to: string, active: boolean) =>
      people.change({ id: 'seat-1', name: '周岚', role: to, active });
    await expect(change('agent', true)).rejects.toEqual(refused('person_last_manager', 'role'));
    await expect(change('lead', false)).rejects.toEqual(refused('person_last_manager', 'role'));
  });

  it('a PIN that is reset is changed at the next sign-in, and ends a pause', async () => {
    const people = await atWork();
    await people.signOut();
    for (let wrong = 0; wrong < 5; wrong += 1)
      await people.signIn({ number: '0012', pin: '000111' }).catch(() => undefined);
    await people.signIn(lead);
    const own = people.list().people.find(({ number }) => number === '0012');
    expect(own?.pausedUntil).toBe(now + minute);
    await people.resetPin({ id: own?.id ?? '', pin: '271820' });
    await people.signOut();
    expect(await people.signIn({ number: '0012', pin: '271820' })).toMatchObject({ state: 'change_pin' });
  });
});

describe('what is kept', () => {
  it('holds no PIN, and a chain of who did what that nobody can mend unseen', async () => {
    const people = await atWork();
    await people.lock('person');
    await people.signIn({ number: '0012', pin: '161803' });
    await people.signOut();
    const rows = db
      .prepare<
        [],
        {
          seq: number;
          at: number;
          agent_id: string;
          action: string;
          ref: string;
          detail: string;
          hash: string;
        }
      >('SELECT * FROM audit ORDER BY seq')
      .all();
    let prev: string = genesisHash;
    for (const { seq, at, agent_id: agentId, action, ref, detail, hash } of rows) {
      expect(hash).toBe(auditHash(prev, seq, { at, agentId, action, ref, detail }));
      prev = hash;
    }
    expect(rows.map(({ action }) => action)).toEqual([
      'person.added',
      'seat.signed_in',
      'person.added',
      'seat.signed_out',
      'seat.signed_in',
      'seat.pin_confirmed',
      'person.pin_changed',
      'seat.locked',
      'seat.unlocked',
      'seat.signed_out',
    ]);
    expect(rows.at(-1)?.agent_id).toBe(seatOf.id);
    const everything = JSON.stringify(db.prepare('SELECT * FROM person').all()) + JSON.stringify(rows);
    for (const pin of ['271828', '314159', '161803']) expect(everything).not.toContain(pin);
  });
});
