/**
 * Watches the media of a page: replaces RTCPeerConnection so that each new one is known, and notes the time of
 * every tenth of a second in which packets came. Sound begins with a packet that is followed by others: what a
 * socket kept from before a sleep is none. Runs in the page, in both that are compared.
 */
export const probeScript = `(() => {
  if (window.bench) return;
  const peers = new Set();
  const Native = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Native {
    constructor(...args) {
      super(...args);
      peers.add(this);
    }
  };
  const arrivals = [];
  const last = new Map();
  setInterval(async () => {
    for (const peer of peers) {
      if (peer.connectionState === 'closed') {
        peers.delete(peer);
        last.delete(peer);
        continue;
      }
      let received = 0;
      (await peer.getStats()).forEach((row) => {
        if (row.type === 'inbound-rtp') received += row.packetsReceived;
      });
      if (received > (last.get(peer) ?? 0)) arrivals.push(Date.now());
      last.set(peer, received);
    }
  }, 100);
  window.bench = {
    firstSoundAfter: (at) =>
      arrivals.find((one) => one > at && arrivals.some((next) => next >= one + 500 && next <= one + 1000)) ?? null,
    longestSilence: (from, to) => {
      const marks = [from, ...arrivals.filter((one) => one > from && one < to), to];
      return Math.max(...marks.slice(1).map((one, index) => one - marks[index]));
    },
  };
})()`;

export type Probe = {
  firstSoundAfter(at: number): number | null;
  longestSilence(from: number, to: number): number;
};
