/** Full scale is 1: some -60 dB, heard as an open line. */
const roomLevel = 0.001;

/** The customer's mouth: recorded lines played one after another into a stream that a call can send. */
export class VoiceSource {
  readonly #context = new AudioContext();
  readonly #mouth = this.#context.createMediaStreamDestination();
  readonly #buffers = new Map<string, Promise<AudioBuffer>>();
  readonly #onSaid: (voice: string) => void;
  readonly #onFailed: (voice: string) => void;
  #playing: AudioBufferSourceNode | null = null;
  #queue: Promise<void> = Promise.resolve();
  /** Raised by `hush`: what was queued before is not said any more. */
  #turn = 0;

  constructor(onSaid: (voice: string) => void, onFailed: (voice: string) => void) {
    this.#onSaid = onSaid;
    this.#onFailed = onFailed;
    this.#openLine();
  }

  /** A stream for one call: the end of a call stops its tracks, so each gets a copy. */
  stream(): MediaStream {
    return new MediaStream(this.#mouth.stream.getAudioTracks().map((track) => track.clone()));
  }

  /** Says a recorded line after those already queued. */
  say(voice: string): void {
    const turn = this.#turn;
    const buffer = this.#buffer(voice);
    this.#queue = this.#queue.then(async () => {
      if (turn !== this.#turn) return;
      try {
        await this.#play(await buffer, turn);
        if (turn === this.#turn) this.#onSaid(voice);
      } catch {
        this.#buffers.delete(voice);
        this.#onFailed(voice);
      }
    });
  }

  /** Stops speaking at once and forgets what was queued. */
  hush(): void {
    this.#turn += 1;
    this.#playing?.stop();
  }

  /**
   * A trace of noise all the time. Chromium sends no packets at all while a Web Audio stream is silent, which
   * the agent's side could not tell from a broken line; a real telephone is never that quiet.
   */
  #openLine(): void {
    const context = this.#context;
    const buffer = context.createBuffer(1, context.sampleRate, context.sampleRate);
    const samples = buffer.getChannelData(0);
    for (let at = 0; at < samples.length; at++) samples[at] = (Math.random() * 2 - 1) * roomLevel;
    const source = new AudioBufferSourceNode(context, { buffer, loop: true });
    source.connect(this.#mouth);
    source.start();
  }

  #buffer(voice: string): Promise<AudioBuffer> {
    const known = this.#buffers.get(voice);
    if (known !== undefined) return known;
    const loading = this.#load(voice);
    // `say` waits for it in its turn; a failure before that is not unhandled.
    loading.catch(() => undefined);
    this.#buffers.set(voice, loading);
    return loading;
  }

  async #load(voice: string): Promise<AudioBuffer> {
    const response = await fetch(`/voices/${encodeURIComponent(voice)}`);
    if (!response.ok) throw new Error(`No recorded line ${voice}`);
    return this.#context.decodeAudioData(await response.arrayBuffer());
  }

  async #play(buffer: AudioBuffer, turn: number): Promise<void> {
    if (turn !== this.#turn) return;
    const source = new AudioBufferSourceNode(this.#context, { buffer });
    source.connect(this.#mouth);
    this.#playing = source;
    await new Promise((resolve) => {
      source.addEventListener('ended', resolve, { once: true });
      source.start();
    });
    source.disconnect();
  }
}
