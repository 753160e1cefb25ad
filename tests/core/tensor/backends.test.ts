import { describe, expect, test } from "vitest";
import { outputShape } from "../../../core/layers/network";
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
      be.download(t, out, 0);
      return out;
    });
    close();
    return result;
  };
  return relativeDifference(on(tensorflowBackend()), on(new Float64Backend()));
}

type Use = <T>(be: Backend<T>) => number[];

test.each([
  ["float64", (use: Use) => use(new Float64Backend())],
  ["TensorFlow", (use: Use) => use(tensorflowBackend())],
] as const)("%s: several rows share one row of the other factor", (_, make) => {
  const shared = <T>(be: Backend<T>) => {
    const close = be.open();
    const a = be.upload(Float64Array.of(1, 2, 10, 20), 2, 2);
    const b = be.upload(Float64Array.of(1, 1, 2, 3, 1, 1, 2, 3), 4, 2);
    const out = new Float64Array(16);
    be.download(be.multiply(a, b), out, 0);
    be.download(be.rowDots(a, b), out, 8);
    close();
    return [...out];
  };
  const found = make(shared);
  expect(found.slice(0, 8)).toEqual([1, 2, 2, 6, 10, 20, 20, 60]);
  expect(found.slice(8)).toEqual([3, 3, 8, 8, 30, 30, 80, 80]);
});

describe.each([
  ["float64", (use: Use) => use(new Float64Backend())],
  ["TensorFlow", (use: Use) => use(tensorflowBackend())],
] as const)("%s: rows", (_, make) => {
  const numbers = Float64Array.of(1, 2, 3, 4, 5, 6);
  const results: [string, <T>(be: Backend<T>, a: T) => T, number[]][] = [
    ["columnMeans", (be, a) => be.columnMeans(a), [3, 4, 3, 4, 3, 4]],
    [
      "addRow",
      (be, a) => be.addRow(a, be.upload(Float64Array.of(10, 20), 1, 2)),
      [11, 22, 13, 24, 15, 26],
    ],
    ["sumBlocks", (be, a) => be.sumBlocks(a, 3), [9, 12]],
    [
      "repeatRows",
      (be, a) => be.repeatRows(a, 2),
      [1, 2, 1, 2, 3, 4, 3, 4, 5, 6, 5, 6],
    ],
    [
      "swapRows",
      (be, a) => be.swapRows(be.reshape(a, 1), 2, 3),
      [1, 4, 2, 5, 3, 6],
    ],
    [
      "gatherRows",
      (be, a) => be.gatherRows(a, be.upload(Float64Array.of(2, 0), 1, 2)),
      [5, 6, 1, 2],
    ],
    [
      "scatterRows",
      (be, a) =>
        be.scatterRows(a, be.upload(Float64Array.of(1, 0, 1), 1, 3), 2),
      [3, 4, 6, 8],
    ],
  ];
  test.each(results)("%s", (_name, apply, expected) => {
    const found = make((be) => {
      const close = be.open();
      const out = new Float64Array(expected.length);
      be.download(apply(be, be.upload(numbers, 3, 2)), out, 0);
      close();
      return [...out];
    });
    expect(found).toEqual(expected);
  });
});

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
      (be, x, y, r) =>
        be.dense(x, y, be.sumRows(be.matmul(r, y, false, true), 3)),
      9,
    ],
    ["dense without bias", (be, x, y) => be.dense(x, y, null), 9],
    ["sumRows", (be, x) => be.sumRows(x, 4), 4],
    ["sumRows of pieces", (be, x) => be.sumRows(x, 2), 2],
    ["add", (be, x, y) => be.add(x, y), 12],
    ["subtract", (be, x, y) => be.subtract(x, y), 12],
    ["multiply", (be, x, y) => be.multiply(x, y), 12],
    ["affine", (be, x) => be.affine(x, -2.5, 0.5), 12],
    ["rowDots", (be, x, y) => be.rowDots(x, y), 12],
    ["rowSums", (be, x) => be.rowSums(x), 12],
    ["columnMeans", (be, x) => be.columnMeans(x), 12],
    ["addRow", (be, x, _y, r) => be.addRow(x, r), 12],
    ["sumBlocks", (be, x) => be.sumBlocks(x, 3), 4],
    ["repeatRows", (be, x) => be.repeatRows(x, 2), 24],
    ["swapRows", (be, x) => be.swapRows(be.reshape(x, 2), 2, 3), 12],
    [
      "gatherRows",
      (be, x) => be.gatherRows(x, be.upload(Float64Array.of(2, 0, 2, 1), 2, 2)),
      16,
    ],
    [
      "scatterRows",
      (be, x) =>
        be.scatterRows(x, be.upload(Float64Array.of(4, 1, 4), 1, 3), 5),
      20,
    ],
    ["reshape", (be, x) => be.sumRows(be.reshape(x, 6), 6), 6],
    [
      "power",
      (be, x) => be.power(be.affine(be.multiply(x, x), 1, 1), -0.5),
      12,
    ],
    [
      "matmulBlocks",
      (be, x, y) =>
        be.matmulBlocks(be.reshape(x, 2), be.reshape(y, 2), 3, false, true),
      18,
    ],
    [
      "matmulBlocks, the first factor transposed",
      (be, x, y) =>
        be.matmulBlocks(be.reshape(x, 3), be.reshape(y, 3), 2, true, false),
      18,
    ],
    ["oneMinusSquare", (be, x) => be.oneMinusSquare(x), 12],
    ["timesOneMinusSquare", (be, x, y) => be.timesOneMinusSquare(x, y), 12],
    ["tanh", (be, x) => be.tanh(x), 12],
    ["sigmoid", (be, x) => be.sigmoid(x), 12],
    ["softplus", (be, x) => be.softplus(x), 12],
    ["exp", (be, x) => be.exp(x), 12],
    ["erf", (be, x) => be.erf(x), 12],
    ["clip", (be, x) => be.clip(x, -0.5, 0.7), 12],
    ["clip above 0", (be, x) => be.clip(x, 0, Infinity), 12],
    ["positive", (be, x) => be.positive(x), 12],
    ["softmax", (be, x) => be.softmax(x), 12],
    ["logSoftmax", (be, x) => be.logSoftmax(x), 12],
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

describe("images", () => {
  const [images, height, width, channels, filters] = [3, 7, 6, 2, 3];
  const x = normals(images * height * width * channels);
  const geometries = (
    [
      [3, "same", 1],
      [2, "valid", 1],
      [3, "same", 2],
      [4, "same", 1],
      [2, "same", 3],
      [3, "valid", 2],
      [1, "valid", 1],
    ] as const
  ).map(([kernel, padding, stride]) => {
    const layer = { type: "conv2d", filters, kernel, padding, stride } as const;
    const [outHeight, outWidth] = outputShape({ ...layer, bias: false }, [
      height,
      width,
      channels,
    ]);
    const before = (size: number, places: number) =>
      padding === "valid"
        ? 0
        : Math.floor(Math.max((places - 1) * stride + kernel - size, 0) / 2);
    return {
      height,
      width,
      channels,
      filters,
      kernel,
      stride,
      padding,
      outHeight,
      outWidth,
      top: before(height, outHeight),
      left: before(width, outWidth),
    };
  });

  test.each(geometries)(
    "convolution and its two gradients, kernel $kernel, $padding, stride $stride",
    (g) => {
      const taps = channels * g.kernel ** 2;
      const w = normals(filters * taps);
      const outputs = g.outHeight * g.outWidth * filters;
      const d = normals(images * outputs);
      const operations: [<T>(be: Backend<T>) => T, number][] = [
        [
          (be) =>
            be.conv2d(
              be.upload(x, images, x.length / images),
              be.upload(w, filters, taps),
              be.upload(w.subarray(0, filters), 1, filters),
              g,
            ),
          images * outputs,
        ],
        [
          (be) =>
            be.conv2dInput(
              be.upload(d, images, outputs),
              be.upload(w, filters, taps),
              g,
            ),
          x.length,
        ],
        [
          (be) =>
            be.conv2dFilter(
              be.upload(x, images, x.length / images),
              be.upload(d, images, outputs),
              g,
            ),
          filters * taps,
        ],
      ];
      for (const [apply, size] of operations)
        expect(both((be, read) => read(apply(be), size))).toBeLessThan(1e-5);
    },
  );

  test.each([2, 3, 6])("pools of %i", (size) => {
    const g = { height, width, channels, size };
    const windows = Math.floor(height / size) * Math.floor(width / size);
    const d = normals(images * windows * channels);
    const upload = <T>(be: Backend<T>) =>
      be.upload(x, images, x.length / images);
    const operations: [<T>(be: Backend<T>) => T, number][] = [
      [(be) => be.meanPool(upload(be), g), d.length],
      [
        (be) =>
          be.meanPoolInput(
            be.upload(d, images, d.length / images),
            upload(be),
            g,
          ),
        x.length,
      ],
      [(be) => be.maxPool(upload(be), g).values, d.length],
      [(be) => be.maxPool(upload(be), g).places, d.length],
      [
        (be) => {
          const pixels = upload(be);
          return be.scatter(
            be.upload(d, images, d.length / images),
            be.maxPool(pixels, g).places,
            pixels,
            g,
          );
        },
        x.length,
      ],
    ];
    for (const [apply, length] of operations)
      expect(both((be, read) => read(apply(be), length))).toBeLessThan(1e-6);
  });
});

describe.each([
  ["float64", new Float64Backend()],
  ["TensorFlow", tensorflowBackend()],
] as [string, Backend<unknown>][])("%s", (_name, be) => {
  const read = (t: unknown, size: number) => {
    const out = new Float64Array(size);
    be.download(t, out, 0);
    return out;
  };

  test("counts rows whose largest entries agree, and signs with one column", () => {
    const a = be.upload(Float64Array.of(1, 2, 3, 5, 4, 0), 3, 2);
    const b = be.upload(Float64Array.of(0, 1, 0, 1, 0, 1), 3, 2);
    expect(be.countAgreeing(a, b)).toBe(2);
    const signs = be.upload(Float64Array.of(-2, 3, 0.5, -1), 4, 1);
    const classes = be.upload(Float64Array.of(-1, 1, -1, 1), 4, 1);
    expect(be.countAgreeing(signs, classes)).toBe(2);
  });

  test("of equal entries in a window the first counts", () => {
    const ties = be.upload(new Float64Array(16), 1, 16);
    const g = { height: 4, width: 4, channels: 1, size: 2 };
    const ones = be.upload(new Float64Array(4).fill(1), 1, 4);
    const first = [1, 0, 1, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0];
    const spread = be.scatter(ones, be.maxPool(ties, g).places, ties, g);
    expect([...read(spread, 16)]).toEqual(first);
  });

  test.each([0, 1, 2, 3])(
    "a window with NaN in place %i has NaN as its maximum, there",
    (place) => {
      const entries = Float64Array.of(3, 1, 2, 0);
      entries[place] = NaN;
      const g = { height: 2, width: 2, channels: 1, size: 2 };
      const { values, places } = be.maxPool(be.upload(entries, 1, 4), g);
      expect([...read(values, 1)]).toEqual([NaN]);
      expect([...read(places, 1)]).toEqual([place]);
    },
  );

  test("NaN in one window leaves the others and their gradients alone", () => {
    const pixels = Float64Array.of(1, 2, NaN, 4, 5, 3, 2, NaN);
    const x = be.upload(pixels, 1, 8);
    const g = { height: 2, width: 4, channels: 1, size: 2 };
    const { values, places } = be.maxPool(x, g);
    expect([...read(values, 2)]).toEqual([5, NaN]);
    const d = be.upload(Float64Array.of(10, 20), 1, 2);
    const back = [0, 0, 20, 0, 10, 0, 0, 0];
    expect([...read(be.scatter(d, places, x, g), 8)]).toEqual(back);
  });

  test.each([-Infinity, Infinity])("a window of %f only", (entry) => {
    const g = { height: 2, width: 2, channels: 1, size: 2 };
    // Used buffers, so that a place that is not written shows.
    const close = be.open();
    for (let i = 0; i < 2; i++)
      be.affine(be.upload(new Float64Array(1), 1, 1), 0, 7);
    close();
    const x = be.upload(new Float64Array(4).fill(entry), 1, 4);
    const { values, places } = be.maxPool(x, g);
    expect([...read(values, 1), ...read(places, 1)]).toEqual([entry, 0]);
  });

  test("clipping keeps NaN", () => {
    const x = be.upload(Float64Array.of(NaN, -2, 2), 1, 3);
    expect([...read(be.clip(x, 0, 1), 3)]).toEqual([NaN, 0, 1]);
    expect([...read(be.clip(x, 0, Infinity), 3)]).toEqual([NaN, 0, 2]);
  });

  test.each([
    "add",
    "subtract",
    "dot",
    "timesOneMinusSquare",
    "countAgreeing",
  ] as const)("%s takes two matrices of the same shape only", (operation) => {
    const matrix = (rows: number, columns: number) =>
      be.upload(new Float64Array(rows * columns), rows, columns);
    const others = [
      [1, 3],
      [2, 1],
      [3, 2],
      [1, 6],
    ] as const;
    for (const [rows, columns] of others)
      expect(() => be[operation](matrix(2, 3), matrix(rows, columns))).toThrow(
        `${operation} needs two matrices of the same shape, not 2 × 3 and ${rows} × ${columns}.`,
      );
  });

  test.each(["multiply", "rowDots"] as const)(
    "%s takes a whole number of rows for each row of its first factor",
    (operation) => {
      const matrix = (rows: number, columns: number) =>
        be.upload(new Float64Array(rows * columns), rows, columns);
      be[operation](matrix(2, 3), matrix(4, 3));
      const others = [
        [1, 3],
        [2, 1],
        [3, 3],
        [1, 6],
      ] as const;
      for (const [rows, columns] of others)
        expect(() =>
          be[operation](matrix(2, 3), matrix(rows, columns)),
        ).toThrow(
          `${operation} needs matrices of the same columns, the second with a whole number of rows for each row of the first, not 2 × 3 and ${rows} × ${columns}.`,
        );
    },
  );

  test("softmax and softplus of large numbers are finite", () => {
    const x = be.upload(Float64Array.of(1000, -1000, 0), 1, 3);
    expect([...read(be.softmax(x), 3)]).toEqual([1, 0, 0]);
    expect([...read(be.softplus(x), 3)]).toEqual([
      1000,
      0,
      expect.closeTo(Math.log(2), 6),
    ]);
  });

  test("a number that is none stays none", () => {
    const x = be.upload(Float64Array.of(NaN), 1, 1);
    for (const y of [
      be.clip(x, 0, Infinity),
      be.clip(x, -1, 1),
      be.tanh(x),
      be.sigmoid(x),
    ])
      expect(read(y, 1)[0]).toBeNaN();
  });
});

test("at 0 the slope of relu is 0 on both", () => {
  for (const be of [
    new Float64Backend(),
    tensorflowBackend(),
  ] as Backend<unknown>[]) {
    const zero = be.upload(Float64Array.of(0), 1, 1);
    const out = new Float64Array(1);
    be.download(be.positive(zero), out, 0);
    expect(out[0]).toBe(0);
  }
});

test("a closed scope leaves no tensor behind", () => {
  const { tf } = loadTensorflow();
  const be = tensorflowBackend();
  const before = tf?.memory().numTensors;
  const close = be.open();
  const x = be.upload(normals(6), 2, 3);
  be.affine(be.tanh(x), 2, 0);
  expect(tf?.memory().numTensors).toBeGreaterThan(before ?? 0);
  close();
  expect(tf?.memory().numTensors).toBe(before);
});

test("a scope ends those that a failure has left open inside it", () => {
  const { tf } = loadTensorflow();
  if (!tf) throw new Error("TensorFlow is missing.");
  const be = tensorflowBackend();
  const { state } = tf.engine();
  const before = [tf.memory().numTensors, state.scopeStack.length];
  const close = be.open();
  be.upload(Float64Array.of(1), 1, 1);
  be.open();
  be.upload(Float64Array.of(2), 1, 1);
  close();
  expect([tf.memory().numTensors, state.scopeStack.length]).toEqual(before);
});
