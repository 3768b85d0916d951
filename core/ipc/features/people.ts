import { z } from 'zod';
import { permissions } from '../../people/permissions.ts';
import { channel } from '../envelope.ts';

const localizedSchema = z.object({ 'zh-CN': z.string(), en: z.string() });

/**
 * open: nobody has been set up, whoever sits there works. signed_out, locked: a PIN is asked for. change_pin: signed
 * in with a PIN somebody else has given. in: somebody works.
 */
export const seatStates = ['open', 'signed_out', 'locked', 'change_pin', 'in'] as const;

export const seatSchema = z.object({
  state: z.enum(seatStates),
  /** Who is signed in, or whose screen is locked. */
  person: z.object({ id: z.string(), number: z.string(), name: z.string() }).nullable(),
  role: z.object({ id: z.string(), name: localizedSchema }),
  /** What the screen offers; main checks each call again. */
  may: z.array(z.enum(permissions)),
});
export type Seat = z.infer<typeof seatSchema>;

const personSchema = z.object({
  id: z.string(),
  number: z.string(),
  name: z.string(),
  role: z.string(),
  active: z.boolean(),
  mustChangePin: z.boolean(),
  /** UTC ms until which no PIN of this person is looked at; null = now. */
  pausedUntil: z.number().nullable(),
});
export type PersonRow = z.infer<typeof personSchema>;

const number = z.string().trim().min(1).max(20);
const name = z.string().trim().min(1).max(40);
/** Digits and weakness are judged by the rules in force (core/people/sign-in.ts), which also name the reason. */
const pin = z.string().max(64);
const role = z.string().max(32);

const listSchema = z.object({
  people: z.array(personSchema),
  roles: z.array(
    z.object({
      id: z.string(),
      name: localizedSchema,
      signsIn: z.boolean(),
      may: z.array(z.enum(permissions)),
    }),
  ),
  pinDigits: z.object({ min: z.number(), max: z.number() }),
});

export const peopleChannels = {
  'people.signIn': channel(['console'], z.object({ number, pin }), seatSchema),
  /** Only without a running call and without an open record. */
  'people.signOut': channel(['console'], z.object({}), seatSchema),
  'people.lock': channel(['console'], z.object({}), seatSchema),
  'people.changePin': channel(['console'], z.object({ pin, newPin: pin }), seatSchema),
  'people.list': channel(['console'], z.object({}), listSchema),
  /** The first person is signed in at once. */
  'people.add': channel(['console'], z.object({ number, name, role, pin }), listSchema),
  'people.change': channel(
    ['console'],
    z.object({ id: z.string(), name, role, active: z.boolean() }),
    listSchema,
  ),
  /** Gives a new PIN that the person has to change, and ends a pause. */
  'people.resetPin': channel(['console'], z.object({ id: z.string(), pin }), listSchema),
} as const;
