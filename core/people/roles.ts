import { z } from 'zod';
import type { WorkMode } from '../callback/task.ts';
import { permissions, type Permission } from './permissions.ts';

const nameSchema = z.strictObject({ 'zh-CN': z.string().min(1), en: z.string().min(1) });

export const roleSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z_]{0,30}$/),
  name: nameSchema,
  /** A role without sign-in gets its papers, never a seat: seller, regulator (domain.md row 107). */
  signsIn: z.boolean(),
  /** Sells policies: never calls back, never works on what a callback found (domain.md row 107, F22). */
  sells: z.boolean(),
  may: z.array(z.enum(permissions)),
});
export type Role = z.output<typeof roleSchema>;

const signInSchema = z.strictObject({
  /** Digits of a PIN at least and at most. */
  pinDigits: z.strictObject({ min: z.int().min(6).max(12), max: z.int().min(6).max(32) }),
  /** Wrong tries in a row before the first pause. */
  triesBeforePause: z.int().min(1).max(10),
  /** Minutes of the first, second, ... pause; each further wrong try after a pause takes the next, the last one stays. */
  pauseMinutes: z.array(z.int().min(1).max(1440)).min(1),
  /** Minutes without key or mouse after which the screen locks itself; null = never. A running call keeps it open. */
  lockAfterMinutes: z.int().min(1).max(240).nullable(),
  /** Whether real customers may be called while nobody has been set up on this seat. */
  openSeatCallsCustomers: z.boolean(),
});
export type SignInRules = z.output<typeof signInSchema>;

export const roleBookSchema = z
  .strictObject({
    id: z.string().min(1),
    version: z.string().regex(/^\d+\.\d+\.\d+$/),
    signIn: signInSchema,
    roles: z.array(roleSchema).min(1),
    /** What a kind of follow-up needs beside `issues`, by its code in the script pack. */
    followUps: z.record(z.string(), z.enum(permissions)),
  })
  .check(({ value, issues }) => {
    const fault = (path: (string | number)[], message: string): void => {
      issues.push({ code: 'custom', path, message, input: value });
    };
    const seen = new Set<string>();
    value.roles.forEach((role, at) => {
      if (seen.has(role.id)) fault(['roles', at, 'id'], `role ${role.id} is there twice`);
      seen.add(role.id);
      if (role.sells && role.may.length > 0)
        fault(['roles', at, 'may'], `role ${role.id} sells, so it may do nothing here (domain.md row 107)`);
      if (!role.signsIn && role.may.length > 0)
        fault(['roles', at, 'may'], `role ${role.id} does not sign in, so it may do nothing here`);
    });
    if (!value.roles.some(({ may }) => may.includes('people')))
      fault(['roles'], 'no role may manage people, so nobody could be set up');
    if (value.signIn.pinDigits.max < value.signIn.pinDigits.min)
      fault(['signIn', 'pinDigits', 'max'], 'is below min');
  });
export type RoleBook = z.output<typeof roleBookSchema>;

/** The role of that id; null when the book has none (a newer book may have dropped it). */
export const roleOf = (book: RoleBook, id: string): Role | null =>
  book.roles.find((role) => role.id === id) ?? null;

/** Whether a role may do a thing. A role that the book does not know may do nothing. */
export const may = (book: RoleBook, roleId: string, permission: Permission): boolean =>
  roleOf(book, roleId)?.may.includes(permission) ?? false;

/** What a trainee needs of the rest to go through a whole day of practice; none of it shows a real customer then. */
const partOfPractice: readonly Permission[] = ['callback', 'records', 'issues', 'cases'];

/** What a role may do in a mode; null = an open seat, which may do everything. */
export const effective = (role: Role | null, mode: WorkMode): readonly Permission[] => {
  if (role === null) return permissions;
  const practises = mode === 'practice' && role.may.includes('practise');
  return permissions.filter(
    (permission) => role.may.includes(permission) || (practises && partOfPractice.includes(permission)),
  );
};
