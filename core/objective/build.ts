import type { Dataset } from "../data/dataset";
import type { ExperimentSpec } from "../experiment/spec";
import { MeanSquaredError } from "../loss/mse";
import { buildLayers } from "../model/network";
import type { Backend } from "../tensor/backend";
import { NetworkObjective } from "./network-objective";

/** The objective of an experiment on its data, computed on the given backend. */
export function buildObjective<T>(
  be: Backend<T>,
  spec: Pick<ExperimentSpec, "model">,
  data: Dataset,
): NetworkObjective<T> {
  const { samples, inputWidth, targetWidth } = data;
  const layers = buildLayers(be, spec.model.layers, inputWidth);
  const inputs = be.upload(data.inputs, samples, inputWidth);
  const targets = be.upload(data.targets, samples, targetWidth);
  const loss = new MeanSquaredError(be, targets, samples);
  return new NetworkObjective(be, layers, loss, inputs);
}
