import type { Point } from "../derivatives/operation";
import type { LossMagnitude } from "../losses/magnitude";
import { addDenseHessian, isDenseNetwork, mirror } from "./dense-hessian";
import { uploadParameters, type Chunk, type Network } from "./network";
import type { Linearization, Objective, Score, Scored } from "./objective";
import { Workspace } from "./workspace";

/** The data that a linearization is about, and the point of each chunk of them. */
interface Points<T> {
  chunks: Chunk<T>[];
  pointOf: (chunk: Chunk<T>) => Point<T>;
}

/**
 * The loss of a network on fixed data. Along a direction v every tensor is a polynomial in t,
 * θ(t) = θ + tv. One forward and one backward sweep of order K on truncated polynomials give ∇L
 * (K = 0), Hv (K = 1) and ½·D³L(v, v, ·) (K = 2), exactly. Sums over samples are taken chunk by chunk.
 */
export class NetworkObjective<T> implements Objective, Scored {
  readonly size: number;
  accuracy: number | null = null;
  /** Of the last evaluate, linearize or score. */
  #loss = NaN;
  /** The gradient of one chunk, where there are several. */
  #part = new Float64Array();
  /** Of the whole Hessian, whose rows lie one after the other. */
  readonly #space = new Workspace();
  #rows: Float64Array<ArrayBuffer>[] | undefined;

  constructor(
    private readonly network: Network<T>,
    /** All samples; called inside the scope that they are used in. */
    private readonly chunks: () => Chunk<T>[],
    /** Whether the outputs stand for classes, so that accuracy has a meaning. */
    private readonly classifies: boolean,
    private readonly magnitude: LossMagnitude,
  ) {
    const { graph } = network;
    this.size = graph.parameters.reduce((sum, node) => {
      const { rows, columns } = graph.shape(node);
      return sum + rows * columns;
    }, 0);
  }

  get lossError() {
    return this.magnitude.error(this.#loss, this.#be.precision);
  }

  get #be() {
    return this.network.graph.be;
  }

  evaluate(theta: Float64Array, gradient: Float64Array) {
    return this.#inScope(() => {
      const parameters = uploadParameters(this.network.graph, theta);
      const work = (chunk: Chunk<T>, out: Float64Array) => {
        const at = this.#start(chunk, parameters);
        const score = this.#orderZero(chunk, at);
        this.#backward(0, at, out, 1);
        return score;
      };
      const chunks = this.chunks();
      // One chunk needs no scope of its own: small networks feel it.
      const parts =
        chunks.length === 1
          ? [work(chunks[0], gradient)]
          : this.#overChunks(chunks, gradient, (chunk, out) =>
              this.#inScope(() => work(chunk, out)),
            );
      return (this.#loss = this.#total(parts).loss);
    });
  }

  score(theta: Float64Array): Score {
    return this.#inScope(() => {
      const parameters = uploadParameters(this.network.graph, theta);
      const parts = this.chunks().map((chunk) =>
        this.#inScope(() =>
          this.#orderZero(chunk, this.#start(chunk, parameters)),
        ),
      );
      const score = this.#total(parts);
      this.#loss = score.loss;
      return score;
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
    const { graph } = this.network;
    const parameters = uploadParameters(this.network.graph, theta);
    const gradient = new Float64Array(this.size);
    const chunks = this.chunks();
    const kept = new Map<Chunk<T>, Point<T>>();
    const parts = this.#overChunks(chunks, gradient, (chunk, out) => {
      const work = () => {
        const at = this.#start(chunk, parameters);
        const score = this.#orderZero(chunk, at);
        this.#backward(0, at, out, 1);
        return { at, score };
      };
      if (!chunk.isKept) return this.#inScope(work).score;
      const { at, score } = work();
      graph.prepare(at);
      kept.set(chunk, at);
      return score;
    });
    const pointOf = (chunk: Chunk<T>) => {
      const known = kept.get(chunk);
      if (known) return known;
      const at = this.#start(chunk, parameters);
      this.#forward(0, at);
      this.#backward(0, at, null, 1);
      graph.prepare(at);
      return at;
    };
    const points = { chunks, pointOf };
    const { loss } = this.#total(parts);
    this.#loss = loss;
    return {
      loss,
      gradient,
      hvp: (v) => this.#along(v, 1, 1, points),
      ...(isDenseNetwork(this.network) && {
        hessian: () => this.#hessian(points),
      }),
      gaussNewton: (v) => this.#gaussNewton(v, points),
      // Coefficient 2 is ½ of the second derivative in t.
      third: (v) => this.#along(v, 2, 2, points),
      dispose,
    };
  }

  *#hessian({ chunks, pointOf }: Points<T>) {
    this.#rows ??= rowsOf(this.size);
    const { buffer } = this.#rows[0];
    const hessian = new Float64Array(buffer).fill(0);
    for (const chunk of chunks) {
      this.#space.reset();
      const close = this.#be.open();
      try {
        const at = pointOf(chunk);
        yield* addDenseHessian(this.network, chunk, at, hessian, this.#space);
      } finally {
        close();
      }
    }
    mirror(hessian, this.size);
    return this.#rows;
  }

  /** `factor` times coefficient `order` of the gradient along v. */
  #along(v: Float64Array, order: number, factor: number, points: Points<T>) {
    return this.#product(v, points, (at, out) => {
      for (let k = 1; k <= order; k++) {
        if (k > 1) this.#setNodes(k, at);
        this.#forward(k, at);
        this.#backward(k, at, k === order ? out : null, factor);
      }
    });
  }

  /**
   * G·v with G = (1/n)·Σ_samples JᵀℓʺJ, J the derivatives of the outputs: the outputs of order 1, through the second
   * derivative of the loss, back by order 0.
   */
  #gaussNewton(v: Float64Array, points: Points<T>) {
    return this.#product(v, points, (at, out) => {
      this.#forward(1, at);
      const { gradient } = this.network.loss;
      const back = { ...at, d: [] };
      this.#pull(0, back, at.z[1][gradient] ?? null, out);
    });
  }

  /** Sums over the chunks what `work` makes of a point on the line along v. */
  #product(
    v: Float64Array,
    { chunks, pointOf }: Points<T>,
    work: (at: Point<T>, out: Float64Array) => void,
  ) {
    const sum = new Float64Array(this.size);
    this.#inScope(() => {
      const direction = uploadParameters(this.network.graph, v);
      this.#overChunks(chunks, sum, (chunk, out) =>
        this.#inScope(() => {
          const at = pointOf(chunk);
          this.#setNodes(1, at, direction);
          work(at, out);
        }),
      );
    });
    return sum;
  }

  /** Works on each chunk and sums what each writes into its `out`. */
  #overChunks<R>(
    chunks: Chunk<T>[],
    sum: Float64Array,
    work: (chunk: Chunk<T>, out: Float64Array) => R,
  ): R[] {
    if (chunks.length > 1 && this.#part.length === 0)
      this.#part = new Float64Array(this.size);
    return chunks.map((chunk, i) => {
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
  #orderZero(chunk: Chunk<T>, at: Point<T>) {
    this.#forward(0, at);
    const { loss, outputs } = this.network;
    const [z] = at.z;
    const right = this.classifies
      ? this.#be.countAgreeing(z[outputs] as T, chunk.targets)
      : 0;
    const { rows } = this.network.graph.shape(this.network.targets);
    return { loss: loss.value(z), right, answers: chunk.samples * rows };
  }

  /** @param parts with their answers: one a sample, or one at each position */
  #total(parts: { loss: number; right: number; answers: number }[]): Score {
    let [loss, right, answers] = [0, 0, 0];
    for (const part of parts) {
      loss += part.loss;
      right += part.right;
      answers += part.answers;
    }
    this.accuracy = this.classifies ? right / answers : null;
    return { loss, accuracy: this.accuracy };
  }

  /** A point with the parameters and the data of a chunk. */
  #start(chunk: Chunk<T>, parameters: T[]): Point<T> {
    const { graph, inputs, targets, sums } = this.network;
    const at = graph.point();
    this.#setNodes(0, at, parameters);
    const [z] = at.z;
    z[inputs] = chunk.inputs;
    z[targets] = chunk.targets;
    if (sums !== null) z[sums] = chunk.sums;
    return at;
  }

  /** Begins coefficient k of all nodes with those of the parameters; missing ones are zero. */
  #setNodes(k: number, at: Point<T>, parameters: T[] = []) {
    const { parameters: nodes, size } = this.network.graph;
    const z = (at.z[k] = new Array<T | null>(size));
    for (let i = 0; i < parameters.length; i++) z[nodes[i]] = parameters[i];
  }

  #forward(k: number, at: Point<T>) {
    const { graph } = this.network;
    graph.forward(k, at, 0, graph.operations.length);
  }

  /** Coefficient k of the gradient; writes `factor` times that by the parameters into `out`. */
  #backward(k: number, at: Point<T>, out: Float64Array | null, factor: number) {
    this.#pull(k, at, at.z[k][this.network.loss.gradient] ?? null, out);
    if (out && factor !== 1)
      for (let i = 0; i < out.length; i++) out[i] *= factor;
  }

  /** The same from coefficient k of the gradient with respect to the outputs. */
  #pull(k: number, at: Point<T>, slope: T | null, out: Float64Array | null) {
    const { graph, outputs, depth } = this.network;
    const d = (at.d[k] = new Array<T | null>(graph.size));
    d[outputs] = slope;
    graph.backward(k, at, depth, out !== null);
    if (!out) return;
    let offset = 0;
    for (const node of graph.parameters) {
      const { rows, columns } = graph.shape(node);
      const end = offset + rows * columns;
      const gradient = d[node];
      if (gradient == null) out.fill(0, offset, end);
      else graph.be.download(gradient, out, offset);
      offset = end;
    }
  }
}

/** The rows of a matrix [size, size] in one piece of memory. */
function rowsOf(size: number) {
  const whole = new Float64Array(size * size);
  return Array.from({ length: size }, (_, i) =>
    whole.subarray(i * size, (i + 1) * size),
  );
}
