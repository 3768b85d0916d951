import { describe, expect, it } from 'vitest';
import { endingForFailure, q850Cause, registrationReasonFor } from '../../../../core/call/sip-endings.ts';

describe("SIP failures in the product's words", () => {
  it.each([
    [404, 'not_found'],
    [408, 'no_answer'],
    [480, 'no_answer'],
    [486, 'busy'],
    [600, 'busy'],
    [603, 'rejected'],
    [487, 'cancelled'],
    [503, 'network'],
    [499, 'failed'],
    [301, 'not_found'],
    [302, 'unavailable'],
    [488, 'failed'],
    [606, 'failed'],
    [607, 'rejected'],
  ])('RFC 3261 status %i is %s', (status, ending) => {
    expect(endingForFailure({ status, reason: null })).toBe(ending);
  });

  it("believes the gateway's release cause (RFC 3326, Q.850) more than the status", () => {
    expect(endingForFailure({ status: 480, reason: 'Q.850;cause=19;text="No answer"' })).toBe('no_answer');
    expect(endingForFailure({ status: 480, reason: 'SIP;cause=480, Q.850 ;cause=17' })).toBe('busy');
    expect(endingForFailure({ status: 486, reason: 'Q.850;cause=99' })).toBe('busy');
  });

  it('reads no cause out of anything else', () => {
    expect(q850Cause(null)).toBeNull();
    expect(q850Cause('SIP;cause=200;text="Call completed elsewhere"')).toBeNull();
    expect(q850Cause('XQ.850;cause=17')).toBeNull();
  });

  it.each([
    [401, 'wrong_password'],
    [403, 'forbidden'],
    [404, 'not_found'],
    [408, 'timeout'],
    [503, 'unreachable'],
    [500, 'server_error'],
  ])('a REGISTER refused with %i is %s', (status, reason) => {
    expect(registrationReasonFor(status)).toBe(reason);
  });
});
