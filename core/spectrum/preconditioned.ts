import type { Linearization } from "../objective/objective";

/** The same point with P^−½HP^−½ in the place of H, and likewise for G. @param diagonal of P, all positive */
export function preconditioned(
  at: Linearization,
  diagonal: Float64Array,
): Linearization {
  const roots = diagonal.map((p) => 1 / Math.sqrt(p));
  const { hessian, gaussNewton } = at;
  const scaled = (
    apply: (v: Float64Array) => Float64Array,
    v: Float64Array,
  ) => {
    const image = apply(v.map((x, i) => x * roots[i]));
    for (let i = 0; i < image.length; i++) image[i] *= roots[i];
    return image;
  };
  return {
    loss: at.loss,
    gradient: at.gradient,
    hvp: (v) => scaled(at.hvp, v),
    ...(gaussNewton && {
      gaussNewton: (v: Float64Array) => scaled(gaussNewton, v),
    }),
    ...(hessian && {
      *hessian() {
        const rows = yield* hessian();
        rows.forEach((row, i) => {
          for (let j = 0; j < row.length; j++) row[j] *= roots[i] * roots[j];
        });
        return rows;
      },
    }),
    third: (v) => at.third(v),
    dispose: () => at.dispose(),
  };
}
