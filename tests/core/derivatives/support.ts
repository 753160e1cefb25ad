import { Graph } from "../../../core/derivatives/graph";
import type { Node, Point } from "../../../core/derivatives/operation";
import { meanSquaredError } from "../../../core/losses/mse";
import { createRandom } from "../../../core/random";
import type { Backend } from "../../../core/tensor/backend";

/** Writes a function of the inputs on a graph. */
export type Write = <T>(graph: Graph<T>, x: Node) => Node;

export const samples = 4;

/** Normal numbers, the same each time for a seed. */
export function normals(count: number, seed: number) {
  const random = createRandom(seed);
  return Float64Array.from({ length: count }, () => random.normal());
}

/**
 * The mean squared error of a function of normal inputs [samples, columns] against normal targets, as polynomials in t.
 * @returns the number of its parameters, and what computes the coefficients 0 to `order` of its gradient along
 * θ + tv
 */
export function gradients<T>(be: Backend<T>, columns: number, write: Write) {
  const graph = new Graph(be);
  const inputs = graph.input(columns);
  const outputs = write(graph, inputs);
  const depth = graph.operations.length;
  const { rows, columns: width } = graph.shape(outputs);
  const targets = graph.input(width, rows);
  const loss = meanSquaredError.write(graph, {
    outputs,
    targets,
    sums: null,
    samples,
  });
  const sizes = graph.parameters.map((node) => {
    const shape = graph.shape(node);
    return shape.rows * shape.columns;
  });
  const size = sizes.reduce((sum, n) => sum + n, 0);
  const x = normals(samples * columns, 1);
  const y = normals(samples * rows * width, 2);

  const setNodes = (k: number, at: Point<T>, vector?: Float64Array) => {
    at.z[k] = [];
    at.d[k] = [];
    let start = 0;
    for (const [i, node] of graph.parameters.entries()) {
      const shape = graph.shape(node);
      const values = vector?.slice(start, (start += sizes[i]));
      at.z[k][node] = values && be.upload(values, shape.rows, shape.columns);
    }
  };
  const read = (k: number, at: Point<T>) => {
    const out = new Float64Array(size);
    let start = 0;
    for (const [i, node] of graph.parameters.entries()) {
      const gradient = at.d[k][node];
      if (gradient != null) be.download(gradient, out, start);
      start += sizes[i];
    }
    return out;
  };

  return {
    size,
    along(theta: Float64Array, v: Float64Array, order: number) {
      const close = be.open();
      const at = graph.point();
      const found: Float64Array[] = [];
      for (let k = 0; k <= order; k++) {
        setNodes(k, at, [theta, v][k]);
        if (k === 0) {
          at.z[0][inputs] = be.upload(x, samples, columns);
          at.z[0][targets] = be.upload(y, samples * rows, width);
        }
        graph.forward(k, at, 0, graph.operations.length);
        at.d[k][outputs] = at.z[k][loss.gradient];
        graph.backward(k, at, depth, true);
        if (k === 0) graph.prepare(at);
        found.push(read(k, at));
      }
      const value = loss.value(at.z[0]);
      close();
      return { value, coefficients: found };
    },
  };
}
