import type { LoopMeasure } from '../../../core/call/sound-check.ts';

/** A call from this computer to itself: whether it sends and receives sound in time, without any network. */
export class LoopCall {
  readonly #near = new RTCPeerConnection();
  readonly #far = new RTCPeerConnection();

  async start(track: MediaStreamTrack): Promise<void> {
    join(this.#near, this.#far);
    join(this.#far, this.#near);
    this.#near.addTrack(track);
    await this.#near.setLocalDescription();
    await this.#far.setRemoteDescription(descriptionOf(this.#near));
    await this.#far.setLocalDescription();
    await this.#near.setRemoteDescription(descriptionOf(this.#far));
  }

  /** What has been measured since the start. */
  async measure(): Promise<LoopMeasure> {
    const measure: LoopMeasure = { packetsSent: 0, packetsLost: 0, delayMs: 0 };
    const reports = [...(await this.#near.getStats()).values(), ...(await this.#far.getStats()).values()];
    for (const report of reports as Record<string, unknown>[]) {
      const number = (name: string): number => (typeof report[name] === 'number' ? report[name] : 0);
      if (report['type'] === 'outbound-rtp') measure.packetsSent += number('packetsSent');
      if (report['type'] === 'inbound-rtp') {
        measure.packetsLost += Math.max(0, number('packetsLost'));
        const played = number('jitterBufferEmittedCount');
        if (played > 0) measure.delayMs += (number('jitterBufferDelay') / played) * 1000;
      }
      if (report['type'] === 'candidate-pair' && report['nominated'] === true)
        measure.delayMs += (number('currentRoundTripTime') / 2) * 1000;
    }
    return measure;
  }

  close(): void {
    this.#near.close();
    this.#far.close();
  }
}

const join = (from: RTCPeerConnection, to: RTCPeerConnection): void => {
  from.addEventListener('icecandidate', ({ candidate }) => {
    if (candidate !== null && to.signalingState !== 'closed') void to.addIceCandidate(candidate);
  });
};

const descriptionOf = (peer: RTCPeerConnection): RTCSessionDescription => {
  if (peer.localDescription === null) throw new Error('The loop has no description.');
  return peer.localDescription;
};
