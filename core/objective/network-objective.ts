import type { Loss } from "../losses/definition";
import type { LossMagnitude } from "../losses/magnitude";
import type { Jet } from "../model/jet";
import type { Layer, LayerPoint } from "../model/layer";
import type { Backend } from "../tensor/backend";
import { addDenseHessian, isDenseNetwork } from "./dense-hessian";
import type { Linearization, Objective, Score, Scored } from "./objective";
import { Workspace } from "./workspace";

/** Some of the samples, small enough to be worked on at once. */
export interface Chunk<T> {
  samples: number;
  /** [samples, inputs] */
  inputs: T;
  /** [samples, outputs] */
  targets: T;
  /** The share of these samples in the whole loss. */
  loss: Loss<T>;
  /** Keeps order 0 for all products at a point; else it is computed again for each of them. */
  isKept: boolean;
}

/** The state of a whole network at one θ on one chunk: one point a layer. */
type Tape<T> = LayerPoint<T>[];

/**
 * The loss of a network on fixed data. Along a direction v every tensor is a polynomial in t,
 * θ(t) = θ + tv. One forward and one backward sweep of order K on truncated polynomials give ∇L
 * (K = 0), Hv (K = 1) and ½·D³L(v, v, ·) (K = 2), exactly. Sums over samples are taken chunk by chunk.
 */
export class NetworkObjective<T> implements Objective, Scored {
  readonly size: number;
  accuracy: number | null = null;
  readonly #be: Backend<T>;
  readonly #layers: Layer<T>[];
  readonly #chunks: Chunk<T>[];
  readonly #samples: number;
  readonly #classifies: boolean;
  readonly #magnitude: LossMagnitude;
  /** Of the last evaluate or linearize. */
  #loss = NaN;
  /** The gradient of one chunk, where there are several. */
  readonly #part: Float64Array;
  /** Of the whole Hessian, whose rows lie one after the other. */
  readonly #space = new Workspace();
  #rows: Float64Array<ArrayBuffer>[] | undefined;

  constructor(
    be: Backend<T>,
    layers: Layer<T>[],
    chunks: Chunk<T>[],
    /** Whether the outputs stand for classes, so that accuracy has a meaning. */
    classifies: boolean,
    magnitude: LossMagnitude,
  ) {
    this.#be = be;
    this.#layers = layers;
    this.#chunks = chunks;
    this.#samples = chunks.reduce((sum, { samples }) => sum + samples, 0);
    this.#classifies = classifies;
    this.#magnitude = magnitude;
    const shapes = layers.flatMap((layer) => layer.parameters);
    this.size = shapes.reduce((sum, s) => sum + s.rows * s.columns, 0);
    this.#part = new Float64Array(chunks.length > 1 ? this.size : 0);
  }

  get lossError() {
    return this.#magnitude.error(this.#loss, this.#be.precision);
  }

  evaluate(theta: Float64Array, gradient: Float64Array) {
    return this.#inScope(() => {
      const parameters = this.#upload(theta);
      const work = (chunk: Chunk<T>, out: Float64Array) => {
        const tape = this.#start(parameters);
        const score = this.#orderZero(chunk, tape);
        this.#backward(0, chunk, tape, out, 1);
        return score;
      };
      // One chunk needs no scope of its own: small networks feel it.
      const parts =
        this.#chunks.length === 1
          ? [work(this.#chunks[0], gradient)]
          : this.#overChunks(gradient, (chunk, out) =>
              this.#inScope(() => work(chunk, out)),
            );
      return (this.#loss = this.#total(parts).loss);
    });
  }

  score(theta: Float64Array): Score {
    return this.#inScope(() => {
      const parameters = this.#upload(theta);
      const parts = this.#chunks.map((chunk) =>
        this.#inScope(() => this.#orderZero(chunk, this.#start(parameters))),
      );
      return this.#total(parts);
    });
  }

  linearize(theta: Float64Array): Linearization {
    const dispose = this.#be.open();
    try {
      return this.#linearized(theta, dispose);
    } catch (thrown) {
      dispose();
      throw thrown;
    }
  }

  #linearized(theta: Float64Array, dispose: () => void): Linearization {
    const parameters = this.#upload(theta);
    const gradient = new Float64Array(this.size);
    const kept = new Map<Chunk<T>, Tape<T>>();
    const parts = this.#overChunks(gradient, (chunk, out) => {
      const work = () => {
        const tape = this.#start(parameters);
        const score = this.#orderZero(chunk, tape);
        this.#backward(0, chunk, tape, out, 1);
        return { tape, score };
      };
      if (!chunk.isKept) return this.#inScope(work).score;
      const { tape, score } = work();
      this.#prepare(tape);
      kept.set(chunk, tape);
      return score;
    });
    const tapeOf = (chunk: Chunk<T>) => {
      const known = kept.get(chunk);
      if (known) return known;
      const tape = this.#start(parameters);
      this.#forward(0, chunk, tape);
      this.#backward(0, chunk, tape, null, 1);
      this.#prepare(tape);
      return tape;
    };
    const { loss } = this.#total(parts);
    this.#loss = loss;
    return {
      loss,
      gradient,
      hvp: (v) => this.#along(v, 1, 1, tapeOf),
      ...(isDenseNetwork(this.#layers) && {
        hessian: () => this.#hessian(tapeOf),
      }),
      // Coefficient 2 is ½ of the second derivative in t.
      third: (v) => this.#along(v, 2, 2, tapeOf),
      dispose,
    };
  }

  *#hessian(tapeOf: (chunk: Chunk<T>) => Tape<T>) {
    this.#rows ??= rowsOf(this.size);
    const { buffer } = this.#rows[0];
    const hessian = new Float64Array(buffer).fill(0);
    for (const chunk of this.#chunks) {
      this.#space.reset();
      const close = this.#be.open();
      try {
        const tape = tapeOf(chunk);
        yield* addDenseHessian(
          this.#be,
          this.#layers,
          chunk,
          tape,
          hessian,
          this.#space,
        );
      } finally {
        close();
      }
    }
    return this.#rows;
  }

  /** `factor` times coefficient `order` of the gradient along v. */
  #along(
    v: Float64Array,
    order: number,
    factor: number,
    tapeOf: (chunk: Chunk<T>) => Tape<T>,
  ) {
    const out = new Float64Array(this.size);
    this.#inScope(() => {
      const direction = this.#upload(v);
      this.#overChunks(out, (chunk, part) =>
        this.#inScope(() => {
          const tape = tapeOf(chunk);
          this.#setParameters(1, direction, tape);
          for (let k = 1; k < order; k++) {
            this.#forward(k, chunk, tape);
            this.#backward(k, chunk, tape, null, 1);
          }
          this.#forward(order, chunk, tape);
          this.#backward(order, chunk, tape, part, factor);
        }),
      );
    });
    return out;
  }

  /** Works on each chunk and sums what each writes into its `out`. */
  #overChunks<R>(
    sum: Float64Array,
    work: (chunk: Chunk<T>, out: Float64Array) => R,
  ): R[] {
    return this.#chunks.map((chunk, i) => {
      const out = i === 0 ? sum : this.#part;
      const result = work(chunk, out);
      if (i > 0) for (let j = 0; j < sum.length; j++) sum[j] += out[j];
      return result;
    });
  }

  #inScope<R>(work: () => R): R {
    const close = this.#be.open();
    try {
      return work();
    } finally {
      close();
    }
  }

  /** The forward sweep of order 0: the chunk's share of the loss and of the right answers. */
  #orderZero(chunk: Chunk<T>, tape: Tape<T>) {
    const f = this.#forward(0, chunk, tape);
    const loss = chunk.loss.value(f);
    const right = this.#classifies
      ? this.#be.countAgreeing(f[0] as T, chunk.targets)
      : 0;
    return { loss, right };
  }

  #total(parts: { loss: number; right: number }[]): Score {
    let [loss, right] = [0, 0];
    for (const part of parts) {
      loss += part.loss;
      right += part.right;
    }
    this.accuracy = this.#classifies ? right / this.#samples : null;
    return { loss, accuracy: this.accuracy };
  }

  /** A parameter vector as one tensor for each array of each layer. */
  #upload(vector: Float64Array): T[][] {
    let offset = 0;
    return this.#layers.map((layer) =>
      layer.parameters.map(({ rows, columns }) => {
        const values = vector.subarray(offset, (offset += rows * columns));
        return this.#be.upload(values, rows, columns);
      }),
    );
  }

  #start(parameters: T[][]): Tape<T> {
    const tape = this.#layers.map((layer): LayerPoint<T> => ({
      parameters: layer.parameters.map(() => []),
      x: [],
      y: [],
      d: [],
      memo: {},
    }));
    this.#setParameters(0, parameters, tape);
    return tape;
  }

  #setParameters(k: number, arrays: T[][], tape: Tape<T>) {
    tape.forEach(({ parameters }, i) =>
      parameters.forEach((jet, j) => (jet[k] = arrays[i][j])),
    );
  }

  #prepare(tape: Tape<T>) {
    this.#layers.forEach((layer, i) => layer.prepare(tape[i]));
  }

  /** Fills coefficient k of every x and y; answers with the outputs of the network. */
  #forward(k: number, chunk: Chunk<T>, tape: Tape<T>): Jet<T> {
    let x: T | null = k === 0 ? chunk.inputs : null;
    this.#layers.forEach((layer, i) => {
      tape[i].x[k] = x;
      x = tape[i].y[k] = layer.forward(k, tape[i]);
    });
    return tape[tape.length - 1].y;
  }

  /** Fills coefficient k of every d; writes `factor` times that of the gradient into `out`. */
  #backward(
    k: number,
    chunk: Chunk<T>,
    tape: Tape<T>,
    out: Float64Array | null,
    factor: number,
  ) {
    let d = chunk.loss.gradient(k, tape[tape.length - 1].y);
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
      const gradient = gradients[j];
      if (gradient === null) out.fill(0, start, end);
      else this.#be.download(gradient, out, start);
      end = start;
    }
    return end;
  }
}

/** The rows of a matrix [size, size] in one piece of memory. */
function rowsOf(size: number) {
  const whole = new Float64Array(size * size);
  return Array.from({ length: size }, (_, i) =>
    whole.subarray(i * size, (i + 1) * size),
  );
}
