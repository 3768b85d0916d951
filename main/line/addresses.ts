import { readServerAddress } from '../../core/call/server-address.ts';
import { isAddressOfRecord } from '../../core/call/sip-grammar.ts';
import { AppError } from '../ipc/app-error.ts';

/** Checks the address of a server. Returns it normalised; fails with `address_not_allowed` and the field. */
export const checkedAddress = (
  text: string,
  field: string,
  schemes: { secure: string; plain: string },
): string => {
  const read = readServerAddress(text, schemes);
  if ('address' in read) return read.address;
  throw new AppError('address_not_allowed', field, {
    reason: read.problem,
    ...(read.problem === 'credentials_in_address' ? {} : { wanted: `${schemes.secure}//` }),
  });
};

/** Checks an address of record, `sip:user@domain` or `sips:` (RFC 3261 section 19.1). */
export const checkedSipUri = (text: string): string => {
  const uri = text.trim();
  if (!isAddressOfRecord(uri))
    throw new AppError('address_not_allowed', 'uri', {
      reason: 'not_a_sip_uri',
      wanted: 'sip:1001@example.com',
    });
  return uri;
};
