import type { Linearization, Objective } from "../objective/objective";
import { addScaled, dot } from "../vector";
import { complementarity, plus, zero, type Square } from "./complementarity";
import { countAtEdge } from "./near-edge";
import { descendNormals, gramOf, normalsOf } from "./normals";
import type { Precision } from "./projection";

/** From 5 % above the edge, float64 takes 7 with one eigenvalue and 8 with two that turn. */
const mostPasses = 16;

interface Pairs {
  /** Eigenvalues, largest first, down to one that is not at the edge. */
  values: number[];
  vectors: Float64Array[];
}

/**
 * Moves θ, in place, to the nearest point (to first order) where no eigenvalue is above 2/η and the
 * gradient has no part along the eigenvectors at the edge. With one eigenvalue this is the projection
 * onto the constrained set; with several, each pass is the problem 0 ⪯ X ⊥ (2/η)I − UᵀHU + B[X] ⪰ 0
 * of the central flow. The unknown is the X of all passes together, so that a pass that went below 2/η
 * is taken back. Yields between pieces of work.
 * @returns whether it got there; otherwise θ is where it was
 */
export function* landAtEdge(
  objective: Objective,
  theta: Float64Array,
  stepSize: number,
  edgeOf: (at: Linearization) => Generator<void, Pairs>,
  asked: Precision,
): Generator<void, boolean> {
  const before = theta.slice();
  let held: { vectors: Float64Array[]; x: Square } = { vectors: [], x: [] };
  for (let passes = 0; passes < mostPasses; passes++) {
    const at = objective.linearize(theta);
    try {
      const { values, vectors } = yield* edgeOf(at);
      if (vectors.length === 0) break;
      // One that a pass pushed far down is still to be taken back.
      const k = Math.max(countAtEdge(values, stepSize), held.vectors.length);
      if (k === 0) return true;
      const edge = vectors.slice(0, k);
      const slopes = edge.map((u) => dot(u, at.gradient));
      const normals = yield* normalsOf(at, edge);
      // Within the other directions, so that the slopes stay as they are.
      for (const normal of new Set(normals.flat()))
        for (const u of edge) addScaled(normal, -dot(u, normal), u);
      const { apply, norm } = gramOf(normals);
      // Eigenvectors turn from pass to pass; X is held in the new ones.
      const turn = edge.map((u) => held.vectors.map((v) => dot(u, v)));
      const until = congruent(turn, held.x);
      const room = zero(edge.length).map((row, i) =>
        row.map((_, j) => (i === j ? 2 / stepSize - values[i] : 0)),
      );
      const { x } = complementarity(plus(room, apply(until), -1), apply, norm);
      const change = plus(x, until, -1);
      const move = Math.max(0, ...apply(change).flat().map(Math.abs));
      const isThere =
        stepSize * values[0] - 2 < asked.excess &&
        stepSize * move < asked.excess &&
        slopes.every((slope) => Math.abs(slope) < asked.slope);
      if (isThere) return true;
      descendNormals(theta, 1, change, normals);
      slopes.forEach((slope, i) =>
        addScaled(theta, -slope / values[i], edge[i]),
      );
      held = { vectors: edge, x };
    } finally {
      at.dispose();
    }
  }
  theta.set(before);
  return false;
}

/** R X Rᵀ for R `[m][k]` and symmetric X `[k][k]`: `[m][m]`. */
function congruent(r: Square, x: Square): Square {
  const product = (a: number[], b: number[]) =>
    x.reduce(
      (sum, row, k) => sum + a[k] * row.reduce((s, v, l) => s + v * b[l], 0),
      0,
    );
  return r.map((a) => r.map((b) => product(a, b)));
}
