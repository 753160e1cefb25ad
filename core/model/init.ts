import type { NetworkSpec } from "../experiment/spec";
import { createRandom, type Random } from "../random";
import type { ParameterShape } from "../layers/definition";
import { squared } from "../math/squared";
import { sin } from "../math/trigonometric";

type Init = NetworkSpec["init"];

/**
 * The flat parameter vector at step 0: layers in order, weights [out][in] ([out][in][kh][kw] for a
 * convolution), then biases. The same on every machine and backend.
 */
export function initialParameters(
  init: Init,
  shapes: ParameterShape[],
): Float64Array {
  if (init.scheme === "explicit") return Float64Array.from(init.values);
  const total = shapes.reduce((sum, s) => sum + s.rows * s.columns, 0);
  const theta = new Float64Array(total);
  const random = createRandom(init.seed);
  const draw = draws(init, random);
  const biases: Float64Array[] = [];
  let offset = 0;
  for (const shape of shapes) {
    const size = shape.rows * shape.columns;
    const values = theta.subarray(offset, offset + size);
    const next = draw(shape);
    if (next) for (let i = 0; i < size; i++) values[i] = next();
    if (shape.kind === "bias") biases.push(values);
    offset += size;
  }
  // Drawn last, so that the weights of a seed do not depend on it.
  if (init.biasNoise > 0)
    for (const values of biases)
      for (let i = 0; i < values.length; i++)
        values[i] += init.biasNoise * random.normal();
  return theta;
}

/** For each array the source of its values, row by row; null leaves zeros. */
function draws(
  init: Exclude<Init, { scheme: "explicit" }>,
  random: Random,
): (shape: ParameterShape) => (() => number) | null {
  const uniform = (bound: number) => () => bound * (2 * random.uniform() - 1);
  const normal = (deviation: number) => () => deviation * random.normal();
  switch (init.scheme) {
    case "uniform-fan-in":
      return ({ fanIn }) => uniform(1 / Math.sqrt(fanIn));
    case "xavier":
      return ({ kind, fanIn, fanOut }) =>
        kind === "bias" ? null : uniform(Math.sqrt(6 / (fanIn + fanOut)));
    case "he":
      return ({ kind, fanIn }) =>
        kind === "bias" ? null : normal(Math.sqrt(2 / fanIn));
    case "normal":
      return ({ kind }) => (kind === "bias" ? null : normal(init.std));
    case "sine": {
      let k = 0;
      return ({ kind, fanIn }) =>
        kind === "bias" ? null : () => Math.sqrt(2 / fanIn) * sin(squared(++k));
    }
  }
}
