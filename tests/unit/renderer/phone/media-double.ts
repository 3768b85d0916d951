/** Doubles of the system's sound input: no sound card exists where tests run. */

let lastId = 0;

export class TrackDouble extends EventTarget {
  readonly kind = 'audio';
  readonly id = `track ${(lastId += 1)}`;
  readyState: 'live' | 'ended' = 'live';
  muted = false;
  readonly label: string;
  readonly constraints: MediaTrackConstraints;
  readonly #all: TrackDouble[];
  constructor(label: string, constraints: MediaTrackConstraints, all: TrackDouble[]) {
    super();
    this.label = label;
    this.constraints = constraints;
    this.#all = all;
    all.push(this);
  }
  stop(): void {
    this.readyState = 'ended';
  }
  clone(): TrackDouble {
    return new TrackDouble(this.label, this.constraints, this.#all);
  }
  /** The plug is pulled: every copy ends. */
  unplug(): void {
    this.readyState = 'ended';
    this.dispatchEvent(new Event('ended'));
  }
  setMuted(muted: boolean): void {
    this.muted = muted;
    this.dispatchEvent(new Event(muted ? 'mute' : 'unmute'));
  }
}

type Listed = { id: string; label: string; groupId?: string };

export class MediaDouble extends EventTarget {
  inputs: Listed[] = [
    { id: 'default', label: 'Default - Laptop', groupId: 'g1' },
    { id: '1', label: 'Laptop', groupId: 'g1' },
    { id: '2', label: 'Headset', groupId: 'g2' },
  ];
  readonly tracks: TrackDouble[] = [];
  /** Devices that are listed but cannot be opened. */
  held = new Set<string>();
  /** How long opening takes. */
  gate: Promise<void> = Promise.resolve();

  enumerateDevices(): Promise<MediaDeviceInfo[]> {
    return Promise.resolve(
      this.inputs.map(({ id, label, groupId = '' }) => ({
        deviceId: id,
        label,
        groupId,
        kind: 'audioinput' as const,
        toJSON: () => ({}),
      })),
    );
  }

  async getUserMedia({ audio }: { audio: MediaTrackConstraints }): Promise<MediaStream> {
    await this.gate;
    const exact = (audio.deviceId as { exact?: string } | undefined)?.exact;
    const found =
      this.inputs.find(({ id }) => id === (exact ?? 'default')) ?? (exact ? undefined : this.inputs[0]);
    if (found === undefined || this.held.has(found.id)) throw new DOMException('gone', 'NotReadableError');
    const track = new TrackDouble(found.label, audio, this.tracks);
    return { getAudioTracks: () => [track], getTracks: () => [track] } as unknown as MediaStream;
  }

  get live(): string[] {
    return this.tracks.filter(({ readyState }) => readyState === 'live').map(({ label }) => label);
  }

  asMediaDevices(): MediaDevices {
    return this as unknown as MediaDevices;
  }
}
