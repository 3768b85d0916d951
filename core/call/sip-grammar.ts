/** A word of the SIP grammar (RFC 3261 section 25.1, `token`). */
export const isToken = (text: string): boolean => /^[A-Za-z0-9\-.!%*_+`'~]+$/.test(text);

/** `sip:user@domain` with an optional port, without parameters: an address of record (RFC 3261 section 10). */
export const isAddressOfRecord = (text: string): boolean =>
  /^sips?:[^\s@:;<>?]+@(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/.test(text);

/** A SIP URI with or without user part and parameters (RFC 3261 section 19.1), not yet a name-addr. */
export const isSipUri = (text: string): boolean =>
  /^sips?:(?:[^\s@<>?"]+@)?(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?(?:;[^\s<>?",]+)?$/.test(text);

/** A STUN or TURN address (RFC 7064 section 3.1, RFC 7065 section 3.1). */
export const isIceUrl = (text: string): boolean =>
  /^(?:stuns?:(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(?::\d{1,5})?|turns?:(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(?::\d{1,5})?(?:\?transport=(?:udp|tcp))?)$/.test(
    text,
  );

/** Number or name as it stands before the `@` of a SIP URI. */
export const isUserPart = (text: string): boolean => /^[A-Za-z0-9\-_.!~*'()&=+$,/#]+$/.test(text);

/**
 * Headers that belong to the protocol itself: the phone writes them, and a second one would break registration,
 * routing or authentication (RFC 3261 section 20). Compact forms as well (section 7.3.3).
 */
const protocolHeaders = new Set(
  `accept accept-encoding accept-language alert-info allow allow-events authentication-info authorization
   call-id i contact m content-disposition content-encoding e content-language content-length l content-type c
   cseq date error-info event o expires from f max-expires max-forwards mime-version min-expires min-se
   path privacy proxy-authenticate proxy-authorization proxy-require rack record-route refer-to r referred-by
   replaces reply-to require response-key route rseq security-client security-server security-verify
   service-route session-expires x sip-etag sip-if-match subscription-state supported k target-dialog timestamp
   to t unsupported user-agent via v warning www-authenticate`.split(/\s+/),
);

/** Whether a header of this name may be added by hand. */
export const isProtocolHeader = (name: string): boolean => protocolHeaders.has(name.toLowerCase());

/** Text of a header without control characters, above all without a line end that would begin another header. */
export const isHeaderValue = (text: string): boolean => text !== '' && !/\p{Cc}/u.test(text);
