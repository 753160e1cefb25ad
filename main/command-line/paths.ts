import { resolve } from "node:path";
import { sourceOf, withPaths } from "../../core/data/spec";
import type { ExperimentSpec } from "../../core/experiment/spec";
import { withWeightsPath } from "../../core/layers/init";

/** The same experiment with the paths of its data files starting from the root of the disk. */
export function withAbsolutePaths(
  spec: ExperimentSpec,
  base: string,
): ExperimentSpec {
  const { data, model } = spec;
  const absolute = (path: string) => resolve(base, path);
  return {
    ...spec,
    ...(data && sourceOf(data).files && { data: withPaths(data, absolute) }),
    ...(model.kind === "network" && {
      model: { ...model, init: withWeightsPath(model.init, absolute) },
    }),
  };
}
