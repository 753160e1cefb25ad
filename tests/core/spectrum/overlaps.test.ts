import { expect, test } from "vitest";
import { Overlaps } from "../../../core/spectrum/overlaps";

const axis = (i: number) =>
  Float64Array.from({ length: 3 }, (_, j) => Number(i === j));
/** Two orthogonal vectors in the plane of the first two axes. */
const turned = (angle: number) => [
  Float64Array.of(Math.cos(angle), Math.sin(angle), 0),
  Float64Array.of(-Math.sin(angle), Math.cos(angle), 0),
];

/** Overlaps of each of some measurements with the one before. */
function along(measurements: [number[], Float64Array[]][]) {
  const overlaps = new Overlaps(1e-8);
  return measurements.map(([values, vectors]) => {
    const found = overlaps.of({ values, vectors });
    overlaps.add({ values, vectors });
    return found;
  });
}

const nearly = (...values: number[]) =>
  // Sums of three products of cosines.
  values.map((value) => expect.closeTo(value, 12) as number);

test("where eigenvalues differ: the vectors themselves", () => {
  const [first, second] = along([
    [[2, 1], turned(0)],
    [[2, 1], turned(1)],
  ]);
  expect(first).toEqual([NaN, NaN]);
  expect(second).toEqual(nearly(Math.cos(1), Math.cos(1)));
});

test("two equal eigenvalues have any basis, also when they come and go", () => {
  const [, ...found] = along([
    [[2, 2], turned(0)],
    [[2, 2 - 1e-8], turned(1.5)],
    [[2, 2], turned(0.7)],
    [[2.1, 2], turned(1)],
    [[2.1, 2], turned(1)],
  ]);
  for (const overlaps of found) expect(overlaps).toEqual(nearly(1, 1));
});

test("a swap is seen though the eigenvalues are equal once on the way", () => {
  const [x, y] = turned(0);
  const [, within, after] = along([
    [
      [2.1, 2],
      [x, y],
    ],
    [[2, 2], turned(0.8)],
    [
      [2.1, 2],
      [y, x],
    ],
  ]);
  expect(within).toEqual(nearly(1, 1));
  expect(after).toEqual(nearly(0, 0));
});

test("another vector in the place of two equal ones is a swap", () => {
  const [x, y] = turned(0.3);
  const [, found] = along([
    [
      [2, 2],
      [x, y],
    ],
    [
      [2.5, 2],
      [axis(2), x],
    ],
  ]);
  expect(found).toEqual(nearly(0, 1));
});

test("goes on from its state, and from the vectors of an earlier version", () => {
  const pairs = { values: [2, 2], vectors: turned(0) };
  const overlaps = new Overlaps(1e-8);
  overlaps.add(pairs);
  const other = new Overlaps(1e-8);
  other.restore(structuredClone(overlaps.state()), []);
  const next = { values: [2.1, 2], vectors: turned(1) };
  expect(other.of(next)).toEqual(overlaps.of(next));
  other.restore(undefined, pairs.vectors);
  expect(other.of({ values: [2, 2], vectors: turned(1) })).toEqual(
    nearly(1, 1),
  );
});
