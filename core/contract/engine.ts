/** What the main process and the engine process say to each other. Plain data only. */
import type { ExperimentSpec } from "../experiment/spec";
import type { Checkpoint } from "../run/checkpoint";
import type { EngineInfo, RunEvent, RunSummary } from "../run/summary";
import type { RecordBatch } from "../series/columns";
import type { LabError } from "./errors";

export type EngineCommand =
  | {
      type: "start";
      runId: number;
      spec: ExperimentSpec;
      continuation?: Continuation;
    }
  | { type: "pause" }
  | { type: "resume" }
  | { type: "stop" }
  /** The last batch is safely in the archive: the engine may send the next one. */
  | { type: "stored" };

/** Where a run goes on, and what computed it until then: precision and data must be the same. */
export interface Continuation {
  checkpoint: Checkpoint;
  engine: EngineInfo;
}

export type RunOutcome = "finished" | "stopped" | "diverged";

export type EngineReport =
  | { type: "ready"; tensorflow: TensorflowState }
  | { type: "started"; runId: number; engine: EngineInfo }
  | {
      type: "batch";
      runId: number;
      batch: RecordBatch;
      events: RunEvent[];
      summary: RunSummary;
      checkpoint?: Checkpoint;
    }
  | { type: "paused"; runId: number }
  | { type: "resumed"; runId: number }
  | { type: "ended"; runId: number; outcome: RunOutcome; summary: RunSummary }
  | { type: "failed"; runId: number; error: LabError }
  | { type: "heartbeat" };

/** Whether float32 runs on TensorFlow are possible, and if not, why and what to do. */
export type TensorflowState =
  { available: true; version: string } | { available: false; reason: string };
