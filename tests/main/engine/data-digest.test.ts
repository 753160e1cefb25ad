import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import {
  classDataset,
  numberDataset,
  type Dataset,
} from "../../../core/data/dataset";
import { dataDigest } from "../../../main/engine/data-digest";

const inputs = Float64Array.of(1, 2, 3, 4);
const train = numberDataset(
  { inputs, inputShape: [2] },
  Float64Array.of(5, 6),
  1,
);

test("is the SHA-256 of shapes and little-endian numbers", () => {
  const hash = createHash("sha256").update("[2,[2],1,null]\n");
  for (const value of [1, 2, 3, 4, 5, 6]) {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleLE(value);
    hash.update(bytes);
  }
  hash.update("null\n");
  expect(dataDigest({ train, test: null })).toBe(hash.digest("hex"));
});

test("does not depend on where in memory the numbers lie", () => {
  const larger = Float64Array.of(0, ...inputs, 0);
  const copy = { ...train, inputs: larger.subarray(1, 5) };
  expect(dataDigest({ train: copy, test: null })).toBe(
    dataDigest({ train, test: null }),
  );
});

test("tells any other value, shape, class or test split apart", () => {
  const change = (values: Partial<Dataset>) => ({
    train: { ...train, ...values },
    test: null,
  });
  const others = [
    change({}),
    change({ inputs: Float64Array.of(1, 2, 3, 4 + 4e-15) }),
    change({ targets: Float64Array.of(6, 5) }),
    change({ inputShape: [1, 2, 1] }),
    { train, test: train },
    {
      train: classDataset({ inputs, inputShape: [2] }, [0, 0], 1),
      test: null,
    },
  ];
  const digests = new Set(others.map(dataDigest));
  expect(digests.size).toBe(others.length);
});
