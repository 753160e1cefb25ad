/** What the main process and the engine process say to each other. Plain data only. */
import type { SelfStabilizationSpec } from "../experiment/analysis-spec";
import type { Costs } from "../experiment/forecast";
import type { ExperimentSpec } from "../experiment/spec";
import type { Dataset } from "../data/dataset";
import type { DataSpec } from "../data/spec";
import type { Checkpoint } from "../run/checkpoint";
import type { Fork, ForkStart } from "../run/fork";
import type { EngineInfo, RunSummary } from "../run/summary";
import type { TableSurvey } from "../data/survey";
import type { DataInfo } from "../data/data-info";
import type { RunEvent, RunOutcome } from "../run/status";
import type { RecordBatch } from "../series/columns";
import type { Analysis } from "../theory/analysis";
import type { Landing } from "../theory/landings";
import type { TopLine } from "../views/along-top";
import type { StartingArrays } from "../export/torch/export";
import type { NetworkPicture } from "../views/picture";
import type { LabError } from "../errors";

export type EngineCommand =
  | {
      type: "start";
      runId: number;
      spec: ExperimentSpec;
      beginning?: Beginning;
    }
  /** A question between two runs; a run that starts meanwhile cuts the answer short. */
  | { type: "ask"; id: number; question: EngineQuestion }
  | { type: "pause" }
  | { type: "resume" }
  /** One step of a paused run. */
  | { type: "step" }
  /** Ends the run, or else the answer to a question. */
  | { type: "stop" }
  /** The last batch is safely in the archive: the engine may send the next one. */
  | { type: "stored" };

/** Where a run begins that does not begin at the start of its experiment. */
export type Beginning = Continuation | ForkStart<Checkpoint>;

/** Where a run goes on, and what computed it until then: precision and data must be the same. */
export interface Continuation {
  checkpoint: Checkpoint;
  engine: EngineInfo;
}

export type EngineReport =
  /** `tensorflow`: null where it is loaded only when a run needs it. */
  | { type: "ready"; tensorflow: TensorflowState | null }
  | { type: "started"; runId: number; engine: EngineInfo }
  | {
      type: "batch";
      runId: number;
      batch: RecordBatch;
      events: RunEvent[];
      summary: RunSummary;
      checkpoint?: Checkpoint;
      kept?: Checkpoint[];
    }
  | { type: "paused"; runId: number }
  | { type: "resumed"; runId: number }
  | { type: "ended"; runId: number; outcome: RunOutcome; summary: RunSummary }
  | { type: "failed"; runId: number; error: LabError }
  | { type: "answered"; id: number; answer: EngineAnswer }
  | { type: "refused"; id: number; error: LabError }
  /** How far the answer to a question is, from 0 to 1. */
  | { type: "progress"; id: number; share: number }
  /** `tensors`: how many TensorFlow holds now; null where it is not there. */
  | { type: "heartbeat"; tensors: number | null };

/** What a process takes for the operations of a step. */
export interface KernelTimes {
  /** Version of TensorFlow's library. */
  tensorflow: string;
  /** Milliseconds of a network of matrix products, and of one with convolutions. */
  products: number;
  convolutions: number;
}

export type EngineQuestion =
  | { kind: "kernel-times" }
  | { kind: "estimate"; spec: ExperimentSpec }
  | { kind: "preview"; data: DataSpec }
  | { kind: "survey"; data: DataSpec }
  | AnalysisQuestion
  | LookQuestion
  | BeginningQuestion
  | StateQuestion;

/** What a run of a network begins with. */
export interface BeginningQuestion {
  kind: "beginning";
  spec: ExperimentSpec;
  /** What computed the run: the data must be the same. */
  engine: EngineInfo;
}

/** The parameters of a run at its end, computed again, and the eigenvectors of one of its measurements. */
export interface StateQuestion {
  kind: "state";
  spec: ExperimentSpec;
  /** What computed the run: precision and data must be the same. */
  engine: EngineInfo;
  fork: Fork | null;
  step: number;
  /** A step at or before it that was measured, and whether at the midpoint; null for no eigenvectors. */
  measured: { step: number; isMidpoint: boolean } | null;
  /** The last one known at or before both steps; null for the start. */
  checkpoint: Pick<Checkpoint, "step" | "theta" | "optimizer"> | null;
}

export interface RunState {
  theta: Float64Array;
  /** Where they were wanted. */
  eigen: Eigenvectors | null;
  /** A step on the way that was computed again, with its loss; null where all came from a checkpoint. */
  seen: { step: number; loss: number } | null;
}

export interface Eigenvectors {
  step: number;
  /** Largest first; of P^−½HP^−½ where the optimiser is preconditioned. */
  values: Float64Array;
  /** Of unit length, one after the other: [values, parameters]. */
  vectors: Float64Array;
}

/** What the network of a run does at a step. The run is computed again up to there, without its measurements. */
export interface LookQuestion {
  kind: "look";
  runId: number;
  spec: ExperimentSpec;
  /** What computed the run: precision and data must be the same. */
  engine: EngineInfo;
  fork: Fork | null;
  step: number;
  /** The last checkpoint known at or before the step, unless the engine has it; else null. */
  checkpoint: Pick<Checkpoint, "step" | "theta" | "optimizer"> | null;
  /** Milliseconds after which it answers with the step that it has come to. */
  patience: number;
  /** Whether the loss along the top eigenvector is wanted, too. */
  along: boolean;
}

export interface NetworkLook {
  /** The step that is shown, at or before the one asked for. */
  step: number;
  /** Null for a landscape. */
  picture: NetworkPicture | null;
  /** Only at the step asked for, where it was wanted. */
  along: TopLine | null;
  /** A step on the way that was computed again, with its loss; null where all came from a checkpoint. */
  seen: { step: number; loss: number } | null;
}

/** Self-stabilisation on a run, which is done again for it as far as `landings` do not spare that. */
export interface AnalysisQuestion {
  kind: "analysis";
  spec: ExperimentSpec;
  /** What computed the run: precision and data must be the same. */
  engine: EngineInfo;
  fork: Fork | null;
  /** Parameters at steps of the run, ascending; that with which a fork begins among them, where it is known. */
  landings: Landing[];
  wanted: SelfStabilizationSpec;
  /** First step with S ≥ 2/η, or null. */
  crossing: number | null;
  /** Last step of the run. */
  runSteps: number;
}

export type EngineAnswer =
  | { kind: "kernel-times"; times: KernelTimes }
  | { kind: "estimate"; estimate: Estimate }
  | { kind: "preview"; preview: DataPreview }
  | { kind: "survey"; survey: TableSurvey }
  | { kind: "analysis"; analysis: Analysis }
  | { kind: "look"; look: NetworkLook }
  | { kind: "beginning"; beginning: StartingArrays }
  | { kind: "state"; state: RunState };

/** What the first seconds of an experiment, run for trial, say of the whole one. */
export interface Estimate {
  /** Trainable parameters P. */
  parameters: number;
  /** Training samples; null for a landscape. */
  samples: number | null;
  precision: EngineInfo["precision"];
  /** The data as they were read; null for a landscape. */
  data: DataInfo | null;
  /** Times at this cadence of measurements. */
  costs: Costs;
  /** Memory that the engine process held then, its programs included. */
  bytes: number;
  /** At the initial parameters; null where the loss is no finite number. */
  loss: number | null;
  sharpness: number | null;
  /** |Hu − Su|/S of the sharpness; null with it. */
  residual: number | null;
}

/** The beginning of a data set, prepared as a network gets it: images and tables standardised. */
export interface DataPreview extends Pick<
  Dataset,
  "targetPositions" | "vocabulary" | "isPadded"
> {
  /** Training samples. */
  samples: number;
  /** Of one sample: [numbers], or [height, width, channels] for images. */
  inputShape: number[];
  targetWidth: number;
  /** How many classes the targets tell apart, one-hot 0/1; null where they are numbers. */
  classes: number | null;
  /** What the source calls each class; their numbers where nothing is said. */
  classNames?: readonly string[];
  /** The first 24 training samples. */
  rows: { x: number[]; y: number[] }[];
  /** Samples set aside. */
  testSamples: number;
  /** What is odd about how a file was read, a sentence each. */
  cautions: string[];
}

/** Whether float32 runs on TensorFlow are possible, and if not, why and what to do. */
export type TensorflowState =
  { available: true; version: string } | { available: false; reason: string };
