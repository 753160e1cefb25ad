import { resolve } from "node:path";
import type { ExperimentSpec } from "../../core/experiment/spec";

/** The same experiment with the paths of its data files starting from the root of the disk. */
export function withAbsolutePaths(
  spec: ExperimentSpec,
  base: string,
): ExperimentSpec {
  const absolute = (path: string) => resolve(base, path);
  const { data } = spec;
  switch (data?.source) {
    case "csv":
      return { ...spec, data: { ...data, path: absolute(data.path) } };
    case "idx": {
      const [images, labels] = [data.images, data.labels].map(absolute);
      return { ...spec, data: { ...data, images, labels } };
    }
    case "cifar10": {
      const path =
        typeof data.path === "string"
          ? absolute(data.path)
          : data.path.map(absolute);
      return { ...spec, data: { ...data, path } };
    }
    default:
      return spec;
  }
}
