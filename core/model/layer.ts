import type { Jet } from "./jet";

/** One trainable array of a layer, [rows, columns] row-major in the flat parameter vector. */
export interface ParameterShape {
  kind: "weight" | "bias";
  rows: number;
  columns: number;
  /** Inputs that one output of the layer sums over. */
  fanIn: number;
  /** Outputs that one input of the layer goes into. */
  fanOut: number;
}

/** What is known of a layer at one point of parameter space: polynomials in t by coefficient. */
export interface LayerPoint<T> {
  parameters: Jet<T>[];
  /** Input and output. */
  x: Jet<T>;
  y: Jet<T>;
  /** Gradient of the loss with respect to the output. */
  d: Jet<T>;
  /** Order-0 results that every product at this point shares. */
  memo: Record<string, T | null>;
}

/**
 * A layer as two sweeps over polynomials in t along a direction of parameter space. Coefficients
 * of lower order are in the point already, so each order of each sweep costs only its own products.
 */
export interface Layer<T> {
  readonly parameters: ParameterShape[];
  /** Width of a row that comes out. */
  readonly width: number;
  /** Coefficient `k` of the output. */
  forward(k: number, at: LayerPoint<T>): T | null;
  /** Coefficient `k` of the gradient with respect to the parameters, in their order. */
  parameterGradients(k: number, at: LayerPoint<T>): (T | null)[];
  /** Coefficient `k` of the gradient with respect to the input. */
  inputGradient(k: number, at: LayerPoint<T>): T | null;
  /** Fills the memo after both order-0 sweeps, when products at this point will follow. */
  prepare(at: LayerPoint<T>): void;
}
