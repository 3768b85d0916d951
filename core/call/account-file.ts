import { accountSettingsSchema, simpleAccount } from './account.ts';
import { accountFormOf, userOf, type AccountForm } from './account-form.ts';

/** Only what an administrator has to say; the rest is as in a new account. */
const accountFileSchema = accountSettingsSchema.partial().required({ servers: true }).strict();

export type AccountFile =
  | { ok: true; form: AccountForm }
  | {
      ok: false;
      reason: 'account_not_json' | 'account_has_secret' | 'account_unknown_name' | 'account_value_wrong';
      /** Name of the entry at fault; empty when the whole file is. */
      name: string;
    };

const secretNames = /^(password|authPassword|secret|credential)$/i;

/** Where a secret stands in the file, at any depth; null when there is none. */
const secretIn = (value: unknown): string | null => {
  if (typeof value !== 'object' || value === null) return null;
  for (const [name, inner] of Object.entries(value)) {
    if (secretNames.test(name)) return name;
    const deeper = secretIn(inner);
    if (deeper !== null) return deeper;
  }
  return null;
};

/**
 * Reads an account that an administrator prepared (docs/operating/connection-errors.md shows one). A file with a
 * password is refused: it would travel by mail and lie in folders for years.
 */
export const readAccountFile = (text: string): AccountFile => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return { ok: false, reason: 'account_not_json', name: '' };
  }
  const secret = secretIn(parsed);
  if (secret !== null) return { ok: false, reason: 'account_has_secret', name: secret };
  const read = accountFileSchema.safeParse(parsed);
  if (!read.success) {
    const issue = read.error.issues[0];
    if (issue?.code === 'unrecognized_keys')
      return { ok: false, reason: 'account_unknown_name', name: issue.keys[0] ?? '' };
    return { ok: false, reason: 'account_value_wrong', name: issue?.path.join('.') ?? '' };
  }
  const { servers, uri = '', authUser = userOf(uri), ...rest } = read.data;
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return { ok: true, form: accountFormOf({ ...simpleAccount({ servers, uri, authUser }), ...given }) };
};
