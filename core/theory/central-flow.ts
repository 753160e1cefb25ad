import type { Linearization, Objective } from "../objective/objective";
import { GradientFlow } from "../optimizers/gradient-flow";
import { SharpnessTracker } from "../spectrum/sharpness";
import { addScaled, dot } from "../vector";
import { complementarity, zero, type Square } from "./complementarity";
import { landAtEdge } from "./landing";
import { countAtEdge, nearEdge } from "./near-edge";
import { descendNormals, gramOf, normalsOf } from "./normals";
import type { Precision } from "./projection";

/** Substeps of one step of gradient descent. */
const substeps = 4;
const mostEigenvalues = 12;

/** The central flow where it has come to. */
export interface CentralPoint {
  /** L(θ) of the flow itself. */
  loss: number;
  sharpness: number;
  /** tr X: the predicted sum of the variances of the oscillation, E[x_i²] = X_ii. */
  trace: number;
  /** X_ii of each eigenvector at the edge, largest eigenvalue first. */
  variances: number[];
  /** The eigenvectors at the edge. */
  vectors: Float64Array[];
  /** L(θ) + tr(X)/η: the predicted loss of gradient descent, averaged over time. */
  meanLoss: number;
  /** What the complementarity problem was solved to. */
  infeasibility: number;
  gap: number;
}

/**
 * The central flow of gradient descent (Cohen et al., 2024): dθ/dt = −η[∇L + ½ Σ X_ij N_ij],
 * N_ij = D³L(u_i, u_j, ·), with X ⪰ 0 on the eigenvectors at the edge such that none rises above 2/η:
 * 0 ⪯ X ⊥ (2/η)I − UᵀHU ⪰ 0. Time is in steps of gradient descent. Euler steps of ¼, each of which
 * solves for the X that holds the eigenvalues at the edge to first order. Where none is at the edge the
 * flow is gradient flow, and a step of ¼ is made as that is made, with control of its error: near the
 * edge, at ηS = 1.9, Euler's factor of decay is 0.53 in place of e^(−0.475) = 0.62.
 */
export class CentralFlow {
  readonly #tracker: SharpnessTracker;
  readonly #below: GradientFlow;

  /** @param theta where it begins; moved in place */
  constructor(
    private readonly objective: Objective,
    readonly theta: Float64Array,
    private readonly stepSize: number,
    precision: "float64" | "float32",
  ) {
    this.#below = new GradientFlow(objective);
    this.#tracker = new SharpnessTracker(1, precision, 0, {
      grow: {
        upTo: Math.min(mostEigenvalues, theta.length),
        above: (2 * nearEdge) / stepSize,
      },
    });
  }

  /** Projects θ to the edge, see landing.ts; to be called before the first step. */
  land(asked: Precision): Generator<void, boolean> {
    const edgeOf = (at: Linearization) => this.#edge(at);
    return landAtEdge(this.objective, this.theta, this.stepSize, edgeOf, asked);
  }

  /** Goes on by one step of gradient descent; answers with where it began, null where that is not finite. */
  *advance(): Generator<void, CentralPoint | null> {
    let first: CentralPoint | null = null;
    for (let i = 0; i < substeps; i++) {
      const at = this.objective.linearize(this.theta);
      try {
        const point = yield* this.#step(at);
        if (!point) return null;
        first ??= point;
      } finally {
        at.dispose();
      }
    }
    return first;
  }

  *#step(at: Linearization): Generator<void, CentralPoint | null> {
    const eta = this.stepSize;
    const dt = 1 / substeps;
    const pairs = yield* this.#edge(at);
    const { values, vectors } = pairs;
    if (vectors.length === 0) return null;
    const k = countAtEdge(values, eta);
    if (k === 0) {
      const point = this.#point(at.loss, values[0], zero(0), [], 0, 0);
      yield* this.#below.update(this.theta, at.gradient, eta / substeps);
      return point;
    }
    const edge = vectors.slice(0, k);
    const normals = yield* normalsOf(at, edge);
    const force = zero(k);
    const a = force.map((row, i) =>
      row.map((_, j) => {
        const room = i === j ? 2 / eta - values[i] : 0;
        return room + dt * eta * dot(normals[i][j], at.gradient);
      }),
    );
    const { apply, norm } = gramOf(normals);
    const weight = (dt * eta) / 2;
    const { x, infeasibility, gap } = complementarity(
      a,
      (x) => apply(x).map((row) => row.map((value) => weight * value)),
      weight * norm,
    );
    const point = this.#point(at.loss, values[0], x, edge, infeasibility, gap);
    addScaled(this.theta, -dt * eta, at.gradient);
    descendNormals(this.theta, weight, x, normals);
    return point;
  }

  #point(
    loss: number,
    sharpness: number,
    x: Square,
    vectors: Float64Array[],
    infeasibility: number,
    gap: number,
  ): CentralPoint {
    const variances = x.map((row, i) => row[i]);
    const trace = variances.reduce((sum, v) => sum + v, 0);
    const meanLoss = loss + trace / this.stepSize;
    return {
      loss,
      sharpness,
      trace,
      variances,
      vectors,
      meanLoss,
      infeasibility,
      gap,
    };
  }

  /** The top of the spectrum down to one eigenvalue that is not at the edge. */
  *#edge(at: Linearization) {
    for (;;) {
      const { k } = this.#tracker;
      const pairs = yield* this.#tracker.measure(at);
      if (this.#tracker.k === k) return pairs;
    }
  }
}
