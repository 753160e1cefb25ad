/** The landscape on which gradient descent is exactly the reduced map. */
import { selfStabilization } from "../../../../core/landscapes/self-stabilization";
import { width, type EdgeState } from "../../../../core/theory/map";
import { addScaled } from "../../../../core/vector";
import {
  terrainOf,
  windowOf,
  type Path,
} from "../../../pictures/landscape-map";
import type { MapSettings } from "./map-play";

/**
 * Gradient descent on ½(S₀ + √β·z)x² − (α/√β)z with S₀ = 2/η, as many steps as the map made.
 * @param path of the map from the same settings on
 * @returns the way through (x, z), the landscape around it, and the largest distance from the map in
 *   units of δ
 */
export function descentOn(
  settings: MapSettings,
  path: readonly (EdgeState & { step: number })[],
) {
  const { stepSize, alpha, beta, share, y } = settings;
  const threshold = 2 / stepSize;
  const delta = width(settings);
  const root = Math.sqrt(beta);
  const objective = selfStabilization(threshold, alpha, beta);
  const theta = Float64Array.of(share * delta, y / root);
  const gradient = new Float64Array(2);
  const column = () => new Float64Array(path.length);
  const way: Path = {
    step: column(),
    x: column(),
    y: column(),
    loss: column(),
  };
  let distance = 0;
  for (const [t, there] of path.entries()) {
    way.step[t] = t;
    way.x[t] = theta[0];
    way.y[t] = theta[1];
    way.loss[t] = objective.evaluate(theta, gradient);
    const apart = Math.hypot(theta[0] - there.x, root * theta[1] - there.y);
    distance = Math.max(distance, apart / delta);
    addScaled(theta, -stepSize, gradient);
  }
  const terrain = terrainOf(objective, windowOf(way, 1, false), threshold);
  return { way, terrain, distance };
}
