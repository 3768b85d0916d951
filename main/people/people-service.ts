import type { ChannelName, ChannelOutput } from '../../core/ipc/contract.ts';
import type { IpcError } from '../../core/ipc/envelope.ts';
import type { Seat } from '../../core/ipc/features/people.ts';
import { channelAccess } from '../../core/people/channel-access.ts';
import type { Permission } from '../../core/people/permissions.ts';
import type { StoredPerson } from '../../core/people/person.ts';
import { effective, may, roleOf, type RoleBook } from '../../core/people/roles.ts';
import { afterTry, pauseLeft, pinFault } from '../../core/people/sign-in.ts';
import type { WorkMode } from '../../core/callback/task.ts';
import type { Clock, NewId, Store } from '../../core/ports.ts';
import { AppError } from '../ipc/app-error.ts';
import type { Log } from '../log/log.ts';
import { StoreError } from '../store/errors.ts';
import { hashPin, pinFits } from './pin-hash.ts';

type List = ChannelOutput<'people.list'>;

/** What keeps a person from a channel. */
type Kept = Pick<IpcError, 'code' | 'params'>;

export type PeopleService = {
  seat(): Seat;
  /** Why a channel may not be called now, or null. Each refusal by role stands in the audit chain. */
  refusal(channel: ChannelName): Kept | null;
  /** Whether what customers are concerned by may be sent to the screen. */
  shows(): boolean;
  /** Whether who sits there may do a thing that is no channel of its own. */
  may(permission: Permission): boolean;
  signIn(input: { number: string; pin: string }): Promise<Seat>;
  signOut(): Promise<Seat>;
  /** Throws `call_runs` while somebody is on the line. Does nothing on an open seat. */
  lock(by: 'person' | 'idle' | 'system'): Promise<Seat>;
  changePin(input: { pin: string; newPin: string }): Promise<Seat>;
  list(): List;
  add(input: { number: string; name: string; role: string; pin: string }): Promise<List>;
  change(input: { id: string; name: string; role: string; active: boolean }): Promise<List>;
  resetPin(input: { id: string; pin: string }): Promise<List>;
};

export type PeopleDeps = {
  store: Pick<
    Store,
    'people' | 'addPerson' | 'changePerson' | 'setPin' | 'setTries' | 'audit' | 'openAttemptNow'
  >;
  book: RoleBook;
  clock: Clock;
  newId: NewId;
  log: Log;
  mode: () => WorkMode;
  /** Who the seat is named after, also while nobody is signed in; and the role of an open seat. */
  agent: () => { id: string; number: string; name: string };
  openSeatRole: () => string;
  /** The seat is somebody's now: the name in the opening, the id of the records, the role. */
  identify: (agent: { id: string; number: string; name: string }, role: string) => void;
  onLine: () => boolean;
  /** The state has changed; `left` = who sat there is gone and nothing of hers may stay on screen. */
  changed: (change: { to: Seat['state']; left: boolean }) => void;
};

/**
 * People of the seat and who sits there. Everything is decided here, in the main process: the screen only offers what
 * it is told. Works without a connection: people, hashes and tries are in the local store.
 */
export const openPeople = async (deps: PeopleDeps): Promise<PeopleService> => {
  const { store, book, clock } = deps;
  const rules = book.signIn;
  let people: readonly StoredPerson[] = await store.people();
  let current: string | null = null;
  let locked = false;
  let tail: Promise<unknown> = Promise.resolve();

  /** One after the other: tries that run side by side would be counted once. */
  const inOrder = <T>(work: () => Promise<T>): Promise<T> => {
    const run = tail.then(work, work);
    tail = run.catch(() => undefined);
    return run;
  };
  const reload = async (): Promise<void> => {
    people = await store.people();
  };
  const here = (): StoredPerson | null => people.find(({ id }) => id === current) ?? null;
  const roleId = (): string => here()?.role ?? deps.openSeatRole();
  const entry = (action: string, ref: string, detail = '') => ({
    at: clock.now(),
    agentId: current ?? (people.length === 0 ? deps.agent().id : ''),
    action,
    ref,
    detail,
  });

  const state = (): Seat['state'] => {
    if (people.length === 0) return 'open';
    const person = here();
    if (person === null) return 'signed_out';
    if (locked) return 'locked';
    return person.mustChangePin ? 'change_pin' : 'in';
  };
  /** An open seat is everybody's: whoever sits there sets it up and works. */
  const held = (): readonly Permission[] =>
    people.length === 0 ? effective(null, deps.mode()) : effective(roleOf(book, roleId()), deps.mode());
  const seat = (): Seat => {
    const person = here();
    const role = roleOf(book, roleId());
    const now = state();
    return {
      state: now,
      person: person === null ? null : { id: person.id, number: person.number, name: person.name },
      role: { id: roleId(), name: role?.name ?? { 'zh-CN': roleId(), en: roleId() } },
      may: now === 'open' || now === 'in' ? [...held()] : [],
    };
  };
  const told = (left = false): Seat => {
    deps.changed({ to: state(), left });
    return seat();
  };

  const refusal = (channel: ChannelName): Kept | null => {
    const access = channelAccess[channel];
    if (access === 'anyone') return null;
    const now = state();
    if (now === 'signed_out') return { code: 'signed_out', params: {} };
    if (now === 'locked') return { code: 'seat_locked', params: {} };
    if (now === 'change_pin')
      return channel === 'people.changePin' || channel === 'people.signOut'
        ? null
        : { code: 'signed_out', params: { reason: 'change_pin' } };
    const refused = { code: 'role_not_allowed' as const, params: { role: roleId() } };
    if (access === 'signed_in') return null;
    if (access === 'open_seat') return now === 'open' ? null : refused;
    if (!access.some((permission) => held().includes(permission))) {
      store.audit(entry('seat.refused', channel, roleId())).catch((error: unknown) => {
        deps.log.error('people.audit_failed', { reason: error instanceof Error ? error.message : 'unknown' });
      });
      return refused;
    }
    const callsCustomers = access.includes('callback') && deps.mode() === 'live';
    if (now === 'open' && callsCustomers && !rules.openSeatCallsCustomers)
      return { code: 'open_seat_no_customers', params: {} };
    return null;
  };

  const paused = (person: StoredPerson, field: string): void => {
    const left = pauseLeft(person.tries, clock.now(), rules);
    if (left > 0) throw new AppError('sign_in_paused', field, { minutes: Math.ceil(left / 60_000) });
  };
  /** Looks at one try and keeps how it ended, so that neither a restart nor another person forgets it. */
  const tried = async (person: StoredPerson, pin: string, field: string, right: string): Promise<void> => {
    paused(person, field);
    const fits = await pinFits(pin, person.pin);
    const tries = afterTry(person.tries, fits, clock.now(), rules);
    const audit = fits
      ? { ...entry(right, person.id), agentId: person.id }
      : entry('seat.pin_wrong', person.id, String(tries.failures));
    await store.setTries({ id: person.id, tries, audit });
    await reload();
    if (fits) return;
    const now = people.find(({ id }) => id === person.id);
    if (now !== undefined) paused(now, field);
    throw new AppError('sign_in_refused', field);
  };
  const soundPin = (pin: string, number: string, field: string): void => {
    const fault = pinFault(pin, number, rules);
    if (fault !== null) throw new AppError('pin_weak', field, { reason: `pin_${fault}`, ...rules.pinDigits });
  };
  const signingRole = (id: string): void => {
    if (roleOf(book, id)?.signsIn !== true) throw new AppError('role_unknown', 'role');
  };
  const manages = (id: string): boolean => may(book, id, 'people');
  const take = (person: StoredPerson): void => {
    current = person.id;
    locked = false;
    deps.identify({ id: person.id, number: person.number, name: person.name }, person.role);
  };
  const noCall = (): void => {
    if (deps.onLine()) throw new AppError('call_runs');
  };
  const leave = async (action: string): Promise<void> => {
    await store.audit(entry(action, current ?? ''));
    current = null;
    locked = false;
  };

  const list = (): List => ({
    people: people.map((person) => {
      const { id, number, name, role, active, mustChangePin, tries } = person;
      const left = pauseLeft(tries, clock.now(), rules);
      const pausedUntil = left > 0 ? clock.now() + left : null;
      return { id, number, name, role, active, mustChangePin, pausedUntil };
    }),
    roles: book.roles.map(({ id, name, signsIn, may: can }) => ({ id, name, signsIn, may: [...can] })),
    pinDigits: rules.pinDigits,
  });
  const found = (id: string): StoredPerson => {
    const person = people.find((one) => one.id === id);
    if (person === undefined) throw new AppError('not_found', 'id');
    return person;
  };

  return {
    seat,
    refusal,
    shows: () => ['open', 'in'].includes(state()),
    may: (permission) => held().includes(permission),
    list,
    signIn: ({ number, pin }) =>
      inOrder(async () => {
        const person = people.find((one) => one.number.toLowerCase() === number.trim().toLowerCase());
        const able = person?.active === true && roleOf(book, person.role)?.signsIn === true;
        if (person === undefined || !able) {
          // As slow as a wrong PIN, so that the time tells nobody which numbers exist.
          await hashPin(pin);
          await store.audit(entry('seat.number_unknown', ''));
          throw new AppError('sign_in_refused', 'pin');
        }
        if (current !== null && current !== person.id) noCall();
        await tried(person, pin, 'pin', current === person.id ? 'seat.unlocked' : 'seat.signed_in');
        const open = await store.openAttemptNow();
        const others = open !== null && open.agentId !== person.id;
        if (others && !may(book, person.role, 'approve')) throw new AppError('attempt_not_yours', 'number');
        if (others) await store.audit({ ...entry('seat.took_over', open.id), agentId: person.id });
        const before = current;
        if (before !== null && before !== person.id) await leave('seat.signed_out');
        take(found(person.id));
        return told(before !== null && before !== person.id);
      }),
    signOut: () =>
      inOrder(async () => {
        if (current === null) return seat();
        noCall();
        if ((await store.openAttemptNow()) !== null) throw new AppError('attempt_open');
        await leave('seat.signed_out');
        return told(true);
      }),
    lock: (by) =>
      inOrder(async () => {
        if (current === null || locked) return seat();
        noCall();
        locked = true;
        await store.audit(entry('seat.locked', current, by));
        return told();
      }),
    changePin: ({ pin, newPin }) =>
      inOrder(async () => {
        const person = here();
        if (person === null) throw new AppError('signed_out');
        soundPin(newPin, person.number, 'newPin');
        if (newPin === pin) throw new AppError('pin_same', 'newPin');
        await tried(person, pin, 'pin', 'seat.pin_confirmed');
        await store.setPin({
          id: person.id,
          pin: await hashPin(newPin),
          mustChangePin: false,
          audit: entry('person.pin_changed', person.id),
        });
        await reload();
        return told();
      }),
    add: ({ number, name, role, pin }) =>
      inOrder(async () => {
        signingRole(role);
        const first = people.length === 0;
        if (first && !manages(role)) throw new AppError('person_first_manages', 'role');
        soundPin(pin, number, 'pin');
        const known = deps.agent();
        // Who has worked here under this number keeps what was done, appointments above all.
        const id = first && known.number === number ? known.id : deps.newId();
        const facts = { id, number, name, role, active: true, mustChangePin: !first, createdAt: clock.now() };
        try {
          await store.addPerson({
            person: { ...facts, pin: await hashPin(pin) },
            audit: entry('person.added', id, role),
          });
        } catch (error) {
          if (error instanceof StoreError && error.code === 'person_number_taken')
            throw new AppError('person_number_taken', 'number');
          throw error;
        }
        await reload();
        if (first) {
          take(found(id));
          await store.audit(entry('seat.signed_in', id));
        }
        told();
        return list();
      }),
    change: ({ id, name, role, active }) =>
      inOrder(async () => {
        const person = found(id);
        if (role !== person.role) signingRole(role);
        const after = people.map((one) => (one.id === id ? { ...one, role, active } : one));
        if (!after.some((one) => one.active && manages(one.role)))
          throw new AppError('person_last_manager', 'role');
        if (id === current && !active) {
          noCall();
          if ((await store.openAttemptNow()) !== null) throw new AppError('attempt_open');
        }
        const detail = `${person.role}>${role}${active ? '' : ' inactive'}`;
        await store.changePerson({
          person: { id, name, role, active },
          audit: entry('person.changed', id, detail),
        });
        await reload();
        if (id !== current) return list();
        if (active) take(found(id));
        else await leave('seat.signed_out');
        told(!active);
        return list();
      }),
    resetPin: ({ id, pin }) =>
      inOrder(async () => {
        const person = found(id);
        soundPin(pin, person.number, 'pin');
        await store.setPin({
          id,
          pin: await hashPin(pin),
          mustChangePin: id !== current,
          audit: entry('person.pin_reset', id),
        });
        await reload();
        return list();
      }),
  };
};
