import type { Tries } from './sign-in.ts';

/** Somebody who signs in at this seat. */
export type Person = {
  /** Also the id under which the person's callbacks are kept. */
  id: string;
  /** 工号; unique on the seat. */
  number: string;
  name: string;
  role: string;
  /** False after the person has left: nothing of hers is deleted, and she signs in no more. */
  active: boolean;
  /** The PIN was given by somebody else, so the first thing is to choose one. */
  mustChangePin: boolean;
  createdAt: number;
};

/** What a PIN is checked against. Never leaves the main process. */
export type PinHash = {
  /** Base64. */
  salt: string;
  /** Base64. */
  hash: string;
  /** Parameters of scrypt (RFC 7914). */
  cost: number;
  blockSize: number;
  parallelization: number;
};

export type StoredPerson = Person & { pin: PinHash; tries: Tries };
