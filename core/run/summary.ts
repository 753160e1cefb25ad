/** Where a run stands. Everything but `running` and `paused` is final. */
export type RunStatus =
  | "running"
  | "paused"
  | "finished"
  | "stopped"
  | "diverged"
  | "interrupted"
  | "failed";

/** Something worth marking on the curve. */
export interface RunEvent {
  kind: "crossing" | "loss-target" | "diverged" | "finished" | "stopped";
  /** The step it is about. */
  step: number;
  /** One sentence, e.g. "Sharpness reached 2/η at step 214." */
  message: string;
  /** The sharpness at a crossing, the loss otherwise. */
  value: number;
}

/** A run in numbers. `null` where there is nothing to report (yet). */
export interface RunSummary {
  /** Last recorded step. */
  step: number;
  initialLoss: number | null;
  finalLoss: number | null;
  minLoss: number | null;
  initialSharpness: number | null;
  finalSharpness: number | null;
  maxSharpness: number | null;
  /** First measured step with sharpness ≥ threshold. */
  crossingStep: number | null;
  /** Mean of sharpness/threshold over the measurements after the crossing. */
  hover: number | null;
  /** Sharpness measurements whose residual missed the tolerance. */
  unconverged: number;
  /** Running time, pauses excluded. */
  seconds: number;
}

/** What computed the run. Stored with it. */
export interface EngineInfo {
  backend: "tensorflow" | "float64";
  precision: "float32" | "float64";
  /** Trainable parameters P. */
  parameters: number;
  /** Versions of the lab and of TensorFlow when it was used. */
  versions: Record<string, string>;
  threads: number;
}

/** The summary of a run that has recorded nothing yet. */
export const emptySummary: Readonly<RunSummary> = {
  step: 0,
  initialLoss: null,
  finalLoss: null,
  minLoss: null,
  initialSharpness: null,
  finalSharpness: null,
  maxSharpness: null,
  crossingStep: null,
  hover: null,
  unconverged: 0,
  seconds: 0,
};
