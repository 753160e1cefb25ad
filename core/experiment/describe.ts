import { lossConvention } from "./loss-convention";
import { landscapeOf } from "../landscapes/spec";
import { layerOf } from "../layers/spec";
import { kinks } from "./kinks";
import { divergenceLimits, type ExperimentSpec, type ModelSpec } from "./spec";
import { optimizerOf, type OptimizerSpec } from "../optimizers/spec";
import type { DataSplit } from "../data/fields";
import { describeLabelNoise } from "../data/label-noise";
import { labelNoiseOf, sourceOf, type DataSpec } from "../data/spec";
import { grouped } from "../text/grouped";

/** What an experiment is, as lines to read: data, model, loss and method. */
export function describeExperiment(
  spec: ExperimentSpec,
): { term: string; what: string }[] {
  const { data, model, loss, optimizer, batch, divergence } = spec;
  const caution = kinks(model);
  return [
    ...(data ? [{ term: "Data", what: describeData(data) }] : []),
    {
      term: modelTerms[model.kind],
      what: describeModel(model),
    },
    ...(loss ? [{ term: "Loss", what: lossConvention(spec) }] : []),
    { term: "Method", what: describeOptimizer(optimizer) },
    ...(batch
      ? [
          {
            term: "Mini-batches",
            what: `${grouped(batch.size)} samples without replacement, seed ${batch.seed}`,
          },
        ]
      : []),
    ...(divergence
      ? [{ term: "Divergence", what: describeDivergence(divergence) }]
      : []),
    ...(caution ? [{ term: "Caution", what: caution }] : []),
  ];
}

const modelTerms = {
  network: "Network",
  landscape: "Landscape",
  imported: "Imported",
} as const satisfies Record<ModelSpec["kind"], string>;

export function describeData(data: DataSpec): string {
  const { label, files = {}, describe } = sourceOf(data);
  const paths = Object.keys(files).map(
    (field) => data[field as keyof DataSpec],
  );
  const isChosen = paths.every((path) => [path].flat().every(Boolean));
  const words = isChosen ? describe(data) : `${label}, no file chosen yet`;
  const split = "split" in data && data.split;
  const noise = labelNoiseOf(data);
  return [
    words,
    ...(split ? [describeSplit(split)] : []),
    ...(noise ? [describeLabelNoise(noise)] : []),
  ].join("; ");
}

/** How the rows of a source are divided, e.g. "shuffled, seed 0". */
export function describeSplit(split: DataSplit | undefined): string {
  return split ? `${split.kind}, seed ${split.seed}` : "in file order";
}

export function describeModel(model: ModelSpec): string {
  if (model.kind === "landscape") return landscapeOf(model).describe(model);
  if (model.kind === "imported") return `curves of ${model.file}`;
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
