/** An experiment in a few words, for a cell of the table and for the search. */
import type { RunRow } from "../../../core/contract/api";
import { sourceOf } from "../../../core/data/spec";
import { isNetwork, type ExperimentSpec } from "../../../core/experiment/spec";
import { optimizerOf } from "../../../core/optimizers/spec";
import { layerOf } from "../../../core/layers/spec";
import { count } from "../../lib/format";

/** "MNIST", or "Landscape" where there are no data. */
export function sourceWords({ data }: ExperimentSpec): string {
  return data ? sourceOf(data).label : "Landscape";
}

/** "#4 Chebyshev T₃": the number tells groups of the same name apart; "" for a run on its own. */
export function groupWords({ groupId, groupName }: RunRow): string {
  return groupId === null ? "" : `#${groupId} ${groupName ?? ""}`.trim();
}

/** "MNIST 5,000", "Chebyshev 20", "Iris". */
export function dataWords(spec: ExperimentSpec): string {
  const { data } = spec;
  if (!data) return "";
  return "samples" in data && data.samples
    ? `${sourceWords(spec)} ${count(data.samples)}`
    : sourceWords(spec);
}

export function optimizerWords({ optimizer }: ExperimentSpec): string {
  return optimizerOf(optimizer).label;
}

/** "200 tanh 200 tanh 10": the layers that have units, in order. */
export function modelWords(spec: ExperimentSpec): string {
  if (spec.model.kind === "imported") return "Imported";
  if (!isNetwork(spec)) return "Landscape";
  return spec.model.layers
    .map((layer) => layerOf(layer).brief?.(layer) ?? layer.type)
    .join(" ");
}
