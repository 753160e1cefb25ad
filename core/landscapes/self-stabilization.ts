import { positive } from "../schema/fields";
import { defineLandscape } from "./definition";
import { pair } from "./fields";
import { square } from "./functions";
import { Tape } from "./tape";
import { TapeObjective } from "./tape-objective";

/**
 * ½(S₀ + √β·z)x² − (α/√β)z in the variables x, z. With y = S₀ + √β·z − 2/η gradient descent on it is
 * exactly the map of self-stabilisation x′ = −(1 + ηy)x, y′ = y + η(α − βx²/2).
 */
export function selfStabilization(
  sharpness: number,
  alpha: number,
  beta: number,
): TapeObjective {
  const tape = new Tape(2);
  const [x, z] = [0, 1];
  const root = Math.sqrt(beta);
  const slope = tape.multiply(tape.constant(root), z);
  const curvature = tape.add(tape.constant(sharpness), slope);
  const bowl = tape.multiply(curvature, tape.apply(square, x));
  const half = tape.multiply(tape.constant(0.5), bowl);
  const ramp = tape.multiply(tape.constant(-alpha / root), z);
  return new TapeObjective(tape, tape.add(half, ramp));
}

export const selfStabilizationLandscape = defineLandscape({
  name: "self-stabilization",
  label: "Self-stabilisation",
  expression: "½ (S₀ + √β·z) x² − (α/√β) z",
  fields: {
    sharpness: positive({ label: "Sharpness", symbol: "S₀" }, 1e6).default(10),
    alpha: positive({ label: "Alpha", symbol: "α", setting: "α" }, 1e6).default(
      0.01,
    ),
    beta: positive({ label: "Beta", symbol: "β", setting: "β" }, 1e6).default(
      20,
    ),
    start: pair.default([0.01, 0]),
  },
  first: {},
  describe: () => "½(S₀ + √β·z)x² − (α/√β)z",
  create: ({ start, sharpness, alpha, beta }) => ({
    objective: selfStabilization(sharpness, alpha, beta),
    theta: Float64Array.from(start),
    variables: ["x", "z"],
  }),
});
