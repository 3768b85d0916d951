import { PhoneError } from '../sip/phone-error.ts';
import type { SipCall } from '../sip/sip-call.ts';

/**
 * Brings calls into a conference that the PBX mixes (RFC 4579 section 5.3 and 5.5): the focus is called first,
 * then every other side is asked by REFER to call it too; its old leg ends when it has arrived.
 *
 * Throws PhoneError `refused_by_peer` when the focus or one of the calls says no; that call stays as it was.
 *
 * @param dialFocus calls the conference and resolves when the INVITE is on its way
 * @param fallback address of the focus when it does not name one of its own
 */
export async function bringIntoConference(
  calls: readonly SipCall[],
  dialFocus: () => Promise<SipCall>,
  fallback: string,
): Promise<void> {
  const focus = await dialFocus();
  await focus.settled;
  const { phase, sipStatus } = focus.snapshot;
  if (phase !== 'talking') throw new PhoneError('refused_by_peer', undefined, sipStatus);
  focus.joinConference();
  const referTo = `<${focus.conferenceUri ?? fallback}>`;
  const asked = await Promise.allSettled(
    calls.filter((call) => call.snapshot.phase === 'talking').map((call) => call.transfer('blind', referTo)),
  );
  for (const one of asked) if (one.status === 'rejected') throw one.reason;
}
