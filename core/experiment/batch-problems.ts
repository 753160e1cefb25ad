import { trainingSamples } from "../data/spec";
import type { FieldError } from "../errors";
import { optimizerOf } from "../optimizers/spec";
import { grouped } from "../text/grouped";
import type { ExperimentSpec } from "./spec";

type Batched = Pick<
  ExperimentSpec,
  "batch" | "measure" | "model" | "optimizer"
>;

/** The number of training samples as far as the experiment file determines it. */
export function knownSamples({ data }: ExperimentSpec): number | undefined {
  return data && trainingSamples(data);
}

/**
 * What speaks against the mini-batches of an experiment.
 * @param samples there are to train on, where that is known
 */
export function batchProblems(
  { batch, measure, model, optimizer }: Batched,
  samples: number | undefined,
): FieldError[] {
  if (!batch)
    return measure.batchSharpness
      ? [
          {
            path: "measure.batchSharpness",
            message:
              'Batch sharpness is measured in runs with mini-batches, and this experiment has none, such as "batch": {"size": 32}.',
            suggestion: "Remove it.",
          },
        ]
      : [];
  if (model.kind === "landscape")
    return [
      {
        path: "batch",
        message:
          "A landscape has no samples to make mini-batches of; a network with data has.",
        suggestion: "Remove it.",
      },
    ];
  const { isFlow, label } = optimizerOf(optimizer);
  if (isFlow)
    return [
      {
        path: "batch",
        message: `${label} follows the gradient of the loss on all training samples and has no mini-batches; other optimizers have.`,
        suggestion: "Remove it.",
      },
    ];
  if (samples !== undefined && batch.size > samples)
    return [
      {
        path: "batch.size",
        message: `A batch has at most as many samples as there are to train on, ${grouped(samples)} here; the batch size is ${grouped(batch.size)}.`,
        suggestion: `Try ${Math.min(32, samples)}.`,
      },
    ];
  return [];
}
