import { resolve } from "node:path";
import { sourceOf, withPaths } from "../../core/data/spec";
import type { ExperimentSpec } from "../../core/experiment/spec";

/** The same experiment with the paths of its data files starting from the root of the disk. */
export function withAbsolutePaths(
  spec: ExperimentSpec,
  base: string,
): ExperimentSpec {
  const { data } = spec;
  if (!data || !sourceOf(data).files) return spec;
  return { ...spec, data: withPaths(data, (path) => resolve(base, path)) };
}
