import { lossConvention } from "./loss-convention";
import { landscapeFormula } from "./landscape-formula";
import { layerOf } from "../layers/spec";
import { kinks } from "./kinks";
import {
  divergenceLimits,
  type DataSpec,
  type DataSplit,
  type ExperimentSpec,
  type ModelSpec,
} from "./spec";
import { optimizerOf, type OptimizerSpec } from "../optimizers/spec";
import { grouped } from "../text/grouped";

/** What an experiment is, as lines to read: data, model, loss and method. */
export function describeExperiment(
  spec: ExperimentSpec,
): { term: string; what: string }[] {
  const { data, model, loss, optimizer, divergence } = spec;
  const caution = kinks(model);
  return [
    ...(data ? [{ term: "Data", what: describeData(data) }] : []),
    {
      term: model.kind === "network" ? "Network" : "Landscape",
      what: describeModel(model),
    },
    ...(loss ? [{ term: "Loss", what: lossConvention(spec) }] : []),
    { term: "Method", what: describeOptimizer(optimizer) },
    ...(divergence
      ? [{ term: "Divergence", what: describeDivergence(divergence) }]
      : []),
    ...(caution ? [{ term: "Caution", what: caution }] : []),
  ];
}

export function describeData(data: DataSpec): string {
  const split = "split" in data && data.split;
  return split
    ? `${sourceText(data)}; ${describeSplit(split)}`
    : sourceText(data);
}

/** How the rows of a source are divided, e.g. "shuffled, seed 0". */
export function describeSplit(split: DataSplit | undefined): string {
  return split ? `${split.kind}, seed ${split.seed}` : "in file order";
}

function sourceText(data: DataSpec): string {
  switch (data.source) {
    case "mnist":
      return data.split
        ? "MNIST, handwritten digits 0 to 9"
        : "MNIST, handwritten digits 0 to 9; the first ones in file order";
    case "chebyshev":
      return `Chebyshev polynomial of degree ${data.degree} at equally spaced points of [−1, 1]`;
    case "gaussian":
      return `${data.classes} normal clouds in ${data.dimensions} dimensions, ${data.separation} from the origin`;
    case "teacher":
      return `A random tanh network of ${data.hidden} units on ${data.dimensions} normal inputs`;
    case "spirals":
      return `${data.classes} interleaved spirals of ${data.turns} turns`;
    case "iris":
      return "Iris, 150 flowers of three species";
    case "csv":
      return `The table ${data.path}`;
    case "idx":
      return `The images ${data.images} with the labels ${data.labels}`;
    case "cifar10":
      return `CIFAR-10 from ${[data.path].flat().join(", ")}`;
    case "inline":
      return `${data.x.length} samples in the file itself`;
  }
}

export function describeModel(model: ModelSpec): string {
  if (model.kind === "landscape") return landscapeFormula(model);
  return model.layers.map((spec) => layerOf(spec).describe(spec)).join(" – ");
}

export function describeOptimizer(optimizer: OptimizerSpec): string {
  const decay =
    optimizer.weightDecay > 0 ? `, weight decay ${optimizer.weightDecay}` : "";
  return optimizerOf(optimizer).describe(optimizer) + decay;
}

/** How far loss and parameters may grow; the default limits where an experiment names none. */
export function describeDivergence(
  divergence: ExperimentSpec["divergence"],
): string {
  if (divergence === "off")
    return "off: only a number that is not finite ends the run";
  const { loss, parameters } = divergence ?? divergenceLimits;
  return `loss × ${grouped(loss)}, parameters × ${grouped(parameters)}`;
}
