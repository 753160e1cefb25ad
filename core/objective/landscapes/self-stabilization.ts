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
