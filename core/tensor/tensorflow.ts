import type * as tfjs from "@tensorflow/tfjs-node";
import type { Tensor, Tensor1D, Tensor4D } from "@tensorflow/tfjs-node";
import type { Backend, ConvGeometry, PoolGeometry } from "./backend";
import { maxOfWindows, pooledWidth } from "./images";
import { requireSameShape, requireSharedRows } from "./same-shape";

/** The part of TensorFlow.js that the backend uses. It is passed in, so that core stays portable. */
export type TensorFlow = Pick<
  typeof tfjs,
  | "tensor2d"
  | "scalar"
  | "reshape"
  | "cast"
  | "transpose"
  | "matMul"
  | "add"
  | "sub"
  | "mul"
  | "sum"
  | "mean"
  | "gather"
  | "square"
  | "tanh"
  | "sigmoid"
  | "softplus"
  | "exp"
  | "erf"
  | "pow"
  | "step"
  | "clipByValue"
  | "softmax"
  | "logSoftmax"
  | "argMax"
  | "equal"
  | "broadcastTo"
  | "conv2d"
  | "conv2dTranspose"
  | "avgPool"
  | "unsortedSegmentSum"
  | "backend"
  | "engine"
>;

interface Attribute {
  name: string;
  type: number;
  value: number | number[] | string | boolean;
}

/** A tensor of TensorFlow that TensorFlow.js does not know yet. */
interface TensorMetadata {
  id: number;
  shape: number[];
  dtype: number;
}

/** The part of tfjs-node's own backend that is used. */
interface NativeBackend {
  binding: Record<
    | "TF_FLOAT"
    | "TF_INT32"
    | "TF_INT64"
    | "TF_ATTR_TYPE"
    | "TF_ATTR_INT"
    | "TF_ATTR_STRING"
    | "TF_ATTR_BOOL",
    number
  > & {
    executeOp(
      name: string,
      attributes: Attribute[],
      inputs: number[],
      outputs: number,
    ): TensorMetadata[];
  };
  getInputTensorIds(inputs: Tensor[]): number[];
  createOutputTensor(made: TensorMetadata): Tensor;
  executeSingleOutput(
    name: string,
    attributes: Attribute[],
    inputs: Tensor[],
  ): Tensor;
  executeMultipleOutputs(
    name: string,
    attributes: Attribute[],
    inputs: Tensor[],
    outputs: number,
  ): Tensor[];
}

/** Single precision on libtensorflow, with all cores. */
export class TensorflowBackend implements Backend<Tensor> {
  readonly name = "tensorflow";
  readonly precision = "float32";
  /** Runs operations of TensorFlow that TensorFlow.js has no function for. */
  readonly #native: NativeBackend;
  readonly #float: Attribute;

  constructor(private readonly tf: TensorFlow) {
    this.#native = tf.backend() as unknown as NativeBackend;
    const { TF_ATTR_TYPE: type, TF_FLOAT: value } = this.#native.binding;
    this.#float = { name: "T", type, value };
  }

  upload(values: Float64Array, rows: number, columns: number) {
    return this.tf.tensor2d(Float32Array.from(values), [rows, columns]);
  }

  download(a: Tensor, out: Float64Array, offset: number) {
    out.set(a.dataSync(), offset);
  }

  open() {
    const engine = this.tf.engine();
    const { scopeStack } = engine.state;
    const depth = scopeStack.length;
    engine.startScope();
    return () => {
      // With those inside that a failure has left open: what they hold would stay for good.
      while (scopeStack.length > depth) engine.endScope();
    };
  }

  matmul(a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean) {
    return this.tf.matMul(a, b, transposeA, transposeB);
  }

  reshape(a: Tensor, columns: number) {
    return this.tf.reshape(a, [-1, columns]);
  }

  matmulBlocks(
    a: Tensor,
    b: Tensor,
    rows: number,
    transposeA: boolean,
    transposeB: boolean,
  ) {
    const blocks = a.size / (rows * shapeOf(a)[1]);
    const cut = (t: Tensor) =>
      this.tf.reshape(t, [blocks, shapeOf(t)[0] / blocks, shapeOf(t)[1]]);
    const products = this.tf.matMul(cut(a), cut(b), transposeA, transposeB);
    return this.reshape(products, products.shape[2] as number);
  }

  dense(x: Tensor, w: Tensor, b: Tensor | null) {
    const product = this.tf.matMul(x, w, false, true);
    return b ? this.tf.add(product, b) : product;
  }

  sumRows(a: Tensor, columns: number) {
    const whole = a.shape[1] === columns;
    const rows = whole ? a : this.tf.reshape(a, [-1, columns]);
    return this.tf.sum(rows, 0, true);
  }

  add(a: Tensor, b: Tensor) {
    check("add", a, b);
    return this.tf.add(a, b);
  }

  subtract(a: Tensor, b: Tensor) {
    check("subtract", a, b);
    return this.tf.sub(a, b);
  }

  multiply(a: Tensor, b: Tensor) {
    checkRows("multiply", a, b);
    if (a.shape[0] === b.shape[0]) return this.tf.mul(a, b);
    const [n, d] = a.shape;
    const shared = this.tf.reshape(a, [n, 1, d]);
    const product = this.tf.mul(shared, this.tf.reshape(b, [n, -1, d]));
    return this.tf.reshape(product, b.shape);
  }

  affine(a: Tensor, factor: number, shift: number) {
    const scaled = factor === 1 ? a : this.tf.mul(a, this.tf.scalar(factor));
    return shift === 0 ? scaled : this.tf.add(scaled, this.tf.scalar(shift));
  }

  dot(a: Tensor, b: Tensor) {
    check("dot", a, b);
    return this.tf.sum(this.tf.mul(a, b)).dataSync()[0];
  }

  rowDots(a: Tensor, b: Tensor) {
    checkRows("rowDots", a, b);
    return this.rowSums(this.multiply(a, b));
  }

  rowSums(a: Tensor) {
    const sums = this.tf.sum(a, 1, true);
    return this.tf.broadcastTo(sums, shapeOf(a));
  }

  columnMeans(a: Tensor) {
    return this.tf.broadcastTo(this.tf.mean(a, 0, true), shapeOf(a));
  }

  addRow(a: Tensor, row: Tensor) {
    requireSameShape("addRow", [1, shapeOf(a)[1]], shapeOf(row));
    return this.tf.add(a, row);
  }

  sumBlocks(a: Tensor, count: number) {
    const blocks = this.tf.reshape(a, [-1, count, shapeOf(a)[1]]);
    return this.tf.sum(blocks, 1);
  }

  repeatRows(a: Tensor, count: number) {
    const [n, d] = shapeOf(a);
    const each = this.tf.reshape(a, [n, 1, d]);
    return this.reshape(this.tf.broadcastTo(each, [n, count, d]), d);
  }

  swapRows(a: Tensor, outer: number, inner: number) {
    const d = shapeOf(a)[1];
    const numbered = this.tf.reshape(a, [-1, outer, inner, d]);
    return this.reshape(this.tf.transpose(numbered, [0, 2, 1, 3]), d);
  }

  gatherRows(table: Tensor, places: Tensor) {
    return this.tf.gather(table, this.#rowNumbers(places));
  }

  scatterRows(d: Tensor, places: Tensor, rows: number) {
    return this.tf.unsortedSegmentSum(d, this.#rowNumbers(places), rows);
  }

  #rowNumbers(places: Tensor) {
    return this.tf.cast(this.tf.reshape(places, [-1]), "int32") as Tensor1D;
  }

  tanh(a: Tensor) {
    return this.tf.tanh(a);
  }

  sigmoid(a: Tensor) {
    return this.tf.sigmoid(a);
  }

  softplus(a: Tensor) {
    return this.tf.softplus(a);
  }

  exp(a: Tensor) {
    return this.tf.exp(a);
  }

  power(a: Tensor, p: number) {
    return this.tf.pow(a, this.tf.scalar(p));
  }

  erf(a: Tensor) {
    return this.tf.erf(a);
  }

  oneMinusSquare(a: Tensor) {
    return this.tf.sub(this.tf.scalar(1), this.tf.square(a));
  }

  timesOneMinusSquare(d: Tensor, a: Tensor) {
    check("timesOneMinusSquare", d, a);
    return this.#native.executeSingleOutput("TanhGrad", [this.#float], [a, d]);
  }

  clip(a: Tensor, low: number, high: number) {
    return this.tf.clipByValue(a, low, high);
  }

  positive(a: Tensor) {
    return this.tf.step(a, 0);
  }

  softmax(a: Tensor) {
    return this.tf.softmax(a);
  }

  logSoftmax(a: Tensor) {
    return this.tf.logSoftmax(a);
  }

  countAgreeing(a: Tensor, b: Tensor) {
    check("countAgreeing", a, b);
    const which = (t: Tensor) =>
      t.shape[1] === 1 ? this.tf.step(t, 0) : this.tf.argMax(t, 1);
    return this.tf.sum(this.tf.equal(which(a), which(b))).dataSync()[0];
  }

  conv2d(x: Tensor, w: Tensor, b: Tensor | null, g: ConvGeometry) {
    const y = this.tf.conv2d(
      this.#images(x, g),
      this.#kernel(w, g),
      g.stride,
      g.padding,
    );
    return this.#rows(b ? this.tf.add(y, b) : y);
  }

  conv2dInput(d: Tensor, w: Tensor, g: ConvGeometry) {
    const { height, width, channels } = g;
    const shape: [number, number, number, number] = [
      d.shape[0],
      height,
      width,
      channels,
    ];
    return this.#rows(
      this.tf.conv2dTranspose(
        this.#outputs(d, g),
        this.#kernel(w, g),
        shape,
        g.stride,
        g.padding,
      ),
    );
  }

  conv2dFilter(x: Tensor, d: Tensor, g: ConvGeometry) {
    const { kernel, channels, filters, stride, padding } = g;
    const gradient = this.#run(
      "Conv2DBackpropFilter",
      { x: this.#images(x, g), dy: this.#outputs(d, g) },
      {
        strides: [stride, stride],
        pad: padding,
        dataFormat: "NHWC",
        filterShape: [kernel, kernel, channels, filters],
      },
    );
    const inOrder = this.tf.transpose(gradient, [3, 2, 0, 1]);
    return this.tf.reshape(inOrder, [filters, -1]);
  }

  meanPool(a: Tensor, g: PoolGeometry) {
    const { size } = g;
    return this.#rows(this.tf.avgPool(this.#images(a, g), size, size, "valid"));
  }

  meanPoolInput(d: Tensor, x: Tensor, g: PoolGeometry) {
    const inputs = { dy: this.#pooled(d, g), input: this.#images(x, g) };
    return this.#rows(this.#run("AvgPoolGrad", inputs, poolAttributes(g)));
  }

  maxPool(a: Tensor, g: PoolGeometry) {
    // A sum costs little beside the pool, and NaN in it is rare.
    if (Number.isNaN(this.tf.sum(a).dataSync()[0]))
      return this.#maxPoolWithNaN(a, g);
    const [values, places] = this.#native.executeMultipleOutputs(
      "MaxPoolWithArgmax",
      this.#poolAttributes(g, this.#native.binding.TF_INT32),
      [this.#images(a, g)],
      2,
    );
    return { values: this.#rows(values), places: this.#rows(places) };
  }

  /** MaxPoolWithArgmax finds NaN in some places of a window only. */
  #maxPoolWithNaN(a: Tensor, g: PoolGeometry) {
    const shape: [number, number] = [a.shape[0], pooledWidth(g)];
    const values = new Float64Array(shape[0] * shape[1]);
    const places = new Float64Array(values.length);
    maxOfWindows(
      Float64Array.from(a.dataSync()),
      a.shape[0],
      g,
      values,
      places,
    );
    return {
      values: this.upload(values, ...shape),
      places: this.tf.tensor2d(Int32Array.from(places), shape, "int32"),
    };
  }

  scatter(d: Tensor, places: Tensor, x: Tensor, g: PoolGeometry) {
    const shaped = this.#pooled(d, g);
    const where = this.#int64(this.tf.reshape(places, shaped.shape));
    const scattered = this.#native.executeSingleOutput(
      "MaxPoolGradWithArgmax",
      this.#poolAttributes(g, this.#native.binding.TF_INT64),
      [this.#images(x, g), shaped, where],
    );
    return this.#rows(scattered);
  }

  /** The same whole numbers in 64 bits. TensorFlow.js has no such tensors: only native operations can read it. */
  #int64(a: Tensor): Tensor {
    const { binding } = this.#native;
    const type = (name: string, value: number) => ({
      ...{ name, type: binding.TF_ATTR_TYPE, value },
    });
    const [made] = binding.executeOp(
      "Cast",
      [
        type("SrcT", binding.TF_INT32),
        type("DstT", binding.TF_INT64),
        { name: "Truncate", type: binding.TF_ATTR_BOOL, value: false },
      ],
      this.#native.getInputTensorIds([a]),
      1,
    );
    return this.#native.createOutputTensor({
      ...made,
      dtype: binding.TF_INT32,
    });
  }

  #poolAttributes({ size }: PoolGeometry, places: number): Attribute[] {
    const { binding } = this.#native;
    const window = { type: binding.TF_ATTR_INT, value: [1, size, size, 1] };
    return [
      this.#float,
      { name: "Targmax", type: binding.TF_ATTR_TYPE, value: places },
      { name: "ksize", ...window },
      { name: "strides", ...window },
      { name: "padding", type: binding.TF_ATTR_STRING, value: "VALID" },
      {
        name: "include_batch_in_index",
        type: binding.TF_ATTR_BOOL,
        value: true,
      },
    ];
  }

  /** A kernel that TensorFlow.js has no function for. */
  #run(
    name: string,
    inputs: Record<string, Tensor>,
    attributes: Record<string, string | number | number[]>,
  ): Tensor {
    return this.tf.engine().runKernel(name, inputs, attributes) as Tensor;
  }

  #images(a: Tensor, g: ConvGeometry | PoolGeometry): Tensor4D {
    const { height, width, channels } = g;
    return this.tf.reshape(a, [a.shape[0], height, width, channels]);
  }

  #outputs(d: Tensor, g: ConvGeometry): Tensor4D {
    return this.tf.reshape(d, [d.shape[0], g.outHeight, g.outWidth, g.filters]);
  }

  #pooled(a: Tensor, { height, width, channels, size }: PoolGeometry) {
    const shape = [Math.floor(height / size), Math.floor(width / size)];
    return this.tf.reshape(a, [a.shape[0], ...shape, channels]);
  }

  /** [filters, c·k·k] → [k, k, c, filters] */
  #kernel(w: Tensor, { filters, channels, kernel }: ConvGeometry): Tensor4D {
    const inOrder = this.tf.reshape(w, [filters, channels, kernel, kernel]);
    return this.tf.transpose(inOrder, [2, 3, 1, 0]) as Tensor4D;
  }

  #rows(images: Tensor) {
    return this.tf.reshape(images, [images.shape[0], -1]);
  }
}

function check(operation: string, a: Tensor, b: Tensor) {
  requireSameShape(operation, shapeOf(a), shapeOf(b));
}

function checkRows(operation: string, a: Tensor, b: Tensor) {
  requireSharedRows(operation, shapeOf(a), shapeOf(b));
}

function shapeOf({ shape }: Tensor) {
  return shape as [number, number];
}

function poolAttributes({ size }: PoolGeometry) {
  const window = [size, size];
  return { filterSize: window, strides: window, pad: "valid" };
}
