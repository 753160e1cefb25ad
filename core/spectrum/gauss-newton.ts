/** What of the curvature comes from the loss alone: H = G + R with the Gauss–Newton matrix G = JᵀℓʺJ. */
import type { Linearization } from "../objective/objective";
import { dot } from "../vector";
import type { Eigenpairs } from "./eigenpairs";
import type { SharpnessTracker } from "./sharpness";

export interface GaussNewton {
  /** λ₁(G), the largest eigenvalue; NaN where G is not finite, like all others. */
  value: number;
  /** |Gw − λw| of its eigenvector w. */
  residual: number;
  /** How sure it is that it is the largest, as for H. */
  certificate: number;
  /** uᵀRu = λ₁(H) − uᵀGu along the top eigenvector u of H. */
  remainder: number;
}

export const noGaussNewton: GaussNewton = {
  value: NaN,
  residual: NaN,
  certificate: 1,
  remainder: NaN,
};

/**
 * λ₁(G) by a tracker of its own, and uᵀRu by one product more. Yields after each product.
 * @param top the largest eigenpairs of H at this point
 */
export function* measureGaussNewton(
  at: Linearization,
  tracker: SharpnessTracker,
  top: Pick<Eigenpairs, "values" | "vectors">,
): Generator<void, GaussNewton & { products: number }> {
  const product = at.gaussNewton;
  if (!product) throw new Error("The loss is not one of outputs: no G.");
  const { loss, gradient, third, dispose } = at;
  const ofG = { loss, gradient, hvp: product, third, dispose };
  const pairs = yield* tracker.measure(ofG);
  const [u] = top.vectors as (Float64Array | undefined)[];
  const remainder = u ? top.values[0] - dot(u, product(u)) : NaN;
  yield;
  return {
    value: pairs.values.at(0) ?? NaN,
    residual: pairs.residuals.at(0) ?? NaN,
    certificate: pairs.certificate,
    remainder,
    products: pairs.products + (u ? 1 : 0),
  };
}
