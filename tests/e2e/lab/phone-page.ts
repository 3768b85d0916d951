import type { Page } from '@playwright/test';

/** Put into the phone window by `instrument`: what a test needs to hear there. */
type LabEars = {
  peers: Set<RTCPeerConnection>;
  /** Share (0..1) of the loudest stream's energy at one frequency; 0 when all are quiet. */
  share(hz: number): number;
  /** The same of what the window plays by itself: ringing, beeps. */
  ownShare(hz: number): number;
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
  /** What was given to a loudspeaker, by its stream; the calls' own sound comes from `peers`. */
  const played = new Map<MediaStream, { element: HTMLMediaElement; analyser: AnalyserNode }>();
  const player = HTMLMediaElement.prototype as { play: () => Promise<void> };
  const play = player.play;
  player.play = function (this: HTMLMediaElement) {
    const { srcObject } = this;
    if (srcObject instanceof MediaStream && srcObject.getAudioTracks().length > 0) {
      const analyser = context.createAnalyser();
      context.createMediaStreamSource(srcObject).connect(analyser);
      played.set(srcObject, { element: this, analyser });
    }
    return play.call(this);
  };
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
  const shareOf = (analyser: AnalyserNode, hz: number): number => {
    const energy = energyOf(analyser);
    return energy / samples.length < 1e-4 ? 0 : (2 * powerAt(hz)) / (samples.length * energy);
  };
  shared.labEars = {
    peers,
    ownShare: (hz) =>
      [...played.values()]
        .filter(({ element }) => !element.paused)
        .reduce((best, { analyser }) => Math.max(best, shareOf(analyser, hz)), 0),
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
          best = Math.max(best, shareOf(analyser, hz));
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

/** Waits until the window plays a tone to the person at the desk. */
export const playedInPage = (page: Page, hz: number): Promise<boolean> =>
  page.evaluate(
    async ([frequency, limit]) => {
      const ears = (window as unknown as WindowWithEars).labEars;
      const until = performance.now() + limit;
      while (performance.now() < until) {
        if ((ears?.ownShare(frequency) ?? 0) > 0.3) return true;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      return false;
    },
    [hz, 2 * limitMs] as const,
  );

export const pageStats = (page: Page): Promise<unknown[]> =>
  page.evaluate(() => (window as unknown as WindowWithEars).labEars?.stats() ?? Promise.resolve([]));

/** How the sound of the newest call travels. */
export type PairInUse = {
  /** Types of the candidates in its own session description (RFC 8839 section 5.1). */
  offered: string[];
  /** Type of its own end of the pair in use, and how it reaches its TURN server. */
  local: string | null;
  relayProtocol: string | null;
};

type Row = { type: string; id: string } & Readonly<Record<string, unknown>>;

export const candidatePairInUse = async (page: Page): Promise<PairInUse> => {
  const all = (await pageStats(page)) as { local?: string; reports: Row[] }[];
  const newest = all.at(-1);
  const reports = newest?.reports ?? [];
  const transport = reports.find(({ type }) => type === 'transport');
  const pair = reports.find(({ id }) => id === transport?.['selectedCandidatePairId']);
  const own = reports.find(({ id }) => id === pair?.['localCandidateId']);
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  return {
    offered: [...(newest?.local ?? '').matchAll(/^a=candidate:.* typ (\w+)/gm)].map(([, type]) => type ?? ''),
    local: text(own?.['candidateType']),
    relayProtocol: text(own?.['relayProtocol']),
  };
};
