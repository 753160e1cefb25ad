import type { Expectation } from "../../../core/run/expectation";
import { parseNumber } from "./entry";

export type PredictionKind = "" | Expectation["kind"];

/** What the person expects of the run about to start; they need not say. */
export class Prediction {
  kind = $state<PredictionKind>("");
  /** Step of the crossing, as typed. */
  step = $state("");

  /** What is wrong with the step, if anything. */
  get problem(): string | null {
    return this.kind === "edge" && this.step.trim() && this.#number === null
      ? "The expected step must be a whole number, 0 or greater."
      : null;
  }

  /** null where nothing is expected. */
  get value(): Expectation | null {
    if (this.kind === "") return null;
    return {
      kind: this.kind,
      step: this.kind === "edge" ? this.#number : null,
    };
  }

  /** The next run is another one. */
  forget() {
    this.kind = "";
    this.step = "";
  }

  get #number(): number | null {
    if (!this.step.trim()) return null;
    const number = parseNumber(this.step);
    return Number.isSafeInteger(number) && number >= 0 ? number : null;
  }
}
