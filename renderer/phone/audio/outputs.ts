/**
 * One sound on one output device. The element is in no document: it lives as long as it plays. A device that
 * is not there any more is replaced by the system's default at once.
 */
export class Output {
  readonly #element = new Audio();
  #sinkId = '';
  #stopped = false;

  /** 0..1 */
  set volume(volume: number) {
    this.#element.volume = volume;
  }

  /** '' = the system's default. */
  async to(sinkId: string): Promise<void> {
    if (this.#stopped || sinkId === this.#sinkId) return;
    this.#sinkId = sinkId;
    try {
      await this.#element.setSinkId(sinkId);
    } catch {
      // Unplugged between the list and here.
      if (this.#sinkId !== sinkId) return;
      this.#sinkId = '';
      await this.#element.setSinkId('');
    }
  }

  play(stream: MediaStream): void {
    if (this.#stopped) return;
    this.#element.srcObject = stream;
    // Rejects only when something else took its place before it began.
    this.#element.play().catch(() => undefined);
  }

  /** For good: an element that was stopped never sounds again, whatever was still under way. */
  stop(): void {
    this.#stopped = true;
    this.#element.pause();
    this.#element.srcObject = null;
  }
}
