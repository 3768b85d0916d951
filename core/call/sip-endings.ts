import type { CallEnding, Registration } from './types.ts';

/**
 * What a SIP answer means to an agent. The tables are data so that a PBX with habits of its own needs a new
 * row, not new code. Statuses: RFC 3261 section 21; 433 RFC 5079, 607 RFC 8197, 608 RFC 8688.
 */
const endingByStatus: Readonly<Record<number, CallEnding>> = {
  // A redirection is not followed: the agent may call the number on the task, not one the network names.
  301: 'not_found',
  302: 'unavailable',
  305: 'unavailable',
  401: 'not_registered',
  403: 'rejected',
  404: 'not_found',
  407: 'not_registered',
  408: 'no_answer',
  410: 'not_found',
  416: 'not_found',
  433: 'rejected',
  // What gateways answer for a telephone that rang out; a better cause in the Reason header comes first.
  480: 'no_answer',
  482: 'network',
  483: 'network',
  484: 'not_found',
  485: 'not_found',
  486: 'busy',
  487: 'cancelled',
  502: 'network',
  503: 'network',
  504: 'network',
  600: 'busy',
  603: 'rejected',
  604: 'not_found',
  607: 'rejected',
  608: 'rejected',
};

/**
 * ISDN release causes (ITU-T Q.850) that a gateway puts into the Reason header (RFC 3326). They say more than
 * the status: most gateways answer 480 for a phone that rang out and for one that is switched off.
 */
const endingByQ850Cause: Readonly<Record<number, CallEnding>> = {
  1: 'not_found',
  17: 'busy',
  18: 'no_answer',
  19: 'no_answer',
  20: 'unavailable',
  21: 'rejected',
  22: 'not_found',
  27: 'unavailable',
  28: 'not_found',
  34: 'network',
  38: 'network',
};

export type SipFailure = {
  status: number;
  /** Value of the Reason header, e.g. `Q.850;cause=19;text="No answer"`; null when there was none. */
  reason: string | null;
};

/** Why an INVITE failed, in the product's words. A status nobody listed is `failed`. */
export function endingForFailure({ status, reason }: SipFailure): CallEnding {
  const cause = q850Cause(reason);
  const byCause = cause === null ? undefined : endingByQ850Cause[cause];
  return byCause ?? endingByStatus[status] ?? 'failed';
}

/** The Q.850 cause of a Reason header (RFC 3326 section 2), or null. */
export function q850Cause(reason: string | null): number | null {
  const found = reason === null ? null : /(?:^|,)\s*Q\.850\b[^,]*?;\s*cause\s*=\s*(\d{1,3})/i.exec(reason);
  return found?.[1] === undefined ? null : Number(found[1]);
}

type RegistrationReason = NonNullable<Registration['reason']>;

/** Why a REGISTER was refused (RFC 3261 section 10.3). 401 here is the one after our credentials were sent. */
const registrationReasonByStatus: Readonly<Record<number, RegistrationReason>> = {
  401: 'wrong_password',
  403: 'forbidden',
  404: 'not_found',
  407: 'wrong_password',
  408: 'timeout',
  503: 'unreachable',
};

/** Reason code of a refused REGISTER; a status nobody listed is the server's fault. */
export const registrationReasonFor = (status: number): RegistrationReason =>
  registrationReasonByStatus[status] ?? 'server_error';

/** Refusals that trying again cannot mend: somebody has to change the account. */
export const permanentRegistrationReasons: readonly RegistrationReason[] = [
  'wrong_password',
  'forbidden',
  'not_found',
];
