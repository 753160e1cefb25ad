import type { Linearization } from "../objective/objective";

/** The same point with P^−½HP^−½ in the place of H. @param diagonal of P, all positive */
export function preconditioned(
  at: Linearization,
  diagonal: Float64Array,
): Linearization {
  const roots = diagonal.map((p) => 1 / Math.sqrt(p));
  const { hessian } = at;
  return {
    loss: at.loss,
    gradient: at.gradient,
    hvp(v) {
      const product = at.hvp(v.map((x, i) => x * roots[i]));
      for (let i = 0; i < product.length; i++) product[i] *= roots[i];
      return product;
    },
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
