/** The states of a run and what happens in it. The schemas of files are made from these lists. */

/** States of a run that is over. */
export const finalStatuses = [
  "finished",
  "stopped",
  "diverged",
  "interrupted",
  "failed",
] as const;
export type FinalStatus = (typeof finalStatuses)[number];

export const runStatuses = [
  "queued",
  "running",
  "paused",
  ...finalStatuses,
] as const;
export type RunStatus = (typeof runStatuses)[number];

/** Whether a run with this status is over. */
export function isOver(status: RunStatus): status is FinalStatus {
  return (finalStatuses as readonly RunStatus[]).includes(status);
}

/** How a run ends without a failure. */
export type RunOutcome = Extract<
  FinalStatus,
  "finished" | "stopped" | "diverged"
>;

export const eventKinds = [
  "crossing",
  "first-rise",
  "spike",
  "settling",
  "stiff",
  "loss-target",
  "diverged",
  "finished",
  "stopped",
] as const;

/** Something worth marking on the curve. */
export interface RunEvent {
  kind: (typeof eventKinds)[number];
  /** The step it is about. */
  step: number;
  /** One sentence, e.g. "Sharpness reached 2/η at step 214." */
  message: string;
  /** The sharpness at a crossing and where gradient flow is stiff, its mean where it settled, the loss otherwise. */
  value: number;
}
