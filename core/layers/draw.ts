/** Distributions that weights are drawn from. */
import type { Random } from "../random";

/** What the numbers of a trainable array are drawn by. */
export interface Drawn {
  /** A gain starts at 1 and a shift at 0 under every scheme but that which gives all numbers. */
  kind: "weight" | "bias" | "gain" | "shift";
  /** Inputs that one output of the layer sums over. */
  fanIn: number;
  /** Outputs that one input of the layer goes into. */
  fanOut: number;
}

export const uniform = (random: Random, bound: number) => () =>
  bound * (2 * random.uniform() - 1);

export const normal = (random: Random, deviation: number) => () =>
  deviation * random.normal();

/** Biases 0, and weights from `draw`. */
export const weights =
  (draw: (shape: Drawn) => () => number) => (shape: Drawn) =>
    shape.kind === "bias" ? null : draw(shape);

/** Weights and biases uniform in ±1/√fan_in. */
export const drawUniformFanIn =
  (random: Random) =>
  ({ fanIn }: Drawn) =>
    uniform(random, 1 / Math.sqrt(fanIn));

/** Weights uniform in ±√(6/(fan_in + fan_out)), biases 0. */
export const drawXavier = (random: Random) =>
  weights(({ fanIn, fanOut }) =>
    uniform(random, Math.sqrt(6 / (fanIn + fanOut))),
  );

/** Weights normal with variance 2/fan_in, biases 0. */
export const drawHe = (random: Random) =>
  weights(({ fanIn }) => normal(random, Math.sqrt(2 / fanIn)));
