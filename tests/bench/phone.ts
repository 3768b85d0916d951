import { ensureBuilt } from '../../scripts/setup/app-build.ts';
import { startDisplay } from '../../scripts/setup/display.ts';
import { ensureReady } from '../../scripts/setup/index.ts';
import { ensureLab } from '../../scripts/setup/lab.ts';
import { printReport } from '../../scripts/setup/progress.ts';
import type { Lab } from '../support/lab/lab.ts';
import { LabPhone } from '../support/lab/phone.ts';
import { toneSource } from '../support/lab/phone/tones.ts';
import { faults, type Fault } from './phone/faults.ts';
import { openBareSeat, openDeskSeat, type Seat, type SeatAccount } from './phone/seats.ts';
import { FaultSite } from './phone/site.ts';

/**
 * `npm run bench:phone`: every fault on the app and on a bare SIP.js SimpleUser page, on the same Kamailio and
 * rtpengine, in one run. Times count from the moment at which the fault is over.
 */
const giveUpMs = 60_000;
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const until = async <T>(look: () => Promise<T | null> | T | null, limitMs: number): Promise<T | null> => {
  const end = Date.now() + limitMs;
  while (Date.now() < end) {
    const found = await look();
    if (found !== null) return found;
    await wait(50);
  }
  return null;
};

/** When the server first confirmed a registration of the user after a moment. */
const registeredAfter = (lab: Lab, user: string, at: number): number | null =>
  lab.trace.messages.find(
    (message) =>
      message.at > at &&
      message.text.startsWith('SIP/2.0 200') &&
      /^CSeq:\s*\d+ REGISTER/im.test(message.text) &&
      message.text.includes(`sip:${user}@`),
  )?.at ?? null;

/** Longest time between two confirmed registrations of the user within a span, ms; its ends count too. */
const longestUnconfirmed = (lab: Lab, user: string, from: number, to: number): number => {
  const confirmed = lab.trace.messages
    .filter(
      ({ at, text }) =>
        at > from &&
        at < to &&
        text.startsWith('SIP/2.0 200') &&
        /^CSeq:\s*\d+ REGISTER/im.test(text) &&
        text.includes(`sip:${user}@`),
    )
    .map(({ at }) => at);
  const marks = [from, ...confirmed, to];
  return Math.max(...marks.slice(1).map((at, index) => at - (marks[index] ?? at)));
};

type Result = {
  noticedMs: number | null;
  registeredMs: number | null;
  soundMs: number | null;
  silenceMs: number | null;
  /** The seat believed all the time that it was registered. */
  stayed: boolean;
  /** Whether a hang-up by the other side is seen afterwards. */
  hangUpSeen: boolean | null;
};

const measure = async (
  fault: Fault,
  open: (account: SeatAccount) => Promise<Seat>,
  user: string,
): Promise<Result> => {
  const site = await FaultSite.open(fault.place, fault.grantedS);
  const { lab } = site;
  let other: LabPhone | null = null;
  let seat: Seat | null = null;
  try {
    other = await LabPhone.start(lab, {
      user: '2001',
      sound: () => toneSource(1000),
      onCall: (call) => call.answer(),
    });
    seat = await open({
      server: site.server,
      domain: lab.domain,
      user,
      password: lab.passwordOf(user),
      network: site.network,
    });
    return await measureAt(fault, site, seat, other, user);
  } finally {
    await seat?.close();
    await other?.close();
    await site.close();
  }
};

const measureAt = async (
  fault: Fault,
  site: FaultSite,
  seat: Seat,
  other: LabPhone,
  user: string,
): Promise<Result> => {
  const { lab } = site;
  if (fault.inCall) {
    await seat.call(`sip:2001@${lab.domain}`);
    const began = Date.now();
    if ((await until(() => seat.soundAfter(began), 20_000)) === null)
      throw new Error('the call had no sound');
    await wait(2_000);
  }
  const brokenAt = Date.now();
  await fault.break(site, seat);
  const noticed =
    fault.asleep === true
      ? null
      : await until(async () => ((await seat.believesRegistered()) ? null : Date.now()), fault.lastsMs);
  await wait(Math.max(0, brokenAt + fault.lastsMs - Date.now()));
  await fault.mend(site, seat);
  const backAt = Date.now();
  // Who never lost its registration has none to win back.
  const stayed =
    fault.grantedS === undefined
      ? noticed === null && fault.asleep !== true && fault.lastsMs > 0 && (await seat.believesRegistered())
      : longestUnconfirmed(lab, user, brokenAt, backAt) <= fault.grantedS * 1_000;
  const registered = stayed ? null : await until(() => registeredAfter(lab, user, backAt), giveUpMs);
  const sound = fault.inCall ? await until(() => seat.soundAfter(backAt), giveUpMs) : null;
  const silence = fault.inCall ? await seat.longestSilence(brokenAt, Date.now()) : null;
  let hangUpSeen: boolean | null = null;
  if (fault.inCall) {
    await wait(2_000);
    await other.calls
      .at(-1)
      ?.hangUp()
      .catch(() => undefined);
    hangUpSeen = (await until(async () => ((await seat.inCall()) ? null : true), 8_000)) ?? false;
  }
  return {
    noticedMs: noticed === null ? null : noticed - brokenAt,
    stayed,
    registeredMs: registered === null ? null : registered - backAt,
    soundMs: sound === null ? null : Math.max(0, sound - backAt),
    silenceMs: silence,
    hangUpSeen,
  };
};

const never = `never (${giveUpMs / 1_000} s)`;
const seconds = (ms: number | null, none: string): string =>
  ms === null ? none : `${(ms / 1000).toFixed(2)} s`;

const line = (name: string, fault: Fault, result: Result): string =>
  [
    name.padEnd(14),
    seconds(result.noticedMs, fault.lastsMs === 0 || fault.asleep === true ? '-' : 'not').padStart(9),
    seconds(result.registeredMs, result.stayed ? 'kept' : never).padStart(13),
    (fault.inCall ? seconds(result.soundMs, never) : '-').padStart(13),
    (fault.inCall ? seconds(result.silenceMs, '-') : '-').padStart(9),
    (result.hangUpSeen === null ? '-' : result.hangUpSeen ? 'yes' : 'NO').padStart(8),
  ].join(' ');

// Before the first telephone: the programs of the lab, the built app and a screen.
const { missing } = await ensureLab();
if (missing !== null) throw new Error(missing);
const ready = await ensureReady({ for: 'test' });
await ensureBuilt(printReport, { force: true });
const display = ready.needsXvfb ? await startDisplay() : null;
Object.assign(process.env, display?.env);

// One word or more: only the faults whose name has them.
const wanted = process.argv.slice(2).join(' ');
console.log(`${''.padEnd(14)}   noticed    registered         audio   silence  hang-up`);
console.log(`${''.padEnd(14)} in outage     after end     after end   longest     seen`);
let failures = 0;
for (const fault of faults.filter(({ name }) => name.includes(wanted))) {
  console.log(fault.name);
  for (const [open, user] of [
    [openDeskSeat, '1001'],
    [openBareSeat, '1002'],
  ] as const) {
    const name = open === openDeskSeat ? 'Callback Desk' : 'SimpleUser';
    try {
      console.log(line(name, fault, await measure(fault, open, user)));
    } catch (error) {
      failures += 1;
      console.log(`${name.padEnd(14)} not measured: ${String(error)}`);
    }
  }
}
await display?.stop();
if (failures > 0) process.exitCode = 1;
