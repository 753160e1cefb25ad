import { isNetwork, type ExperimentSpec } from "../experiment/spec";
import { namedParameters } from "../layers/names";
import type { EngineInfo } from "../run/summary";
import type { NamedArray } from "./named-array";

/**
 * The parameters θ of a run as arrays: of a network by the names of its layers, as the scheme that reads
 * starting weights from a file takes them; else as one array.
 * @param prefix of their names
 */
export function parameterArrays(
  run: { spec: ExperimentSpec; engine: EngineInfo | null },
  theta: Float64Array,
  prefix: string,
): NamedArray[] {
  const { spec, engine } = run;
  const input = engine?.data?.inputShape;
  // Runs of earlier versions did not note the shape of their data.
  if (!isNetwork(spec) || !input)
    return [{ name: `${prefix}theta`, shape: [theta.length], values: theta }];
  let offset = 0;
  return namedParameters(spec.model.layers, input).map(
    ({ name, shape, rows, columns }) => ({
      name: `${prefix}${name}`,
      shape,
      values: theta.slice(offset, (offset += rows * columns)),
    }),
  );
}
