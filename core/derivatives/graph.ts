import type { Backend, ConvGeometry, PoolGeometry } from "../tensor/backend";
import { Bilinear, type Product } from "./bilinear";
import { Dense } from "./dense";
import type { ElementFunction } from "./functions";
import { Linear, Sum, type LinearMap } from "./linear";
import { Lookup } from "./lookup";
import { MaxPool } from "./max-pool";
import type { Node, Operation, Point } from "./operation";
import { Pointwise } from "./pointwise";
import { RowSum } from "./row-sum";
import { requireShape, shapeText, type Shape } from "./shape";
import { Softmax, type Cover } from "./softmax";

/**
 * A function written forward, operation by operation, on matrices [rows, columns]. A node has `rows` rows for each
 * sample, or `rows` rows in all where it does not depend on the sample, as parameters. Each method states the shapes that
 * it takes and refuses others with an Error; it broadcasts only where it says so.
 */
export class Graph<T> {
  readonly operations: Operation<T>[] = [];
  /** The parameter nodes, in the order of the flat parameter vector. */
  readonly parameters: Node[] = [];
  readonly #shapes: Shape[] = [];
  /** Nodes that depend on parameters, without the parameters and with them. */
  readonly #inner: boolean[] = [];
  readonly #trained: boolean[] = [];

  constructor(readonly be: Backend<T>) {}

  /** The number of nodes. */
  get size() {
    return this.#shapes.length;
  }

  shape(node: Node): Shape {
    return this.#shapes[node];
  }

  /** Data: `columns` numbers in each of `rows` rows of a sample. */
  input(columns: number, rows = 1): Node {
    return this.#node({ rows, columns, isFixed: false });
  }

  /** A matrix [rows, columns] that is the same for all samples and not trained. */
  constant(rows: number, columns: number): Node {
    return this.#node({ rows, columns, isFixed: true });
  }

  /** A trainable matrix [rows, columns]. */
  parameter(rows: number, columns: number): Node {
    const node = this.constant(rows, columns);
    this.#trained[node] = true;
    this.parameters.push(node);
    return node;
  }

  /** x·wᵀ + b: x [n, in], w [out, in], b [1, out] shared by all rows, or none. A bias needs weights that are trained. */
  dense(x: Node, w: Node, b: Node | null): Node {
    const { rows: units, columns } = this.shape(w);
    this.#require("dense", w, { isFixed: true });
    this.#require("dense", x, { columns, isFixed: false });
    if (b !== null) this.#requireBias("dense", w, b, units);
    const reads = [x, w, b] as const;
    const out = this.#node(this.#like(x, units), x, w, b ?? x);
    return this.#write(new Dense(this.be, reads, units, out));
  }

  /** x ∗ w + b on images: x [n, h·w·c], w [filters, c·k·k], b [1, filters] or none, as for `dense`. */
  conv2d(x: Node, w: Node, b: Node | null, g: ConvGeometry): Node {
    const be = this.be;
    const { filters } = g;
    this.#require("conv2d", x, {
      columns: g.height * g.width * g.channels,
      isFixed: false,
    });
    this.#require("conv2d", w, {
      rows: filters,
      columns: g.channels * g.kernel * g.kernel,
      isFixed: true,
    });
    if (b !== null) this.#requireBias("conv2d", w, b, filters);
    const out = this.#like(x, g.outHeight * g.outWidth * filters);
    return this.#bilinear([x, w, b], out, {
      value: (x, w, b) => be.conv2d(x, w, b, g),
      first: (d, w) => be.conv2dInput(d, w, g),
      second: (d, x) => be.conv2dFilter(x, d, g),
      third: (d) => be.sumRows(d, filters),
    });
  }

  /**
   * a·b for each sample, or a·bᵀ: a [r, m], b [m, s] or [s, m].
   * @param blocks so many products for each sample: both factors have as many such matrices one below the other
   */
  matmul(a: Node, b: Node, transposeB = false, blocks = 1): Node {
    const be = this.be;
    const { columns } = this.shape(a);
    const rows = this.shape(a).rows / blocks;
    const other = this.shape(b);
    this.#require("matmul", a, { isFixed: false });
    this.#require("matmul", b, {
      ...(transposeB ? { columns } : { rows: columns * blocks }),
      isFixed: false,
    });
    const out = this.#like(a, transposeB ? other.rows / blocks : other.columns);
    return this.#bilinear([a, b, null], out, {
      value: (a, b) => be.matmulBlocks(a, b, rows, false, transposeB),
      first: (d, b) => be.matmulBlocks(d, b, rows, false, !transposeB),
      second: (d, a) =>
        transposeB
          ? be.matmulBlocks(d, a, rows, true, false)
          : be.matmulBlocks(a, d, rows, true, false),
    });
  }

  /** a∘b: of one shape, or a row a [1, columns] that all rows of b share. */
  multiply(a: Node, b: Node): Node {
    const be = this.be;
    const { columns, isFixed } = this.shape(a);
    const isShared = isFixed && !this.shape(b).isFixed;
    this.#require("multiply", a, isShared ? { rows: 1 } : this.shape(b));
    this.#require("multiply", b, { columns });
    return this.#bilinear([a, b, null], this.shape(b), {
      value: (a, b) => be.multiply(a, b),
      first: (d, b) => {
        const product = be.multiply(d, b);
        return isShared ? be.sumRows(product, columns) : product;
      },
      second: (d, a) => be.multiply(a, d),
    });
  }

  /** a + b, of one shape. */
  add(a: Node, b: Node): Node {
    return this.#sum("add", a, b, 1);
  }

  /** a − b, of one shape. */
  subtract(a: Node, b: Node): Node {
    return this.#sum("subtract", a, b, -1);
  }

  /** factor·a + shift. */
  affine(a: Node, factor: number, shift = 0): Node {
    return this.#linear(a, this.shape(a), {
      value: (x, k) => this.be.affine(x, factor, k === 0 ? shift : 0),
      transpose: (d) => this.be.affine(d, factor, 0),
    });
  }

  /** The same numbers in rows of another length, of which a sample has a whole number. */
  reshape(a: Node, columns: number): Node {
    const from = this.shape(a);
    const rows = (from.rows * from.columns) / columns;
    if (!Number.isInteger(rows))
      throw new Error(
        `reshape cannot cut ${shapeText(from)} into rows of ${columns}.`,
      );
    return this.#linear(
      a,
      { ...from, rows, columns },
      {
        value: (x) => this.be.reshape(x, columns),
        transpose: (d) => this.be.reshape(d, from.columns),
      },
    );
  }

  /** The sum of each row, in every column of it. */
  rowSums(a: Node): Node {
    const sums = (x: T) => this.be.rowSums(x);
    return this.#linear(a, this.shape(a), { value: sums, transpose: sums });
  }

  /** The mean of each column over all rows of all samples of the batch, in every row of it. */
  columnMeans(a: Node): Node {
    const means = (x: T) => this.be.columnMeans(x);
    return this.#linear(a, this.shape(a), { value: means, transpose: means });
  }

  /** a + row on each row: a [n, d], row [1, d] that all samples share. */
  addRow(a: Node, row: Node): Node {
    const { columns } = this.shape(a);
    this.#require("addRow", a, { isFixed: false });
    this.#require("addRow", row, { rows: 1, columns, isFixed: true });
    const out = this.#node(this.shape(a), a, row);
    return this.#write(new RowSum(this.be, [a, row], columns, out));
  }

  /** The mean of the rows of each sample, [1, columns]. */
  meanRows(a: Node): Node {
    const { rows } = this.shape(a);
    const shape = { ...this.shape(a), rows: 1 };
    return this.#linear(a, shape, {
      value: (x) => this.be.affine(this.be.sumBlocks(x, rows), 1 / rows, 0),
      transpose: (d) =>
        this.be.repeatRows(this.be.affine(d, 1 / rows, 0), rows),
    });
  }

  /** Reorders the rows of each sample, numbered [outer, inner], to [inner, outer]. */
  swapRows(a: Node, outer: number, inner: number): Node {
    this.#require("swapRows", a, { rows: outer * inner });
    return this.#linear(a, this.shape(a), {
      value: (x) => this.be.swapRows(x, outer, inner),
      transpose: (d) => this.be.swapRows(d, inner, outer),
    });
  }

  /** The rows of a table whose numbers the data hold: table [m, d] and places [1, k] → [k, d]. */
  gatherRows(table: Node, places: Node): Node {
    const { rows, columns } = this.shape(table);
    this.#require("gatherRows", table, { isFixed: true });
    this.#require("gatherRows", places, { rows: 1, isFixed: false });
    const shape = { rows: this.shape(places).columns, columns, isFixed: false };
    const out = this.#node(shape, table);
    return this.#write(new Lookup(this.be, table, places, rows, out));
  }

  /** The mean over each window of images [n, h·w·c]. */
  meanPool(a: Node, g: PoolGeometry): Node {
    return this.#linear(a, this.#pooled("meanPool", a, g), {
      value: (x) => this.be.meanPool(x, g),
      transpose: (d, x) => this.be.meanPoolInput(d, x, g),
    });
  }

  /** The largest entry of each window of images [n, h·w·c]. */
  maxPool(a: Node, g: PoolGeometry): Node {
    const out = this.#node(this.#pooled("maxPool", a, g), a);
    return this.#write(new MaxPool(this.be, g, a, out));
  }

  /** f of each entry. */
  apply(f: ElementFunction, a: Node): Node {
    const out = this.#node(this.shape(a), a);
    return this.#write(new Pointwise(this.be, f, a, out));
  }

  /** e^a over its sum, in each row. @param cover what is left out of the sum, see Cover */
  softmax(a: Node, cover?: Cover<T>): Node {
    const out = this.#node(this.shape(a), a);
    return this.#write(new Softmax(this.be, a, out, cover));
  }

  /** A point at which nothing is known yet. */
  point(): Point<T> {
    return { z: [], d: [], shared: [], wanted: this.#inner };
  }

  /** Computes coefficient k of the nodes that the operations from `from` on to before `end` fill. */
  forward(k: number, at: Point<T>, from: number, end: number) {
    const z = at.z[k];
    for (let i = from; i < end; i++) {
      const operation = this.operations[i];
      z[operation.out] = operation.forward(k, at);
    }
  }

  /**
   * Computes coefficient k of the gradient with respect to all that operation `end` − 1 depends on, from that with respect
   * to its result in at.d[k]. @param all with the parameters; else only what higher orders need
   */
  backward(k: number, at: Point<T>, end: number, all: boolean) {
    at.wanted = all ? this.#trained : this.#inner;
    for (let i = end - 1; i >= 0; i--) {
      const operation = this.operations[i];
      if (this.#inner[operation.out]) operation.backward(k, at);
    }
  }

  /** Keeps what all products at this θ share, after both sweeps of order 0. */
  prepare(at: Point<T>) {
    for (const operation of this.operations)
      if (this.#inner[operation.out]) operation.prepare?.(at);
  }

  #node(shape: Shape, ...reads: Node[]): Node {
    const node = this.#shapes.push(shape) - 1;
    const depends = reads.some((read) => this.#trained[read]);
    this.#inner.push(depends);
    this.#trained.push(depends);
    return node;
  }

  #write(operation: Operation<T>): Node {
    this.operations.push(operation);
    return operation.out;
  }

  #bilinear(
    reads: [a: Node, b: Node, c: Node | null],
    shape: Shape,
    product: Product<T>,
  ) {
    const out = this.#node(shape, ...reads.filter((node) => node !== null));
    return this.#write(new Bilinear(this.be, product, reads, out));
  }

  #linear(a: Node, shape: Shape, map: LinearMap<T>) {
    return this.#write(new Linear(this.be, map, a, this.#node(shape, a)));
  }

  #sum(name: string, a: Node, b: Node, sign: 1 | -1) {
    this.#require(name, b, this.shape(a));
    const out = this.#node(this.shape(a), a, b);
    return this.#write(new Sum(this.be, [a, b], sign, out));
  }

  #like(node: Node, columns: number): Shape {
    return { ...this.shape(node), columns };
  }

  #pooled(
    name: string,
    a: Node,
    { height, width, channels, size }: PoolGeometry,
  ) {
    this.#require(name, a, { columns: height * width * channels });
    const windows = Math.floor(height / size) * Math.floor(width / size);
    return this.#like(a, windows * channels);
  }

  #require(operation: string, node: Node, wanted: Partial<Shape>) {
    requireShape(operation, this.shape(node), wanted);
  }

  /** Its coefficients join the products with those of the weights. */
  #requireBias(operation: string, w: Node, b: Node, columns: number) {
    this.#require(operation, b, { rows: 1, columns, isFixed: true });
    if (this.#trained[b] && !this.#trained[w])
      throw new Error(
        `${operation} with a trained bias needs trained weights.`,
      );
  }
}
