import type { Page } from '@playwright/test';

/** Put into the phone window by `instrument`: what a test needs to hear there. */
type LabEars = {
  peers: Set<RTCPeerConnection>;
  /** Share (0..1) of the loudest stream's energy at one frequency; 0 when all are quiet. */
  share(hz: number): number;
  stats(): Promise<unknown[]>;
};
type WindowWithEars = { labEars?: LabEars };

/** Runs inside the phone window. */
const putInEars = (): void => {
  const shared = window as unknown as WindowWithEars;
  if (shared.labEars !== undefined) return;
  // A test tone is just what noise suppression is made to remove.
  const media = navigator.mediaDevices;
  const open = media.getUserMedia.bind(media);
  media.getUserMedia = (constraints = {}) => {
    const asked = typeof constraints.audio === 'object' ? constraints.audio : {};
    const plain = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
    return open({ ...constraints, audio: { ...asked, ...plain } });
  };
  const peers = new Set<RTCPeerConnection>();
  const prototype = RTCPeerConnection.prototype as {
    setRemoteDescription: (description: RTCSessionDescriptionInit) => Promise<void>;
  };
  const apply = prototype.setRemoteDescription;
  prototype.setRemoteDescription = function (this: RTCPeerConnection, description) {
    peers.add(this);
    return apply.call(this, description);
  };
  const context = new AudioContext();
  const analysers = new Map<MediaStreamTrack, AnalyserNode>();
  const samples = new Float32Array(2048);
  const live = (): RTCPeerConnection[] => [...peers].filter((peer) => peer.connectionState !== 'closed');
  const energyOf = (analyser: AnalyserNode): number => {
    analyser.getFloatTimeDomainData(samples);
    return samples.reduce((sum, sample) => sum + sample * sample, 0);
  };
  /** Goertzel over the last 43 ms. */
  const powerAt = (hz: number): number => {
    const coefficient = 2 * Math.cos((2 * Math.PI * hz) / context.sampleRate);
    let previous = 0;
    let before = 0;
    for (const sample of samples) [previous, before] = [sample + coefficient * previous - before, previous];
    return previous ** 2 + before ** 2 - coefficient * previous * before;
  };
  shared.labEars = {
    peers,
    share: (hz) => {
      let best = 0;
      for (const peer of live()) {
        for (const { track } of peer.getReceivers()) {
          if (track.kind !== 'audio' || track.readyState !== 'live') continue;
          let analyser = analysers.get(track);
          if (analyser === undefined) {
            analyser = context.createAnalyser();
            context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
            analysers.set(track, analyser);
          }
          const energy = energyOf(analyser);
          if (energy / samples.length < 1e-4) continue;
          best = Math.max(best, (2 * powerAt(hz)) / (samples.length * energy));
        }
      }
      return best;
    },
    stats: () =>
      Promise.all(
        live().map(async (peer) => ({
          connection: peer.connectionState,
          ice: peer.iceConnectionState,
          local: peer.localDescription?.sdp,
          remote: peer.remoteDescription?.sdp,
          reports: [...(await peer.getStats()).values()] as unknown[],
        })),
      ),
  };
};

export const instrument = (page: Page): Promise<void> => page.evaluate(putInEars);

const limitMs = 10_000;

/** Waits until the tone is (or is no longer) heard in the window; the time in milliseconds since 1970. */
export async function heardInPage(page: Page, hz: number, wanted: boolean): Promise<number> {
  const found = await page.evaluate(
    async ([frequency, want, limit]) => {
      const ears = (window as unknown as WindowWithEars).labEars;
      if (ears === undefined) throw new Error('no ears in this window');
      const until = performance.now() + limit;
      let since: number | null = null;
      let share = 0;
      while (performance.now() < until) {
        share = ears.share(frequency);
        const heard = share > 0.3;
        if (heard !== want) since = null;
        else since ??= performance.now();
        // Absence must last; presence is dated by its first moment.
        if (since !== null && (want || performance.now() - since > 400)) return { at: Date.now(), share };
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      return { at: null, share };
    },
    [hz, wanted, limitMs] as const,
  );
  if (found.at === null) {
    throw new Error(
      `the app ${wanted ? 'did not hear' : 'still heard'} ${hz} Hz, share ${found.share.toFixed(2)}`,
    );
  }
  return found.at;
}

export const pageStats = (page: Page): Promise<unknown[]> =>
  page.evaluate(() => (window as unknown as WindowWithEars).labEars?.stats() ?? Promise.resolve([]));
