import { Output } from './outputs.ts';

/** What the agent hears of each call, all on the speaker in use. */
export class Speakers {
  readonly #outputs = new Map<string, Output>();
  #sinkId = '';

  /** '' = the system's default. Calls that are up move at once. */
  async to(sinkId: string): Promise<void> {
    this.#sinkId = sinkId;
    await Promise.all([...this.#outputs.values()].map((output) => output.to(sinkId)));
  }

  play(callId: string, track: MediaStreamTrack): void {
    const output = this.#outputs.get(callId) ?? new Output();
    this.#outputs.set(callId, output);
    const stream = new MediaStream([track]);
    void output.to(this.#sinkId).then(() => output.play(stream));
  }

  stop(callId: string): void {
    this.#outputs.get(callId)?.stop();
    this.#outputs.delete(callId);
  }
}
