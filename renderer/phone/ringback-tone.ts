/** The tone of Chinese exchanges: 450 Hz, 1 s on, 4 s off (GF 002-9002.1). Quiet: it sits in a headset. */
const frequencyHz = 450;
const onS = 1;
const periodS = 5;
const volume = 0.04;
/** Longer than any call rings. */
const periods = 60;

/** A ringing tone made here, for PBXs that send none. */
export class RingbackTone {
  readonly #context: () => AudioContext;
  #oscillator: OscillatorNode | null = null;

  constructor(context: () => AudioContext) {
    this.#context = context;
  }

  set(on: boolean): void {
    if (on === (this.#oscillator !== null)) return;
    if (!on) {
      this.#oscillator?.stop();
      this.#oscillator?.disconnect();
      this.#oscillator = null;
      return;
    }
    const context = this.#context();
    const gain = context.createGain();
    gain.gain.value = 0;
    for (let n = 0; n < periods; n++) {
      const start = context.currentTime + n * periodS;
      gain.gain.setTargetAtTime(volume, start, 0.01);
      gain.gain.setTargetAtTime(0, start + onS, 0.01);
    }
    this.#oscillator = new OscillatorNode(context, { frequency: frequencyHz });
    this.#oscillator.connect(gain).connect(context.destination);
    this.#oscillator.start();
  }
}
