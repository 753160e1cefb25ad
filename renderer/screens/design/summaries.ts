/** Each part of an experiment in a line, also while its values are refused. */
import {
  describeData,
  describeModel,
  describeOptimizer,
} from "../../../core/experiment/describe";
import type { ExperimentSpec } from "../../../core/experiment/spec";
import { lossOf } from "../../../core/losses/spec";

export function summaries(spec: ExperimentSpec) {
  const { data, model, loss, optimizer, measure, precision } = spec;
  const { batch, lossTarget, divergence } = spec;
  const { k, upTo, smallest, midpoint, trace } = measure.sharpness;
  const lossName = loss && lossOf(loss).label;
  return {
    data: data ? describeData(data) : "",
    model: describeModel(model),
    method: [
      lossName,
      describeOptimizer(optimizer),
      batch && `mini-batches of ${batch.size}`,
    ]
      .filter(Boolean)
      .join(" · "),
    measure: [
      k === "all"
        ? "All eigenvalues"
        : `${upTo === undefined ? k : `${k} to ${upTo}`} eigenvalue${k === 1 && upTo === undefined ? "" : "s"}`,
      smallest && `the smallest ${smallest}`,
      midpoint && "at the midpoint",
      trace && "with the trace",
      measure.batchSharpness && "with the batch sharpness",
      lossTarget !== undefined && `until the loss is ${lossTarget}`,
      divergence === "off" && "not ended when it diverges",
      precision === "auto" ? "precision whichever is faster" : precision,
    ]
      .filter(Boolean)
      .join(", "),
  };
}
