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
              'Batch sharpness needs mini-batches, such as "batch": {"size": 32}, and this experiment has none.',
            suggestion: "Remove it.",
          },
        ]
      : [];
  if (model.kind === "landscape")
    return [
      {
        path: "batch",
        message: "Mini-batches need samples, and a landscape has none.",
        suggestion: "Remove it.",
      },
    ];
  const { isFlow, label } = optimizerOf(optimizer);
  if (isFlow)
    return [
      {
        path: "batch",
        message: `${label} follows the gradient of the loss on all training samples and cannot use mini-batches; the other optimisers can.`,
        suggestion: "Remove it.",
      },
    ];
  if (samples !== undefined && batch.size > samples)
    return [
      {
        path: "batch.size",
        message: `The batch size must be at most the number of training samples, ${grouped(samples)}; it is ${grouped(batch.size)}.`,
        suggestion: `Try ${Math.min(32, samples)}.`,
      },
    ];
  return [];
}
