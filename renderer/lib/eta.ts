/** Seconds of running time that the pace is taken over. */
const memory = 10;

/**
 * Guesses the time left from the pace of the last few seconds. Fed with running time as the
 * engine counts it, so pauses do not matter.
 */
export class Eta {
  #samples: { step: number; seconds: number }[] = [];

  add(step: number, seconds: number) {
    const last = this.#samples.at(-1);
    if (last && (step < last.step || seconds < last.seconds))
      this.#samples = [];
    if (last && step === last.step) return;
    this.#samples.push({ step, seconds });
    // The oldest kept sample is the youngest one that is at least `memory` old.
    while (
      this.#samples.length > 2 &&
      seconds - this.#samples[1].seconds >= memory
    )
      this.#samples.shift();
  }

  /** Seconds until `steps`, or null when there is no pace yet. */
  left(steps: number): number | null {
    const last = this.#samples.at(-1);
    if (!last) return null;
    const alone = this.#samples.length === 1;
    const first = alone ? { step: 0, seconds: 0 } : this.#samples[0];
    const done = last.step - first.step;
    const took = last.seconds - first.seconds;
    if (done <= 0 || took <= 0) return null;
    return Math.max(0, ((steps - last.step) * took) / done);
  }
}
