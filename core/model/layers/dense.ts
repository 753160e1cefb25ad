import type { Backend } from "../../tensor/backend";
import { cauchy } from "../jet";
import type { Layer, LayerPoint, ParameterShape } from "../layer";

/** The trainable arrays of a dense layer. */
export function denseParameters(
  fanIn: number,
  units: number,
  bias: boolean,
): ParameterShape[] {
  const weight = {
    kind: "weight",
    rows: units,
    columns: fanIn,
    fanIn,
    fanOut: units,
  } as const;
  if (!bias) return [weight];
  return [weight, { ...weight, kind: "bias", rows: 1, columns: units }];
}

/** y = x·Wᵀ + b with x [n, in], W [out, in], b [1, out]. */
export class Dense<T> implements Layer<T> {
  readonly parameters: ParameterShape[];
  readonly width: number;
  readonly #be: Backend<T>;

  constructor(be: Backend<T>, fanIn: number, units: number, bias: boolean) {
    this.#be = be;
    this.width = units;
    this.parameters = denseParameters(fanIn, units, bias);
  }

  forward(k: number, { x, parameters: [w, b] }: LayerPoint<T>) {
    return cauchy(this.#be, k, x, w, (xi, wj, j) =>
      // The bias of order k joins the product with the weights of order k.
      this.#be.dense(xi, wj, j === k ? (b?.[k] ?? null) : null),
    );
  }

  parameterGradients(k: number, { x, d, parameters }: LayerPoint<T>) {
    const be = this.#be;
    const weight = cauchy(be, k, d, x, (di, xj) =>
      be.matmul(di, xj, true, false),
    );
    if (parameters.length === 1) return [weight];
    const dk = d[k];
    return [weight, dk == null ? null : be.sumRows(dk, this.width)];
  }

  inputGradient(k: number, { d, parameters: [w] }: LayerPoint<T>) {
    const be = this.#be;
    return cauchy(be, k, d, w, (di, wj) => be.matmul(di, wj, false, false));
  }

  prepare() {}
}
