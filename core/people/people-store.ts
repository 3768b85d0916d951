import type { Person, PinHash, StoredPerson } from './person.ts';
import type { Tries } from './sign-in.ts';

type AuditRow = { at: number; agentId: string; action: string; ref: string; detail: string };

/** People of this seat in the local store; each change is one transaction with its audit row. */
export type PeopleStore = {
  /** Oldest first, those who left included. */
  people(): Promise<StoredPerson[]>;
  /** Fails with `person_number_taken`. */
  addPerson(input: { person: Person & { pin: PinHash }; audit: AuditRow }): Promise<void>;
  /** Fails with `not_found`, as all below. */
  changePerson(input: {
    person: Pick<Person, 'id' | 'name' | 'role' | 'active'>;
    audit: AuditRow;
  }): Promise<void>;
  /** Forgets wrong tries too. */
  setPin(input: { id: string; pin: PinHash; mustChangePin: boolean; audit: AuditRow }): Promise<void>;
  setTries(input: { id: string; tries: Tries; audit: AuditRow }): Promise<void>;
};
