import { readServerAddress } from '../../core/call/server-address.ts';
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
