import { uploadParameters, type Network } from "./network";

/** Samples worked on at once: the tensors of so many stay small. */
const atOnce = 1000;

/** What a network makes of inputs that stay the same while its parameters change. */
export class NetworkOutputs<T> {
  /** Numbers of one output, and how many a sample has: one, or one at each position. */
  readonly columns: number;
  readonly rows: number;
  readonly #network: Network<T>;
  readonly #samples: number;
  readonly #parts: { inputs: T; samples: number }[] = [];

  /**
   * @param inputs [samples, width]; uploaded once, into the scope that is open now
   * @param most samples that are worked on at once
   */
  constructor(
    network: Network<T>,
    inputs: Float64Array,
    width: number,
    most = atOnce,
  ) {
    const { graph, outputs } = network;
    this.#network = network;
    this.#samples = inputs.length / width;
    ({ columns: this.columns, rows: this.rows } = graph.shape(outputs));
    for (let start = 0; start < this.#samples; start += most) {
      const samples = Math.min(most, this.#samples - start);
      const rows = inputs.subarray(start * width, (start + samples) * width);
      this.#parts.push({
        inputs: graph.be.upload(rows, samples, width),
        samples,
      });
    }
  }

  /** The outputs f at parameters θ, [samples·rows, columns]. */
  at(theta: Float64Array): Float64Array {
    const { graph, outputs, inputs, depth } = this.#network;
    const all = new Float64Array(this.#samples * this.rows * this.columns);
    const close = graph.be.open();
    try {
      const parameters = uploadParameters(graph, theta);
      let offset = 0;
      for (const part of this.#parts) {
        const closePart = graph.be.open();
        try {
          const at = graph.point();
          const z = (at.z[0] = new Array<T | null>(graph.size));
          graph.parameters.forEach((node, i) => (z[node] = parameters[i]));
          z[inputs] = part.inputs;
          graph.forward(0, at, 0, depth);
          graph.be.download(z[outputs] as T, all, offset);
        } finally {
          closePart();
        }
        offset += part.samples * this.rows * this.columns;
      }
    } finally {
      close();
    }
    return all;
  }
}
