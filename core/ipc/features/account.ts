import { z } from 'zod';
import { accountSettingsSchema } from '../../call/account.ts';
import { accountFormSchema } from '../../call/account-form.ts';
import { lineCheckSchema } from '../../call/line-check.ts';
import { channel, eventChannel } from '../envelope.ts';
import { appStateSchema } from './app.ts';

const nothing = z.object({});
const form = z.object({ form: accountFormSchema });

export const accountChannels = {
  /** The saved account without its secrets, and which secrets are there (`credentials` by turnKey). */
  'account.get': channel(
    ['console'],
    nothing,
    z.object({
      settings: accountSettingsSchema.nullable(),
      hasPassword: z.boolean(),
      credentials: z.array(z.string()),
      check: lineCheckSchema.nullable(),
    }),
  ),
  /** Registers with the account and keeps it only when that worked; else the one in use before stays in use. */
  'account.save': channel(['console'], form, appStateSchema),
  /**
   * Tests the line step by step, also of an account that is not saved; progress comes as `account.check`.
   * Refused while a callback is open or a call is up. Afterwards the saved account is in use as before.
   */
  'account.startCheck': channel(['console'], form, lineCheckSchema),
  'account.stopCheck': channel(['console'], nothing, nothing),
  /** Puts the report, in the words on screen, on the clipboard. */
  'account.copyReport': channel(['console'], z.object({ text: z.string().max(20_000) }), nothing),
  /** Reads an account that an administrator prepared as a file; null when the person cancels. */
  'account.readFile': channel(['console'], nothing, form.nullable()),
} as const;

export const accountEvents = {
  'account.check': eventChannel(['console'], lineCheckSchema),
} as const;
