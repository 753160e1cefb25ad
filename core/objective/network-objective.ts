import type { Loss } from "../loss/loss";
import type { Jet } from "../model/jet";
import type { Layer, LayerPoint } from "../model/layer";
import type { Backend } from "../tensor/backend";
import type { Linearization, Objective } from "./objective";

/** The state of a whole network at one θ: one point a layer, and the output. */
type Tape<T> = LayerPoint<T>[];

/**
 * The loss of a network on fixed data. Along a direction v every tensor is a polynomial in t,
 * θ(t) = θ + tv. One forward and one backward sweep of order K on truncated polynomials give ∇L
 * (K = 0), Hv (K = 1) and ½·D³L(v, v, ·) (K = 2), exactly.
 */
export class NetworkObjective<T> implements Objective {
  readonly size: number;
  readonly #be: Backend<T>;
  readonly #layers: Layer<T>[];
  readonly #loss: Loss<T>;
  readonly #inputs: T;

  constructor(
    be: Backend<T>,
    layers: Layer<T>[],
    loss: Loss<T>,
    /** [n, inputs] */
    inputs: T,
  ) {
    this.#be = be;
    this.#layers = layers;
    this.#loss = loss;
    this.#inputs = inputs;
    const shapes = layers.flatMap((layer) => layer.parameters);
    this.size = shapes.reduce((sum, s) => sum + s.rows * s.columns, 0);
  }

  evaluate(theta: Float64Array, gradient: Float64Array) {
    const close = this.#be.open();
    try {
      const tape = this.#start(theta);
      const loss = this.#loss.value(this.#forward(0, tape));
      this.#backward(0, tape, gradient, 1);
      return loss;
    } finally {
      close();
    }
  }

  linearize(theta: Float64Array): Linearization {
    const dispose = this.#be.open();
    const tape = this.#start(theta);
    const gradient = new Float64Array(this.size);
    const loss = this.#loss.value(this.#forward(0, tape));
    this.#backward(0, tape, gradient, 1);
    this.#layers.forEach((layer, i) => layer.prepare(tape[i]));
    return {
      loss,
      gradient,
      hvp: (v) => this.#along(v, tape, 1, 1),
      // Coefficient 2 is ½ of the second derivative in t.
      third: (v) => this.#along(v, tape, 2, 2),
      dispose,
    };
  }

  /** `factor` times coefficient `order` of the gradient along v. */
  #along(v: Float64Array, tape: Tape<T>, order: number, factor: number) {
    const out = new Float64Array(this.size);
    const close = this.#be.open();
    try {
      this.#setParameters(1, v, tape);
      for (let k = 1; k < order; k++) {
        this.#forward(k, tape);
        this.#backward(k, tape, null, 1);
      }
      this.#forward(order, tape);
      this.#backward(order, tape, out, factor);
      return out;
    } finally {
      close();
    }
  }

  #start(theta: Float64Array): Tape<T> {
    const tape = this.#layers.map((layer): LayerPoint<T> => ({
      parameters: layer.parameters.map(() => []),
      x: [],
      y: [],
      d: [],
      memo: {},
    }));
    this.#setParameters(0, theta, tape);
    return tape;
  }

  #setParameters(k: number, vector: Float64Array, tape: Tape<T>) {
    let offset = 0;
    this.#layers.forEach((layer, i) => {
      layer.parameters.forEach(({ rows, columns }, j) => {
        const end = offset + rows * columns;
        const values = vector.subarray(offset, end);
        tape[i].parameters[j][k] = this.#be.upload(values, rows, columns);
        offset = end;
      });
    });
  }

  /** Fills coefficient k of every x and y; answers with the outputs of the network. */
  #forward(k: number, tape: Tape<T>): Jet<T> {
    let x: T | null = k === 0 ? this.#inputs : null;
    this.#layers.forEach((layer, i) => {
      tape[i].x[k] = x;
      x = tape[i].y[k] = layer.forward(k, tape[i]);
    });
    return tape[tape.length - 1].y;
  }

  /** Fills coefficient k of every d; writes `factor` times that of the gradient into `out`. */
  #backward(
    k: number,
    tape: Tape<T>,
    out: Float64Array | null,
    factor: number,
  ) {
    let d = this.#loss.gradient(k, tape[tape.length - 1].y);
    let end = this.size;
    for (let i = this.#layers.length - 1; i >= 0; i--) {
      const layer = this.#layers[i];
      const at = tape[i];
      at.d[k] = d;
      if (out) end = this.#write(layer, k, at, out, end);
      // The first layer's input is data and needs no gradient.
      d = i > 0 ? layer.inputGradient(k, at) : null;
    }
    if (out && factor !== 1)
      for (let i = 0; i < out.length; i++) out[i] *= factor;
  }

  /** Writes the parameter gradients of a layer before `end`; answers with where they start. */
  #write(
    layer: Layer<T>,
    k: number,
    at: LayerPoint<T>,
    out: Float64Array,
    end: number,
  ) {
    const gradients = layer.parameterGradients(k, at);
    for (let j = gradients.length - 1; j >= 0; j--) {
      const { rows, columns } = layer.parameters[j];
      const start = end - rows * columns;
      const target = out.subarray(start, end);
      const gradient = gradients[j];
      if (gradient === null) target.fill(0);
      else this.#be.download(gradient, target);
      end = start;
    }
    return end;
  }
}
