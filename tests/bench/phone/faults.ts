import { copyFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeCertificate } from '../../support/certificates.ts';
import type { Faults } from '../../support/lab/fault-relay.ts';
import { noFaults } from '../../support/lab/fault-relay.ts';
import type { Lab } from '../../support/lab/lab.ts';
import type { Seat } from './seats.ts';
import type { FaultSite, Place } from './site.ts';

/** One way in which the network or a server fails; `break` and `mend` are `lasts` milliseconds apart. */
export type Fault = {
  name: string;
  place: Place;
  /** In a call; then the sound is looked at afterwards besides the registration. */
  inCall: boolean;
  lastsMs: number;
  /** The telephone cannot be asked meanwhile: it stands still itself. */
  asleep?: boolean;
  /** The server registers for no longer than this; what is measured is whether the registration is ever lost. */
  grantedS?: number;
  break(site: FaultSite, seat: Seat): Promise<unknown>;
  mend(site: FaultSite, seat: Seat): Promise<unknown>;
};

type Doing = Pick<Fault, 'place' | 'lastsMs' | 'break' | 'mend'>;

const done = (): Promise<void> => Promise.resolve();

const cut = (lastsMs: number): Doing => ({
  place: 'loopback',
  lastsMs,
  break: ({ proxy }) => {
    proxy.set({ kind: 'refuse' });
    return done();
  },
  mend: ({ proxy }) => {
    proxy.set({ kind: 'pass' });
    return done();
  },
});

const frozen = (lastsMs: number): Doing => ({
  place: 'loopback',
  lastsMs,
  break: ({ lab }) => lab.kamailio.freeze(),
  mend: ({ lab }) => lab.kamailio.thaw(),
});

const killed = (server: 'kamailio' | 'rtpengine', lastsMs: number): Doing => ({
  place: 'loopback',
  lastsMs,
  break: ({ lab }) => lab[server].kill(),
  mend: ({ lab }) => lab[server].restart(),
});

const mediaSuffers = (faults: Partial<Faults>, lastsMs: number): Doing => ({
  place: 'detour',
  lastsMs,
  break: ({ media }) => {
    media.set(faults);
    return done();
  },
  mend: ({ media }) => {
    media.set(noFaults);
    return done();
  },
});

const unplugged = (lastsMs: number): Doing => ({
  place: 'cable',
  lastsMs,
  break: ({ cable }) => cable.cut(),
  mend: ({ cable }) => cable.restore(),
});

const otherAddress: Doing = {
  place: 'cable',
  lastsMs: 0,
  break: ({ cable }) => cable.changeAddress(),
  mend: done,
};

/** The computer wakes up in another network, as a notebook does that was carried home. */
const asleep = (lastsMs: number): Doing & Pick<Fault, 'asleep'> => ({
  place: 'cable',
  lastsMs,
  asleep: true,
  break: async ({ cable }, seat) => {
    await seat.suspend();
    await cable.changeAddress();
  },
  mend: (_, seat) => seat.resume(),
});

const namesGone: Doing = {
  place: 'names',
  lastsMs: 15_000,
  break: async ({ lab, names }) => {
    names.mood = 'silent';
    await lab.kamailio.kill();
  },
  mend: async ({ lab, names }) => {
    await lab.kamailio.restart();
    names.mood = 'answer';
  },
};

const certificateFile = ({ folder }: Lab, name: string): string => path.join(folder, name);

const otherCertificate: Doing = {
  place: 'cable',
  lastsMs: 15_000,
  break: async ({ lab }) => {
    for (const name of ['cert.pem', 'key.pem'])
      await copyFile(certificateFile(lab, name), certificateFile(lab, `first-${name}`));
    const hour = 3_600_000;
    const other = await makeCertificate(lab.domain, {
      from: Date.now() - hour,
      until: Date.now() + 90 * 24 * hour,
    });
    await lab.kamailio.kill();
    await writeFile(certificateFile(lab, 'cert.pem'), other.cert);
    await writeFile(certificateFile(lab, 'key.pem'), other.key);
    await lab.kamailio.restart();
  },
  mend: async ({ lab }) => {
    await lab.kamailio.kill();
    for (const name of ['cert.pem', 'key.pem'])
      await copyFile(certificateFile(lab, `first-${name}`), certificateFile(lab, name));
    await lab.kamailio.restart();
  },
};

const idle = { inCall: false } as const;
const talking = { inCall: true } as const;

/** Every fault that the phone has to live through (issue "softphone", resilience), idle and in a call. */
export const faults: readonly Fault[] = [
  { name: 'socket broken once, idle', ...idle, ...cut(0) },
  { name: 'socket away 10 s, idle', ...idle, ...cut(10_000) },
  { name: 'socket away 5 s, in call', ...talking, ...cut(5_000) },
  { name: 'server killed and started again, idle', ...idle, ...killed('kamailio', 3_000) },
  { name: 'server killed and started again, in call', ...talking, ...killed('kamailio', 3_000) },
  { name: 'server frozen 12 s, idle', ...idle, ...frozen(12_000) },
  { name: 'server frozen 12 s, in call', ...talking, ...frozen(12_000) },
  { name: 'media server killed and started again', ...talking, ...killed('rtpengine', 3_000) },
  { name: 'cable pulled for 10 s, idle', ...idle, ...unplugged(10_000) },
  { name: 'cable pulled for 10 s, in call', ...talking, ...unplugged(10_000) },
  { name: 'address changed, idle', ...idle, ...otherAddress },
  { name: 'address changed, in call', ...talking, ...otherAddress },
  { name: 'asleep 20 s, awake elsewhere, idle', ...idle, ...asleep(20_000) },
  { name: 'asleep 20 s, awake elsewhere, in call', ...talking, ...asleep(20_000) },
  {
    name: 'media 10 % lost, 150 ms late, for 10 s',
    ...talking,
    ...mediaSuffers({ loss: 0.1, delayMs: 150, jitterMs: 40 }, 10_000),
  },
  { name: 'media away 10 s, SIP alive', ...talking, ...mediaSuffers({ frozen: true }, 10_000) },
  { name: 'media away 30 s, SIP alive', ...talking, ...mediaSuffers({ frozen: true }, 30_000) },
  { name: 'name server silent 15 s, server restarted', ...idle, ...namesGone },
  { name: 'certificate changed for 15 s', ...idle, ...otherCertificate },
  {
    name: 'registration granted for 15 s, left for 50 s',
    ...idle,
    place: 'loopback',
    lastsMs: 50_000,
    grantedS: 15,
    break: done,
    mend: done,
  },
];
