const loopbackHosts = new Set(['127.0.0.1', 'localhost', '[::1]']);

export type AddressProblem = 'not_an_address' | 'credentials_in_address' | 'not_encrypted' | 'wrong_scheme';

/**
 * Reads the address of a server typed by a person: the encrypted scheme everywhere, the plain one on loopback
 * only. `secure` and `plain` are schemes with their colon, e.g. `wss:`. The address comes back normalised.
 */
export const readServerAddress = (
  text: string,
  schemes: { secure: string; plain: string },
): { address: string } | { problem: AddressProblem } => {
  const typed = text.trim();
  if (!URL.canParse(typed)) return { problem: 'not_an_address' };
  const url = new URL(typed);
  if (url.username !== '' || url.password !== '') return { problem: 'credentials_in_address' };
  if (url.protocol !== schemes.secure && url.protocol !== schemes.plain) return { problem: 'wrong_scheme' };
  // A WebSocket address has no fragment (RFC 6455 section 3).
  if (url.hostname === '' || url.hash !== '') return { problem: 'not_an_address' };
  if (url.protocol === schemes.plain && !loopbackHosts.has(url.hostname)) return { problem: 'not_encrypted' };
  return { address: url.href };
};
