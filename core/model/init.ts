import type { ExperimentSpec } from "../experiment/spec";
import { createRandom } from "../random";
import type { ParameterShape } from "./layer";

/** The flat parameter vector at step 0: layers in order, weights [out][in], then biases. */
export function initialParameters(
  init: ExperimentSpec["model"]["init"],
  shapes: ParameterShape[],
): Float64Array {
  const total = shapes.reduce((sum, s) => sum + s.rows * s.columns, 0);
  const theta = new Float64Array(total);
  const fill = init.scheme === "sine" ? sine() : uniformFanIn(init.seed);
  let offset = 0;
  for (const shape of shapes) {
    const size = shape.rows * shape.columns;
    fill(theta.subarray(offset, offset + size), shape);
    offset += size;
  }
  return theta;
}

type Fill = (values: Float64Array, shape: ParameterShape) => void;

/** Weights and biases uniform in ±1/√fan_in. */
function uniformFanIn(seed: number): Fill {
  const random = createRandom(seed);
  return (values, { fanIn }) => {
    const bound = 1 / Math.sqrt(fanIn);
    for (let i = 0; i < values.length; i++)
      values[i] = bound * (2 * random.uniform() - 1);
  };
}

/** w_k = √(2/fan_in)·sin((k+1)²), k numbering the weights of the whole network; biases 0. */
function sine(): Fill {
  let k = 0;
  return (values, { kind, fanIn }) => {
    if (kind === "bias") return;
    const scale = Math.sqrt(2 / fanIn);
    for (let i = 0; i < values.length; i++, k++)
      values[i] = scale * Math.sin((k + 1) ** 2);
  };
}
