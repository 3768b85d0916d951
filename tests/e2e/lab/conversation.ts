import type { AccountForm } from '../../../core/call/account-form.ts';
import type { LineCheck } from '../../../core/call/line-check.ts';
import type { LabPhone } from '../../support/lab/phone.ts';
import type { Lab } from '../../support/lab/lab.ts';
import type { AppPhone } from './app-phone.ts';
import type { OtherCall, OtherEnd } from './other-end.ts';

/**
 * `guarded lab`: Kamailio reached through WSS, with SHA-256 digests, and rtpengine converting what the telephones
 * do not speak; its rows are about just that.
 */
export type LineKind = 'practice line' | 'Kamailio lab' | 'guarded lab';

/** What a row of the table works with. */
export type Conversation = {
  app: AppPhone;
  other: OtherEnd;
  /** A third telephone, started when a row first asks for it. */
  third(): Promise<OtherEnd>;
  /** A telephone that we did not write (baresip), started when a row first asks for it. */
  foreign(): Promise<OtherEnd>;
  /** The servers of the lab; null on the practice line. */
  lab: Lab | null;
  /** Where a sipp may listen so that dialling the number reaches it. */
  gateway: { number: string; port: number } | null;
  /** Registers the app anew with other settings of its account. */
  account(change: { dtmf?: 'info' | 'rfc4733' | 'auto'; conferenceUri?: string }): Promise<void>;
  /** Saves the account as the settings do, the stage's own with a change; without one as it was. */
  save(change?: Partial<AccountForm>): Promise<void>;
  /** The line check of the stage's account with a change; nothing is saved. */
  check(change: Partial<AccountForm>): Promise<LineCheck>;
  /** Prints a measured time beside the row. */
  measured(what: string, ms: number): void;
};

export type Feature = { name: string; lines: readonly LineKind[]; run(talk: Conversation): Promise<void> };

export const both: readonly LineKind[] = ['practice line', 'Kamailio lab'];
export const onLab: readonly LineKind[] = ['Kamailio lab'];
/** What a PBX plays to whoever is on hold; no multiple of a tone of the stage. */
export const musicHz = 1370;

export const onGuardedLab: readonly LineKind[] = ['guarded lab'];

/** A call that the app dialled and the other end answered. */
export const dialled = async ({
  app,
  other,
}: Pick<Conversation, 'app' | 'other'>): Promise<{ callId: string; call: OtherCall }> => {
  other.onCall('answer');
  const callId = await app.dial(other.number);
  const call = await other.incoming();
  await app.talking(callId);
  return { callId, call };
};

export const heardBothWays = async (
  { app, other }: Pick<Conversation, 'app' | 'other'>,
  call: OtherCall,
): Promise<void> => {
  await Promise.all([app.hear(other.hz), call.hear(app.hz)]);
};

/** @throws on a line without servers of its own */
export const labOf = ({ lab }: Conversation): Lab => {
  if (lab === null) throw new Error('needs the lab');
  return lab;
};

/** The scripted telephone behind an other end. */
export const phoneOf = (end: OtherEnd): LabPhone => {
  const { phone } = end as OtherEnd & { phone?: LabPhone };
  if (phone === undefined) throw new Error('only a lab phone can do this');
  return phone;
};
