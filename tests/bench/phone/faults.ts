import type { Lab } from '../../support/lab/lab.ts';
import type { SipFaultProxy } from '../../support/sip-fault-proxy.ts';

export type FaultSite = { lab: Lab; proxy: SipFaultProxy };

/** One way in which the network or a server fails; `break` and `mend` are `lasts` milliseconds apart. */
export type Fault = {
  name: string;
  inCall: boolean;
  /** What is looked at afterwards besides the registration. */
  audio: boolean;
  lastsMs: number;
  break(site: FaultSite): Promise<void>;
  mend(site: FaultSite): Promise<void>;
};

const done = (): Promise<void> => Promise.resolve();

const cut = (lastsMs: number): Pick<Fault, 'lastsMs' | 'break' | 'mend'> => ({
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

const frozen = (lastsMs: number): Pick<Fault, 'lastsMs' | 'break' | 'mend'> => ({
  lastsMs,
  break: ({ lab }) => lab.kamailio.freeze(),
  mend: ({ lab }) => lab.kamailio.thaw(),
});

const killed = (
  server: 'kamailio' | 'rtpengine',
  lastsMs: number,
): Pick<Fault, 'lastsMs' | 'break' | 'mend'> => ({
  lastsMs,
  break: ({ lab }) => lab[server].kill(),
  mend: ({ lab }) => lab[server].restart(),
});

export const faults: readonly Fault[] = [
  { name: 'socket broken once, idle', inCall: false, audio: false, ...cut(0) },
  { name: 'network away 10 s, idle', inCall: false, audio: false, ...cut(10_000) },
  {
    name: 'server killed and started again, idle',
    inCall: false,
    audio: false,
    ...killed('kamailio', 3_000),
  },
  { name: 'server frozen 12 s, idle', inCall: false, audio: false, ...frozen(12_000) },
  { name: 'network away 5 s, in call', inCall: true, audio: true, ...cut(5_000) },
  {
    name: 'server killed and started again, in call',
    inCall: true,
    audio: true,
    ...killed('kamailio', 3_000),
  },
  { name: 'server frozen 12 s, in call', inCall: true, audio: true, ...frozen(12_000) },
  { name: 'media relay killed and started again', inCall: true, audio: true, ...killed('rtpengine', 3_000) },
];
