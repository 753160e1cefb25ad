import { describe, expect, test } from "vitest";
import { createRandom } from "../../../core/random";
import type { Backend } from "../../../core/tensor/backend";
import { Float64Backend } from "../../../core/tensor/float64";
import { loadTensorflow } from "../../../main/engine/load-tensorflow";
import { relativeDifference, tensorflowBackend } from "../support";

const random = createRandom(2);
const normals = (n: number) =>
  Float64Array.from({ length: n }, () => random.normal());

/** Each operation on both backends; float64 is checked by the derivative tests in its turn. */
function both(
  use: <T>(
    be: Backend<T>,
    read: (t: T, size: number) => Float64Array,
  ) => Float64Array,
) {
  const on = <T>(be: Backend<T>) => {
    const close = be.open();
    const result = use(be, (t, size) => {
      const out = new Float64Array(size);
      be.download(t, out);
      return out;
    });
    close();
    return result;
  };
  return relativeDifference(on(tensorflowBackend()), on(new Float64Backend()));
}

describe("TensorFlow agrees with float64 to single precision", () => {
  // Sums of at most 37 products lose one of seven digits.
  const tolerance = 1e-5;
  test.each([
    [false, false, [5, 7], [7, 9]],
    [false, true, [5, 7], [9, 7]],
    [true, false, [7, 5], [7, 9]],
    [false, true, [1, 37], [4, 37]],
    [false, true, [3, 1], [5, 1]],
  ] as const)(
    "matmul, transposed %s %s, %j·%j",
    (ta, tb, [ar, ac], [br, bc]) => {
      const [x, y] = [normals(ar * ac), normals(br * bc)];
      const size = (ta ? ac : ar) * (tb ? br : bc);
      const difference = both((be, read) =>
        read(
          be.matmul(be.upload(x, ar, ac), be.upload(y, br, bc), ta, tb),
          size,
        ),
      );
      expect(difference).toBeLessThan(tolerance);
    },
  );

  const [a, b, row] = [normals(12), normals(12), normals(4)];
  const cases: [
    string,
    <T>(be: Backend<T>, a: T, b: T, row: T) => T,
    number,
  ][] = [
    [
      "dense",
      (be, x, y, r) => be.dense(x, y, be.sumRows(be.matmul(r, y, false, true))),
      9,
    ],
    ["dense without bias", (be, x, y) => be.dense(x, y, null), 9],
    ["sumRows", (be, x) => be.sumRows(x), 4],
    ["add", (be, x, y) => be.add(x, y), 12],
    ["subtract", (be, x, y) => be.subtract(x, y), 12],
    ["multiply", (be, x, y) => be.multiply(x, y), 12],
    ["scale", (be, x) => be.scale(x, -2.5), 12],
    ["oneMinusSquare", (be, x) => be.oneMinusSquare(x), 12],
    ["tanh", (be, x) => be.tanh(x), 12],
    ["relu", (be, x) => be.relu(x), 12],
    ["positive", (be, x) => be.positive(x), 12],
  ];
  test.each(cases)("%s", (_name, apply, size) => {
    const difference = both((be, read) =>
      read(
        apply(be, be.upload(a, 3, 4), be.upload(b, 3, 4), be.upload(row, 1, 4)),
        size,
      ),
    );
    expect(difference).toBeLessThan(tolerance);
  });

  test("dot", () => {
    const difference = both((be) =>
      Float64Array.of(be.dot(be.upload(a, 3, 4), be.upload(b, 3, 4))),
    );
    expect(difference).toBeLessThan(tolerance);
  });
});

test("at the kink, relu and its slope are 0 on both", () => {
  for (const be of [
    new Float64Backend(),
    tensorflowBackend(),
  ] as Backend<unknown>[]) {
    const zero = be.upload(Float64Array.of(0), 1, 1);
    const out = new Float64Array(1);
    be.download(be.positive(zero), out);
    expect(out[0]).toBe(0);
  }
});

test("a closed scope leaves no tensor behind", () => {
  const { tf } = loadTensorflow();
  const be = tensorflowBackend();
  const before = tf?.memory().numTensors;
  const close = be.open();
  const x = be.upload(normals(6), 2, 3);
  be.scale(be.tanh(x), 2);
  expect(tf?.memory().numTensors).toBeGreaterThan(before ?? 0);
  close();
  expect(tf?.memory().numTensors).toBe(before);
});
