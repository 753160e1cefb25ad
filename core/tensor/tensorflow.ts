import type * as tfjs from "@tensorflow/tfjs-node";
import type { Tensor } from "@tensorflow/tfjs-node";
import type { Backend } from "./backend";

/** The part of TensorFlow.js that the backend uses. It is passed in, so that core stays portable. */
export type TensorFlow = Pick<
  typeof tfjs,
  | "tensor2d"
  | "matMul"
  | "add"
  | "sub"
  | "mul"
  | "sum"
  | "square"
  | "scalar"
  | "tanh"
  | "relu"
  | "step"
  | "engine"
>;

/** Single precision on libtensorflow, with all cores. */
export class TensorflowBackend implements Backend<Tensor> {
  readonly name = "tensorflow";
  readonly precision = "float32";
  readonly #tf: TensorFlow;

  constructor(tf: TensorFlow) {
    this.#tf = tf;
  }

  upload(values: Float64Array, rows: number, columns: number) {
    return this.#tf.tensor2d(Float32Array.from(values), [rows, columns]);
  }

  download(a: Tensor, out: Float64Array) {
    out.set(a.dataSync());
  }

  open() {
    this.#tf.engine().startScope();
    return () => this.#tf.engine().endScope();
  }

  matmul(a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean) {
    return this.#tf.matMul(a, b, transposeA, transposeB);
  }

  dense(x: Tensor, w: Tensor, b: Tensor | null) {
    const product = this.#tf.matMul(x, w, false, true);
    return b ? this.#tf.add(product, b) : product;
  }

  sumRows(a: Tensor) {
    return this.#tf.sum(a, 0, true);
  }

  add(a: Tensor, b: Tensor) {
    return this.#tf.add(a, b);
  }

  subtract(a: Tensor, b: Tensor) {
    return this.#tf.sub(a, b);
  }

  multiply(a: Tensor, b: Tensor) {
    return this.#tf.mul(a, b);
  }

  scale(a: Tensor, factor: number) {
    return this.#tf.mul(a, this.#tf.scalar(factor));
  }

  dot(a: Tensor, b: Tensor) {
    return this.#tf.sum(this.#tf.mul(a, b)).dataSync()[0];
  }

  tanh(a: Tensor) {
    return this.#tf.tanh(a);
  }

  oneMinusSquare(a: Tensor) {
    return this.#tf.sub(this.#tf.scalar(1), this.#tf.square(a));
  }

  relu(a: Tensor) {
    return this.#tf.relu(a);
  }

  positive(a: Tensor) {
    return this.#tf.step(a, 0);
  }
}
