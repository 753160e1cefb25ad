/** What a person expects of a run before it starts, and how it came. */
import { z } from "zod";
import { optimizerOf, thresholdName } from "../optimizers/spec";
import { grouped } from "../text/grouped";
import { inSentence } from "../experiment/setting-names";
import type { ExperimentSpec } from "../experiment/spec";
import type { RunSummary } from "./summary";
import { isOver, type RunStatus } from "./status";

export const expectation = z.strictObject({
  /** Sharpness stays below the threshold; reaches it and hovers there; the run diverges. */
  kind: z.enum(
    ["below", "edge", "diverges"],
    "An expectation must be one of: below, edge, diverges.",
  ),
  /** Step near which sharpness is expected to reach the threshold; null for any. */
  step: z
    .int("The expected step must be a whole number.")
    .nonnegative("The expected step must be 0 or greater.")
    .nullable(),
});

export type Expectation = z.output<typeof expectation>;

interface Outcome {
  expectation: Expectation | null;
  status: RunStatus;
  summary: RunSummary;
  spec: Pick<ExperimentSpec, "optimizer">;
}

/**
 * The expectation beside the outcome, e.g. "You expected a crossing near step 300; it came at step
 * 240."; null where nothing was expected and while the run is not over. Of a divergence it says whether
 * it came.
 */
export function expectationSentence(run: Outcome): string | null {
  const { expectation: expected, status } = run;
  if (!expected || !isOver(status)) return null;
  const { label } = optimizerOf(run.spec.optimizer);
  const name = thresholdName(run.spec.optimizer);
  const edge = name ?? "a threshold";
  const outcome =
    name === undefined && expected.kind !== "diverges"
      ? `${inSentence(label)} has none`
      : outcomeWords(run, expected, edge);
  const verdict =
    expected.kind === "diverges" ? divergenceVerdict(status) : ";";
  return `You expected ${expectedWords(expected, edge)}${verdict} ${outcome}.`;
}

function divergenceVerdict(status: RunStatus): string {
  if (status === "diverged") return ", and it did:";
  return status === "finished" ? ", and it did not:" : ", and it had not yet:";
}

function expectedWords({ kind, step }: Expectation, edge: string): string {
  if (kind === "diverges") return "it to diverge";
  if (kind === "below") return `sharpness to stay below ${edge}`;
  return step === null
    ? `sharpness to reach ${edge} and hover there`
    : `a crossing near step ${grouped(step)}`;
}

function outcomeWords(
  { status, summary }: Outcome,
  expected: Expectation,
  edge: string,
): string {
  const { crossingStep, initialSharpness, hover, step } = summary;
  const end = `step ${grouped(step)}`;
  if (status === "diverged")
    return crossingStep === null
      ? `it diverged at ${end}`
      : `it crossed at step ${grouped(crossingStep)} and diverged at ${end}`;
  if (crossingStep !== null) {
    const at = `at step ${grouped(crossingStep)}`;
    if (expected.step !== null) return `it came ${at}`;
    return hover === null
      ? `it crossed ${at}`
      : `it crossed ${at}, then had a mean of ${hover.toPrecision(3)} × ${edge}`;
  }
  if (initialSharpness === null) return "sharpness was not measured";
  return status === "finished"
    ? `it stayed below ${edge} to the end`
    : `it stayed below ${edge} until the run ended at ${end}`;
}
