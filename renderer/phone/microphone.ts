import type { AudioDevice } from '../../core/call/types.ts';
import { PhoneError } from '../sip/phone-error.ts';

/** The agent's microphone: open during a call only, so that the system's recording light tells the truth. */
export class Microphone {
  readonly #media: MediaDevices;
  #selected: string | null = null;
  #stream: MediaStream | null = null;

  constructor(media: MediaDevices) {
    this.#media = media;
  }

  /** The open stream; opens it when needed. Throws PhoneError `microphone_refused`. */
  async open(): Promise<MediaStream> {
    const open = this.#stream;
    if (open?.getAudioTracks()[0]?.readyState === 'live') return open;
    const stream = await this.#request(this.#selected);
    this.#stream = stream;
    return stream;
  }

  close(): void {
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = null;
  }

  /** Chooses a device; in a call the new track replaces the old one, which the caller stops. */
  async select(deviceId: string): Promise<MediaStreamTrack | null> {
    const next = this.#stream === null ? null : await this.#request(deviceId);
    this.#selected = deviceId;
    if (next === null) return null;
    this.#stream = next;
    return next.getAudioTracks()[0] ?? null;
  }

  async devices(): Promise<{ microphones: AudioDevice[]; selected: string | null }> {
    const all = await this.#media.enumerateDevices();
    const microphones = all
      .filter((device) => device.kind === 'audioinput' && device.deviceId !== '')
      .map((device) => ({ id: device.deviceId, label: device.label }));
    const present = microphones.some(({ id }) => id === this.#selected);
    return { microphones, selected: present ? this.#selected : null };
  }

  onChange(listener: () => void): void {
    this.#media.addEventListener('devicechange', listener);
  }

  async #request(deviceId: string | null): Promise<MediaStream> {
    try {
      return await this.#media.getUserMedia({ audio: constraints(deviceId), video: false });
    } catch (error) {
      // The chosen headset was unplugged: calling with the system's default beats not calling.
      const gone = error instanceof DOMException && error.name === 'OverconstrainedError';
      if (gone && deviceId !== null) return this.#request(null);
      throw new PhoneError('microphone_refused', error);
    }
  }
}

const constraints = (deviceId: string | null): MediaTrackConstraints => ({
  ...(deviceId === null ? {} : { deviceId: { exact: deviceId } }),
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
});
