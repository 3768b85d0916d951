import { findDevice, nameDevices } from '../../core/call/device-match.ts';
import type { AudioDevice, AudioPreferences } from '../../core/call/audio.ts';
import { PhoneError } from '../sip/phone-error.ts';

/** Who needs the microphone open; the system's recording light goes off with the last of them. */
export type MicrophoneUser = 'call' | 'meter' | 'check' | 'ear';

type Processing = Pick<AudioPreferences, 'echoCancellation' | 'noiseSuppression' | 'autoGainControl'>;

type Open = {
  track: MediaStreamTrack;
  /** Label of the chosen device that is in use; null = the system's default. */
  label: string | null;
  /** What the track was opened for; another one means opening again. */
  key: string;
};

/** Bluetooth headsets fall silent for a moment when they change their profile; longer means lost. */
const mutedPatienceMs = 1_500;

/**
 * The agent's microphone: open while somebody needs it only. Follows what is plugged in: the chosen device when
 * it is there, the system's default while it is not, and the chosen one again when it comes back.
 */
export class Microphone {
  readonly #media: MediaDevices;
  readonly #users = new Set<MicrophoneUser>();
  readonly #replaced = new Set<(track: MediaStreamTrack) => void>();
  readonly #changed = new Set<() => void>();
  #preferences: AudioPreferences;
  #open: Open | null = null;
  #silent = false;
  /** Somebody needs it and it could not be opened again. */
  #lost = false;
  /** Opening it again did not help against the silence; once is enough. */
  #silenceTried = false;
  #silenceTimer: ReturnType<typeof setTimeout> | undefined;
  /** One change at a time: two openings at once would leave one of them open for ever. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(media: MediaDevices, preferences: AudioPreferences) {
    this.#media = media;
    this.#preferences = preferences;
  }

  /** Label of the chosen device in use; null = the system's default, or not open. */
  get label(): string | null {
    return this.#open?.label ?? null;
  }

  get isOpen(): boolean {
    return this.#open !== null;
  }

  /** It is needed, but gives no sound: no device, or one that the system or a switch has silenced. */
  get silent(): boolean {
    return this.#users.size > 0 && (this.#silent || this.#open?.track.readyState !== 'live');
  }

  isUsedBy(user: MicrophoneUser): boolean {
    return this.#users.has(user);
  }

  /** A copy of the open track; whoever gets it stops it. Throws PhoneError `microphone_refused`. */
  async open(user: MicrophoneUser): Promise<MediaStreamTrack> {
    this.#users.add(user);
    try {
      return await this.#alone(async () => (await this.#ensure(false)).clone());
    } catch (error) {
      this.close(user);
      throw error;
    }
  }

  /**
   * The device in use as it hears by itself, without any processing, for a measurement. Whoever gets the track
   * stops it. Throws PhoneError `microphone_refused`.
   */
  async openRaw(): Promise<MediaStreamTrack> {
    const { device } = await this.#target();
    const off = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
    return (await this.#request(device, 'raw', off)).track;
  }

  /** This user is done; the last one closes the device. */
  close(user: MicrophoneUser): void {
    this.#users.delete(user);
    if (this.#users.size > 0) return;
    clearTimeout(this.#silenceTimer);
    this.#silenceTried = false;
    this.#silent = false;
    this.#lost = false;
    this.#open?.track.stop();
    this.#open = null;
  }

  /** Takes effect at once when it is open. Throws PhoneError `microphone_refused`; the old track then goes on. */
  async prefer(preferences: AudioPreferences): Promise<void> {
    const before = this.#preferences;
    this.#preferences = preferences;
    try {
      await this.#follow(false);
    } catch (error) {
      this.#preferences = before;
      throw error;
    }
  }

  /** A device came or went: takes the best one that is there now. Never throws; `silent` tells. */
  async devicesChanged(): Promise<void> {
    await this.#recover(false);
  }

  /** Another track is in use from now on; calls send a copy of it. */
  onReplaced(listener: (track: MediaStreamTrack) => void): () => void {
    this.#replaced.add(listener);
    return () => this.#replaced.delete(listener);
  }

  /** The device in use changed without anybody asking. */
  onChanged(listener: () => void): void {
    this.#changed.add(listener);
  }

  async #recover(again: boolean): Promise<void> {
    try {
      await this.#follow(again);
    } catch {
      // Nothing to talk into: the call stays, the person is told, the next device that comes is taken.
      if (this.#users.size > 0) this.#lost = true;
      this.#open?.track.stop();
      this.#open = null;
    }
    for (const listener of this.#changed) listener();
  }

  async #follow(again: boolean): Promise<void> {
    await this.#alone(async () => {
      if (this.#users.size > 0) await this.#ensure(again);
    });
  }

  /** The open track of the device that should be in use; opens it when another one is, or `again`. */
  async #ensure(again: boolean): Promise<MediaStreamTrack> {
    const { device, key } = await this.#target();
    const open = this.#open;
    if (open !== null && open.key === key && open.track.readyState === 'live' && !again) return open.track;
    const next = await this.#request(device, key);
    // Everybody may have gone while the device was opening.
    if (this.#users.size === 0) {
      next.track.stop();
      throw new PhoneError('microphone_refused');
    }
    open?.track.stop();
    this.#open = next;
    this.#watch(next.track);
    const othersUseIt = open !== null || this.#lost || this.#users.size > 1;
    this.#lost = false;
    if (othersUseIt) for (const listener of this.#replaced) listener(next.track);
    return next.track;
  }

  async #target(): Promise<{ device: AudioDevice | null; key: string }> {
    const listed = await this.#media.enumerateDevices();
    const inputs = listed.filter(({ kind }) => kind === 'audioinput');
    const microphones = nameDevices(inputs.map(({ deviceId, label }) => ({ id: deviceId, label })));
    const device = findDevice(microphones, this.#preferences.microphone);
    // The system's default may become another device while the id stays `default`.
    const fallback = inputs.find(({ deviceId }) => deviceId === 'default') ?? inputs[0];
    const source = device?.id ?? `default ${fallback?.groupId ?? ''}`;
    return { device, key: JSON.stringify([source, processing(this.#preferences)]) };
  }

  async #request(
    device: AudioDevice | null,
    key: string,
    wanted = processing(this.#preferences),
  ): Promise<Open> {
    const audio: MediaTrackConstraints = {
      ...(device === null ? {} : { deviceId: { exact: device.id } }),
      ...wanted,
    };
    try {
      const stream = await this.#media.getUserMedia({ audio, video: false });
      const track = stream.getAudioTracks()[0];
      if (track === undefined) throw new PhoneError('microphone_refused');
      return { track, label: device?.label ?? null, key };
    } catch (error) {
      // Listed, but gone or held by another program: calling with the system's default beats not calling.
      if (device !== null) return this.#request(null, `instead of ${key}`, wanted);
      throw new PhoneError('microphone_refused', error);
    }
  }

  /** Unplugged devices end their track, some without a devicechange; a silenced one says `mute`. */
  #watch(track: MediaStreamTrack): void {
    clearTimeout(this.#silenceTimer);
    this.#silent = track.muted;
    const current = (): boolean => this.#open?.track === track;
    track.addEventListener('ended', () => {
      if (current()) void this.#recover(true);
    });
    track.addEventListener('mute', () => {
      clearTimeout(this.#silenceTimer);
      this.#silenceTimer = setTimeout(() => {
        if (!current() || !track.muted) return;
        const again = !this.#silenceTried;
        this.#silenceTried = true;
        this.#silent = true;
        void this.#recover(again);
      }, mutedPatienceMs);
    });
    track.addEventListener('unmute', () => {
      if (!current()) return;
      clearTimeout(this.#silenceTimer);
      this.#silenceTried = false;
      this.#silent = false;
      for (const listener of this.#changed) listener();
    });
  }

  #alone<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(work);
    this.#queue = turn.catch(() => undefined);
    return turn;
  }
}

/**
 * Chromium does not apply these to a track that is open (applyConstraints resolves and changes nothing), so a
 * change opens the device again.
 */
const processing = (preferences: Processing): Processing => ({
  echoCancellation: preferences.echoCancellation,
  noiseSuppression: preferences.noiseSuppression,
  autoGainControl: preferences.autoGainControl,
});
