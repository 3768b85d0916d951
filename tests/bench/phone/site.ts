import { startLab, type Lab } from '../../support/lab/lab.ts';
import { startMediaDetour, type MediaDetour } from '../../support/lab/media-detour.ts';
import { startNameServer, type NameServer } from '../../support/lab/name-server.ts';
import { startNetwork, type LabNetwork } from '../../support/lab/netns.ts';
import { startSipFaultProxy, type SipFaultProxy } from '../../support/sip-fault-proxy.ts';

/**
 * Where a fault is measured:
 * - `loopback`  the telephone reaches the lab over loopback, its SIP through a relay that can be cut
 * - `detour`    the same, and its media through a relay that loses, delays or keeps back packets
 * - `cable`     the telephone in a network of its own behind a cable, registered by WSS to an address
 * - `names`     the same, registered to a name for which it must ask
 */
export type Place = 'loopback' | 'detour' | 'cable' | 'names';

/** A lab for one measurement, and everything that can be broken in it. */
export class FaultSite {
  readonly lab: Lab;
  /** What the telephone registers at. */
  readonly server: string;
  readonly network: LabNetwork | null;
  readonly #proxy: SipFaultProxy | null;
  readonly #media: MediaDetour | null;
  readonly #names: NameServer | null;
  readonly #closing: readonly (() => Promise<void>)[];

  private constructor(
    parts: {
      lab: Lab;
      server: string;
      network?: LabNetwork;
      proxy?: SipFaultProxy;
      media?: MediaDetour;
      names?: NameServer | null;
    },
    closing: readonly (() => Promise<void>)[],
  ) {
    this.lab = parts.lab;
    this.server = parts.server;
    this.network = parts.network ?? null;
    this.#proxy = parts.proxy ?? null;
    this.#media = parts.media ?? null;
    this.#names = parts.names ?? null;
    this.#closing = closing;
  }

  /** `grantedS`: the longest time for which the server registers anybody. */
  static async open(place: Place, grantedS?: number): Promise<FaultSite> {
    const closing: (() => Promise<void>)[] = [];
    const limits = grantedS === undefined ? {} : { maxExpiresS: grantedS };
    const openLab = async (address?: string): Promise<Lab> => {
      const lab = await startLab({ ...limits, ...(address === undefined ? {} : { address }) });
      closing.push(() => lab.stop({ errorsExpected: true }));
      return lab;
    };
    try {
      if (place === 'cable' || place === 'names') {
        const network = await startNetwork({ nameServer: place === 'names' });
        closing.push(() => network.close());
        const names = place === 'names' ? await startNameServer(network.outside) : null;
        if (names !== null) closing.push(() => names.close());
        const lab = await openLab(network.outside);
        const { port } = new URL(lab.wssUrl);
        const server = names === null ? lab.wssUrl : `wss://${lab.domain}:${port}`;
        return new FaultSite({ lab, server, network, names }, closing);
      }
      const lab = await openLab();
      if (place === 'detour') {
        const media = await startMediaDetour(lab);
        closing.push(() => media.close());
        return new FaultSite({ lab, server: media.wsUrl, media }, closing);
      }
      const proxy = await startSipFaultProxy(lab.wsUrl);
      closing.push(() => proxy.close());
      return new FaultSite({ lab, server: proxy.url, proxy }, closing);
    } catch (error) {
      for (const close of closing.toReversed()) await close().catch(() => undefined);
      throw error;
    }
  }

  get proxy(): SipFaultProxy {
    return present(this.#proxy, 'a relay for SIP');
  }

  get media(): MediaDetour {
    return present(this.#media, 'a relay for media');
  }

  get cable(): LabNetwork {
    return present(this.network, 'a network of its own');
  }

  get names(): NameServer {
    return present(this.#names, 'a name server');
  }

  async close(): Promise<void> {
    for (const close of this.#closing.toReversed()) await close();
  }
}

const present = <T>(part: T | null, what: string): T => {
  if (part === null) throw new Error(`this place has no ${what}`);
  return part;
};
