import { AppError } from '../ipc/app-error.ts';

const loopbackHosts = new Set(['127.0.0.1', 'localhost', '[::1]']);

const parse = (text: string, field: string): URL => {
  try {
    return new URL(text.trim());
  } catch {
    throw new AppError('address_not_allowed', field, { reason: 'not_an_address' });
  }
};

/**
 * Checks the address of a server typed by a person: the encrypted scheme everywhere, the plain one on loopback
 * only. Returns it normalised. Fails with `address_not_allowed` and the field.
 */
export const checkedAddress = (
  text: string,
  field: string,
  schemes: { secure: string; plain: string },
): string => {
  const url = parse(text, field);
  if (url.username !== '' || url.password !== '')
    throw new AppError('address_not_allowed', field, { reason: 'credentials_in_address' });
  if (url.protocol === schemes.secure) return url.href;
  if (url.protocol === schemes.plain) {
    if (loopbackHosts.has(url.hostname)) return url.href;
    throw new AppError('address_not_allowed', field, {
      reason: 'not_encrypted',
      wanted: `${schemes.secure}//`,
    });
  }
  throw new AppError('address_not_allowed', field, { reason: 'wrong_scheme', wanted: `${schemes.secure}//` });
};

/** Checks an address of record, `sip:user@domain` or `sips:` (RFC 3261 section 19.1). */
export const checkedSipUri = (text: string): string => {
  const uri = text.trim();
  if (!/^sips?:[^\s@:;<>]+@[^\s@;<>]+$/.test(uri))
    throw new AppError('address_not_allowed', 'uri', {
      reason: 'not_a_sip_uri',
      wanted: 'sip:1001@example.com',
    });
  return uri;
};
