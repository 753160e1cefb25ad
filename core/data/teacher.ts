import { createRandom } from "../random";
import { numberDataset, type Dataset, type LoadedData } from "./dataset";
import type { Source } from "./files";
import { tanh } from "../math/hyperbolic";

/**
 * y = W₂·tanh(W₁x) + noise·ε with standard normal x [dimensions] and ε [outputs], and weights from
 * N(0, 1/fan_in), W₁ [hidden, dimensions] and W₂ [outputs, hidden].
 */
export function teacher(spec: Source<"teacher">): LoadedData {
  const { samples, testSamples, dimensions, hidden, outputs, noise } = spec;
  const random = createRandom(spec.seed);
  const normals = (n: number, deviation: number) =>
    Float64Array.from({ length: n }, () => deviation * random.normal());
  const first = normals(hidden * dimensions, 1 / Math.sqrt(dimensions));
  const second = normals(outputs * hidden, 1 / Math.sqrt(hidden));
  const draw = (count: number): Dataset => {
    const inputs = new Float64Array(count * dimensions);
    const targets = new Float64Array(count * outputs);
    for (let i = 0; i < count; i++) {
      const x = normals(dimensions, 1);
      // Drawn also where noise is 0, so that the inputs do not depend on it.
      const error = normals(outputs, noise);
      const y = multiply(second, multiply(first, x).map(tanh));
      inputs.set(x, i * dimensions);
      for (let j = 0; j < outputs; j++)
        targets[i * outputs + j] = y[j] + error[j];
    }
    const values = { inputs, inputShape: [dimensions] };
    return numberDataset(values, targets, outputs);
  };
  return { train: draw(samples), test: testSamples ? draw(testSamples) : null };
}

/** A row-major matrix times a vector. */
function multiply(matrix: Float64Array, x: Float64Array): Float64Array {
  const columns = x.length;
  const y = new Float64Array(matrix.length / columns);
  for (let i = 0; i < y.length; i++)
    for (let j = 0; j < columns; j++) y[i] += matrix[i * columns + j] * x[j];
  return y;
}
