import type Database from 'better-sqlite3';
import { z } from 'zod';
import type { StoredPerson } from '../../../core/people/person.ts';
import type { Store } from '../../../core/ports.ts';
import { StoreError } from '../errors.ts';
import type { Audit } from './audit.ts';

const pinSchema = z.object({
  salt: z.string(),
  hash: z.string(),
  cost: z.number(),
  blockSize: z.number(),
  parallelization: z.number(),
});

type PersonRecord = {
  id: string;
  number: string;
  name: string;
  role: string;
  active: number;
  must_change_pin: number;
  pin: string;
  failures: number;
  paused_until: number;
  created_at: number;
};

const toPerson = (row: PersonRecord): StoredPerson => ({
  id: row.id,
  number: row.number,
  name: row.name,
  role: row.role,
  active: row.active === 1,
  mustChangePin: row.must_change_pin === 1,
  createdAt: row.created_at,
  pin: pinSchema.parse(JSON.parse(row.pin)),
  tries: { failures: row.failures, pausedUntil: row.paused_until },
});

/** Who signs in at this seat. Each deed stands in the audit chain in the same transaction. */
export const createPeople = (db: Database.Database, audit: Audit) => {
  const all = db.prepare<[], PersonRecord>('SELECT * FROM person ORDER BY created_at, id');
  const numberTaken = db.prepare<[string], { id: string }>('SELECT id FROM person WHERE number = ?');
  const insert = db.prepare(
    `INSERT INTO person (id, number, name, role, active, must_change_pin, pin, created_at)
     VALUES (@id, @number, @name, @role, 1, @mustChangePin, @pin, @createdAt)`,
  );
  const change = db.prepare('UPDATE person SET name = @name, role = @role, active = @active WHERE id = @id');
  const pin = db.prepare(
    `UPDATE person SET pin = @pin, must_change_pin = @mustChangePin, failures = 0, paused_until = 0
     WHERE id = @id`,
  );
  const tries = db.prepare(
    'UPDATE person SET failures = @failures, paused_until = @pausedUntil WHERE id = @id',
  );
  const one = (result: Database.RunResult): void => {
    if (result.changes !== 1) throw new StoreError('not_found');
  };

  const add = db.transaction(({ person, audit: entry }: Parameters<Store['addPerson']>[0]) => {
    if (numberTaken.get(person.number) !== undefined) throw new StoreError('person_number_taken');
    const { id, number, name, role, createdAt } = person;
    insert.run({
      ...{ id, number, name, role, createdAt },
      mustChangePin: person.mustChangePin ? 1 : 0,
      pin: JSON.stringify(person.pin),
    });
    audit.append(entry);
  });
  const changeOne = db.transaction(({ person, audit: entry }: Parameters<Store['changePerson']>[0]) => {
    const { id, name, role, active } = person;
    one(change.run({ id, name, role, active: active ? 1 : 0 }));
    audit.append(entry);
  });
  const setPin = db.transaction((input: Parameters<Store['setPin']>[0]) => {
    const mustChangePin = input.mustChangePin ? 1 : 0;
    one(pin.run({ id: input.id, pin: JSON.stringify(input.pin), mustChangePin }));
    audit.append(input.audit);
  });
  const setTries = db.transaction((input: Parameters<Store['setTries']>[0]) => {
    one(tries.run({ id: input.id, ...input.tries }));
    audit.append(input.audit);
  });

  return {
    people: (): StoredPerson[] => all.all().map(toPerson),
    addPerson: (input: Parameters<Store['addPerson']>[0]) => add.immediate(input),
    changePerson: (input: Parameters<Store['changePerson']>[0]) => changeOne.immediate(input),
    setPin: (input: Parameters<Store['setPin']>[0]) => setPin.immediate(input),
    setTries: (input: Parameters<Store['setTries']>[0]) => setTries.immediate(input),
  };
};
